import { posix } from 'node:path';
import { isFolderOfBase } from '../base-images/existing-folders.ts';
import type { CommandReading } from '../command-reading.ts';
import { expandIn } from '../dockerfile/state.ts';
import type { StageState } from '../dockerfile/state.types.ts';
import type { CopyView } from '../dockerfile/view.ts';
import type { BuildContext } from '../repository/repository.ts';
import { isWithin, resolvePath } from './path.ts';

/** One source of a COPY or ADD from the build context, and where it lands. */
export interface CopiedEntry {
  /** Context path; a folder stands for its content. */
  readonly source: string;
  readonly kind: 'file' | 'folder' | 'unknown';
  /** Absolute image path of the file, or of the folder that receives the content. */
  readonly destination: string;
}

/** What the steps before an instruction brought and ran. */
export interface ReadSoFar {
  readonly copies: readonly (readonly CopiedEntry[])[];
  readonly before: Iterable<CommandReading>;
}

/** The absolute destination of a COPY, or null when it holds a variable whose value may change. */
export function copyDestination(view: CopyView, state: StageState): string | null {
  const text = expandCertain(view.destination.text, state);
  const folder = state.workdir.certain;
  if (text === null) return null;
  if (text.startsWith('/')) return resolvePath('/', text);
  return folder === null ? null : resolvePath(folder, text);
}

/** Which context entries a COPY or ADD brings to which image path; null: cannot be told (variables, URLs, heredocs, archives). */
export function copiedEntries(
  view: CopyView,
  state: StageState,
  context: BuildContext,
  { copies, before }: ReadSoFar = { copies: [], before: [] },
): readonly CopiedEntry[] | null {
  if (view.from !== null || view.heredoc) return null;
  const destination = copyDestination(view, state);
  if (destination === null) return null;
  if (view.flags.some((flag) => ['exclude', 'parents'].includes(flag.name))) return null;
  const intoFolder =
    view.destination.text.endsWith('/') || /^\.{1,2}$/.test(view.destination.text) || view.sources.length > 1;
  const entries: CopiedEntry[] = [];
  const isThere = () => isKnownFolder(destination, state, context, { copies, before });
  for (const source of view.sources) {
    const text = expandCertain(source.text, state);
    if (text === null || /^(https?|git|ssh):\/\//.test(text) || text.startsWith('git@')) return null;
    const path = contextPath(text);
    if (path === null) return null;
    if (view.kind === 'add' && /\.(tar|tgz|tar\.\w+|txz|tbz2?)$/.test(path)) return null;
    if (/[*?[]/.test(path)) {
      const matches = context.matches(path);
      if (matches === 'unknown') return null;
      for (const match of matches) entries.push(entryOf(match, destination, true, context));
    } else entries.push(entryOf(path, destination, intoFolder || isThere(), context));
  }
  return entries;
}

/** Whether a folder is in the image already: a COPY of a file onto it puts the file inside. */
function isKnownFolder(path: string, state: StageState, context: BuildContext, { copies, before }: ReadSoFar): boolean {
  const workdir = state.workdir.certain;
  if (isFolderOfBase(path) || (workdir !== null && isWithin(workdir, path))) return true;
  return (
    copies.flat().some(({ kind, source, destination }) => {
      if (isWithin(destination, path)) return kind === 'folder' || destination !== path;
      if (kind !== 'folder' || !isWithin(path, destination)) return false;
      return context.kind(posix.join(source, posix.relative(destination, path))) === 'directory';
    }) || isMade(path, before)
  );
}

function entryOf(path: string, destination: string, intoFolder: boolean, context: BuildContext): CopiedEntry {
  const kind = path === '' ? 'directory' : context.kind(path);
  if (kind === 'directory') return { source: path, kind: 'folder', destination };
  const target = intoFolder ? resolvePath(destination, posix.basename(path)) : destination;
  return { source: path, kind: kind === null ? 'unknown' : 'file', destination: target };
}

function isMade(path: string, before: Iterable<CommandReading>): boolean {
  for (const { command, writes } of before)
    if (command.name === 'mkdir' && writes !== 'anything' && writes.some((made) => isWithin(made, path))) return true;
  return false;
}

/** A COPY source as a context path: `./a/` and `/a` are `a`; null when it leaves the context. */
export function contextPath(source: string): string | null {
  const normal = posix.normalize(`/${source.replace(/^\.\//, '')}`);
  const path = normal.replace(/^\/+/, '').replace(/\/+$/, '');
  return path.startsWith('..') ? null : path;
}

/** A word of a COPY with its variables replaced by values that no build argument changes; null when one is not known. */
export function expandCertain(text: string, state: StageState): string | null {
  return expandIn(state, text).certain;
}

/**
 * The context folder whose content lies at an image folder, seen over the copies made so far; null when none does, or when
 * several do. Copied folders say it; where there are none, copied files that stand directly in one of `roots` (project folders) do.
 */
export function contextFolderAt(
  folder: string,
  copies: readonly (readonly CopiedEntry[])[],
  roots: readonly string[],
): string | null {
  const entries = copies.flat();
  const byFolder = entries.flatMap((entry) =>
    entry.kind === 'folder' && isWithin(folder, entry.destination)
      ? [posix.join('/', entry.source, posix.relative(entry.destination, folder)).slice(1)]
      : [],
  );
  const byFile = entries.flatMap((entry) => {
    const parent = posix.join('/', posix.dirname(entry.source)).slice(1);
    return entry.kind === 'file' && posix.dirname(entry.destination) === folder && roots.includes(parent)
      ? [parent]
      : [];
  });
  return onlyOne(byFolder.filter((path) => roots.includes(path))) ?? onlyOne(byFolder) ?? onlyOne(byFile);
}

/**
 * The context path that the copies made so far bring to an absolute image path, the last copy that has it first; a path that none of the copied folders
 * has would come from the last one. Null: none does.
 */
export function contextPathAt(
  path: string,
  copies: readonly (readonly CopiedEntry[])[],
  context: BuildContext,
): string | null {
  let first: string | null = null;
  for (const entry of copies.flat().toReversed()) {
    if (entry.kind !== 'folder') {
      if (entry.destination === path) return entry.source;
    } else if (isWithin(path, entry.destination)) {
      const source = posix.join('/', entry.source, posix.relative(entry.destination, path)).slice(1);
      if (source === '' || context.kind(source) !== null) return source;
      first ??= source;
    }
  }
  return first;
}

function onlyOne(values: readonly string[]): string | null {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}
