import type { CommandReading, Paths } from '../../src/command-reading.ts';
import { isWithin, meets, overlaps, union } from '../../src/filesystem/path.ts';
import { isGone } from '../../src/filesystem/removals.ts';
import type { SplitCase } from './case.ts';
import { inImage, isCopy } from './held.ts';
import type { Unit } from './units.ts';

/** The commands of the stages that stay behind, from one unit on, in their order. */
export function buildReadings(units: readonly Unit[], from: number): readonly CommandReading[] {
  return units
    .slice(from)
    .filter((unit) => unit.place === 'build' || unit.place === 'install')
    .flatMap((unit) => unit.readings);
}

/** Whether the stages that stay behind may hold anything in a folder: a copy or a command writes there, or a command works there. */
export function mayHold(units: readonly Unit[], folder: string): boolean {
  return units.some((unit) => {
    const { item, place, readings } = unit;
    if (place !== 'build' && place !== 'install') return false;
    if (isCopy(unit)) return item.entries?.some(({ destination }) => overlaps(destination, folder)) ?? true;
    const workdir = item.state.workdir.certain;
    const works = workdir === null || isWithin(workdir, folder);
    return works || readings.length === 0 || readings.some(({ writes }) => meets([folder], writes));
  });
}

/** What the RUNs behind the build expect to find; `rm -f` and `mkdir` expect nothing. */
export function neededByRuntimeRuns(units: readonly Unit[], { beside }: SplitCase): Paths {
  const expecting = units
    .filter((unit) => unit.place === 'runtime')
    .flatMap((unit) => unit.readings)
    .filter((reading) => reading.role === 'file-setup' || beside.has(reading));
  return expecting.reduce<Paths>((sum, reading) => {
    const { command, writes, reads } = reading;
    if (beside.has(reading)) return union(sum, reads);
    const options = command.words.slice(1).map((word) => word.text);
    const lenient =
      ['mkdir', 'touch', 'install'].includes(command.name ?? '') ||
      (command.name === 'rm' && options.some((option) => /^-[a-zA-Z]*f|^--force$/.test(option)));
    return union(sum, lenient ? reads : union(reads, writes));
  }, []);
}

/** What commands beside the program read before the copies that the runtime keeps have brought it all. */
export function readByThoseBeside(units: readonly Unit[], { beside }: SplitCase): readonly string[] {
  const lastCopy = units.findLastIndex((unit) => unit.place === 'runtime' && isCopy(unit));
  return units
    .slice(0, Math.max(lastCopy, 0))
    .flatMap((unit) => unit.readings)
    .filter((reading) => beside.has(reading))
    .flatMap(({ reads }) => (reads === 'anything' ? [] : reads));
}

/** What builds leave, and, where only that runs, what commands behind them made of it. */
export function outputsOf(found: SplitCase, commands: readonly CommandReading[]): readonly string[] {
  const { start } = found;
  const entry = start.kind === 'program' ? start.entry : start.folder;
  const bundle = start.kind === 'program' && start.bundle !== undefined ? inImage(start.bundle, found) : null;
  const built = found.builds
    .flatMap(({ output }) => [
      ...(output?.outputs ?? []),
      // A preview starts from what otherwise only builds read.
      ...(output?.intermediate ?? []).filter((path) => entry !== null && isWithin(`/${entry}`, `/${path}`)),
    ])
    .map((path) => inImage(path, found))
    .map((path) => (bundle !== null && isWithin(bundle, path) ? bundle : path));
  const made = found.project.runs === 'outputs' ? found.made : [];
  return [...new Set([...built, ...made])].filter((path) => !isGone(path, commands));
}

/** What file-setup commands of the build stages write or take away; making the application folder itself changes nothing in it. */
export function touchedPaths(units: readonly Unit[], { folder, project }: SplitCase): readonly string[] {
  // Where only what was built runs, sources that are taken away are no loss.
  const removes = (name: string | null) => project.runs === 'outputs' && name === 'rm';
  return buildReadings(units, 0)
    .filter(({ role, command }) => (role === 'file-setup' || role === 'cleanup') && !removes(command.name))
    .flatMap(({ command, writes }) =>
      writes === 'anything' ? [] : writes.filter((path) => command.name !== 'mkdir' || !isWithin(folder, path)),
    );
}
