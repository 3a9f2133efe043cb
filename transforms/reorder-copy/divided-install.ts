import type { CommandReading } from '../../src/command-reading.ts';
import type { Decision } from '../../src/decision.ts';
import type { Item } from '../../src/facts.ts';
import { divideStep } from '../../src/plan/divide-step.ts';
import type { Step } from '../../src/plan/plan.ts';
import { decide } from './decide.ts';

/** The RUN of an install as what runs up to it and what runs after it; whole where nothing follows but what needs no sources. */
export function dividedInstall(
  item: Item,
  group: number,
  isOwn: (reading: CommandReading) => boolean,
): { readonly before: readonly Step[]; readonly after: readonly Step[] } | Decision {
  const { script, step, view } = item;
  if (script?.kind !== 'commands' || view.kind !== 'run') return { before: [step], after: [] };
  const last = lastGroupOfInstall(item, group, isOwn);
  if (last === script.groups.length - 1) return { before: [step], after: [] };
  const lists = [script.groups.slice(0, last + 1), script.groups.slice(last + 1)].map((groups) =>
    groups.map((one) => one.index),
  );
  const division = divideStep(
    step,
    view,
    script,
    lists,
    'divided behind the install, whose layer is kept when only sources change',
  );
  if (division.kind === 'refused')
    return decide('run-not-divisible', {
      data: { why: division.because },
      at: step.kind === 'added' ? [] : [step.of.lines],
    });
  const [before, ...after] = division.parts;
  return { before: before ? [before] : [step], after };
}

/** Cleaning, and what looks at nothing that the sources bring, stays with the install. */
function lastGroupOfInstall(item: Item, group: number, isOwn: (reading: CommandReading) => boolean): number {
  const stays = (index: number) =>
    item.readings.filter((reading) => reading.command.group === index).every((reading) => isOwn(reading));
  let last = group;
  const count = item.script?.kind === 'commands' ? item.script.groups.length : 0;
  while (last + 1 < count && stays(last + 1)) last++;
  return last;
}

/** The RUN of a build as what runs before the build and the rest: what prepares fetching (`apk add git`) has to run before it. */
export function dividedBefore(
  item: Item,
  { group }: { readonly group: number },
): { readonly before: readonly Step[]; readonly after: readonly Step[] } | Decision {
  const { script, step, view, readings } = item;
  const prepares = readings.some(({ command, role }) => command.group < group && role !== 'nothing');
  if (script?.kind !== 'commands' || view.kind !== 'run' || !prepares) return { before: [], after: [step] };
  const lists = [script.groups.slice(0, group), script.groups.slice(group)].map((groups) =>
    groups.map((one) => one.index),
  );
  const why = 'divided before the build, so that dependencies are fetched in between';
  const division = divideStep(step, view, script, lists, why);
  if (division.kind === 'refused')
    return decide('run-not-divisible', {
      data: { why: division.because },
      at: step.kind === 'added' ? [] : [step.of.lines],
    });
  return { before: division.parts.slice(0, 1), after: division.parts.slice(1) };
}
