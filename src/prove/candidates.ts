import { RUNGS } from '../base-images/runtime-candidate.ts';
import type { BaseWish, Options } from '../options.ts';

/** One way to migrate a file. */
export interface Rung {
  /** How it differs from what was asked for; empty for the first one. */
  readonly label: string;
  readonly options: Options;
}

/** From the base that is asked for down to the file's own. `auto` chooses by evidence; where that was wrong, the next is larger. */
function basesFrom(wish: BaseWish): readonly BaseWish[] {
  if (wish === 'keep') return ['keep'];
  if (wish === 'auto') return ['auto', 'slim', 'keep'];
  const at = (RUNGS as readonly string[]).indexOf(wish);
  return at === -1 ? [wish, 'keep'] : [...RUNGS.slice(at), 'keep'];
}

/** What is given up once no base helps: the transforms that change who runs the program, and what it finds around itself. */
const GIVEN_UP: readonly (readonly string[])[] = [
  ['add-non-root-user'],
  ['split-stages'],
  ['add-non-root-user', 'split-stages'],
];

/** Without a lockfile nobody knows whether the tree holds native code; the proof reads what it asks of the system. */
const AUDITED = 'unknown native code left to the audit';

/**
 * The ways to migrate a file, best first, in a fixed order: first the one that leaves to the proof what only it can know, then the bases
 * down, then on the first and on the file's own base without one transform, then without several. What the user asked for stays: nothing
 * is run that `--skip` leaves out or `--only` does not name.
 */
export function candidates(options: Options): readonly Rung[] {
  const runs = (name: string) => !options.skip.includes(name) && (options.only?.includes(name) ?? true);
  const bases = runs('swap-base-image') ? basesFrom(options.base) : [options.base];
  const [asked = options.base] = bases;
  const rungs = bases.map((base) => ({ base, without: [] as readonly string[] }));
  for (const names of GIVEN_UP) {
    if (!names.every(runs)) continue;
    for (const base of new Set([asked, bases.at(-1) ?? asked])) rungs.push({ base, without: names });
  }
  const migrated = rungs.map(({ base, without }) => ({
    label: [
      ...(base === asked ? [] : [`--base ${base}`]),
      ...(without.length === 0 ? [] : [`--skip ${without.join(',')}`]),
    ].join(' '),
    options: {
      ...options,
      // A transform that `--only` named and is given up now must not be named by both.
      only: options.only?.filter((name) => !without.includes(name)) ?? null,
      skip: [...options.skip, ...without],
      base,
    },
  }));
  const audits = bases.includes('slim') || asked === 'auto';
  return audits && runs('swap-base-image')
    ? [{ label: AUDITED, options: { ...options, unknownNativeCode: 'audited' } }, ...migrated]
    : migrated;
}
