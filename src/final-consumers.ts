import { type Facts, fromOf } from './facts.ts';
import type { Plan } from './plan/plan.ts';
import type { Consumer } from './repository/consumer.ts';

/** Everybody who builds or runs the image, as the plan leaves them. */
export function consumersOf(plan: Plan, facts: Facts): readonly Consumer[] {
  return plan.consumers?.after ?? facts.consumers;
}

/** Those of them who get the final stage: a stage with a name of its own is another image. */
export function finalConsumers(plan: Plan, facts: Facts): readonly Consumer[] {
  const names = plan.stages
    .slice(0, -1)
    .flatMap((_, index) => fromOf(plan, index)?.stageName?.text.toLowerCase() ?? []);
  return consumersOf(plan, facts).filter(
    ({ dockerfile, target }) => dockerfile !== facts.path || target === null || !names.includes(target.toLowerCase()),
  );
}

/** The facts as whoever looks at the final stage alone has them. */
export function factsOfFinal(plan: Plan, facts: Facts): Facts {
  return { ...facts, consumers: finalConsumers(plan, facts) };
}
