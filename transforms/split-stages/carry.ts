import { posix } from 'node:path';
import { clause } from '../../src/ecosystems/clause.ts';
import type { ProgramReading } from '../../src/ecosystems/program-reading.ts';
import { isWithin, overlaps } from '../../src/filesystem/path.ts';
import { isGone } from '../../src/filesystem/removals.ts';
import { bringsHistory, historyReadBy } from '../../src/git-history.ts';
import { readsOfInstalls, type SplitCase } from './case.ts';
import { standsBeside } from './copy-lines.ts';
import { arrives, type Held, holdings, inImage, isCopy, leadsOutside, liesIn, onceEach } from './held.ts';
import { nameOfUser } from './name-of-user.ts';
import { companion, optionalCarried, optionalReads } from './optional.ts';
import { ownershipOf } from './ownership.ts';
import { unusedFolders } from './prune.ts';
import { outside } from './sides.ts';
import {
  buildReadings,
  mayHold,
  neededByRuntimeRuns,
  outputsOf,
  readByThoseBeside,
  touchedPaths,
} from './touched-by-commands.ts';
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
  /** Who owns it, where that is not the owner of everything that is carried; null: root. */
  readonly owner?: string | null;
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
  const leaveWhatIsKnown = found.installs.every(({ detail }) => detail.leaves !== undefined);
  if (!readsOfInstalls(found).known && !leaveWhatIsKnown && mayHold(units, folder))
    return { refused: 'installing may write among the sources' };
  // What is bundled or only served is linked with no package of a workspace.
  if (project.carriedWhole && found.needsDependencies) return { refused: clause(project.carriedWhole, found.facts) };
  const copied = units.filter((unit) => unit.place === 'build' && isCopy(unit));
  const brought = holdings(units, 'build', found).filter(
    (entry) => !isGone(entry.destination, buildReadings(units, entry.unit + 1)),
  );
  const held = brought.filter((entry) => project.runs === 'outputs' || isWithin(entry.destination, folder));
  const { instead } = ownershipOf(found, units);
  const others = units.filter((unit) => !instead.has(unit));
  const needed = neededByRuntimeRuns(others, found);
  if (needed === 'anything') return { refused: 'a command behind the build may change any file' };
  const built = found.builds.length > 0;
  if ('unknownBecause' in program) return { refused: `the program could not be read (${program.unknownBecause})` };
  const history = copied.some(({ item }) => bringsHistory(item, found.facts)) ? historyReadBy(program, project) : null;
  if (history)
    return {
      refused: `it asks for the repository’s history (${history.source}: ${history.says}), and .git comes along with the whole folder alone`,
    };
  const dynamic = program.dynamicReads[0];
  if (built && dynamic) return { refused: `it reads paths that no literal names (${dynamic.source}: ${dynamic.says})` };
  const touched = touchedPaths(units, found);
  if (touched.some((path) => isWithin(folder, path)))
    return { refused: 'a command changes the whole application folder' };
  const commands = buildReadings(units, 0);
  const outputs = outputsOf(found, commands);
  const stays = program.notRead.map((entry) => inImage(entry.path, found));
  const later = holdings(units, 'runtime', found);
  const readEarly = readByThoseBeside(units, found);
  const isNeeded = (entry: Held) => needed.some((path) => overlaps(path, entry.destination));
  const mayBeRead =
    project.runs === 'outputs'
      ? readEntries(program, held, found)
      : [
          ...held
            .filter((entry) => !isLockfile(entry, found) && !stays.some((path) => isWithin(entry.destination, path)))
            .flatMap((entry) => (built && liesInSides(entry, found) ? readEntries(program, [entry], found) : [entry])),
          // What it reads beside its folder (`../shared/prices.json`).
          ...readEntries(
            program,
            brought.filter((entry) => {
              const copy = units[entry.unit];
              return !held.includes(entry) && copy !== undefined && liesIn(copy, folder);
            }),
            found,
          ),
        ];
  const chosen = [
    ...held.filter((entry) => isNeeded(entry) || mayBeRead.includes(entry)),
    ...mayBeRead.filter((entry) => !held.includes(entry)),
  ].filter(
    (entry) =>
      (!arrives(entry, later) || readEarly.some((path) => overlaps(path, entry.destination))) &&
      !outputs.some((path) => isWithin(entry.destination, path)) &&
      !isDependencyFolder(entry.destination, found),
  );
  const wanted = onceEach(chosen);
  const odd = wanted.find((entry) => /[$*?[\\"']/.test(entry.source));
  if (odd) return { refused: `COPY would take the name ${odd.source} for a pattern or a variable` };
  const link = wanted.find((entry) => leadsOutside(entry, found));
  if (link)
    return { refused: `${link.source} is, or holds, a symbolic link, which only a copy of the whole folder keeps` };
  const made = touched.filter(
    (path) =>
      isWithin(path, folder) &&
      !isGone(path, commands) &&
      !held.some((entry) => overlaps(path, entry.destination)) &&
      !isDependencyFolder(path, found) &&
      !outputs.some((output) => isWithin(path, output)),
  );
  const optional = optionalReads(program, copied, units, found).filter(
    (read) =>
      !wanted.some((entry) => entry.isFolder && isWithin(read.path, entry.source)) &&
      !touched.some((path) => overlaps(inImage(read.path, found), path)),
  );
  const beside = optional.flatMap((read) => {
    const entry = companion(read, wanted, copied, found);
    const isWritten = entry !== null && [...touched, ...outputs].some((path) => overlaps(path, entry.destination));
    return entry === null || isWritten ? [] : [entry];
  });
  const carried: readonly Carried[] = [
    ...dependencies(found).filter((entry) => !isGone(entry.source, commands)),
    ...unique(outputs.filter((path) => !wanted.some((entry) => isWithin(path, entry.destination)))).map(
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
        [...touched, ...outputs].some((path) => overlaps(path, entry.destination))
          ? { ...entry, from: 'builder', source: entry.destination, flags: [] }
          : { ...entry, from: 'context' },
    ),
    ...beside
      .filter(({ source }, index) => beside.findIndex((one) => one.source === source) === index)
      .map((entry): Carried => ({ ...entry, from: 'context' })),
    ...optional.map((read) => optionalCarried(read, copied, found)),
  ];
  const missing = carried.find((entry) => entry.optional && !standsBeside(entry, carried));
  const classic = found.facts.consumers.find((one) => one.builder !== null && one.dockerfile === found.facts.path);
  if (missing && classic)
    return {
      refused: `${missing.source} may be missing, and COPY of ${classic.file}’s builder (${classic.builder}) fails where nothing matches`,
    };
  return {
    rung: 'artifacts',
    carried,
    repeatedCopies: copied.filter(
      (unit) => !liesIn(unit, folder) && !isNeverRead(unit, program, found) && !isOfSides(unit, found),
    ),
    left: leftBehind(
      found,
      held.filter(
        (entry) =>
          !arrives(entry, later) &&
          !outputs.some((path) => overlaps(path, entry.destination)) &&
          !beside.some(({ source }) => source === entry.source),
      ),
      chosen,
    ),
    why: '',
  };
}

/** Rung 2: the whole application folder. */
export function overlay(found: SplitCase, units: readonly Unit[], why: string): Cargo {
  const copied = units.filter((unit) => unit.place === 'build' && isCopy(unit));
  return {
    rung: 'overlay',
    carried: [
      ...dependencies(found).filter(({ destination }) => !isWithin(destination, found.folder)),
      ...(mayHold(units, found.folder)
        ? [{ from: 'builder', source: found.folder, isFolder: true, destination: found.folder, flags: [] } as const]
        : []),
      ...outputsOf(found, buildReadings(units, 0))
        .filter((path) => found.project.runs === 'outputs' && !isWithin(path, found.folder))
        .map((path): Carried => ({ from: 'builder', source: path, isFolder: false, destination: path, flags: [] })),
    ],
    repeatedCopies: copied.filter((unit) => !liesIn(unit, found.folder)),
    left: leftBehind(found, [], [], found.needsDependencies || unusedFolders(found).length > 0),
    why,
  };
}

/** The dependency folders, where there will be any. */
function dependencies(found: SplitCase): readonly Carried[] {
  const { project, production } = found;
  if (!found.needsDependencies) return [];
  if (!project.hasProductionDependencies && production.kind !== 'keep') return [];
  if (!project.hasProductionDependencies && !project.hasDevelopmentDependencies) return [];
  // What was installed into the system stays its installer's: the user that runs could change it otherwise.
  const owner = project.carriesAll ? { owner: nameOfUser(found.anchor.item.state.user?.certain) } : {};
  return found.dependencies.carried.map((path) => ({
    from: 'dependencies',
    ...path,
    ...owner,
    isFolder: true,
    flags: [],
  }));
}

/** Exactly what the program reads of what was copied, however deep it lies in a copied folder. */
function readEntries({ reads }: ProgramReading, held: readonly Held[], { facts }: SplitCase): readonly Held[] {
  const entries = reads.flatMap(({ path }) =>
    held.flatMap((entry): readonly Held[] => {
      if (isWithin(`/${entry.source}`, `/${path}`)) return [entry];
      if (!entry.isFolder || !isWithin(`/${path}`, `/${entry.source}`)) return [];
      const destination = posix.join(entry.destination, posix.relative(entry.source, path));
      return [{ ...entry, source: path, destination, isFolder: facts.context.kind(path) === 'directory' }];
    }),
  );
  return entries.filter(
    (entry, index) =>
      !entries.some(
        (other, at) =>
          at !== index &&
          isWithin(entry.destination, other.destination) &&
          (other.destination !== entry.destination || at < index),
      ),
  );
}

function isLockfile(entry: Held, found: SplitCase): boolean {
  const program = found.program;
  const read = 'reads' in program && program.reads.some((one) => one.path === found.project.lockfile?.path);
  return !read && entry.source === found.project.lockfile?.path;
}

function isDependencyFolder(path: string, found: SplitCase): boolean {
  const own = found.project.dependencyFolders.map((folder) => inImage(folder, found));
  return [...own, ...found.dependencies.carried.map(({ source }) => source)].some((folder) => isWithin(path, folder));
}

function leftBehind(
  found: SplitCase,
  held: readonly Held[],
  wanted: readonly Held[],
  withoutDependencies = true,
): readonly string[] {
  const entries = held
    .filter((entry) => !wanted.includes(entry) && !isDependencyFolder(entry.destination, found))
    .map((entry) => entry.source);
  const development = !found.needsDependencies
    ? withoutDependencies
      ? ['the project’s dependencies']
      : []
    : found.production.kind === 'prune' || found.production.kind === 'pruned'
      ? ['development dependencies']
      : [];
  const compilers = found.project.carriesAll ? ['what compiles'] : [];
  const sides = outside(found.sides, found.folder).map(({ project }) => `the dependencies of ${project.root || '.'}`);
  return [...development, ...sides, ...compilers, 'the package manager’s cache', ...entries];
}

/** It brings only files that installing reads and that nothing else does. */
function isNeverRead({ item }: Unit, program: ProgramReading, { project }: SplitCase): boolean {
  const unread = new Set(program.notRead.map(({ path }) => path));
  return project.carriesAll === true && (item.entries ?? []).every(({ source }) => unread.has(source));
}

/** Of another project inside the application folder the program reads what it names, and what is built of it. */
function liesInSides({ destination }: Held, { sides }: SplitCase): boolean {
  return sides.some(({ folder }) => isWithin(destination, folder));
}

/** Sources of another project: of these the program reads nothing. */
function isOfSides({ item }: Unit, found: SplitCase): boolean {
  const apart = outside(found.sides, found.folder);
  const entries = item.entries ?? [];
  return (
    entries.length > 0 && entries.every(({ destination }) => apart.some(({ folder }) => isWithin(destination, folder)))
  );
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].filter((path, _, all) => !all.some((other) => other !== path && isWithin(path, other)));
}
