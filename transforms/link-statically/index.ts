import type { CommandReading } from '../../src/command-reading.ts';
import { type Decision, decisionsOf } from '../../src/decision.ts';
import type { BuildPlace } from '../../src/ecosystems/build-reading.ts';
import { adviceFor, clause } from '../../src/ecosystems/clause.ts';
import { type Facts, type Item, parentStage, projectOf, survey } from '../../src/facts.ts';
import { withVariables } from '../../src/plan/command-words.ts';
import { retext, withSteps } from '../../src/plan/edit.ts';
import type { Plan, Step } from '../../src/plan/plan.ts';
import type { Transform } from '../../src/transform.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('link-statically', reasons);

/** Lets a build that stays behind make a file which needs no library of the image that runs it. */
export const linkStatically: Transform = {
  name: 'link-statically',
  summary: 'links a compiled program without libraries of the system, where nothing in it is written in C',
  phase: 'stages',
  after: ['split-stages'],
  safety:
    'Only where the sources and the lockfile show that no package needs a C compiler, and only in a stage that the image which runs does not start from.',
  owns: [],
  reasons,
  run(plan, facts, options) {
    if (options.base === 'keep') return { plan, decisions: [] };
    const last = plan.stages.length - 1;
    let current = plan;
    const decisions: Decision[] = [];
    plan.stages.forEach((_, stage) => {
      if (isBelow(plan, stage, last)) return;
      const { items, base } = survey(current, stage, facts);
      const commands = commandsAbove(current, stage, facts);
      const place = commands === null ? undefined : { base, commands };
      const steps = items.map((item) => linked(item, place, facts, decisions));
      current = withSteps(current, stage, steps);
    });
    return decisions.some(({ verdict }) => verdict === 'changed') ? { plan: current, decisions } : { plan, decisions };
  },
};

/** What runs in a stage and in those that it starts from; null: something that is not understood runs there. */
function commandsAbove(plan: Plan, stage: number, facts: Facts): readonly CommandReading[] | null {
  const parent = parentStage(plan, stage);
  const above = parent === null ? [] : commandsAbove(plan, parent, facts);
  const { items } = survey(plan, stage, facts);
  const isRead = items.every(({ script }) => script === null || script.kind === 'commands');
  return above === null || !isRead ? null : [...above, ...items.flatMap(({ readings }) => readings)];
}

/** Whether the final stage is the stage, or starts from it. */
function isBelow(plan: Plan, stage: number, last: number): boolean {
  for (let at: number | null = last; at !== null; at = parentStage(plan, at)) if (at === stage) return true;
  return false;
}

function linked(item: Item, place: BuildPlace | undefined, facts: Facts, decisions: Decision[]): Step {
  const at = item.step.kind === 'added' ? [] : [item.step.of.lines];
  return item.readings.reduce((step, reading) => {
    const { detail, command } = reading;
    const project = detail.kind === 'build' ? projectOf(detail, facts) : undefined;
    const found = project?.staticBuild?.(reading, place);
    if (!found) return step;
    if (!found.known) {
      const { because } = found;
      const data = { why: clause(because, facts) };
      decisions.push(
        decide('needs-system-libraries', { data, evidence: because.evidence, at, ...adviceFor(because, facts) }),
      );
      return step;
    }
    const { variables, why, evidence } = found.value;
    const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    const text = withVariables(step, item.state, facts.document, command, variables);
    if (settings.length === 0 || text === null) return step;
    decisions.push(
      decide('linked-statically', { data: { settings, ...(why === undefined ? {} : { why }) }, evidence, at }),
    );
    return retext(step, text, 'the file that it makes runs on any image');
  }, item.step);
}
