import type { Decision } from '../../decision.ts';
import type { Facts } from '../../facts.ts';
import type { Transform } from '../../transform.ts';
import type { Plan, Step } from '../plan.ts';

/** What a law looks at. */
export interface CheckInput {
  /** The plan that changes nothing. */
  readonly before: Plan;
  readonly after: Plan;
  readonly facts: Facts;
  readonly decisions: readonly Decision[];
  readonly transforms: readonly Transform[];
  /** The text of `after`. */
  readonly printed: string;
  /** What the program makes of its own output, with the proposed ignore file: the text, or a decision to change once more. */
  readonly again: () => string;
}

/** A plan that broke its promise: our bug, never the user's. */
export interface Breach {
  readonly law: string;
  /** 1-based line of the original, where there is one. */
  readonly line: number | null;
  readonly says: string;
}

/** One promise that every plan keeps before it is printed. */
export interface Law {
  readonly name: string;
  readonly promise: string;
  check(input: CheckInput): readonly Breach[];
}

/** The original line of a step, for messages. */
export function lineOf(step: Step): number | null {
  return step.kind === 'added' ? null : step.of.lines.first;
}

/** Every step of a plan, FROM lines included, in print order. */
export function allSteps(plan: Plan): readonly Step[] {
  return [...plan.globals, ...plan.stages.flatMap((stage) => [stage.from, ...stage.steps])];
}
