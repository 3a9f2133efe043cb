import { fromOf, viewOf } from '../facts.ts';
import { retext, withSpan } from './edit.ts';
import { type Plan, type Step, textOf } from './plan.ts';

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

/** The file's first FROM with the name of a stage that stays behind. */
export function renamedFrom(plan: Plan, name: string, why: string): Step {
  const step: Step = plan.stages[0]?.from ?? { kind: 'added', text: '', why: 'a plan has a stage' };
  const view = viewOf(step, plan.document);
  const text = textOf(step);
  if (view.kind !== 'from') return step;
  const renamed = view.stageName
    ? withSpan(text, view.stageName, name)
    : `${text.slice(0, view.image.end)} AS ${name}${text.slice(view.image.end)}`;
  return retext(step, renamed, why);
}
