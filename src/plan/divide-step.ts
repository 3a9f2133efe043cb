import type { RunView } from '../dockerfile/view.ts';
import type { Script } from '../shell/command.ts';
import { divide } from '../shell/divide.ts';
import { type Step, textOf } from './plan.ts';

/** The parts of a RUN as steps that name the original's groups, or why it has to stay whole. */
export type Division =
  | { readonly kind: 'parts'; readonly parts: readonly Step[] }
  | { readonly kind: 'refused'; readonly because: string };

/** Divides the RUN of a step into one part for each list of groups (indices in `script`, which is the reading of the step's text). */
export function divideStep(
  step: Step,
  view: RunView,
  script: Script,
  lists: readonly (readonly number[])[],
  why: string,
): Division {
  if (script.kind === 'not-understood') return refused(script.because);
  if (!script.divisible) return refused(script.indivisibleBecause ?? 'its commands do not stop at the first failure');
  if (step.kind === 'added' || step.kind === 'repeated') return refused('it does not stand in the original like this');
  const origins = step.kind === 'part' ? step.groups : script.groups.map((group) => group.index);
  // A part begins with what it restates of the shell (`set -x`), which is no group of its own; one with a gap may restate something inside.
  const restated = script.groups.length - origins.length;
  const isWhole = origins.every((group, at) => at === 0 || group === (origins[at - 1] ?? 0) + 1);
  if (restated < 0 || (restated > 0 && !isWhole)) return refused('it was divided before');
  const parts: Step[] = [];
  for (const groups of lists) {
    const divided = divide(textOf(step), view, script, groups);
    if (divided.kind === 'refused') return refused(divided.because);
    parts.push({
      kind: 'part',
      of: step.of,
      groups: groups.flatMap((group) => (group < restated ? [] : (origins[group - restated] ?? group))),
      text: divided.text,
      why,
    });
  }
  return { kind: 'parts', parts };
}

function refused(because: string): Division {
  return { kind: 'refused', because };
}
