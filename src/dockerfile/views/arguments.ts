import type { Escape, LogicalLine } from '../logical-line.ts';
import { isSpace, skipSpace, trimSpaceEnd } from '../physical-lines.ts';
import type { Flag, Span } from '../view.ts';

/**
 * What stands behind an instruction's keyword: flags, then the rest without white space around it.
 * `start` and `end` are offsets into the logical line.
 */
export interface Arguments {
  readonly line: LogicalLine;
  readonly flags: readonly Flag[];
  readonly start: number;
  readonly end: number;
  readonly escape: Escape;
}

/** Splits flags off as BuildKit's `extractBuilderFlags` does (frontend/dockerfile/parser/split_command.go). */
export function readArguments(line: LogicalLine, from: number, escapeToken: Escape): Arguments {
  const flags: Flag[] = [];
  let at = skipBlanks(line.text, from);
  while (line.text.startsWith('--', at)) {
    const { word, end } = flagWord(line.text, at, escapeToken);
    if (word !== '--') flags.push(toFlag(line, word, at, end));
    at = skipBlanks(line.text, end);
    if (word === '--') break;
  }
  const start = skipSpace(line.text, at, line.text.length);
  return { line, flags, start, end: trimSpaceEnd(line.text, start, line.text.length), escape: escapeToken };
}

/** Flags are looked for byte by byte: a no-break space is none of the blanks here, and hides them. */
function skipBlanks(text: string, from: number): number {
  let at = from;
  while (/[\t-\r ]/.test(text[at] ?? '')) at++;
  return at;
}

function flagWord(text: string, from: number, escapeToken: Escape): { readonly word: string; readonly end: number } {
  let word = '';
  let quote = '';
  let at = from;
  for (; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote === '' && isSpace(character)) break;
    if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
    else if (character === escapeToken) word += text[++at] ?? '';
    else word += character;
  }
  return { word, end: Math.min(at, text.length) };
}

function toFlag(line: LogicalLine, word: string, from: number, to: number): Flag {
  const equals = word.indexOf('=');
  const { start, end } = spanOf(line, from, to);
  return equals < 0
    ? { name: word.slice(2), value: null, start, end }
    : { name: word.slice(2, equals), value: word.slice(equals + 1), start, end };
}

/** A piece of the logical line, with its place in the source. */
export function spanOf(line: LogicalLine, from: number, to: number): Span {
  const start = line.offsets[from] ?? 0;
  return { text: line.text.slice(from, to), start, end: from < to ? (line.offsets[to - 1] ?? start) + 1 : start };
}

export function restOf({ line, start, end }: Arguments): string {
  return line.text.slice(start, end);
}

const BLANKS = /[^\t\v\f\r ]+/g;

/** Words between blanks. Quotes hold nothing together here, and stay (`parseStringsWhitespaceDelimited` in line_parsers.go). */
export function blankSeparated(args: Arguments): readonly Span[] {
  return [...restOf(args).matchAll(BLANKS)].map((match) =>
    spanOf(args.line, args.start + match.index, args.start + match.index + match[0].length),
  );
}
