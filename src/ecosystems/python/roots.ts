import type { BuildContext } from '../../repository/repository.ts';
import { rootOfManifest } from './manifests.ts';

/** Folders of the context that hold a Python project: those with a manifest, outermost first; else the root when it holds sources. */
export function pythonRoots(context: BuildContext): readonly string[] {
  const files = context.files().filter((file) => !/(?:^|\/)(?:node_modules|site-packages|\.venv|venv)\//.test(file));
  const roots = new Set(files.flatMap((file) => rootOfManifest(file) ?? []));
  if (roots.size === 0 && files.some((file) => file.endsWith('.py'))) roots.add('');
  return [...roots].sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
}

/** The project that a context folder belongs to: the nearest one above, else the outermost of all. */
export function rootAround(context: BuildContext, folder: string): string {
  const roots = pythonRoots(context);
  const around = roots.filter((root) => root === '' || folder === root || folder.startsWith(`${root}/`));
  return around.at(-1) ?? roots[0] ?? '';
}

function depthOf(root: string): number {
  return root === '' ? 0 : root.split('/').length;
}
