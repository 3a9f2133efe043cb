import {
  type Dirent,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { type IndexEntry, readGitIndex } from './git-index.ts';
import type { EntryKind, Presence, Repository } from './repository.ts';
import { folderOf, foldersOf, isWithin, repositoryPath } from './repository-path.ts';

/** Larger files are read as null. */
const LARGEST = 5 * 1024 * 1024;

/**
 * The repository around a file or folder. Its root is the nearest folder above with a `.git` in it, else the folder itself.
 *
 * What git tracks is asked of git. Where it cannot answer (not installed, `safe.directory` refuses), and for a folder inside a git repository that holds no
 * tracked file (because git ignores it, or because nothing was added yet), it is as if there were no git: every file on disk counts as tracked,
 * except below `node_modules` and `.git`; in the latter case the root is the folder itself.
 *
 * A tracked file that was deleted on disk is missing. What is inside a submodule is `untracked`: whether a build sees it depends on how the repository
 * was cloned. Symlinks are read only where they end inside the repository. Nothing here throws, also when `start` does not exist.
 */
export function openRepository(start: string): Repository {
  const folder = startFolder(start);
  const gitRoot = gitRootAbove(folder);
  if (gitRoot === null) return diskRepository(folder, walk(folder));
  const index = readGitIndex(gitRoot);
  if (index === null) return diskRepository(gitRoot, walk(gitRoot));
  const below = gitRoot === folder ? '' : folder.slice(gitRoot.length + (gitRoot.endsWith(sep) ? 0 : 1));
  const prefix = below.split(sep).join('/');
  for (const path of index.keys()) if (isWithin(path, prefix)) return diskRepository(gitRoot, index);
  return diskRepository(folder, walk(folder));
}

function startFolder(start: string): string {
  let path = start;
  try {
    path = realpathSync(start);
    return statSync(path).isDirectory() ? path : dirname(path);
  } catch {
    return path;
  }
}

function gitRootAbove(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return null;
  }
}

/** Every file and symlink below `root`; a folder that may not be read counts as empty. */
function walk(root: string): ReadonlyMap<string, null> {
  const found = new Map<string, null>();
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(join(root, folder))) {
      if (entry.name === '.git') continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile() || entry.isSymbolicLink()) found.set(path, null);
      else if (entry.isDirectory() && entry.name !== 'node_modules') folders.push(path);
    }
  }
  return found;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** `entries`: the tracked paths; null where only the disk knows more about one. */
function diskRepository(root: string, entries: ReadonlyMap<string, IndexEntry | null>): Repository {
  const files = [...entries].flatMap(([path, entry]) => (entry?.kind === 'submodule' ? [] : [path])).sort();
  const folders = foldersOf(files);
  const texts = new Map<string, string | null>();

  const inside = new Map<string, boolean>();
  const isFolderInside = (folder: string): boolean => {
    const known = inside.get(folder);
    if (known !== undefined) return known;
    let found = false;
    try {
      found = isInside(root, join(root, folder));
    } catch {
      // It is not there, and nothing can be in it.
    }
    inside.set(folder, found);
    return found;
  };
  const stats = new Map<string, Stats | null>();
  const lookUp = (path: string): Stats | null => {
    try {
      return lstatSync(join(root, path), { throwIfNoEntry: false }) ?? null;
    } catch {
      return null;
    }
  };
  // Finding out what a program imports asks for the same missing paths again and again.
  const onDisk = (path: string): Stats | null => {
    const known = stats.get(path);
    if (known !== undefined) return known;
    const found = isFolderInside(folderOf(path)) ? lookUp(path) : null;
    stats.set(path, found);
    return found;
  };
  const submoduleOf = (path: string): boolean => {
    for (let at = path; at !== ''; at = folderOf(at)) if (entries.get(at)?.kind === 'submodule') return true;
    return false;
  };
  const kind = (path: string): EntryKind | null => {
    const key = repositoryPath(path);
    if (key === null) return null;
    if (folders.has(key)) return 'directory';
    const entry = entries.get(key);
    if (entry) return entry.kind === 'submodule' ? 'directory' : entry.kind === 'symlink' ? 'symlink' : 'file';
    const found = onDisk(key);
    if (found === null) return null;
    if (found.isSymbolicLink()) return 'symlink';
    return found.isDirectory() ? 'directory' : found.isFile() ? 'file' : null;
  };
  const presence = (path: string): Presence => {
    const key = repositoryPath(path);
    if (key === null) return 'missing';
    if (folders.has(key)) return 'tracked';
    if (submoduleOf(key)) return 'untracked';
    if (entries.has(key)) return 'tracked';
    return onDisk(key) === null ? 'missing' : 'untracked';
  };
  const read = (path: string): string | null => {
    const key = repositoryPath(path);
    // Git's own folder may hold credentials, and nothing there is evidence.
    if (key === null || key.split('/').includes('.git')) return null;
    const known = texts.get(key);
    if (known !== undefined) return known;
    const text = readText(root, join(root, key));
    texts.set(key, text);
    return text;
  };
  const mode = (path: string): number | null => {
    const key = repositoryPath(path);
    if (key === null) return null;
    // Of what git tracks only the executable bit survives a clone; the rest of the local bits is this machine's umask.
    const entry = entries.get(key);
    if (entry?.kind === 'executable') return 0o755;
    if (entry?.kind === 'file') return 0o644;
    const found = folders.has(key) || submoduleOf(key) ? null : onDisk(key);
    return found?.isFile() ? found.mode & 0o7777 : null;
  };
  const linkTarget = (path: string): string | null => {
    const key = repositoryPath(path);
    if (key === null || !onDisk(key)?.isSymbolicLink()) return null;
    try {
      return readlinkSync(join(root, key)).split(sep).join('/');
    } catch {
      return null;
    }
  };
  return { root, files: () => files, presence, kind, read, mode, linkTarget };
}

function isInside(root: string, path: string): boolean {
  const real = realpathSync(path);
  return real === root || real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

/** Text is what decodes as UTF-8 without loss: anything else could not be written back as it was. */
function readText(root: string, path: string): string | null {
  try {
    if (!isInside(root, path)) return null;
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > LARGEST) return null;
    const bytes = readFileSync(path);
    if (bytes.includes(0)) return null;
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
