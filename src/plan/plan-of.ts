import type { Document } from '../dockerfile/document.ts';
import type { Plan, Stage, Step } from './plan.ts';

/** The plan that changes nothing: every instruction is `original`, in its place. */
export function planOf(document: Document): Plan {
  const globals: Step[] = [];
  const stages: { from: Step; steps: Step[] }[] = [];
  for (const instruction of document.instructions) {
    const step: Step = { kind: 'original', of: instruction };
    const stage = stages.at(-1);
    if (instruction.keyword === 'FROM') stages.push({ from: step, steps: [] });
    else if (stage) stage.steps.push(step);
    else globals.push(step);
  }
  const readonlyStages: readonly Stage[] = stages;
  return { document, globals, stages: readonlyStages, dropped: [], ignore: [] };
}
