import { posix } from 'node:path';
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

/** The absolute destination of a COPY, or null when it holds a variable whose value may change. */
export function copyDestination(view: CopyView, state: StageState): string | null {
  const text = expandCertain(view.destination.text, state);
  const folder = state.workdir.certain;
  if (text === null) return null;
  if (text.startsWith('/')) return resolvePath('/', text);
  return folder === null ? null : resolvePath(folder, text);
}

/** Which context entries a COPY or ADD brings to which image path; null: cannot be told (variables, URLs, heredocs, archives). */
export function copiedEntries(view: CopyView, state: StageState, context: BuildContext): readonly CopiedEntry[] | null {
  if (view.from !== null || view.heredoc) return null;
  const destination = copyDestination(view, state);
  if (destination === null) return null;
  if (view.flags.some((flag) => ['exclude', 'parents'].includes(flag.name))) return null;
  const intoFolder =
    view.destination.text.endsWith('/') || /^\.{1,2}$/.test(view.destination.text) || view.sources.length > 1;
  const entries: CopiedEntry[] = [];
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
    } else entries.push(entryOf(path, destination, intoFolder || isKnownFolder(destination, state), context));
  }
  return entries;
}

function isKnownFolder(destination: string, state: StageState): boolean {
  const workdir = state.workdir.certain;
  return destination === '/' || (workdir !== null && isWithin(workdir, destination));
}

function entryOf(path: string, destination: string, intoFolder: boolean, context: BuildContext): CopiedEntry {
  const kind = path === '' ? 'directory' : context.kind(path);
  if (kind === 'directory') return { source: path, kind: 'folder', destination };
  const target = intoFolder ? resolvePath(destination, posix.basename(path)) : destination;
  return { source: path, kind: kind === null ? 'unknown' : 'file', destination: target };
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

/** The context path that the copies made so far bring to an absolute image path, the last copy first; null: none does. */
export function contextPathAt(path: string, copies: readonly (readonly CopiedEntry[])[]): string | null {
  for (const entry of copies.flat().toReversed()) {
    if (entry.destination === path) return entry.source;
    if (entry.kind === 'folder' && isWithin(path, entry.destination))
      return posix.join('/', entry.source, posix.relative(entry.destination, path)).slice(1);
  }
  return null;
}

function onlyOne(values: readonly string[]): string | null {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}
