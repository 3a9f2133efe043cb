import { posix } from 'node:path';
import type { StartPlace } from '../start-reading.ts';
import { isBelow } from './known.ts';

/** Absolute image folders of a start: where it runs, and where its project lies. */
export interface ImagePlace {
  readonly workdir: string;
  readonly folder: string;
}

/** Deeper than any relative path climbs. */
const DEEP = '/a/b/c/d/e/f/g/h';

export function imagePlace({ folder, workdir = '/' }: StartPlace): ImagePlace {
  const back = posix.relative(posix.join(DEEP, folder), DEEP);
  return { workdir, folder: posix.resolve(workdir, back || '.') };
}

/** The context path of a file that a program names, seen from its working directory; null: it lies outside of the project. */
export function toContext(path: string, { workdir, folder }: ImagePlace, root: string): string | null {
  const absolute = posix.resolve(workdir, path);
  const below = posix.relative(folder, absolute);
  if (below === '..' || below.startsWith('../')) return null;
  const joined = posix.join(root, below).replace(/^\.$/, '').replace(/\/+$/, '');
  return isBelow(joined, root) ? joined : null;
}
