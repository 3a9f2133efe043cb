import type { StartedPart } from '../../src/ecosystems/dependencies.ts';
import { overlaps } from '../../src/filesystem/path.ts';
import type { SplitCase } from './case.ts';
import { inImage } from './held.ts';
import { neededByRuntimeRuns } from './touched-by-commands.ts';
import type { Unit } from './units.ts';

/**
 * The case, without those packages of a workspace that nothing needs: only what a copy of the stages that stay behind brings can be left behind there,
 * and what a command in the runtime still touches has to stay.
 */
export function withStartedPart(found: SplitCase, units: readonly Unit[]): SplitCase {
  const { part } = found;
  if (part === null || !part.known) return found;
  const touched = neededByRuntimeRuns(units, found);
  const entries = units
    .filter((unit) => unit.place !== 'runtime')
    .flatMap((unit) => unit.item.entries ?? [])
    .map((entry) => entry.source);
  const leaves = part.value.leaves.filter(
    (folder) =>
      touched !== 'anything' &&
      !touched.some((path) => overlaps(path, inImage(folder, found))) &&
      entries.some((source) => source === '' || overlaps(`/${source}`, `/${folder}`)),
  );
  return { ...found, part: leaves.length === 0 ? null : { known: true, value: { ...part.value, leaves } } };
}

/** The part of a workspace that is carried, on the rung that carries the whole application folder. */
export function carriedPart({ part }: SplitCase, rung: 'artifacts' | 'overlay'): StartedPart | null {
  return rung === 'overlay' && part?.known === true ? part.value : null;
}
