import { posix } from 'node:path';
import type { CopyView } from '../../src/dockerfile/view.ts';
import { destinationFrom, isWithin, overlaps, resolvePath } from '../../src/filesystem/path.ts';
import type { SplitCase } from './case.ts';
import type { Unit } from './units.ts';

/** A path that the runtime stage receives. */
export interface Carried {
  /** `context`: copied from the build context; otherwise the role of the stage that has it. */
  readonly from: 'context' | 'builder' | 'dependencies';
  /** Context path, or absolute image path. */
  readonly source: string;
  readonly isFolder: boolean;
  /** Absolute image path. */
  readonly destination: string;
  /** Flags of the author's COPY that brought it, for context copies. */
  readonly flags: readonly string[];
  readonly optional?: true;
}

/** A context entry that the build stages hold, with where it lies in the image. */
interface Held {
  readonly source: string;
  readonly isFolder: boolean;
  readonly destination: string;
  readonly flags: readonly string[];
}

/** What a split leaves behind and carries, on one rung. */
export interface Cargo {
  readonly rung: 'artifacts' | 'overlay';
  readonly carried: readonly Carried[];
  /** COPYs of the build stages that the runtime repeats whole: they lie outside the application folder. */
  readonly repeatedCopies: readonly Unit[];
  /** Names of what stays behind, for the reader. */
  readonly left: readonly string[];
  readonly why: string;
}

/** Rung 1: exactly the outputs, the dependencies and what the program may read; null with the reason that stops it. */
export function artifacts(found: SplitCase, units: readonly Unit[]): Cargo | { readonly refused: string } {
  const { program, project, folder } = found;
  const unknownBuild = found.builds.find((build) => build.output === null);
  if (unknownBuild) return { refused: `what its build writes is not known (${unknownBuild.because})` };
  if (!project.installReads.known) return { refused: 'installing may write among the sources' };
  const copied = units.filter((unit) => unit.place === 'build' && isCopy(unit));
  const held = holdings(copied, found).filter((entry) => isWithin(entry.destination, folder));
  const built = found.builds.length > 0;
  if ('unknownBecause' in program) return { refused: `the program could not be read (${program.unknownBecause})` };
  const dynamic = program.dynamicReads[0];
  if (built && dynamic) return { refused: `it reads paths that no literal names (${dynamic.source}: ${dynamic.says})` };
  const { changed: touched, removed } = touchedPaths(units, folder);
  if ([...touched, ...removed].some((path) => isWithin(folder, path)))
    return { refused: 'a command changes the whole application folder' };
  const outputs = found.builds.flatMap((build) => build.output?.outputs ?? []).map((path) => inImage(path, found));
  const stays = built ? program.notRead.map((entry) => inImage(entry.path, found)) : [];
  const later = holdings(
    units.filter((unit) => unit.place === 'runtime' && isCopy(unit)),
    found,
  );
  const wanted = held.filter(
    (entry) =>
      !later.some((other) => other.destination === entry.destination || covers(other, entry)) &&
      !removed.some((path) => isWithin(entry.destination, path)) &&
      !isLockfile(entry, found) &&
      !stays.some((path) => isWithin(entry.destination, path)) &&
      !outputs.some((path) => overlaps(path, entry.destination)) &&
      !isDependencyFolder(entry.destination, found),
  );
  const made = touched.filter(
    (path) =>
      isWithin(path, folder) &&
      !held.some((entry) => overlaps(path, entry.destination)) &&
      !isDependencyFolder(path, found) &&
      !outputs.some((output) => isWithin(path, output)),
  );
  const optional = program.optional.filter(
    (read) =>
      bringsFolder(copied, read.path) &&
      !bringsFolder(
        units.filter((unit) => unit.place === 'runtime'),
        read.path,
      ) &&
      !found.facts.context.ignores(read.path) &&
      found.facts.context.has(read.path) !== 'yes',
  );
  return {
    rung: 'artifacts',
    carried: [
      ...dependencies(found),
      ...unique(outputs).map(
        (path): Carried => ({
          from: 'builder',
          source: path,
          isFolder: !posix.extname(path),
          destination: path,
          flags: [],
        }),
      ),
      ...unique(made).map(
        (path): Carried => ({ from: 'builder', source: path, isFolder: true, destination: path, flags: [] }),
      ),
      ...wanted.map(
        (entry): Carried =>
          touched.some((path) => overlaps(path, entry.destination))
            ? { ...entry, from: 'builder', source: entry.destination, flags: [] }
            : { ...entry, from: 'context' },
      ),
      ...optional.map(
        (read): Carried => ({
          from: 'context',
          source: `${read.path}*`,
          isFolder: false,
          destination: posix.join(folder, posix.basename(read.path)),
          flags: copiedFlags(copied),
          optional: true,
        }),
      ),
    ],
    repeatedCopies: copied.filter((unit) => !liesIn(unit, folder)),
    left: leftBehind(found, held, wanted),
    why: '',
  };
}

