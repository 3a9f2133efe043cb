import { type Decision, decisionsOf } from '../../src/decision.ts';
import type { LineRange } from '../../src/dockerfile/document.ts';
import { adviceFor, clause } from '../../src/ecosystems/clause.ts';
import { type Facts, type Item, projectOf, survey } from '../../src/facts.ts';
import { withVariables } from '../../src/plan/command-words.ts';
import { retext, withSteps } from '../../src/plan/edit.ts';
import type { Plan, Step } from '../../src/plan/plan.ts';
import type { Group } from './groups.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('cross-compile', reasons);

/** A group whose builds compile for the platform of the image. */
export interface Compiled {
  readonly plan: Plan;
  /** `GOARCH=$TARGETARCH`; none: the builds have them already. */
  readonly settings: readonly string[];
  /** Arguments that stages declare now and did not before. */
  readonly declared: readonly string[];
  readonly at: readonly LineRange[];
}

/** The same for every build of the group, or why one of them cannot. */
export function compiled(plan: Plan, group: Group, facts: Facts): Compiled | Decision {
  let current = plan;
  const settings = new Set<string>();
  const declared = new Set<string>();
  const at: LineRange[] = [];
  let crosses = false;
  for (const stage of group.stages) {
    const { items, base } = survey(plan, stage, facts);
    const commands = group.stages.flatMap((one) => survey(plan, one, facts).items.flatMap(({ readings }) => readings));
    const seen = new Set<string>();
    const steps: Step[] = [];
    for (const item of items) {
      let { step } = item;
      const needed = new Set<string>();
      for (const reading of item.readings) {
        const { detail, command } = reading;
        const project = detail.kind === 'build' ? projectOf(detail, facts) : undefined;
        const found = project?.crossBuild?.(reading, { base, commands });
        if (found === undefined) continue;
        if (!found.known) {
          const { because } = found;
          const data = { why: clause(because, facts) };
          return decide('not-crossed', {
            data,
            at: linesOf(item),
            evidence: because.evidence,
            ...adviceFor(because, facts),
          });
        }
        const { variables, arguments: args } = found.value;
        if (args.length === 0) continue;
        if (item.view.kind === 'run' && item.view.form === 'exec') return decide('exec-form', { at: linesOf(item) });
        crosses = true;
        for (const name of args) needed.add(name);
        const entries = Object.entries(variables);
        if (entries.length === 0) continue;
        const text = withVariables(step, item.state, facts.document, command, variables);
        if (text === null)
          return decide('not-crossed', { data: { why: 'its words were not found again' }, at: linesOf(item) });
        step = retext(step, text, 'it compiles for the platform of the image');
        for (const [name, value] of entries) settings.add(`${name}=${value}`);
        at.push(...linesOf(item));
      }
      for (const name of needed) {
        if (item.state.args.has(name) || item.state.env.has(name) || seen.has(name)) continue;
        seen.add(name);
        declared.add(name);
        steps.push({ kind: 'added', text: `ARG ${name}`, why: 'the builder says here what it builds for' });
      }
      steps.push(step);
    }
    current = withSteps(current, stage, steps);
  }
  if (!crosses) return decide('nothing-compiled');
  return { plan: current, settings: [...settings], declared: [...declared], at };
}

function linesOf({ step }: Item): readonly LineRange[] {
  return step.kind === 'added' ? [] : [step.of.lines];
}
