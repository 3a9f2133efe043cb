import { posix } from 'node:path';
import { parse, type Statement, type Command as UnbashCommand, type Word } from 'unbash';
import type { Connector, Nesting } from '../../shell/command.ts';

/** A word after quote removal; `value` is null when the shell would expand it. */
export interface LineWord {
  readonly text: string;
  readonly value: string | null;
}

/** One simple command of a package script; a command of a RUN has the same shape. */
export interface SimpleCommand {
  readonly name: string | null;
  readonly words: readonly LineWord[];
  readonly connector: Connector;
  readonly nesting: Nesting;
  /** Relative to where the line starts (`.`), or absolute; null after a `cd` that cannot be followed. */
  readonly cwd: string | null;
  readonly assignments: readonly { readonly name: string; readonly value: string | null }[];
  readonly redirections: readonly { readonly operator: string; readonly target: LineWord | null }[];
}

export type Line =
  | { readonly kind: 'commands'; readonly commands: readonly SimpleCommand[] }
  | { readonly kind: 'not-understood'; readonly because: string };

/** Programs that start another one with the same arguments; `exec` and `command` belong to the shell. */
const TRANSPARENT = new Set(['exec', 'command', 'nohup', 'time', 'nice', 'sudo']);

/**
 * The simple commands of a package script or a shell-form start command. Chains, groups, subshells and pipelines are read;
 * `if`, loops, functions and substitutions are not understood.
 */
export function readLine(text: string): Line {
  const script = parse(text);
  if (script.errors !== undefined && script.errors.length > 0)
    return { kind: 'not-understood', because: 'it does not parse' };
  const commands: SimpleCommand[] = [];
  let refusal: string | null = null;
  let cwd: string | null = '.';

  const visit = (node: Statement['command'], connector: Connector, nesting: Nesting): void => {
    switch (node.type) {
      case 'Command': {
        const command = simple(node, connector, nesting, cwd);
        if (command.name === 'cd' && nesting !== 'pipeline') cwd = changed(cwd, command.words[1]?.value ?? null);
        commands.push(command);
        return;
      }
      case 'AndOr':
        node.commands.forEach((child, index) => {
          visit(child, index === 0 ? connector : (node.operators[index - 1] ?? '&&'), nesting);
        });
        return;
      case 'Pipeline':
        node.commands.forEach((child, index) => {
          visit(child, index === 0 ? connector : '|', node.commands.length > 1 ? 'pipeline' : nesting);
        });
        return;
      case 'Subshell': {
        const before = cwd;
        list(node.body.commands, connector, 'subshell');
        cwd = before;
        return;
      }
      case 'BraceGroup':
        list(node.body.commands, connector, 'group');
        return;
      default:
        refusal ??= `it holds ${node.type}`;
    }
  };

  const list = (statements: readonly Statement[], first: Connector, nesting: Nesting): void => {
    let connector = first;
    for (const statement of statements) {
      visit(statement.command, connector, nesting);
      connector = statement.background === true ? '&' : ';';
    }
  };

  list(script.commands, 'start', 'top');
  return refusal === null ? { kind: 'commands', commands } : { kind: 'not-understood', because: refusal };
}

/** Words as a simple command of their own, for exec forms and for what a wrapper starts. */
export function commandOf(words: readonly LineWord[], like?: SimpleCommand): SimpleCommand {
  const assignments = [...(like?.assignments ?? [])];
  let rest = words;
  for (;;) {
    const head = rest[0]?.value ?? null;
    if (head === null) break;
    if (TRANSPARENT.has(head) && rest.length > 1 && !(rest[1]?.text ?? '').startsWith('-')) {
      rest = rest.slice(1);
    } else if (head === 'env') {
      rest = rest.slice(1);
      while (rest[0] !== undefined && /^[A-Za-z_][A-Za-z0-9_]*=/.test(rest[0].text)) {
        assignments.push(assignmentOf(rest[0]));
        rest = rest.slice(1);
      }
    } else break;
  }
  return {
    name: rest[0]?.value ?? null,
    words: rest,
    connector: like?.connector ?? 'start',
    nesting: like?.nesting ?? 'top',
    cwd: like === undefined ? '.' : like.cwd,
    assignments,
    redirections: like?.redirections ?? [],
  };
}

/** `A=1` as a name and a value. */
export function assignmentOf(word: LineWord): { readonly name: string; readonly value: string | null } {
  const at = word.text.indexOf('=');
  return {
    name: word.text.slice(0, at),
    value: word.value === null ? null : word.value.slice(word.value.indexOf('=') + 1),
  };
}

/** A simple command as its words. */
export function simple(node: UnbashCommand, connector: Connector, nesting: Nesting, cwd: string | null): SimpleCommand {
  const named = node.name === undefined ? [] : [wordOf(node.name)];
  const words = [...named, ...node.args.map((part) => (part.type === 'Word' ? wordOf(part) : assigned(part.text)))];
  const assignments = node.prefix.flatMap((part) =>
    part.type === 'Assignment'
      ? [{ name: part.name, value: part.value.type === 'Word' ? wordOf(part.value).value : null }]
      : [],
  );
  const redirections = node.redirects.map((part) => ({
    operator: part.operator,
    target: part.type === 'Redirect' && part.target !== undefined ? wordOf(part.target) : null,
  }));
  return commandOf(words, { name: null, words, connector, nesting, cwd, assignments, redirections });
}

/** `cross-env A=1 node x`: an assignment that is an argument. */
function assigned(text: string): LineWord {
  return { text, value: text.includes('$') ? null : text.replace(/=(['"])(.*)\1$/s, '=$2') };
}

function wordOf(word: Word): LineWord {
  return { text: word.text, value: expands(word) ? null : word.value };
}

/** True when the shell would replace some of the word: variables, substitutions, globs, braces, a leading tilde. */
function expands(word: Word): boolean {
  if (word.text.startsWith('~')) return true;
  return (word.parts ?? []).some(
    (part) =>
      !['Literal', 'SingleQuoted', 'AnsiCQuoted', 'DoubleQuoted'].includes(part.type) ||
      (part.type === 'DoubleQuoted' && part.parts.some((inner) => inner.type !== 'Literal')),
  );
}

/** Where `cd` leads from a folder; null: not known. */
export function changed(cwd: string | null, to: string | null): string | null {
  if (to === null) return null;
  if (to.startsWith('/')) return posix.normalize(to);
  return cwd === null ? null : posix.join(cwd, to);
}
