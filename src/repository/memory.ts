import type { EntryKind, Presence, Repository } from './repository.ts';
import { foldersOf, repositoryPath } from './repository-path.ts';

/** One file of a {@link memoryRepository}: its text, or more about it. */
export type MemoryFile =
  | string
  | { readonly text: string; readonly mode?: number; readonly untracked?: boolean; readonly symlink?: string };

/**
 * A repository that is held in memory, for tests and for callers that have no disk. Paths are repository paths; with `symlink` the entry is a
 * link with that target, and its `text` is what reading through it gives.
 */
export function memoryRepository(files: Readonly<Record<string, MemoryFile>>): Repository {
  const entries = new Map<string, Exclude<MemoryFile, string>>();
  for (const [path, file] of Object.entries(files)) {
    const key = repositoryPath(path);
    if (key !== null && key !== '') entries.set(key, typeof file === 'string' ? { text: file } : file);
  }
  const tracked = [...entries].flatMap(([path, file]) => (file.untracked === true ? [] : [path])).sort();
  const trackedFolders = foldersOf(tracked);
  const folders = foldersOf(entries.keys());

  const kind = (path: string): EntryKind | null => {
    const key = repositoryPath(path);
    if (key === null) return null;
    const file = entries.get(key);
    if (file === undefined) return folders.has(key) ? 'directory' : null;
    return file.symlink === undefined ? 'file' : 'symlink';
  };
  const presence = (path: string): Presence => {
    const key = repositoryPath(path);
    if (key === null) return 'missing';
    const file = entries.get(key);
    if (file !== undefined) return file.untracked === true ? 'untracked' : 'tracked';
    if (trackedFolders.has(key)) return 'tracked';
    return folders.has(key) ? 'untracked' : 'missing';
  };
  const entry = (path: string) => entries.get(repositoryPath(path) ?? '');

  return {
    root: '(memory)',
    files: () => tracked,
    presence,
    kind,
    read: (path) => entry(path)?.text ?? null,
    mode: (path) => entry(path)?.mode ?? null,
    linkTarget: (path) => entry(path)?.symlink ?? null,
  };
}
