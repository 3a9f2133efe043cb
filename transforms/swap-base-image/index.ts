import type { BaseCandidate, BaseImage } from '../../src/base-images/base-image.ts';
import { smallerBases } from '../../src/base-images/candidates.ts';
import { compatible } from '../../src/base-images/compatible.ts';
import { type LadderStep, ladderOf } from '../../src/base-images/ladder.ts';
import type { RuntimeCandidate } from '../../src/base-images/runtime-candidate.ts';
import { type Decision, decisionsOf, type FieldChange } from '../../src/decision.ts';
import { readImageReference } from '../../src/dockerfile/image-reference.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import { type Facts, fromOf, globalDefaults, parentStage, survey } from '../../src/facts.ts';
import { factsOfFinal } from '../../src/final-consumers.ts';
import type { Options } from '../../src/options.ts';
import { lineOf } from '../../src/plan/check/law.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { type Requirements, requirementsOf } from '../../src/requirements.ts';
import { runtimeQuestion } from '../../src/runtime-question.ts';
import type { Outcome, Transform } from '../../src/transform.ts';
import { withoutBrought } from './brought.ts';
import { checkDifference } from './health-check.ts';
import { type Move, moved, OWNED } from './move.ts';
import { moveTo } from './obstacles.ts';
import { onServer } from './on-server.ts';
import { packageDifference } from './packages.ts';
import { reasons } from './reasons.ts';
import { wantedSteps } from './wanted.ts';

const decide = decisionsOf('swap-base-image', reasons);

/** Moves the final stage onto the smallest variant of its image that everything which runs can live with. */
export const swapBaseImage: Transform = {
  name: 'swap-base-image',
  summary:
    'moves the stage that runs onto a smaller base: a variant of its image, or one that is made for such programs',
  phase: 'base',
  safety:
    'The version stays. Alpine (musl) only when the lockfile shows that no dependency holds native code; a variant is refused when the start command, the health check, a RUN, the sources or a compose file calls a program that it lacks.',
  notes: [
    '**The ladder.** `scratch` → `static` → `distroless` → `alpine` → `slim` → the file’s own base. Its steps are the smaller variants of the same image and version, and the images that the project’s ecosystem knows to run such a program; the first one that meets every requirement of the stage is taken. `--base` asks for one step or one image, and is refused, with the reason, where it would break.',
    '**Libraries that native code loads.** Prisma’s engines and `pg-native` load what the full image of Node brings and the slim one lacks: OpenSSL and certificates, libpq. They are installed there, on releases of Debian whose packages stay where they are.',
    '**Java and nginx without a project of a known language.** `java -jar …` moves to the JRE of the same image with `--base jre`, nginx to Alpine with `--base alpine`, where RUNs, health checks and consumers call nothing that is missing there. Not by default: whether a jar calls the compiler stands in no file that is read, and a configuration may name what only one distribution has.',
    '**Node.js on distroless only with `--base distroless`.** What the sources start by name is looked for; what their dependencies start is not, and nobody can open a shell in such a container. So the tool does not choose it by itself. ENTRYPOINT, CMD and HEALTHCHECK are rewritten for `/nodejs/bin/node`, and the decision names each of them.',
  ],
  owns: OWNED,
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
  const text = fromOf(plan, plan.stages.length - 1)?.image.text ?? '';
  const at = placeOf(plan);
  const stop = (decision: Decision): Outcome => ({ plan, decisions: [decision] });
  const reference = facts.mirrors.known(readImageReference(text));
  const variables = globalDefaults(plan);
  const variants = overridden(reference.text, facts) ? [] : smallerBases(reference, image, variables);
  const needs = requirementsOf(plan, facts);
  const runtimes =
    'unknown' in needs
      ? []
      : onMirrors(needs.project.runtimes(runtimeQuestion(needs, image, reference, variables)), text, facts);
  const ladder = ladderOf(image, variants, runtimes);
  const from = { reference, image, variables, mirrors: facts.mirrors };
  if ('unknown' in needs) {
    const moved = onServer(plan, facts, options, { image, text, at, ladder, from });
    if (moved !== null) return moved;
  }
  const wanted = wantedSteps(ladder, options.base, from);
  const isAsked = options.base !== 'auto' && options.base !== text && options.base !== image.variant;
  if (wanted.length === 0 && !(isAsked && 'unknown' in needs))
    return stop(nothingWanted(image, text, variants, ladder, options, at));
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
  for (const step of wanted) {
    const lean = withoutBrought(plan, facts, step.image, needs);
    const own = lean === plan ? needs : requirementsOf(lean, facts);
    if ('unknown' in own) continue;
    const left = options.unknownNativeCode === 'audited' ? withAudit(own) : own;
    const move = moveTo(step, image, factsOfFinal(plan, facts), left);
    if (!('verdict' in move)) {
      const next = moved(lean, facts, step, move);
      const more = [...checkDifference(move.check), ...packageDifference(move.packages)];
      const decision = changed(text, step, image, left, at, next.changes, {
        more,
        libraries: move.libraries,
        files: move.files,
      });
      return { plan: next.plan, decisions: [...refusals, decision] };
    }
    const refusal = { ...move, at: move.at.length > 0 ? move.at : at };
    // One circumstance that stops several rungs is told once, for the nearest rung.
    const told = refusals.findIndex((earlier) => earlier.code === refusal.code);
    refusals.splice(told === -1 ? refusals.length : told, told === -1 ? 0 : 1, refusal);
  }
  return { plan, decisions: refusals };
}

