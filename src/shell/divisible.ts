import { type Effects, errexitAfter } from './effects.ts';
import { forEachChild, type ParsedScript, type PipelineNode, type Statement, type SyntaxNode } from './parse.ts';
import { exits, separator } from './walk.ts';
import { shellWord } from './words.ts';

const COMPOUNDS: Readonly<Record<string, string>> = {
  If: 'if',
  Case: 'case',
  For: 'for',
  Select: 'select',
  ArithmeticFor: 'for',
  While: 'while',
  Coproc: 'coproc',
};

/**
 * Why the groups of a script cannot be told apart: null when the failure of each one, and nothing else, ends the RUN. The sentence reads after
 * «because». `effects` are those of its groups, in order.
 */
export function whyIndivisible(
  source: string,
  script: ParsedScript,
  shell: { readonly errexit: boolean; readonly bash: boolean },
  effects: readonly Effects[],
): string | null {
  if (script.commands.some((statement) => statement.background === true))
    return '`&` leaves a program running beside the rest';
  for (const node of script.commands.flatMap(elements)) {
    const compound = COMPOUNDS[node.type === 'Redirected' ? node.command.type : node.type];
    if (compound !== undefined) return `\`${compound}\` decides what runs`;
  }
  if (!shell.bash && source.includes('&>') && holdsAmpersandRedirection(script))
    return '`&>` means something else in each `sh`';
  if (effects.some((group) => group.asksForPrevious)) return 'it asks how the command before it ended';
  if (effects.slice(0, -1).some((group) => group.leaves)) return 'what stands after `exit` or `exec` does not run';
  return whyNotEnded(source, script, shell.errexit);
}

function whyNotEnded(source: string, script: ParsedScript, errexitAtStart: boolean): string | null {
  let errexit = errexitAtStart;
  const definesFunctions = /\(|\bfunction\b/.test(source) && holds(script, 'Function');
  for (const [at, statement] of script.commands.entries()) {
    const operators = operatorsOf(statement);
    if (operators.lastIndexOf('||') > operators.indexOf('&&') && operators.includes('&&')) {
      return '`||` takes back the failure of everything before it';
    }
    errexit = errexitThrough(statement, errexit);
    if (errexit && operators.includes('&&') && (definesFunctions || elements(statement).slice(0, -1).some(holdsList))) {
      return '`set -e` counts inside parentheses, braces and functions only where no `&&` follows';
    }
    const next = script.commands[at + 1];
    if (next === undefined || endsByItself(statement) || (errexit && failsAtEnd(statement))) continue;
    if (errexit) return '`set -e` does not stop at this failure (before `&&`, after `!`, or in braces)';
    return separator(source, statement, next) === ';'
      ? '`;` goes on after a failure'
      : 'a new line goes on after a failure';
  }
  return null;
}

/** Nothing in it can fail, or it exits with a failure of its own (`a || exit 1`). */
function endsByItself(statement: Statement): boolean {
  const nodes = elements(statement);
  if (nodes.every(cannotFail)) return true;
  return !operatorsOf(statement).includes('&&') && exits(nodes.at(-1));
}

/** POSIX: `set -e` looks only at the command after the last `&&` or `||`, never at one after `!`, and at subshells but not at braces. */
function failsAtEnd(statement: Statement): boolean {
  const nodes = elements(statement);
  const last = nodes.at(-1);
  if (last === undefined || !stopsUnderErrexit(last)) return false;
  return !operatorsOf(statement).includes('&&') || nodes.slice(0, -1).every(cannotFail);
}

function stopsUnderErrexit(node: PipelineNode): boolean {
  switch (node.type) {
    case 'Command':
    case 'Subshell':
    case 'TestCommand':
    case 'Function':
      return true;
    case 'Redirected':
      return node.command.type === 'Subshell' || node.command.type === 'TestCommand';
    case 'Pipeline':
      return !node.prefixes.some((prefix) => prefix.type === 'Negation');
    default:
      return false;
  }
}

const NEVER_FAILS = [':', 'true', 'echo', 'set', 'umask', 'export'];

function cannotFail(node: PipelineNode): boolean {
  if (node.type === 'Function') return true;
  if (node.type !== 'Command' || node.redirects.length > 0) return false;
  // The status of a bare assignment is that of the substitution in it.
  if (node.name === undefined) return !holds(node, 'CommandExpansion');
  return NEVER_FAILS.includes(node.name.text);
}

function errexitThrough(statement: Statement, before: boolean): boolean {
  let errexit = before;
  const certain = !operatorsOf(statement).includes('||');
  for (const node of elements(statement)) {
    if (node.type === 'Command') {
      const words = [...(node.name ? [node.name] : []), ...node.args.filter((arg) => arg.type === 'Word')];
      const after = errexitAfter(words.map((word) => shellWord(word, 0)));
      errexit = after === null ? errexit : after && certain;
    } else if (node.type !== 'Subshell' && turnsErrexitOff(node)) {
      errexit = false;
    }
  }
  return errexit;
}

function turnsErrexitOff(node: SyntaxNode): boolean {
  if (node.type === 'Command' && node.name?.text === 'set') return true;
  let found = false;
  forEachChild(node, (child) => {
    found ||= turnsErrexitOff(child);
  });
  return found;
}

function elements(statement: Statement): readonly PipelineNode[] {
  return statement.command.type === 'AndOr' ? statement.command.commands : [statement.command];
}

function operatorsOf(statement: Statement): readonly ('&&' | '||')[] {
  return statement.command.type === 'AndOr' ? statement.command.operators : [];
}

function holdsAmpersandRedirection(script: ParsedScript): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Redirect' && (node.operator === '&>' || node.operator === '&>>')) found = true;
    forEachChild(node, visit);
  };
  visit(script);
  return found;
}

/**
 * `set -e && (a; b) && c` runs `b` after a failure of `a`; `set -e && (a; b)` does not. What stands in such a list may therefore not move to its end.
 */
function holdsList(node: SyntaxNode): boolean {
  let found = (node.type === 'CompoundList' || node.type === 'Script') && node.commands.length > 1;
  forEachChild(node, (child) => {
    found ||= holdsList(child);
  });
  return found;
}

function holds(node: SyntaxNode, type: SyntaxNode['type']): boolean {
  let found = node.type === type;
  forEachChild(node, (child) => {
    found ||= holds(child, type);
  });
  return found;
}
