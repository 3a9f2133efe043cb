import type { Command, Group, Script } from './command.ts';
import { relativeDirectory } from './directory.ts';

type Commands = Extract<Script, { kind: 'commands' }>;

/** Shell source to write in front of each chosen group, so that it finds the shell as it was. */
export type Restated =
  | { readonly kind: 'restated'; readonly before: ReadonlyMap<number, readonly string[]> }
  | { readonly kind: 'refused'; readonly because: string };

/**
 * What the groups that are left out did to the shell, said again for those that stay. `text` is the instruction's text, `chosen` in order.
 * Said again are: followed directories, options, umask, and assignments without substitutions. Anything else refuses.
 */
export function restate(text: string, script: Commands, chosen: readonly number[]): Restated {
  const before = new Map<number, readonly string[]>();
  const present = new Set<number>();
  let previous: number | null = null;
  for (const index of chosen) {
    const group = script.groups[index];
    if (group === undefined) return refused('there is no such command');
    const absent: Group[] = script.groups.filter((earlier) => earlier.index < index && !present.has(earlier.index));
    const blocked = blocking(absent) ?? trapped(script, chosen, group);
    if (blocked !== null) return refused(blocked);

    const items: string[] = [];
    for (const earlier of neededBy(group, absent)) {
      const since = script.groups.filter(({ index: later }) => later > earlier.index && present.has(later));
      if (!isRepeatable(script, earlier, text) || !isUntouched(earlier, since, text))
        return refused(`\`${firstWords(text, earlier)}\` cannot be said again`);
      items.push(text.slice(earlier.start, earlier.end));
      present.add(earlier.index);
    }
    if (previous !== index - 1) {
      const from = previous === null ? '.' : directoryAt(script, previous + 1);
      const change = changeDirectory(from, directoryAt(script, index));
      if (change.kind === 'refused') return change;
      items.push(...change.words);
    }
    if (items.length > 0) before.set(index, items);
    present.add(index);
    previous = index;
  }
  return { kind: 'restated', before };
}

/** Options and umask act on everything after them; variables only on who asks for them. In the order of the script. */
function neededBy(group: Group, absent: readonly Group[]): Group[] {
  const asked = new Set(group.uses);
  const needed: Group[] = [];
  for (const earlier of [...absent].reverse()) {
    const always = earlier.shares.includes('option') || earlier.shares.includes('umask');
    if (!always && !earlier.sets.some((name) => asked.has(name))) continue;
    needed.unshift(earlier);
    for (const name of earlier.uses) asked.add(name);
  }
  return needed;
}

function blocking(absent: readonly Group[]): string | null {
  for (const { shares } of absent) {
    if (shares.includes('source')) return 'a sourced script set up the shell for it';
    if (shares.includes('function')) return 'a shell function is defined for it';
    if (shares.includes('other')) return 'an earlier command changed its shell in a way that is not followed';
  }
  return null;
}

/** A `trap` must keep everything that came after it. */
function trapped(script: Commands, chosen: readonly number[], group: Group): string | null {
  if (!group.shares.includes('other')) return null;
  const complete = script.groups.every((later) => later.index <= group.index || chosen.includes(later.index));
  return complete ? null : 'it changes the shell for the commands after it in a way that is not followed';
}

const REPEATABLE = ['set', 'shopt', 'umask', 'export', 'readonly', 'declare', 'typeset', 'unset'];
/** What these hold depends on where and when they are asked for. */
const MOMENTARY = ['PWD', 'OLDPWD', 'RANDOM', 'SECONDS', 'LINENO', 'PPID', 'BASHPID', 'EPOCHSECONDS'];

function isRepeatable(script: Commands, group: Group, text: string): boolean {
  const [command, ...others] = script.commands.filter((candidate) => candidate.group === group.index);
  if (command === undefined || others.length > 0 || command.nesting !== 'top' || command.redirections.length > 0)
    return false;
  const source = text.slice(group.start, group.end);
  if (/`|[$<>]\(/.test(source)) return false;
  if (command.words.length === 0) return !MOMENTARY.some((name) => source.includes(name));
  if (!REPEATABLE.includes(command.name ?? '')) return false;
  const literal = command.words.every((word) => word.value !== null);
  return literal || (command.name === 'export' && !MOMENTARY.some((name) => source.includes(name)));
}

/** Nothing that the chosen groups have run by now set a variable that it sets, or that its value is made of. */
function isUntouched(group: Group, since: readonly Group[], text: string): boolean {
  const source = text.slice(group.start, group.end);
  const names = [...group.sets, ...[...source.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name)];
  return !since.some(({ sets }) => sets.some((name) => names.includes(name)));
}

function directoryAt(script: Commands, group: number): string | null {
  return script.commands.find((command: Command) => command.group === group)?.cwd ?? null;
}

function changeDirectory(
  from: string | null,
  to: string | null,
):
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'refused'; readonly because: string } {
  if (from !== null && from === to) return { kind: 'words', words: [] };
  const target = relativeDirectory(from, to);
  const quoted = target === null ? null : quote(target);
  return quoted === null
    ? refused('the directory it runs in is not known')
    : { kind: 'words', words: [`cd ${quoted}`] };
}

function quote(path: string): string | null {
  const safe = path.startsWith('-') ? `./${path}` : path;
  if (/^[\w@%+=:,./-]+$/.test(safe)) return safe;
  return /['\n\r\\]/.test(safe) ? null : `'${safe}'`;
}

function firstWords(text: string, group: Group): string {
  const source = text.slice(group.start, group.end).split('\n', 1)[0] ?? '';
  return source.length > 40 ? `${source.slice(0, 40)}…` : source;
}

function refused(because: string): { readonly kind: 'refused'; readonly because: string } {
  return { kind: 'refused', because };
}
