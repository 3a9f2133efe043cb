import { posix } from 'node:path';

/**
 * A path as the repository spells it: POSIX, without `./`, doubled or trailing slashes; the root is `''`. Null for a path that leaves the
 * repository (`../x`), and for an absolute one.
 */
export function repositoryPath(path: string): string | null {
  if (path.startsWith('/') || path.includes('\0')) return null;
  const normal = posix.normalize(path).replace(/\/+$/, '');
  if (normal === '.' || normal === '') return '';
  return normal === '..' || normal.startsWith('../') ? null : normal;
}

/** `path` as seen from `folder` (a repository path); null when the result leaves the repository. */
export function joinPath(folder: string, path: string): string | null {
  return path.startsWith('/') ? null : repositoryPath(folder === '' ? path : `${folder}/${path}`);
}

/**
 * A COPY source as the builder reads it: always inside the context, so `/x`, `./x` and even `../x` are all `x`. The context folder is `''`.
 */
export function contextPath(path: string): string {
  return posix.normalize(`/${path}`).replace(/^\/+|\/+$/g, '');
}

/** The folder that a path stands in; the root's is the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether `path` is `folder` or below it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** The files below a folder, out of a sorted list. They stand next to each other there, so that a small folder of a large repository is found at once. */
export function filesWithin(sorted: readonly string[], folder: string): readonly string[] {
  if (folder === '') return sorted;
  // «0» is what comes after «/».
  return sorted.slice(firstFrom(sorted, `${folder}/`), firstFrom(sorted, `${folder}0`));
}

/** The index of the first path that does not come before `text`. */
function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Every folder that the paths stand in, the root included. */
export function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>(['']);
  for (const path of paths) {
    for (let folder = folderOf(path); !folders.has(folder); folder = folderOf(folder)) folders.add(folder);
  }
  return folders;
}