/** What unknown native code loads is looked for in the built image. */
function withAudit(needs: Requirements): Requirements {
  return needs.native.kind === 'unknown' ? { ...needs, native: { ...needs.native, noLibraries: true } } : needs;
}

/** Who builds from a mirror may reach nothing else: images that it does not have are left out. */
function onMirrors(
  runtimes: readonly RuntimeCandidate[],
  text: string,
  { mirrors }: Facts,
): readonly RuntimeCandidate[] {
  const from = readImageReference(text);
  return runtimes.flatMap((runtime) => {
    const reference = mirrors.written(runtime.reference, from);
    return reference === null ? [] : [{ ...runtime, reference }];
  });
}

/** Images of other families that the project's ecosystem knows to run such a program. */
function nothingWanted(
  image: BaseImage,
  text: string,
  variants: readonly BaseCandidate[],
  ladder: readonly LadderStep[],
  { base }: Options,
  at: Decision['at'],
): Decision {
  if (base !== 'auto' && base !== text && base !== image.variant)
    return decide('image-not-on-ladder', {
      data: { asked: base, known: ladder.map(({ reference }) => reference) },
      at,
    });
  if (image.compilesOnly && base === 'auto') return decide('compiles-in-stage', { data: { image: text }, at });
  return variants.length === 0 && image.variant === 'full' && base === 'auto'
    ? decide('variant-unknown', { data: { image: text }, at })
    : decide('smallest-already', { data: { image: text } });
}

function changed(
  from: string,
  step: LadderStep,
  image: BaseImage,
  { native, project }: Pick<Requirements, 'native' | 'project'>,
  at: Decision['at'],
  changes: readonly FieldChange[],
  { more, libraries, files }: Pick<Move, 'libraries' | 'files'> & { readonly more: readonly string[] },
): Decision {
  const { differences, libcChanges } = compatible(image, step.image);
  const accepted = [...(step.runtime === null ? differences : step.runtime.differences), ...more];
  const other = step.runtime === null ? null : 'nothing that is carried is bound to another libc';
  const why = [
    other ??
      (libcChanges
        ? project.lockfile === null
          ? 'no dependencies come along that could hold code bound to one libc'
          : 'the lockfile shows no native code that is bound to one libc'
        : native.kind === 'none'
          ? 'the libc and its release stay, and no dependency holds native code'
          : 'the libc and its release stay'),
    ...(libraries.length === 0 ? [] : [`what its native code loads is installed there (${libraries.join(', ')})`]),
    ...files.map(
      ({ said, where, packages }) => `what ${where} needs is installed there (${said}: ${packages.join(', ')})`,
    ),
    'nothing that runs calls a program that it lacks',
  ].join(', and ');
  return decide('base-swapped', {
    data: { from, to: step.reference, why, differences: accepted },
    at,
    evidence: step.runtime?.evidence ?? [],
    ...(changes.length > 0 ? { changes } : {}),
  });
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
