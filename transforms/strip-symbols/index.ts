import { type Decision, decisionsOf } from '../../src/decision.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import { type Facts, type Item, projectOf, survey } from '../../src/facts.ts';
import { withCommand } from '../../src/plan/command-words.ts';
import { retext, withSteps } from '../../src/plan/edit.ts';
import type { Step } from '../../src/plan/plan.ts';
import type { Transform } from '../../src/transform.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('strip-symbols', reasons);

/** Leaves out of compiled programs what only debuggers read. */
export const stripSymbols: Transform = {
  name: 'strip-symbols',
  summary: 'on request (--strip): leaves the symbol table and the debug information out of compiled programs',
  phase: 'stages',
  after: ['link-statically'],
  safety: 'Only on request: the program runs the same, and a debugger finds less.',
  owns: [],
  reasons,
  run(plan, facts, options) {
    if (!options.strip) return { plan, decisions: [] };
    const decisions: Decision[] = [];
    let current = plan;
    plan.stages.forEach((_, stage) => {
      const steps = survey(current, stage, facts).items.map((item) => stripped(item, facts, decisions));
      current = withSteps(current, stage, steps);
    });
    return { plan: decisions.some(({ verdict }) => verdict === 'changed') ? current : plan, decisions };
  },
};

function stripped(item: Item, facts: Facts, decisions: Decision[]): Step {
  const at = item.step.kind === 'added' ? [] : [item.step.of.lines];
  // The words of an exec form are no shell’s: quotes would be part of them.
  if (item.view.kind !== 'run' || item.view.form === 'exec') return item.step;
  return item.readings.reduce((step, { command, detail, ...reading }) => {
    const project = detail.kind === 'build' ? projectOf(detail, facts) : undefined;
    const found = project?.strippedBuild?.({ command, detail, ...reading });
    if (found === undefined || (found.known && found.value === null)) return step;
    const before = command.words.map(({ text }) => text).join(' ');
    if (!found.known) {
      decisions.push(decide('not-stripped', { data: { before, why: clause(found.because, facts) }, at }));
      return step;
    }
    const after = found.value ?? before;
    const text = withCommand(step, item.state, facts.document, command, after);
    if (text === null) return step;
    decisions.push(decide('stripped', { data: { before, after }, at }));
    return retext(step, text, 'what only debuggers read is left out, as asked for');
  }, item.step);
}
