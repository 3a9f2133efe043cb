import type { ConfigField, Decision, Reasons } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Options } from './options.ts';
import type { Plan } from './plan/plan.ts';

/** Transforms run in this order; within a phase, by `after` and then by name. */
export const PHASES = ['read', 'install', 'order', 'stages', 'base', 'user', 'clean'] as const;
export type Phase = (typeof PHASES)[number];

/** What a transform made of a plan. */
export interface Outcome {
  readonly plan: Plan;
  readonly decisions: readonly Decision[];
  /** No later transform may touch this file. */
  readonly stop?: true;
}

/** One change to Dockerfiles: a pure function over plans. It never names an ecosystem and never edits text outside a step. */
export interface Transform {
  /** Verb-object; also the folder and the name on the command line. */
  readonly name: string;
  /** One line for `list`. */
  readonly summary: string;
  readonly phase: Phase;
  readonly after?: readonly string[];
  /** Why a change by this transform keeps builds and behaviour, for `explain`. */
  readonly safety: string;
  /** More for its page: choices that a reader may ask about, a paragraph each. */
  readonly notes?: readonly string[];
  readonly reasons: Reasons;
  /** The configuration fields that it may change (with a `changed` decision that names old and new value). */
  readonly owns: readonly ConfigField[];
  /** What its README shows below the reasons. */
  readonly appendix?: string;
  run(plan: Plan, facts: Facts, options: Options): Outcome;
}

/** Transforms in the order in which they run: by phase, then after those they name, then by name. */
export function inOrder(transforms: readonly Transform[]): readonly Transform[] {
  const sorted = [...transforms].sort(
    (a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) || (a.name < b.name ? -1 : 1),
  );
  const placed: Transform[] = [];
  const place = (transform: Transform) => {
    if (placed.includes(transform)) return;
    for (const name of transform.after ?? []) {
      const earlier = sorted.find((candidate) => candidate.name === name && candidate.phase === transform.phase);
      if (earlier) place(earlier);
    }
    placed.push(transform);
  };
  sorted.forEach(place);
  return placed;
}
