import { fromOf } from '../../src/facts.ts';
import type { Plan } from '../../src/plan/plan.ts';

/** A stage name that no stage of the plan has yet: the wanted one, or with a number behind it. */
export function freeName(wanted: string, plan: Plan, taken: readonly string[]): string {
  const used = new Set(taken);
  plan.stages.forEach((_, index) => {
    const from = fromOf(plan, index);
    if (from?.stageName) used.add(from.stageName.text.toLowerCase());
    if (from) used.add(from.image.text.toLowerCase());
  });
  let name = wanted;
  for (let number = 2; used.has(name); number++) name = `${wanted}-${number}`;
  return name;
}
