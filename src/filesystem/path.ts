import { posix } from 'node:path';
import type { Paths } from '../command-reading.ts';

/** True when `path` is `folder` or lies below it. Both absolute and normal. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** True when one of two subtrees holds the other. */
export function overlaps(a: string, b: string): boolean {
  return isWithin(a, b) || isWithin(b, a);
}

/** True when some path of one set lies in, or holds, one of the other. */
export function meets(a: Paths, b: Paths): boolean {
  if (a === 'anything') return b === 'anything' || b.length > 0;
  if (b === 'anything') return a.length > 0;
  return a.some((path) => b.some((other) => overlaps(path, other)));
}

/** The union of two sets. */
export function union(a: Paths, b: Paths): Paths {
  return a === 'anything' || b === 'anything' ? 'anything' : [...a, ...b];
}

/** An absolute, normal path without a slash at its end. */
export function resolvePath(folder: string, path: string): string {
  const resolved = posix.resolve(folder, path);
  return resolved === '/' ? '/' : resolved.replace(/\/+$/, '');
}

/** The path from one absolute folder to another place, in the form that COPY takes: `./x` below it, else absolute. */
export function destinationFrom(folder: string, path: string, isFolder: boolean): string {
  const relative = folder !== '/' && isWithin(path, folder) ? posix.relative(folder, path) : path;
  const written = relative === '' ? './' : relative.startsWith('/') ? relative : `./${relative}`;
  return isFolder && !written.endsWith('/') ? `${written}/` : written;
}
