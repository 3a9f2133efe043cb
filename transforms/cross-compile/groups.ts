import { fromOf, parentStage } from '../../src/facts.ts';
import type { Plan } from '../../src/plan/plan.ts';

/** Stages that run on one platform: one that starts from an image, and those that start from it. */
export interface Group {
  readonly root: number;
  readonly stages: readonly number[];
}

/** The groups that hold a RUN-able image and from which nothing runs in the end: what is copied out of them is all that is left of them. */
export function groupsOf(plan: Plan): readonly Group[] {
  const roots = plan.stages.map((_, stage) => rootOf(plan, stage));
  const last = roots.at(-1);
  return [...new Set(roots)]
    .filter((root) => root !== last && fromOf(plan, root)?.image.text !== 'scratch')
    .map((root) => ({ root, stages: roots.flatMap((other, stage) => (other === root ? [stage] : [])) }));
}

function rootOf(plan: Plan, stage: number): number {
  const parent = parentStage(plan, stage);
  return parent === null ? stage : rootOf(plan, parent);
}
