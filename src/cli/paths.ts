import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';

/** A path as messages show it: seen from the current folder, with slashes. */
export function shownPath(cwd: string, path: string): string {
  return relative(cwd, path).split(sep).join('/') || '.';
}

/** The path with every symlink followed; as it is where that cannot be done, which reading the file will tell. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Where a path stands once every symlink above it is followed; a symlink that it is itself stays. */
export function standing(path: string): string {
  return join(realPath(dirname(path)), basename(path));
}

/** `path` as seen from `folder`, with slashes; null when it is not the folder or below it. */
export function below(folder: string, path: string): string | null {
  if (path === folder) return '';
  const start = folder.endsWith(sep) ? folder : folder + sep;
  return path.startsWith(start) ? path.slice(start.length).split(sep).join('/') : null;
}

/** The nearest folder at or above this one that git takes for the top of a work tree. */
export function gitTop(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return null;
  }
}

/**
 * How a patch names a file. Inside the git work tree that we stand in: from its top, as `git diff` does, so that `git apply` takes the patch from any
 * folder of it. Elsewhere: from the current folder. For what is in neither: from the top of its own work tree, because no patch may name `../`.
 * Both paths are real ones.
 */
export function patchPath(cwd: string, file: string): string {
  const top = gitTop(dirname(file));
  if (top !== null && below(top, cwd) !== null) return below(top, file) ?? basename(file);
  return below(cwd, file) ?? (top === null ? null : below(top, file)) ?? basename(file);
}
