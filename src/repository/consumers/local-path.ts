import { joinPath } from '../repository-path.ts';
import { isKnown } from './interpolate.ts';

/** A local path as a repository path; null for one that is not known, absolute, a URL, or outside the repository. */
export function localPath(path: string, folder: string): string | null {
  if (!isKnown(path) || /^(?:~|[a-z][a-z+.-]*:\/\/|git@|[A-Za-z]:[\\/])/.test(path)) return null;
  return joinPath(folder, path.replaceAll('\\', '/'));
}
