import type { Flag, Span } from '../dockerfile/view.ts';
import type { Plan, Stage, Step } from './plan.ts';

/** The plan with one stage replaced by the given ones. */
export function replaceStage(plan: Plan, index: number, stages: readonly Stage[]): Plan {
  return { ...plan, stages: [...plan.stages.slice(0, index), ...stages, ...plan.stages.slice(index + 1)] };
}

/** The plan with the steps of one stage replaced. */
export function withSteps(plan: Plan, index: number, steps: readonly Step[]): Plan {
  const stage = plan.stages[index];
  return stage ? replaceStage(plan, index, [{ ...stage, steps }]) : plan;
}

/**
 * The step with another text, still naming where it came from. An added step stays added; a step that is a part of a RUN or
 * was repeated stays so.
 */
export function retext(step: Step, text: string, why: string): Step {
  switch (step.kind) {
    case 'original':
      return text === step.of.text ? step : { kind: 'rewritten', of: step.of, text, why };
    case 'rewritten':
      return { ...step, text, why: `${step.why}; ${why}` };
    case 'part':
    case 'repeated':
    case 'added':
      return { ...step, text, why: `${step.why}; ${why}` };
  }
}

/** The step named once more in another stage. */
export function repeat(step: Step, why: string): Step {
  switch (step.kind) {
    case 'original':
      return { kind: 'repeated', of: step.of, text: step.of.text, why };
    case 'part':
      return { kind: 'repeated', of: step.of, groups: step.groups, text: step.text, why };
    case 'rewritten':
    case 'repeated':
      return { kind: 'repeated', of: step.of, text: step.text, why };
    case 'added':
      return { kind: 'added', text: step.text, why };
  }
}

/** The instruction text with a flag put behind its other flags, or the flag of that name replaced. */
export function withFlag(text: string, flags: readonly Flag[], name: string, value: string): string {
  const existing = flags.find((flag) => flag.name === name);
  const written = `--${name}=${value}`;
  if (existing) return text.slice(0, existing.start) + written + text.slice(existing.end);
  const at = flags.at(-1)?.end ?? /^\s*\S+/.exec(text)?.[0].length ?? 0;
  return `${text.slice(0, at)} ${written}${text.slice(at)}`;
}

/** The text with one span replaced. */
export function withSpan(text: string, span: Pick<Span, 'start' | 'end'>, replacement: string): string {
  return text.slice(0, span.start) + replacement + text.slice(span.end);
}
