import { posix } from 'node:path';
import { destinationFrom, resolvePath } from '../../src/filesystem/path.ts';
import type { BuildContext } from '../../src/repository/repository.ts';

/**
 * COPY lines that put the given context files where the install in `folder` finds them: files of one folder in one line, a folder
 * whose files are all wanted as a folder. `optional` files go with those of their folder, as globs.
 */
export function manifestLines(
  files: readonly string[],
  place: { readonly root: string; readonly folder: string; readonly workdir: string; readonly flags: string },
  context: BuildContext,
  optional: readonly string[] = [],
): readonly string[] {
  const folders = files.filter((path) => context.kind(path) === 'directory');
  const byFolder = new Map<string, string[]>();
  for (const file of files) {
    if (folders.some((folder) => file === folder || file.startsWith(`${folder}/`))) continue;
    const folder = posix.dirname(file) === '.' ? '' : posix.dirname(file);
    const list = byFolder.get(folder) ?? [];
    list.push(file);
    byFolder.set(folder, list);
  }
  // A glob that matches nothing is nothing to copy for BuildKit.
  for (const path of optional) byFolder.get(posix.dirname(path) === '.' ? '' : posix.dirname(path))?.push(`${path}*`);
  const whole = [...byFolder.keys()].filter(
    (folder) => folder !== place.root && folder !== '' && isWhole(folder, files, context),
  );
  const copied = [...folders, ...whole];
  const outermost = copied.filter(
    (folder) => !copied.some((other) => other !== folder && folder.startsWith(`${other}/`)),
  );
  const lines: string[] = [];
  for (const [folder, sources] of byFolder) {
    if (outermost.some((other) => folder === other || folder.startsWith(`${other}/`))) continue;
    lines.push(line(sources, inImage(folder, place), true, place));
  }
  for (const folder of outermost) lines.push(line([folder], inImage(folder, place), false, place));
  return lines;
}

function isWhole(folder: string, files: readonly string[], context: BuildContext): boolean {
  return context.files().every((file) => !file.startsWith(`${folder}/`) || files.includes(file));
}

function inImage(folder: string, place: { readonly root: string; readonly folder: string }): string {
  return resolvePath(place.folder, posix.relative(place.root, folder) || '.');
}

function line(
  sources: readonly string[],
  target: string,
  intoFolder: boolean,
  place: { readonly workdir: string; readonly flags: string },
): string {
  return `COPY ${place.flags}${[...sources, destinationFrom(place.workdir, target, intoFolder)].join(' ')}`;
}
