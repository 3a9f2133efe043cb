import type { Command, Connector, Nesting, Redirection, ShellWord } from './command.ts';
import { CHANGES_DIRECTORY, directoryAfter } from './directory.ts';
import { addBuiltinEffects, addSet, type Effects, noEffects } from './effects.ts';
import { type Assignment, type CommandNode, type RedirectionNode, type SyntaxNode, wordsIn } from './parse.ts';
import { asksForPrevious, assignmentValue, assignmentWord, setByExpansion, shellWord, variablesIn } from './words.ts';
import { unwrap } from './wrappers.ts';

/** The shell process that a command runs in, as far as it is followed. Subshells get a copy. */
export interface Scope {
  cwd: string | null;
  /** A command changed the directory since this was last set to false. */
  moved: boolean;
  /** False in subshells: what happens there stays there. */
  readonly leaks: boolean;
}

export interface Place {
  readonly scope: Scope;
  readonly nesting: Nesting;
  readonly connector: Connector;
}

/** Collects the commands of one script. `offset` is where the parsed source stands in the instruction's text. */
export interface Walk {
  readonly source: string;
  readonly offset: number;
  readonly commands: Command[];
  group: number;
  effects: Effects;
  /** Every variable that was set so far. */
  readonly assigned: Set<string>;
  /** Values of variables that are certain before the script begins. */
  readonly values: ReadonlyMap<string, string>;
  /** Functions that change the directory of whoever calls them. */
  readonly movers: Set<string>;
  /** Inside a substitution whose text was decoded (escaped backticks): its own offsets mean nothing, so this place stands for all. */
  fixed: { readonly start: number; readonly end: number } | null;
}

/** Adds one simple command, and what it does to its shell. */
export function addCommand(walk: Walk, node: CommandNode, place: Place): void {
  const prefix = node.prefix.filter((part): part is Assignment => part.type === 'Assignment');
  const written: ShellWord[] = node.args.map((arg) =>
    arg.type === 'Word' ? shellWord(arg, walk.offset) : assignmentWord(arg, walk.offset),
  );
  if (node.name !== undefined) written.unshift(shellWord(node.name, walk.offset));
  const inner = unwrap(written);
  push(walk, place, node, {
    name: inner.words[0]?.value ?? null,
    words: inner.words,
    assignments: [
      ...prefix.map((assignment) => {
        const value = assignmentValue(assignment);
        const text = assignment.text.slice(assignment.text.indexOf('=') + 1);
        return value === null ? { name: assignment.name, value, text } : { name: assignment.name, value };
      }),
      ...inner.assignments,
    ],
    redirections: node.redirects.map((redirect) => redirection(walk, redirect)),
  });
  // `env cd x` and `sudo cd x` leave this shell alone; `command cd x` does not.
  const words = written[0]?.value === 'command' ? inner.words : written;
  move(walk, words, place.scope);
  // A subshell keeps what it sets to itself, but its own later commands see it.
  const effects = place.scope.leaks ? walk.effects : noEffects();
  addBuiltinEffects(words, effects);
  if (written.length === 0) for (const { name } of prefix) addSet(name, effects);
  for (const name of effects.sets) walk.assigned.add(name);
}

/** `[[ … ]]` and `(( … ))` stand as commands of that name. */
export function addTest(
  walk: Walk,
  node: SyntaxNode & { pos: number; end: number },
  place: Place,
  name: '[[' | '((',
): void {
  const start = node.pos + walk.offset;
  const head: ShellWord = { text: name, value: name, variables: [], start, end: start + name.length };
  const operands = wordsIn(node).map((word) => shellWord(word, walk.offset));
  push(walk, place, node, { name, words: [head, ...operands], assignments: [], redirections: [] });
}

/** Notes the variables that a node asks for and sets by asking (`${A:=b}`). */
export function noteVariables(walk: Walk, node: SyntaxNode, scope: Scope): void {
  if (asksForPrevious(node)) walk.effects.asksForPrevious = true;
  for (const name of variablesIn(node)) walk.effects.expands.add(name);
  if (scope.leaks) noteSet(walk, setByExpansion(node));
}

export function noteSet(walk: Walk, names: readonly string[]): void {
  for (const name of names) {
    addSet(name, walk.effects);
    walk.assigned.add(name);
  }
}

export function redirection(walk: Walk, node: RedirectionNode): Redirection {
  const target = node.type === 'HereDoc' || node.target === undefined ? null : shellWord(node.target, walk.offset);
  return { operator: node.operator, target };
}

/** A word of variables that no build argument and no command before it sets: `cd ${APP_HOME}`. */
function valueOfWord({ values, assigned }: Walk, word: ShellWord): string | null {
  if (word.value !== null) return word.value;
  const text = /^(?:"([^"`\\]*)"|([^"'`\\*?[\]~\s]*))$/.exec(word.text);
  const isKnown = word.variables.every((name) => !assigned.has(name) && /^[\w./-]+$/.test(values.get(name) ?? ''));
  if (text === null || word.variables.length === 0 || !isKnown) return null;
  const result = (text[1] ?? text[2] ?? '').replace(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (_, plain, braced) => values.get(plain ?? braced) ?? '$',
  );
  return result.includes('$') ? null : result;
}

function move(walk: Walk, words: readonly ShellWord[], scope: Scope): void {
  const name = words[0]?.value ?? '';
  scope.cwd = walk.movers.has(name) ? null : directoryAfter(words, scope.cwd, (word) => valueOfWord(walk, word));
  if (walk.movers.has(name) || CHANGES_DIRECTORY.includes(name)) scope.moved = true;
}

function push(
  walk: Walk,
  place: Place,
  node: { readonly pos: number; readonly end: number },
  parts: Pick<Command, 'name' | 'words' | 'assignments' | 'redirections'>,
): void {
  const { fixed } = walk;
  walk.commands.push({
    index: walk.commands.length,
    ...parts,
    words: fixed === null ? parts.words : parts.words.map((word) => ({ ...word, ...fixed })),
    connector: place.connector,
    nesting: place.nesting,
    group: walk.group,
    cwd: place.scope.cwd,
    ...(walk.assigned.size > 0 ? { shadowed: [...walk.assigned] } : {}),
    start: fixed?.start ?? node.pos + walk.offset,
    end: fixed?.end ?? node.end + walk.offset,
  });
}