/** Rung 2: the whole application folder. */
export function overlay(found: SplitCase, units: readonly Unit[], why: string): Cargo {
  const copied = units.filter((unit) => unit.place === 'build' && isCopy(unit));
  return {
    rung: 'overlay',
    carried: [{ from: 'builder', source: found.folder, isFolder: true, destination: found.folder, flags: [] }],
    repeatedCopies: copied.filter((unit) => !liesIn(unit, found.folder)),
    left: leftBehind(found, [], []),
    why,
  };
}

/** Some copy brings the folder that a path lies in, and with it whatever a deployment adds there. */
function bringsFolder(units: readonly Unit[], path: string): boolean {
  return units.some((unit) =>
    unit.item.entries?.some(
      (entry) => entry.kind === 'folder' && (entry.source === '' || path.startsWith(`${entry.source}/`)),
    ),
  );
}

/** A folder that the runtime copies later brings the same file to the same place. */
function covers(folder: Held, entry: Held): boolean {
  const below = posix.relative(folder.destination, entry.destination);
  return folder.isFolder && !below.startsWith('..') && posix.join(folder.source, below) === entry.source;
}

function isCopy(unit: Unit): boolean {
  return unit.item.view.kind === 'copy' || unit.item.view.kind === 'add';
}

function liesIn(unit: Unit, folder: string): boolean {
  return (
    unit.item.entries?.every((entry) => isWithin(entry.destination, folder) || isWithin(folder, entry.destination)) ??
    false
  );
}

/** Every context entry that the copies bring, folders that are copied by their content one entry at a time; a later copy wins. */
function holdings(copies: readonly Unit[], found: SplitCase): readonly Held[] {
  const held = new Map<string, Held>();
  for (const unit of copies) {
    const flags = copiedFlags([unit]);
    for (const entry of unit.item.entries ?? []) {
      if (entry.kind !== 'folder') {
        held.set(entry.destination, { source: entry.source, isFolder: false, destination: entry.destination, flags });
      } else if (isWithin(found.folder, entry.destination) || entry.destination === found.folder) {
        for (const child of found.facts.context.list(entry.source)) {
          const destination = resolvePath(entry.destination, child.name);
          const source = posix.join(entry.source, child.name);
          held.set(destination, { source, isFolder: child.kind === 'directory', destination, flags });
        }
      } else
        held.set(entry.destination, { source: entry.source, isFolder: true, destination: entry.destination, flags });
    }
  }
  return [...held.values()];
}

function copiedFlags(copies: readonly Unit[]): readonly string[] {
  const view = copies[0]?.item.view;
  return view?.kind === 'copy' || view?.kind === 'add' ? flagTexts(view) : [];
}

function flagTexts(view: CopyView): readonly string[] {
  return view.flags
    .filter((flag) => flag.name === 'chown' || flag.name === 'chmod')
    .map((flag) => `--${flag.name}=${flag.value ?? ''}`);
}

/** The dependency folders, where there will be any. */
function dependencies(found: SplitCase): readonly Carried[] {
  const { project, production } = found;
  if (!project.hasProductionDependencies && production.kind !== 'keep') return [];
  if (!project.hasProductionDependencies && !project.hasDevelopmentDependencies) return [];
  return project.dependencyFolders.map((path) => {
    const destination = inImage(path, found);
    return { from: 'dependencies', source: destination, isFolder: true, destination, flags: [] };
  });
}

