import { type Decision, decisionsOf } from '../../src/decision.ts';
import { type Facts, fromOf } from '../../src/facts.ts';
import { replaceStage, retext, withFlag } from '../../src/plan/edit.ts';
import { type Plan, textOf } from '../../src/plan/plan.ts';
import type { Transform } from '../../src/transform.ts';
import { compiled } from './compiled.ts';
import { type Group, groupsOf } from './groups.ts';
import { obstacleOf } from './obstacles.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('cross-compile', reasons);

/** Lets what is compiled be compiled on the machine's own platform, for the one that the image is for. */
export const crossCompile: Transform = {
  name: 'cross-compile',
  summary:
    'on request (--cross-compile): compiles on the platform of the machine that builds, for the platform that is asked for',
  phase: 'stages',
  after: ['link-statically', 'strip-symbols'],
  safety:
    'Only on request, only in stages that stay behind, only where all that is copied out of them is compiled for the platform of the image or is the same on each, and only without C.',
  owns: [],
  reasons,
  run(plan, facts, options) {
    if (!options.crossCompile) return { plan, decisions: [] };
    const builder = otherBuilder(facts);
    if (builder !== null) return { plan, decisions: [builder] };
    let current = plan;
    const decisions: Decision[] = [];
    for (const group of groupsOf(plan)) {
      const outcome = crossed(current, group, facts);
      current = outcome.plan;
      decisions.push(outcome.decision);
    }
    if (decisions.length === 0) decisions.push(decide('nothing-compiled'));
    return { plan: current, decisions };
  },
};

/** A builder that says nothing of platforms stops at the line. */
function otherBuilder(facts: Facts): Decision | null {
  const other = facts.consumers.find(({ dockerfile, builder }) => dockerfile === facts.path && builder !== null);
  if (!other?.builder) return null;
  const builder = other.builder === 'classic' ? 'the classic builder' : other.builder;
  return decide('builder-without-platforms', { data: { file: other.file, builder } });
}

function crossed(plan: Plan, group: Group, facts: Facts): { readonly plan: Plan; readonly decision: Decision } {
  const obstacle = obstacleOf(plan, group, facts);
  if (obstacle !== null) return { plan, decision: obstacle };
  const found = compiled(plan, group, facts);
  if ('verdict' in found) return { plan, decision: found };
  const from = fromOf(plan, group.root);
  const stage = found.plan.stages[group.root];
  if (from === null || stage === undefined) return { plan, decision: decide('nothing-compiled') };
  const own = from.flags.some(({ name }) => name === 'platform');
  if (own && found.settings.length === 0) return { plan, decision: decide('crossed-already') };
  const text = own ? textOf(stage.from) : withFlag(textOf(stage.from), from.flags, 'platform', '$BUILDPLATFORM');
  const image = from.image.text;
  return {
    plan: replaceStage(found.plan, group.root, [
      {
        ...stage,
        from: retext(stage.from, text, 'what only builds runs on the platform of the machine, as asked for'),
      },
    ]),
    decision: decide('cross-compiled', {
      data: { image, settings: found.settings },
      at: found.at,
      declares: found.declared,
    }),
  };
}
