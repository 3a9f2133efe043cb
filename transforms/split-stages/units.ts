import type { CommandReading } from '../../src/command-reading.ts';
import type { Decision } from '../../src/decision.ts';
import type { Item } from '../../src/facts.ts';
import { divideStep } from '../../src/plan/divide-step.ts';
import type { Step } from '../../src/plan/plan.ts';
import type { Script } from '../../src/shell/command.ts';
import type { SplitCase } from './case.ts';
import { placeOfCopied } from './copied-programs.ts';
import { nameOfUser } from './name-of-user.ts';
import { finishesOutputs, lastBuildIndex, type Place, placeOfGroup } from './place-of-command.ts';
import { at, decide } from './placed.ts';
import { installStep, type Remainder, remainderOf } from './runtime-packages.ts';

/** A step, or a part of one, with its place. */
export interface Unit {
  readonly item: Item;
  readonly step: Step;
  readonly place: Place;
  readonly readings: readonly CommandReading[];
  /** What the runtime runs in its place, where it stays behind but leaves a need. */
  readonly inRuntime?: Step;
  /** What that instruction installs. */
  readonly remainders?: readonly Remainder[];
}

/** Every step of the stage as units in file order, RUNs divided where their commands go to different stages. */
export function unitsOf(found: SplitCase): readonly Unit[] | Decision {
  const last = lastBuildIndex(found);
  const units: Unit[] = [];
  for (const item of found.survey.items) {
    const placed = item.view.kind === 'run' ? runUnits(item, last, found) : plainUnit(item, last, found);
    if ('verdict' in placed) return placed;
    units.push(...placed);
  }
  return units.map((unit) => withRemainder(unit, found));
}

/** Packages that stay behind with a unit leave libraries and programs to the runtime. */
function withRemainder(unit: Unit, found: SplitCase): Unit {
  if (unit.place !== 'build' && unit.place !== 'install') return unit;
  const remainders = unit.readings.flatMap((reading) => remainderOf(reading, found) ?? []);
  const inRuntime = installStep(remainders);
  return inRuntime === null ? unit : { ...unit, inRuntime, remainders };
}

function plainUnit(item: Item, last: number, found: SplitCase): readonly Unit[] | Decision {
  const unit = (place: Place): readonly Unit[] => [{ item, step: item.step, place, readings: [] }];
  const copiedUnit = (place: Place | Decision) => (typeof place === 'string' ? unit(place) : place);
  switch (item.view.kind) {
    case 'env':
    case 'arg':
    case 'workdir':
    case 'user':
    case 'shell':
      return unit('state');
    case 'copy':
    case 'add':
      if (item.index > last) return unit('runtime');
      return item.view.from === null ? unit('build') : copiedUnit(placeOfCopied(item, item.view, found));
    default:
      return unit('runtime');
  }
}

function runUnits(item: Item, last: number, found: SplitCase): readonly Unit[] | Decision {
  if (item.script?.kind !== 'commands') return [{ item, step: item.step, place: 'build', readings: [] }];
  if (item.index > last && finishesOutputs(item, found))
    return [{ item, step: item.step, place: 'build', readings: item.readings }];
  if (item.index > last)
    return userFirst(item, last, found) ?? [{ item, step: item.step, place: 'runtime', readings: item.readings }];
  const { script } = item;
  const places = script.groups.map((group) => placeOfGroup(item, group.index, found));
  const fault = places.find((place): place is Decision => typeof place === 'object');
  if (fault) return fault;
  const runs = joinFollowers(places.filter((place) => typeof place === 'string'));
  const kinds = new Set(runs.map((run) => (run.place === 'install' ? 'build' : run.place)));
  if (kinds.size <= 1) {
    const place = runs.find((run) => run.place === 'install')?.place ?? runs[0]?.place ?? 'build';
    return [{ item, step: item.step, place, readings: item.readings }];
  }
  return dividedUnits(item, script, runs);
}

interface GroupRun {
  readonly place: Place;
  readonly groups: readonly number[];
}

/** Neighbouring groups of one place together; `follow` groups (cleaning, printing) stay with the group before them. */
function joinFollowers(places: readonly (Place | 'follow')[]): readonly GroupRun[] {
  const first = places.find((place): place is Place => place !== 'follow') ?? 'build';
  const runs: { place: Place; groups: number[] }[] = [];
  places.forEach((place, index) => {
    const previous = runs.at(-1);
    const actual = place === 'follow' ? (previous?.place ?? first) : place;
    if (previous?.place === actual) previous.groups.push(index);
    else runs.push({ place: actual, groups: [index] });
  });
  return runs;
}

/** `RUN useradd app && chown -R app /app`: the user apart, so that copies can name it. Null: nothing to divide, or it cannot be. */
function userFirst(item: Item, last: number, { survey }: SplitCase): readonly Unit[] | null {
  const { script } = item;
  const before = survey.items.filter(({ index }) => index > last && index < item.index);
  if (!before.every((one) => saysNothing(one) || (one.readings.length > 0 && one.readings.every(isUser)))) return null;
  if (script?.kind !== 'commands' || nameOfUser(survey.end.user?.certain) === null) return null;
  const groups = script.groups.map(({ index }) => index);
  const others = groups.findIndex((group) =>
    item.readings.some((reading) => reading.command.group === group && !isUser(reading)),
  );
  if (others < 1) return null;
  const runs = [groups.slice(0, others), groups.slice(others)].map(
    (part) => ({ place: 'runtime', groups: part }) as const,
  );
  const units = dividedUnits(item, script, runs);
  return 'verdict' in units ? null : units;
}

function isUser({ role }: CommandReading): boolean {
  return role === 'user';
}

/** Instructions that say nothing to RUNs behind them. */
export function saysNothing({ view }: Item): boolean {
  return ['expose', 'label', 'cmd', 'entrypoint', 'healthcheck', 'stopsignal', 'volume', 'maintainer'].includes(
    view.kind,
  );
}

function dividedUnits(
  item: Item,
  script: Script & { readonly kind: 'commands' },
  runs: readonly GroupRun[],
): readonly Unit[] | Decision {
  const { view, step } = item;
  if (view.kind !== 'run') return [];
  const lists = runs.map((run) => run.groups);
  const division = divideStep(
    step,
    view,
    script,
    lists,
    'divided from a RUN whose commands belong to different stages',
  );
  if (division.kind === 'refused') return refusal(item, division.because);
  return runs.flatMap(({ place, groups }, index): readonly Unit[] => {
    const part = division.parts[index];
    const readings = item.readings.filter((reading) => groups.includes(reading.command.group));
    return part ? [{ item, step: part, place, readings }] : [];
  });
}

function refusal(item: Item, why: string): Decision {
  return decide('run-not-divisible', { data: { why }, at: at(item) });
}

/** -1: none matches. */
export function lastIndex(units: readonly Unit[], matches: (unit: Unit) => boolean): number {
  return units.reduce((last, unit, index) => (matches(unit) ? index : last), -1);
}
