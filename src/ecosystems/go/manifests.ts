import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import type { Unit } from './modules.ts';

/** Every context file by which dependencies are fetched: go.mod and go.sum of the module and of those it replaces others by, and the workspace's own files. */
export function manifestsOf(context: BuildContext, { root, workspace, modules }: Unit): readonly string[] {
  const work = workspace ? ['go.work', 'go.work.sum'].map((name) => posix.join(root, name)) : [];
  const own = modules.flatMap(({ folder }) => ['go.mod', 'go.sum'].map((name) => posix.join(folder, name)));
  return [...work, ...own].filter((path) => context.has(path) === 'yes');
}
