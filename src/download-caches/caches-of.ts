import { posix } from 'node:path';
import { resolvePath } from '../filesystem/path.ts';
import type { Command } from '../shell/command.ts';
import type { CacheUse } from './cache.ts';
import { type Place, TOOLS, type Tool, type ToolFolder } from './tools.ts';

/** Where a command stands, as far as its caches depend on it. */
export interface CachePlace {
  /** Its user's home by the base image's users, null when not known. */
  readonly home: string | null;
  /** Variables whose value is known; the environment of the command itself counts on top. */
  readonly env: ReadonlyMap<string, string>;
}

/** The cache folders that a command uses, by its program's name; none where it is no tool of the table, or where a folder cannot be told. */
export function cachesOf(command: Command, place: CachePlace): readonly CacheUse[] {
  const called = calledTool(command);
  if (called === null) return [];
  const { tool, verb, args } = called;
  if (tool.verbs !== null && !tool.verbs.includes(verb)) return [];
  const env = environmentOf(command, place);
  const written = args.map((word) => word.value ?? word.text);
  const moved =
    written.some((text) => tool.movedBy?.test(text)) ||
    Object.entries(tool.movedByVariables).some(([name, value]) => value.test(env.get(name) ?? ''));
  const unknown = command.assignments.flatMap(({ name, value }) => (value === null ? [name] : []));
  const hidden = [...(command.shadowed ?? []), ...unknown].some(
    (name) => namesOf(tool).includes(name) || name === 'HOME',
  );
  if (moved || hidden || isOn(tool.off.variables, env)) return [];
  const offline = written.some((text) => tool.offline.flags.includes(text)) || isOn(tool.offline.variables, env);
  const isOneOfSeveral = tool.folders.filter(({ compiled }) => compiled).length > 1;
  return tool.folders.flatMap((folder) => {
    const at = folderOf(folder, env, place.home);
    if (at === null || folder.notWith?.includes(verb)) return [];
    const { holds, compiled, locked } = folder;
    return {
      tool: tool.tool,
      name: isOneOfSeveral ? `${tool.tool}-${posix.basename(at)}` : tool.tool,
      folder: at,
      holds,
      compiled,
      locked,
      switchedOffBy: args.filter((word) => word.value !== null && tool.off.flags.includes(word.value)),
      offline,
      publishes: written.some((text) => tool.publishes?.test(text)),
    };
  });
}

/** True for a command that does nothing but empty a tool's caches (`npm cache clean --force`). */
export function emptiesCaches(command: Command, tool: string): boolean {
  const words = [posix.basename(command.name ?? ''), ...command.words.slice(1).map((word) => word.value ?? word.text)];
  const known = TOOLS.find((candidate) => candidate.tool === tool);
  return known?.emptiedBy.some((beginning) => beginning.every((word, at) => words[at] === word)) ?? false;
}

/** Flags before the verb that take the next word. */
const VALUED = /^(?:--prefix|--cwd|-C|--dir|--project|--directory|--manifest-path|--filter|-f|--file)$/;

function calledTool(command: Command) {
  const name = posix.basename(command.name ?? '');
  const isModule = /^python[\d.]*$/.test(name) && command.words[1]?.value === '-m';
  const program = isModule ? (command.words[2]?.value ?? '') : name.replace(/^(pip\d)\.\d+$/, '$1');
  const tool = TOOLS.find(({ programs }) => programs.includes(program));
  if (tool === undefined) return null;
  const args = command.words.slice(isModule ? 3 : 1);
  const verb =
    args.find((word, at) => !word.text.startsWith('-') && !VALUED.test(args[at - 1]?.text ?? ''))?.value ?? '';
  return { tool, verb, args };
}

function environmentOf(command: Command, place: CachePlace): ReadonlyMap<string, string> {
  const own = command.assignments.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const]));
  return new Map([...place.env, ...own]);
}

function isOn(variables: readonly string[], env: ReadonlyMap<string, string>): boolean {
  return variables.some((variable) => {
    const [name = '', wanted] = variable.split('=');
    const value = env.get(name);
    return value !== undefined && (wanted === undefined ? !/^(?:|0|false|no|off)$/i.test(value) : value === wanted);
  });
}

function namesOf(tool: Tool): readonly string[] {
  return tool.folders.flatMap(({ places }) => places.flatMap((place) => (place.by === 'variable' ? [place.name] : [])));
}

function folderOf(folder: ToolFolder, env: ReadonlyMap<string, string>, home: string | null): string | null {
  const own = env.get('HOME') ?? home;
  for (const place of folder.places) {
    const found = resolved(place, env, home, own);
    if (found !== undefined) return found;
  }
  return null;
}

/** Undefined: this way does not apply; null: it does, and leads to no absolute folder. */
function resolved(
  place: Place,
  env: ReadonlyMap<string, string>,
  home: string | null,
  own: string | null,
): string | null | undefined {
  switch (place.by) {
    case 'variable': {
      const value = env.get(place.name)?.split(':')[0];
      if (value === undefined || value === '') return undefined;
      return value.startsWith('/') ? resolvePath(value, place.below) : null;
    }
    case 'root':
      return home === '/root' ? place.folder : undefined;
    case 'home':
      return own?.startsWith('/') ? resolvePath(own, place.below) : null;
    case 'fixed':
      return place.folder;
  }
}
