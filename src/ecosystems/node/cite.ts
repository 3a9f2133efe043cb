import { posix } from 'node:path';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';

/** Evidence from a context file; the source is the repository path that a reader can open. */
export function cite(context: BuildContext, path: string, says: string): Evidence {
  return { source: posix.join(context.folder, path), says };
}

/** A context path below a folder; `''` is the context's root. Null when it leaves the context. */
export function within(folder: string, path: string): string | null {
  const joined = posix.normalize(posix.join(folder === '' ? '.' : folder, path)).replace(/\/+$/, '');
  if (joined === '.' || joined === '') return '';
  return joined === '..' || joined.startsWith('../') ? null : joined;
}

/** True when `path` is `folder` or lies below it, both relative to the context. */
export function isBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
