import { decisionsOf } from '../../src/decision.ts';
import { readImageReference } from '../../src/dockerfile/image-reference.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import { fromOf, globalDefaults } from '../../src/facts.ts';
import { configurationOf } from '../../src/plan/check/runtime-configuration.ts';
import { retext, withSteps } from '../../src/plan/edit.ts';
import { textOf } from '../../src/plan/plan.ts';
import { requirementsOf } from '../../src/requirements.ts';
import { runtimeQuestion } from '../../src/runtime-question.ts';
import type { Transform } from '../../src/transform.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('start-directly', reasons);

/** Starts a program itself, and not through a script of its package manager, where the process is the same. */
export const startDirectly: Transform = {
  name: 'start-directly',
  summary: 'starts the program itself instead of npm start, where it is the same process and handles SIGTERM',
  phase: 'stages',
  after: ['replace-dev-server'],
  safety:
    'Only where the script is one plain command with literal words, nothing runs before or behind it, no source reads a variable that only the package manager sets, nothing is found by its PATH, and the program handles SIGTERM itself.',
  owns: ['CMD'],
  reasons,
  run(plan, facts) {
    const last = plan.stages.length - 1;
    const from = fromOf(plan, last);
    const needs = requirementsOf(plan, facts);
    if (from === null || 'unknown' in needs || needs.start.kind !== 'program') return { plan, decisions: [] };
    const { survey: final, project, program, start } = needs;
    const cmd = final.items.findLast(({ view }) => view.kind === 'cmd');
    if (final.base === null || cmd === undefined || (start.beside ?? []).length > 0) return { plan, decisions: [] };
    const reference = facts.mirrors.known(readImageReference(from.image.text));
    const direct = project.directStart?.(runtimeQuestion(needs, final.base, reference, globalDefaults(plan)), program);
    // A script that starts something else than the runtime: its package manager is how that is found.
    if (direct == null || (!direct.known && direct.because.code === 'start-needs-other-program'))
      return { plan, decisions: [] };
    const at = cmd.step.kind === 'added' ? [] : [cmd.step.of.lines];
    if (!direct.known) {
      const why = clause(direct.because, facts);
      return { plan, decisions: [decide('manager-needed', { data: { why }, evidence: direct.because.evidence, at })] };
    }
    const { words, without, evidence } = direct.value;
    if (!program.handlesSigterm)
      return { plan, decisions: [decide('manager-stops-it', { data: { without }, evidence, at })] };
    const array = `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
    const steps = final.items.map(({ step }) =>
      step === cmd.step ? retext(step, `CMD ${array}`, 'the program starts itself') : step,
    );
    const before = configurationOf(final.end).get('CMD') ?? '';
    const data = { was: textOf(cmd.step).trim(), start: `CMD ${array}`, without };
    const changes = [{ field: 'CMD' as const, before, after: JSON.stringify(words) }];
    return {
      plan: withSteps(plan, last, steps),
      decisions: [decide('started-directly', { data, evidence, at, changes })],
    };
  },
};
