import { posix } from 'node:path';
import type { CopyView } from '../../src/dockerfile/view.ts';
import { isWithin, resolvePath } from '../../src/filesystem/path.ts';
import { outputInImage } from '../../src/made-files.ts';
import type { SplitCase } from './case.ts';
import type { Unit } from './units.ts';

/** A context entry that the build stages hold, with where it lies in the image. */
export interface Held {
  readonly source: string;
  readonly isFolder: boolean;
  readonly destination: string;
  readonly flags: readonly string[];
  /** Index of the unit that copies it. */
  readonly unit: number;
}

/** A symbolic link, or a folder with one that points out of it: COPY follows the one and breaks the other. */
export function leadsOutside(entry: Held, { facts }: SplitCase): boolean {
  const { context, repository } = facts;
  if (context.kind(entry.source) === 'symlink') return true;
  if (!entry.isFolder) return false;
  return context.files().some((file) => {
    if (!file.startsWith(`${entry.source}/`) || context.kind(file) !== 'symlink') return false;
    const target = repository.linkTarget(posix.join(context.folder, file)) ?? '';
    return target.startsWith('/') || !posix.join(posix.dirname(file), target).startsWith(`${entry.source}/`);
  });
}

/** A COPY that the runtime keeps brings it. */
export function arrives(entry: Held, later: readonly Held[]): boolean {
  return later.some((other) => other.destination === entry.destination || covers(other, entry));
}

/** Without the files of folders that are among them, copied alike: an install read one of them before the folder was copied. */
export function onceEach(entries: readonly Held[]): readonly Held[] {
  const again = (entry: Held) => (other: Held) =>
    other.destination !== entry.destination && covers(other, entry) && String(other.flags) === String(entry.flags);
  return entries.filter((entry) => !entries.some(again(entry)));
}

/** A folder that the runtime copies later brings the same file to the same place. */
function covers(folder: Held, entry: Held): boolean {
  const below = posix.relative(folder.destination, entry.destination);
  return folder.isFolder && !below.startsWith('..') && posix.join(folder.source, below) === entry.source;
}

export function isCopy(unit: Unit): boolean {
  return unit.item.view.kind === 'copy' || unit.item.view.kind === 'add';
}

export function liesIn(unit: Unit, folder: string): boolean {
  return (
    unit.item.entries?.every((entry) => isWithin(entry.destination, folder) || isWithin(folder, entry.destination)) ??
    false
  );
}

/** Every context entry that the copies bring, folders that are copied by their content one entry at a time; a later copy wins. */
export function holdings(units: readonly Unit[], place: Unit['place'], found: SplitCase): readonly Held[] {
  const held = new Map<string, Held>();
  for (const [index, unit] of units.entries()) {
    if (unit.place !== place || !isCopy(unit)) continue;
    const flags = copiedFlags([unit]);
    // Down to the application folder, however deep it lies in a copied one.
    const hold = (source: string, destination: string, isFolder: boolean): void => {
      if (!isFolder || !isWithin(found.folder, destination)) {
        held.set(destination, { source, isFolder, destination, flags, unit: index });
        return;
      }
      for (const child of found.facts.context.list(source))
        hold(posix.join(source, child.name), resolvePath(destination, child.name), child.kind === 'directory');
    };
    for (const entry of unit.item.entries ?? []) hold(entry.source, entry.destination, entry.kind === 'folder');
  }
  return [...held.values()];
}

export function copiedFlags(copies: readonly Unit[]): readonly string[] {
  const view = copies[0]?.item.view;
  return view?.kind === 'copy' || view?.kind === 'add' ? flagTexts(view) : [];
}

function flagTexts(view: CopyView): readonly string[] {
  return view.flags
    .filter((flag) => flag.name === 'chown' || flag.name === 'chmod')
    .map((flag) => `--${flag.name}=${flag.value ?? ''}`);
}

/** A context path of the project as an absolute image path. */
export function inImage(path: string, found: SplitCase): string {
  return outputInImage(path, found.project, found.folder);
}
