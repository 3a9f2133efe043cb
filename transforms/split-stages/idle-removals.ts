import { isWithin, overlaps } from '../../src/filesystem/path.ts';
import { removedBy } from '../../src/filesystem/removals.ts';
import type { Dropped } from '../../src/plan/plan.ts';
import type { Cargo } from './carry.ts';
import type { SplitCase } from './case.ts';
import type { Unit } from './units.ts';

/**
 * `RUN rm -rf src` behind the build, where the runtime never receives `src`: nothing is left to remove, and the layer would be empty. One with a comment
 * stays, and so does one behind which something else may bring the files.
 */
export function idleRemovals(
  found: SplitCase,
  units: readonly Unit[],
  lastBuild: number,
  cargo: Cargo,
): readonly Unit[] {
  if (cargo.rung !== 'artifacts' || found.development.length > 0) return [];
  const behind = units.slice(lastBuild + 1);
  const idle = behind.filter((unit) => removesOnly(unit, found, cargo));
  const others = behind.filter(({ item }) => ['run', 'copy', 'add'].includes(item.view.kind));
  return others.every((unit) => idle.includes(unit)) ? idle : [];
}

function removesOnly({ item, step, readings }: Unit, { folder }: SplitCase, { carried }: Cargo): boolean {
  if (item.view.kind !== 'run' || readings.length === 0 || step.kind !== 'original') return false;
  const { leading, text } = step.of;
  if (/#/.test(leading.detached + leading.attached) || /^\s*#/m.test(text)) return false;
  return readings.every((reading) => {
    const paths = reading.command.name === 'rm' ? removedBy(reading) : [];
    const force = reading.command.words.some(({ value }) => /^-[a-zA-Z]*f/.test(value ?? ''));
    return (
      force &&
      paths.length > 0 &&
      paths.every((path) => isWithin(path, folder) && !carried.some(({ destination }) => overlaps(path, destination)))
    );
  });
}

/** The same as the plan names what it no longer has. */
export function droppedAs(units: readonly Unit[]): readonly Dropped[] {
  return units.flatMap(({ step }) =>
    step.kind === 'original' ? [{ of: step.of, why: 'the runtime never receives what it removes' }] : [],
  );
}
