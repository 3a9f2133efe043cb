import type { ShellWord } from './command.ts';
import { type Assignment, forEachChild, type SyntaxNode, type Word } from './parse.ts';

/** Whether anything is put in the place of a part of the text: most words need not be taken apart to find that nothing is. */
export function mayExpand(text: string): boolean {
  return /[$`(~]/.test(text);
}

/** `offset` is where the parsed source stands in the instruction's text. */
export function shellWord(word: Word, offset: number): ShellWord {
  return {
    text: word.text,
    value: literalValue(word),
    ...patternOf(word),
    variables: mayExpand(word.text) ? variablesIn(word) : [],
    start: word.pos + offset,
    end: word.end + offset,
  };
}

/** The text of a word in which a pattern is all that a shell may replace. */
function patternOf(word: Word): Pick<ShellWord, 'unmatched'> {
  if (!word.parts?.some(({ type }) => type === 'Glob') || word.text.startsWith('~')) return {};
  const unmatched = literalOf(word.parts, true);
  return unmatched === null ? {} : { unmatched };
}

/** `A=1` where a builtin takes it as an argument (`export A=1`). */
export function assignmentWord(assignment: Assignment, offset: number): ShellWord {
  const value = assignmentValue(assignment);
  return {
    text: assignment.text,
    value: value === null ? null : `${assignment.name}=${value}`,
    variables: variablesIn(assignment),
    start: assignment.pos + offset,
    end: assignment.end + offset,
  };
}

/** What is assigned when it is literal and plain: not `A+=`, not an array. */
export function assignmentValue(assignment: Assignment): string | null {
  if (assignment.append === true || assignment.index !== undefined) return null;
  return assignment.value.type === 'Word' ? literalValue(assignment.value) : null;
}

/** The word after quote removal, or null: a tilde is an expansion too, and `$'…'` is no quote in dash. */
export function literalValue(word: Word): string | null {
  if (word.text.startsWith('~')) return null;
  return word.parts === undefined ? word.value : literalOf(word.parts, false);
}

/** The parts of a word behind each other without their quotes, or null; `patterns`: those of file names as they are written. */
function literalOf(parts: NonNullable<Word['parts']>, patterns: boolean): string | null {
  let value = '';
  for (const part of parts) {
    switch (part.type) {
      case 'Literal':
      case 'SingleQuoted':
        value += part.value;
        break;
      case 'DoubleQuoted':
        for (const child of part.parts) {
          if (child.type !== 'Literal') return null;
          value += child.value;
        }
        break;
      case 'Glob':
        if (!patterns || part.parts?.some(({ type }) => type !== 'Literal')) return null;
        value += part.text;
        break;
      default:
        return null;
    }
  }
  return value;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const SPECIAL = /^[?!_]$/;

/** Names that `node` expands, in order and once each; substitutions inside included, since they see the same variables. */
export function variablesIn(node: SyntaxNode): string[] {
  return expansionsIn(node).filter((name) => NAME.test(name));
}

/** It asks for what the command before it did: `$?`, `$!`, `$_`. */
export function asksForPrevious(node: SyntaxNode): boolean {
  return expansionsIn(node).some((name) => SPECIAL.test(name));
}

/** Names that `${NAME:=word}` sets on the way. */
export function setByExpansion(node: SyntaxNode): string[] {
  const found: string[] = [];
  const visit = (child: SyntaxNode): void => {
    if (child.type === 'ParameterExpansion' && child.operation?.type === 'Default') {
      if (child.operation.operator === '=' || child.operation.operator === ':=') found.push(child.parameter);
    }
    forEachChild(child, visit);
  };
  visit(node);
  return found;
}

function expansionsIn(node: SyntaxNode): string[] {
  const found = new Set<string>();
  const visit = (child: SyntaxNode): void => {
    switch (child.type) {
      case 'SimpleExpansion':
        found.add(child.text.slice(1));
        break;
      case 'ParameterExpansion':
        found.add(child.parameter);
        break;
      case 'ArithmeticWord':
        found.add(child.value);
        break;
      case 'Word':
        if (child.text.startsWith('~')) found.add('HOME');
        break;
      default:
        break;
    }
    forEachChild(child, visit);
  };
  visit(node);
  return [...found];
}
