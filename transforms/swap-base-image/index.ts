import type { BaseCandidate, BaseImage } from '../../src/base-images/base-image.ts';
import { smallerBases } from '../../src/base-images/candidates.ts';
import { compatible } from '../../src/base-images/compatible.ts';
import { type Decision, decisionsOf } from '../../src/decision.ts';
import { readImageReference } from '../../src/dockerfile/image-reference.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import { type Facts, fromOf, globalDefaults, parentStage, survey } from '../../src/facts.ts';
import type { Options } from '../../src/options.ts';
import { lineOf } from '../../src/plan/check/law.ts';
import { replaceStage, retext, withSpan } from '../../src/plan/edit.ts';
import { type Plan, textOf } from '../../src/plan/plan.ts';
import { requirementsOf } from '../../src/requirements.ts';
import type { Outcome, Transform } from '../../src/transform.ts';
import { obstacleTo } from './obstacles.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('swap-base-image', reasons);

/** Moves the final stage onto the smallest variant of its image that everything which runs can live with. */
export const swapBaseImage: Transform = {
  name: 'swap-base-image',
  summary: 'moves the stage that runs onto a smaller variant of its image (alpine, slim)',
  phase: 'base',
  safety:
    'The version stays. Alpine (musl) only when the lockfile shows that no dependency holds native code; a variant is refused when the start command, the health check, a RUN, the sources or a compose file calls a program that it lacks.',
  owns: [],
  reasons,
  run(plan, facts, options) {
    const last = plan.stages.length - 1;
    if (parentStage(plan, last) !== null) return { plan, decisions: [] };
    const view = fromOf(plan, last);
    const image = view ? survey(plan, last, facts).base : null;
    if (!view) return { plan, decisions: [] };
    const decision = early(plan, image, view.image.text, options);
    if (decision) return { plan, decisions: [decision] };
    return image ? walkLadder(plan, facts, options, image) : { plan, decisions: [] };
  },
};

function early(plan: Plan, image: BaseImage | null, text: string, options: Options): Decision | null {
  const at = placeOf(plan);
  if (options.base === 'keep') return decide('kept-on-request');
  const reference = readImageReference(text);
  if (reference.digest !== null) return decide('pinned-by-digest', { data: { image: text }, at });
  if (image === null)
    return text.toLowerCase() === 'scratch'
      ? decide('smallest-already', { data: { image: text } })
      : decide('base-image-unknown', { data: { image: text }, at });
  return null;
}

function walkLadder(plan: Plan, facts: Facts, options: Options, image: BaseImage): Outcome {
  const last = plan.stages.length - 1;
  const text = fromOf(plan, last)?.image.text ?? '';
  const at = placeOf(plan);
  const stop = (decision: Decision): Outcome => ({ plan, decisions: [decision] });
  const reference = readImageReference(text);
  const ladder = smallerBases(reference, image, globalDefaults(plan));
  if (ladder.length === 0)
    return stop(
      image.variant === 'full' && image.family === 'node'
        ? decide('variant-unknown', { data: { image: text }, at })
        : decide('smallest-already', { data: { image: text } }),
    );
  if (overridden(reference.text, facts)) return stop(decide('variant-unknown', { data: { image: text }, at }));
  const wanted = ladder.filter((candidate) => options.base === 'auto' || candidate.variant === options.base);
  if (wanted.length === 0) return stop(decide('smallest-already', { data: { image: text } }));
  const needs = requirementsOf(plan, facts);
  if ('unknown' in needs)
    return stop(
      decide(facts.context.state === 'unknown' ? 'context-unknown' : 'requirements-unknown', {
        data: { why: typeof needs.unknown === 'string' ? needs.unknown : clause(needs.unknown, facts) },
        at,
      }),
    );
  if (needs.start.kind === 'development')
    return stop(decide('development-image', { data: { tool: needs.start.tool }, evidence: needs.start.evidence, at }));
  const refusals: Decision[] = [];
  for (const candidate of wanted) {
    const obstacle = obstacleTo(candidate, image, facts, needs);
    if (obstacle === null)
      return {
        plan: swapped(plan, candidate),
        decisions: [...refusals, changed(text, candidate, image, needs.native.kind, at)],
      };
    const refusal = { ...obstacle, at: obstacle.at.length > 0 ? obstacle.at : at };
    // One circumstance that stops several rungs is told once, for the nearest rung.
    const told = refusals.findIndex((earlier) => earlier.code === refusal.code);
    refusals.splice(told === -1 ? refusals.length : told, told === -1 ? 0 : 1, refusal);
  }
  return { plan, decisions: refusals };
}

function changed(
  from: string,
  candidate: BaseCandidate,
  image: BaseImage,
  native: string,
  at: Decision['at'],
): Decision {
  const { differences, libcChanges } = compatible(image, candidate.image);
  const why = [
    libcChanges
      ? 'the lockfile shows no native code'
      : native === 'none'
        ? 'the libc and its release stay, and no dependency holds native code'
        : 'the libc and its release stay',
    'nothing that runs calls a program that it lacks',
  ].join(', and ');
  return decide('base-swapped', { data: { from, to: candidate.reference, why, differences }, at });
}

function swapped(plan: Plan, candidate: BaseCandidate): Plan {
  const last = plan.stages.length - 1;
  const stage = plan.stages[last];
  const view = fromOf(plan, last);
  if (!stage || !view) return plan;
  const text = withSpan(textOf(stage.from), view.image, candidate.reference);
  return replaceStage(plan, last, [
    { ...stage, from: retext(stage.from, text, `${candidate.variant} holds all that runs`) },
  ]);
}

/** A compose file, bake file or CI job that passes the version may pass more than a version. */
function overridden(reference: string, facts: Facts): boolean {
  const names = [...reference.matchAll(/\$\{?(\w+)/g)].map((match) => match[1] ?? '');
  return facts.consumers.some(
    (consumer) =>
      consumer.dockerfile === facts.path &&
      names.some((name) => name in consumer.buildArgs && !/^\d+(\.\d+)*$/.test(consumer.buildArgs[name] ?? '')),
  );
}

function placeOf(plan: Plan): Decision['at'] {
  const from = plan.stages.at(-1)?.from;
  const line = (from ? lineOf(from) : null) ?? lineOf(plan.stages[0]?.from ?? { kind: 'added', text: '', why: '' });
  return line === null ? [] : [{ first: line, last: line }];
}
