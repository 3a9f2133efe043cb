import { posix } from 'node:path';

/**
 * What is known of a path that a program builds. `dir`: relative to the file's folder; `cwd`: relative to the working
 * directory; `text`: a plain string, which file system calls resolve against the working directory.
 * `exact: false`: `path` is a prefix, and a variable follows.
 */
export interface StaticPath {
  readonly base: 'dir' | 'cwd' | 'text';
  readonly path: string;
  readonly exact: boolean;
}

export function joined(
  left: readonly StaticPath[],
  right: readonly StaticPath[] | null,
  method: 'join' | 'resolve',
): readonly StaticPath[] {
  if (right === null) return left.map((path) => ({ ...path, exact: false }));
  return left.flatMap((from) =>
    right.map((to): StaticPath => {
      if (!from.exact) return from;
      if (to.base !== 'text' || (method === 'resolve' && to.path.startsWith('/'))) return to;
      return { base: from.base, path: posix.join(from.path, to.path), exact: to.exact };
    }),
  );
}

export function concatenated(
  left: readonly StaticPath[] | null,
  right: readonly StaticPath[] | null,
): readonly StaticPath[] | null {
  if (left === null) return null;
  if (right === null) return left.map((path) => ({ ...path, exact: false }));
  return left.flatMap((from) =>
    right.map((to): StaticPath => {
      if (!from.exact) return from;
      if (from.base === 'text' && (from.path === '' || (from.path === 'file://' && to.base !== 'text'))) return to;
      if (to.base !== 'text') return { ...from, exact: false };
      const path = from.base === 'text' ? from.path + to.path : glued(from.path, to.path);
      return { base: from.base, path, exact: to.exact };
    }),
  );
}

/** `__dirname + '/views'`; the folder itself is written `.` here. */
function glued(folder: string, text: string): string {
  return text.startsWith('/') ? folder + text : folder === '.' ? `.${text}` : folder + text;
}

export function alternatives(
  left: readonly StaticPath[] | null,
  right: readonly StaticPath[] | null,
): readonly StaticPath[] | null {
  if (left === null) return right;
  return right === null ? left : [...left, ...right];
}

/** All of them, or nothing where one is not known. */
export function everyOf(all: readonly (readonly StaticPath[] | null)[]): readonly StaticPath[] | null {
  const known = all.filter((paths) => paths !== null);
  return all.length === 0 || known.length < all.length ? null : known.flat();
}