/** A context path of the project as an absolute image path. */
function inImage(path: string, found: SplitCase): string {
  return resolvePath(found.folder, posix.relative(found.project.root, path) || '.');
}

function isLockfile(entry: Held, found: SplitCase): boolean {
  const program = found.program;
  const read = 'reads' in program && program.reads.some((one) => one.path === found.project.lockfile?.path);
  return !read && entry.source === found.project.lockfile?.path;
}

function isDependencyFolder(path: string, found: SplitCase): boolean {
  return found.project.dependencyFolders.some((folder) => isWithin(path, inImage(folder, found)));
}

/** What file-setup commands of the build stages leave changed, and what they take away again. */
interface Touched {
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Making the application folder itself changes nothing in it; what is removed later is not there to be carried. */
function touchedPaths(units: readonly Unit[], folder: string): Touched {
  let changed: readonly string[] = [];
  let removed: readonly string[] = [];
  for (const unit of units) {
    if (unit.place !== 'build' && unit.place !== 'install') continue;
    for (const { command, role, writes } of unit.readings) {
      if ((role !== 'file-setup' && role !== 'cleanup') || writes === 'anything') continue;
      const paths = writes.filter((path) => command.name !== 'mkdir' || !isWithin(folder, path));
      const without = (list: readonly string[]) => list.filter((path) => !paths.some((other) => isWithin(path, other)));
      const removes = command.name === 'rm' || command.name === 'rmdir';
      changed = removes ? without(changed) : [...changed, ...paths];
      removed = removes ? [...removed, ...paths] : without(removed);
    }
  }
  return { changed, removed };
}

function leftBehind(found: SplitCase, held: readonly Held[], wanted: readonly Held[]): readonly string[] {
  const entries = held
    .filter((entry) => !wanted.includes(entry) && !isDependencyFolder(entry.destination, found))
    .map((entry) => entry.source);
  const development = found.production.kind === 'prune' ? ['development dependencies'] : [];
  return [...development, 'the package manager’s cache', ...entries];
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].filter((path, _, all) => !all.some((other) => other !== path && isWithin(path, other)));
}

/** The COPY lines that bring the carried paths, seen from the working directory in force. */
export function copyLines(
  carried: readonly Carried[],
  stages: Readonly<Record<'builder' | 'dependencies', string>>,
  workdir: string,
  owner: string | null,
): readonly { readonly text: string; readonly optional: boolean }[] {
  const lines: { text: string; optional: boolean }[] = [];
  const files = new Map<string, { readonly flags: string; readonly folder: string; readonly sources: string[] }>();
  for (const entry of carried) {
    const flags = flagsOf(entry, stages, owner);
    if (
      entry.from === 'context' &&
      !entry.isFolder &&
      !entry.optional &&
      posix.basename(entry.source) === posix.basename(entry.destination)
    ) {
      const folder = posix.dirname(entry.destination);
      const key = `${flags} ${folder}`;
      const group = files.get(key) ?? { flags, folder, sources: [] };
      group.sources.push(entry.source);
      files.set(key, group);
      continue;
    }
    const target = entry.optional
      ? destinationFrom(workdir, posix.dirname(entry.destination), true)
      : destinationFrom(workdir, entry.destination, false);
    lines.push({
      text: `COPY ${flags}${[entry.source, target].map(quoted).join(' ')}`,
      optional: entry.optional === true,
    });
  }
  for (const { flags, folder, sources } of files.values())
    lines.push({
      text: `COPY ${flags}${[...sources, destinationFrom(workdir, folder, true)].map(quoted).join(' ')}`,
      optional: false,
    });
  return lines;
}

function flagsOf(
  entry: Carried,
  stages: Readonly<Record<'builder' | 'dependencies', string>>,
  owner: string | null,
): string {
  const from = entry.from === 'context' ? [] : [`--from=${stages[entry.from]}`];
  const chown = entry.from !== 'context' && owner !== null ? [`--chown=${owner}`] : [];
  const flags = [...from, ...chown, ...entry.flags];
  return flags.length === 0 ? '' : `${flags.join(' ')} `;
}

function quoted(path: string): string {
  return path;
}
