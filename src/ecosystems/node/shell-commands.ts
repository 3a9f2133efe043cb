import { parse, type Script, type Statement, type Word } from 'unbash';
import type { Nesting } from '../../shell/command.ts';
import { changed, type SimpleCommand, simple } from './script-line.ts';

/** Every command of a shell text that may run, in the order in which they are written. */
export type ShellCommands =
  | {
      readonly kind: 'commands';
      readonly commands: readonly SimpleCommand[];
      readonly functions: ReadonlySet<string>;
      /** Functions that run their own arguments (`retry() { until "$@"; do sleep 1; done; }`). */
      readonly runners: ReadonlySet<string>;
    }
  | { readonly kind: 'not-understood'; readonly because: string };

/**
 * Reads a start command or an entrypoint script whole: what stands in `if`, `case`, loops, functions and substitutions may run, so it
 * counts. Not for building, where it matters whether it does.
 */
export function readCommands(text: string): ShellCommands {
  const script = parse(text);
  if (script.errors !== undefined && script.errors.length > 0)
    return { kind: 'not-understood', because: 'it does not parse' };
  const commands: SimpleCommand[] = [];
  const functions = new Set<string>();
  const runners = new Set<string>();
  let inFunction: string | null = null;
  let refusal: string | null = null;
  let cwd: string | null = '.';

  /** Substitutions in words run commands too. */
  const words = (all: readonly (Word | undefined)[]): void => {
    for (const word of all) for (const part of word?.parts ?? []) inPart(part);
  };
  const inPart = (part: object): void => {
    const { type, parts, script: inner } = part as { type?: string; parts?: readonly object[]; script?: Script };
    if (type === 'CommandExpansion' || type === 'ProcessSubstitution') {
      if (inner === undefined) refusal ??= 'it holds a substitution';
      else nested(inner.commands);
    }
    for (const below of parts ?? []) inPart(below);
  };
  const nested = (statements: readonly Statement[]): void => {
    const before: string | null = cwd;
    list(statements, 'subshell');
    cwd = before;
  };

  const visit = (node: Statement['command'], nesting: Nesting, connector: SimpleCommand['connector']) => {
    switch (node.type) {
      case 'Command': {
        words([node.name, ...node.args.map((one) => (one.type === 'Word' ? one : undefined))]);
        words(node.redirects.map((one) => (one.type === 'Redirect' ? one.target : undefined)));
        for (const one of node.prefix) if (one.type === 'Assignment' && one.value.type === 'Word') words([one.value]);
        const command = simple(node, connector, nesting, cwd);
        if (command.name === 'cd')
          cwd = nesting === 'top' || nesting === 'subshell' ? changed(cwd, command.words[1]?.value ?? null) : null;
        if (inFunction !== null && isArguments(command)) runners.add(inFunction);
        else commands.push(command);
        return;
      }
      case 'AndOr':
        for (const [index, child] of node.commands.entries())
          visit(child, nesting, index === 0 ? connector : (node.operators[index - 1] ?? '&&'));
        return;
      case 'Pipeline':
        for (const [index, child] of node.commands.entries())
          visit(child, node.commands.length > 1 ? 'pipeline' : nesting, index === 0 ? connector : '|');
        return;
      case 'Redirected':
        visit(node.command, nesting, connector);
        return;
      case 'Subshell':
      case 'BraceGroup':
        if (node.type === 'Subshell') nested(node.body.commands);
        else list(node.body.commands, nesting);
        return;
      case 'If':
        list(node.clause.commands, 'group');
        list(node.then.commands, 'group');
        for (const other of node.elif) {
          list(other.clause.commands, 'group');
          list(other.then.commands, 'group');
        }
        list(node.else?.commands ?? [], 'group');
        return;
      case 'While':
        list(node.clause.commands, 'group');
        list(node.body.commands, 'group');
        return;
      case 'For':
        words(node.wordlist ?? []);
        list(node.body.commands, 'group');
        return;
      case 'Case':
        words([node.word]);
        for (const item of node.items) list(item.body.commands, 'group');
        return;
      case 'Function':
        functions.add(node.name.value);
        inFunction = node.name.value;
        if (node.body.type === 'CompoundList') list(node.body.commands, 'group');
        else visit(node.body, 'group', ';');
        inFunction = null;
        return;
      case 'TestCommand':
      case 'ArithmeticCommand':
        if (/[`]|\$\((?!\()/.test(text.slice(node.pos, node.end))) refusal ??= 'a test in it runs a command';
        return;
      default:
        refusal ??= `it holds ${node.type}`;
    }
  };

  const list = (statements: readonly Statement[], nesting: Nesting): void => {
    let connector: SimpleCommand['connector'] = 'start';
    for (const statement of statements) {
      visit(statement.command, nesting, connector);
      connector = statement.background === true ? '&' : ';';
    }
  };

  list(script.commands, 'top');
  return refusal === null
    ? { kind: 'commands', commands, functions, runners }
    : { kind: 'not-understood', because: refusal };
}

/** `"$@"`, behind `exec` or not. */
export function isArguments(command: SimpleCommand): boolean {
  return command.words.length === 1 && ARGUMENTS.test(command.words[0]?.text ?? '');
}

/** The word that stands for all arguments. */
export const ARGUMENTS = /^"?\$(?:@|\*|\{@\}|\{\*\})"?$/;
