import { posix } from 'node:path';
import { within } from './cite.ts';
import type { StaticPath } from './path-parts.ts';

/** Where a path that a program builds may lie in the context. */
export interface ContextPlace {
  /** Context path; null: outside the context, or not known. */
  readonly path: string | null;
  /** The path as an absolute one, when it is absolute. */
  readonly absolute: string | null;
  /** False: a variable follows; `path` is a folder above it, or the beginning of a name. */
  readonly exact: boolean;
}

/**
 * Resolves paths against where the file lies when it runs (`runsAs`: its own place, the place of its compiled form) and the
 * working directory. Plain strings are relative to the working directory (`as-node`), or count as relative to both.
 */
export function resolvePlaces(
  paths: readonly StaticPath[],
  runsAs: readonly string[],
  cwd: string,
  strings: 'as-node' | 'either' = 'either',
): readonly ContextPlace[] {
  const folders = [...new Set(runsAs.map((file) => (posix.dirname(file) === '.' ? '' : posix.dirname(file))))];
  return paths.flatMap((path): readonly ContextPlace[] => {
    const written = path.path;
    if (path.base === 'text' && path.path.startsWith('/'))
      return [{ path: null, absolute: written, exact: path.exact }];
    const bases =
      path.base === 'dir'
        ? folders
        : path.base === 'cwd' || strings === 'as-node'
          ? [cwd]
          : [cwd, ...folders.filter((folder) => folder !== cwd)];
    return bases.map((base) => ({
      path: within(base, written === '' ? '.' : written),
      absolute: null,
      exact: path.exact,
    }));
  });
}

/** Sentences, addresses and stars are no paths; of `views/mail-${name}` only the folder is certain. */
export function pathLike(path: StaticPath): readonly StaticPath[] {
  if (path.base !== 'text') return [path];
  if (path.path.length > 200 || /[\s?<>|"':;,]|^[*./]*$/.test(path.path) || /^[a-z]+:/.test(path.path)) return [];
  if (path.exact) return /\*/.test(path.path) && !/[/.]/.test(path.path) ? [] : [path];
  const cut = path.path.lastIndexOf('/');
  return cut <= 0 || /^\.{1,2}$/.test(path.path.slice(0, cut)) ? [] : [{ ...path, path: path.path.slice(0, cut) }];
}
