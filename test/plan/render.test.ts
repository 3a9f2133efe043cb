import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/dockerfile/document.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';
import { withSteps } from '../../src/plan/edit.ts';
import type { Plan, Step } from '../../src/plan/plan.ts';
import { planOf } from '../../src/plan/plan-of.ts';
import { render } from '../../src/plan/render.ts';

function documentOf(source: string): Document {
  const parsed = parseDockerfile(source, 'Dockerfile');
  if (parsed.kind === 'problem') throw new Error(parsed.problem.cause);
  return parsed.document;
}

function stepsOf(plan: Plan, stage = 0): readonly Step[] {
  return plan.stages[stage]?.steps ?? [];
}

const ODD =
  '\uFEFF# syntax=docker/dockerfile:1\r\n# escape=\\\r\n\r\n# about\r\nARG V=20\r\n\r\nfrom node:$V as x\r\n\r\n  # indented\r\n  Run a && \\\r\n  # inside\r\n\r\n    b\r\n\tRUN <<EOF\r\n# not a comment\r\nEOF\r\nCMD x   \r\n# tail\r\n\r\n';

describe('render', () => {
  it.each([
    ODD,
    'FROM a',
    'FROM a\n\n\n',
    '# only\nFROM a\nFROM b\n# end',
  ])('prints a plan that changes nothing byte for byte: %j', (source) => {
    expect(render(planOf(documentOf(source)))).toBe(source);
  });

  it('keeps the comments of an instruction with it when it moves', () => {
    const plan = planOf(documentOf('FROM a\n# first\nRUN one\n\n# second\nRUN two\n'));
    const [one, two] = stepsOf(plan);
    expect(one && two && render(withSteps(plan, 0, [two, one]))).toBe('FROM a\n# second\nRUN two\n# first\nRUN one\n');
  });

  it('gives the comments of a dropped instruction to the next one that stays', () => {
    const plan = planOf(documentOf('FROM a\n# why one\nRUN one\nRUN two\n'));
    const [one, two] = stepsOf(plan);
    if (one?.kind !== 'original' || !two) throw new Error('two steps');
    const without = { ...withSteps(plan, 0, [two]), dropped: [{ of: one.of, why: 'not needed' }] };
    expect(render(without)).toBe('FROM a\n# why one\nRUN two\n');
  });

  it('gives the comments of a dropped last instruction to the end of the file', () => {
    const plan = planOf(documentOf('FROM a\nRUN one\n# why two\nRUN two\n'));
    const [one, two] = stepsOf(plan);
    if (two?.kind !== 'original' || !one) throw new Error('two steps');
    const without = { ...withSteps(plan, 0, [one]), dropped: [{ of: two.of, why: 'not needed' }] };
    expect(render(without)).toBe('FROM a\nRUN one\n# why two\n');
  });

  it('carries the comments of a divided RUN once', () => {
    const plan = planOf(documentOf('FROM a\n# both\nRUN one && two\n'));
    const [run] = stepsOf(plan);
    if (run?.kind !== 'original') throw new Error('a RUN');
    const part = (text: string, group: number): Step => ({
      kind: 'part',
      of: run.of,
      groups: [group],
      text,
      why: 'divided',
    });
    expect(render(withSteps(plan, 0, [part('RUN one', 0), part('RUN two', 1)]))).toBe(
      'FROM a\n# both\nRUN one\nRUN two\n',
    );
  });

  it('separates an added stage by one empty line', () => {
    const plan = planOf(documentOf('FROM a\n\nCMD x\n'));
    const stage = { from: { kind: 'added', text: 'FROM b', why: 'more' } as const, steps: stepsOf(plan) };
    expect(
      render({ ...plan, stages: [{ ...plan.stages[0], from: plan.stages[0]?.from ?? stage.from, steps: [] }, stage] }),
    ).toBe('FROM a\n\nFROM b\nCMD x\n');
  });

  it('ends added lines as the file does, and completes a last line that had no end', () => {
    const plan = planOf(documentOf('FROM a\r\nCMD x'));
    const steps: readonly Step[] = [...stepsOf(plan), { kind: 'added', text: 'USER node', why: 'no root' }];
    expect(render(withSteps(plan, 0, steps))).toBe('FROM a\r\nCMD x\r\nUSER node\r\n');
  });
});
