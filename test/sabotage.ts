import { fromOf, viewOf } from '../src/facts.ts';
import { withSteps } from '../src/plan/edit.ts';
import { type Plan, type Step, textOf } from '../src/plan/plan.ts';
import type { Transform } from '../src/transform.ts';

type Break = (plan: Plan) => Plan;

/** One way to break each law on purpose, so that its check can be seen to catch it. */
const BREAKS: Readonly<Record<string, Break>> = {
  provenance: (plan) => onFinal(plan, (steps) => steps.slice(0, -1)),
  references: (plan) =>
    onFinal(plan, (steps, document) =>
      steps.map((step) => {
        const view = viewOf(step, document);
        return view.kind === 'copy' && view.from !== null
          ? rewritten(step, textOf(step).replace(`--from=${view.from}`, '--from=nowhere'))
          : step;
      }),
    ),
  'final-stage': (plan) => {
    const last = plan.stages.length - 1;
    const stage = plan.stages[last];
    const image = fromOf(plan, last)?.image.text;
    if (!stage || image === undefined) return plan;
    return {
      ...plan,
      stages: [...plan.stages.slice(0, -1), { ...stage, from: rewritten(stage.from, `FROM ${image} AS renamed`) }],
    };
  },
  consumers: (plan) => ({
    ...plan,
    stages: [
      ...plan.stages.slice(0, -1),
      { from: added('FROM node:20 AS development'), steps: [] },
      ...plan.stages.slice(-1),
    ],
  }),
  'runtime-configuration': (plan) => onFinal(plan, (steps) => [...steps, added('ENV BROKEN=1')]),
  surroundings: (plan) =>
    onFinal(plan, (steps, document) => {
      const state = steps.filter((step) => viewOf(step, document).kind === 'env');
      return [...steps.filter((step) => !state.includes(step)), ...state];
    }),
  order: (plan) =>
    onFinal(plan, (steps, document) => {
      const runs = steps.filter((step) => viewOf(step, document).kind === 'run');
      const copies = steps.filter((step) => viewOf(step, document).kind === 'copy');
      const rest = steps.filter((step) => !runs.includes(step) && !copies.includes(step));
      return [...rest, ...runs, ...copies];
    }),
  libc: (plan) => {
    const stage = plan.stages[0];
    const image = fromOf(plan, 0)?.image;
    if (!stage || !image) return plan;
    return {
      ...plan,
      stages: [
        { ...stage, from: rewritten(stage.from, textOf(stage.from).replace(image.text, 'node:20-alpine')) },
        ...plan.stages.slice(1),
      ],
    };
  },
  sources: (plan) => onFinal(plan, (steps) => [...steps, added('COPY no-such-file ./')]),
  'sources: a path that its stage removes': (plan) => {
    const [tools] = plan.stages;
    if (!tools) return plan;
    const removed = withSteps(plan, 0, [...tools.steps, added('RUN rm -rf /tools')]);
    return onFinal(removed, (steps) => [...steps, added('COPY --from=tools /tools /again')]);
  },
  'surroundings: a changed COPY that lands elsewhere': (plan) =>
    onFinal(plan, (steps) =>
      steps.flatMap((step) =>
        textOf(step) === 'COPY a.js ./'
          ? [added('WORKDIR /other'), rewritten(step, 'COPY ./a.js ./'), added('WORKDIR /app')]
          : [step],
      ),
    ),
  form: (plan) => onFinal(plan, (steps) => [...steps, added('RUN true\nRUN true')]),
  comments: (plan) =>
    onFinal(plan, (steps) => steps.map((step) => rewritten(step, textOf(step).replace(/^\s*#.*\r?\n/gm, '')))),
  idempotence: (plan) => onFinal(plan, (steps) => [...steps, added('RUN true')]),
};

/** A transform that breaks the named law on every plan. */
export function sabotage(law: string): Transform {
  const broken = BREAKS[law];
  if (!broken) throw new Error(`no way to break «${law}» is written down; known: ${Object.keys(BREAKS).join(', ')}`);
  return {
    name: 'break-law',
    summary: `breaks the law «${law}» on purpose`,
    phase: 'clean',
    safety: 'none',
    owns: [],
    reasons: {},
    run: (plan) => ({ plan: broken(plan), decisions: [] }),
  };
}

function onFinal(plan: Plan, change: (steps: readonly Step[], document: Plan['document']) => readonly Step[]): Plan {
  const last = plan.stages.length - 1;
  return withSteps(plan, last, change(plan.stages[last]?.steps ?? [], plan.document));
}

function added(text: string): Step {
  return { kind: 'added', text, why: 'to break a law' };
}

function rewritten(step: Step, text: string): Step {
  return step.kind === 'added' || text === textOf(step)
    ? step
    : { kind: 'rewritten', of: step.of, text, why: 'to break a law' };
}
