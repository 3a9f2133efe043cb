import type { Role } from '../../command-reading.ts';
import { survey } from '../../facts.ts';
import type { Step } from '../plan.ts';
import type { CheckInput } from './law.ts';

/** The roles of the commands of a repeated RUN, read at its place. A RUN that is not understood counts as `unknown`. */
export function rolesOfRepeated(input: CheckInput, step: Step): readonly Role[] {
  for (let stage = 0; stage < input.after.stages.length; stage++) {
    if (!input.after.stages[stage]?.steps.includes(step)) continue;
    const item = survey(input.after, stage, input.facts).items.find((candidate) => candidate.step === step);
    if (item) return item.script?.kind === 'commands' ? item.readings.map((reading) => reading.role) : ['unknown'];
  }
  return [];
}
