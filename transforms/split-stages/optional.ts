import { posix } from 'node:path';
import type { ProgramRead, ProgramReading } from '../../src/ecosystems/program-reading.ts';
import { liesInHistory } from '../../src/git-history.ts';
import type { Carried } from './carry.ts';
import { readsOfInstalls, type SplitCase } from './case.ts';
import { copiedFlags, type Held, inImage } from './held.ts';
import type { Unit } from './units.ts';

/** What the program may read of what git does not have and a deployment adds, where a copy brings its folder. */
export function optionalReads(
  program: ProgramReading,
  copied: readonly Unit[],
  units: readonly Unit[],
  { facts: { context } }: SplitCase,
): readonly ProgramRead[] {
  const later = units.filter((unit) => unit.place === 'runtime');
  return program.optional.filter(
    ({ path }) =>
      bringsFolder(copied, path) &&
      !bringsFolder(later, path) &&
      !context.ignores(path) &&
      !liesInHistory(path) &&
      context.has(path) !== 'yes',
  );
}

/** A file or folder that may be missing, as a pattern that then matches nothing. */
export function optionalCarried(read: ProgramRead, copied: readonly Unit[], found: SplitCase): Carried {
  const isFolder = read.isFolder === true;
  return {
    from: 'context',
    source: isFolder ? onlyIfThere(read.path) : `${read.path}*`,
    isFolder,
    destination: inImage(read.path, found),
    flags: copiedFlags(copied),
    optional: true,
  };
}

/**
 * A small file that certainly is there, for a COPY that would stop other builders than BuildKit where nothing else matches; null: one of its folder is
 * carried anyway, or the folder has none.
 */
export function companion(
  { path, isFolder }: ProgramRead,
  wanted: readonly Held[],
  copied: readonly Unit[],
  found: SplitCase,
): Held | null {
  const { project } = found;
  const { context } = found.facts;
  const folder = posix.dirname(path) === '.' ? '' : posix.dirname(path);
  const flags = copiedFlags(copied);
  const isBeside = (entry: Held) =>
    !entry.isFolder &&
    posix.dirname(entry.destination) === posix.dirname(inImage(path, found)) &&
    posix.basename(entry.source) === posix.basename(entry.destination) &&
    String(entry.flags) === String(flags);
  if (isFolder === true || wanted.some(isBeside)) return null;
  const files = context
    .list(folder)
    .filter(({ name, kind }) => kind === 'file' && /^\w[\w.-]*$/.test(name))
    .map(({ name }) => posix.join(folder, name))
    .filter((file) => file !== project.lockfile?.path);
  const reads = readsOfInstalls(found);
  const manifests = [...(reads.known ? reads.value : []), ...project.evidence.map(({ source }) => source)];
  const manifest = manifests.find((file) => files.includes(file));
  const size = (file: string) => context.read(file)?.length ?? Number.POSITIVE_INFINITY;
  const source = manifest ?? files.toSorted((a, b) => size(a) - size(b))[0];
  return source === undefined ? null : { source, isFolder: false, destination: inImage(source, found), flags, unit: 0 };
}

/**
 * A pattern that matches this path and no other, or nothing. COPY takes a folder's content: `COPY uploads* ./` would spread it over the
 * application folder, and take `uploads-old` with it.
 */
function onlyIfThere(path: string): string {
  return `${path.slice(0, -1)}[${path.slice(-1)}]`;
}

/** Some copy brings the folder that a path lies in, and with it whatever a deployment adds there. */
function bringsFolder(units: readonly Unit[], path: string): boolean {
  return units.some((unit) =>
    unit.item.entries?.some(
      (entry) => entry.kind === 'folder' && (entry.source === '' || path.startsWith(`${entry.source}/`)),
    ),
  );
}
