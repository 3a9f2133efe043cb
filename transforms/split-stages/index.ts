import { isFolderOfBase } from '../../src/base-images/existing-folders.ts';
import type { CommandReading } from '../../src/command-reading.ts';
import type { Decision } from '../../src/decision.ts';
import { adviceFor, clause } from '../../src/ecosystems/clause.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Outcome, Transform } from '../../src/transform.ts';
import { isSystemFolder, namedBy } from './anchor.ts';
import { artifacts, type Cargo, overlay } from './carry.ts';
import { examine, type SplitCase } from './case.ts';
import { type Composition, compose } from './compose.ts';
import { at, decide, sentenceOf } from './placed.ts';
import { reasons } from './reasons.ts';
import { needsMoreOf, outside } from './sides.ts';
import { carriedPart, withStartedPart } from './started-part.ts';
import { tokenAdvice } from './tokens.ts';
import { type Unit, unitsOf } from './units.ts';

/** Divides a single-stage file: what installs and builds stays behind, and the runtime receives what the program needs. */
export const splitStages: Transform = {
  name: 'split-stages',
  summary: 'divides the file into deps, builder and runtime stages, each only where it earns its place',
  phase: 'stages',
  after: ['move-web-server', 'replace-dev-server', 'start-directly'],
  safety:
    'Every command keeps its order and sees the same variables, directory and user. The runtime receives only paths that a stage is known to make, and nothing is left out unless the sources show that the program does not read it; else the whole application folder is carried, or nothing changes.',
  notes: [
    '**Owners.** A user that the file makes behind its build is made before the copies that name it. `RUN chown -R app:app /app` there becomes `COPY --chown=app:app` and a `chown` of the folder alone, so that the files are in the image once; where it hands over more, or stands behind other commands, it stays, and the copies name nobody who is not there yet.',
  ],
  owns: [],
  reasons,
  run(plan, facts, options) {
    const examined = examine(plan, facts, options.editConsumers);
    if ('verdict' in examined) return { plan, decisions: [examined] };
    const units = unitsOf(examined);
    if ('verdict' in units) return { plan, decisions: [units] };
    const found = withStartedPart(examined, units);
    const cargo = bestRung(found, units);
    if ('verdict' in cargo) return { plan, decisions: [cargo] };
    const composition = compose(found, units, cargo);
    if ('verdict' in composition) return { plan, decisions: [composition] };
    return outcome(plan, found, cargo, composition);
  },
};

function bestRung(found: SplitCase, units: readonly Unit[]): Cargo | Decision {
  const nothing = nothingToLeave(found, units);
  if (nothing !== null) return decide('nothing-left-behind', { data: { why: nothing } });
  const nowhere = decide('application-folder-unknown', { data: { folder: found.folder }, at: at(found.anchor.item) });
  const inSystem = isSystemFolder(found.folder, found.base);
  // A command that reads the whole system may need whatever would stay behind.
  const isRead = ({ reads, writes }: CommandReading) => !reads.includes(found.folder) && writes !== 'anything';
  if (inSystem && ![...found.beside].every(isRead)) return nowhere;
  const first = artifacts(found, units);
  const apart = outside(found.sides, found.folder);
  if (needsMoreOf(found) || ('refused' in first && apart.length > 0))
    return decide('several-projects', {
      data: { folders: [found.folder, ...found.sides.map(({ folder }) => folder)] },
      at: at(found.anchor.item),
    });
  if ('refused' in first) return inSystem ? nowhere : overlay(found, units, first.refused);
  // `outDir: lib` without WORKDIR: /lib of the stage that builds holds the system's libraries as well.
  const isBuilt = found.project.runs === 'sources' && !found.project.carriesAll;
  const holdsSystem = first.carried.some(({ from, destination }) => from === 'builder' && isFolderOfBase(destination));
  return isBuilt && holdsSystem ? nowhere : first;
}

/** A stage exists only if it leaves something behind. */
function nothingToLeave(found: SplitCase, units: readonly Unit[]): string | null {
  if (found.production.kind === 'prune' || found.production.kind === 'pruned' || found.builds.length > 0) return null;
  const compilers = units.some(
    (unit) =>
      (unit.place === 'build' || unit.place === 'install') &&
      unit.readings.some(({ detail }) => detail.kind === 'packages' && detail.action === 'install') &&
      !(found.project.carriesAll && removesPackages(unit)),
  );
  // What is carried whole leaves a full image only for a smaller one, and that needs to be known.
  if (found.project.carriesAll && found.base.variant === 'full')
    return found.called.known
      ? null
      : 'the program starts others whose names are not known, so that the full image has to stay';
  if (compilers || (found.base.variant === 'full' && leavesFull(found) && found.project.hasProductionDependencies))
    return null;
  const kept =
    found.production.kind === 'keep'
      ? `development dependencies have to stay (${clause(found.production.because, found.facts)})`
      : 'there are no development dependencies';
  return `${kept}, and nothing is built or compiled`;
}

/** What is compiled on the full image runs on a smaller one: not where native code may need a library that nobody can name. */
function leavesFull(found: SplitCase): boolean {
  const native = found.project.nativeCode('production', undefined, namedBy(found));
  return native.kind === 'some' || (native.kind === 'unknown' && native.noLibraries === true);
}

/** What a RUN takes away again never was in its layer. */
function removesPackages({ item }: Unit): boolean {
  return item.readings.some(({ detail }) => detail.kind === 'packages' && detail.action === 'remove');
}

function outcome(plan: Plan, found: SplitCase, cargo: Cargo, composition: Composition): Outcome {
  const { anchor, production } = found;
  const part = carriedPart(found, cargo.rung);
  const data = {
    stages: composition.names,
    carried: cargo.carried.map((entry) => entry.destination),
    left: [...cargo.left, ...(part?.leaves ?? [])],
    ...(part === null ? {} : { reduced: 'yes' }),
    folder: found.folder,
    why: cargo.why,
  };
  const builds = found.builds.flatMap((build) => at(build.item));
  const where = found.installs.length > 0 ? [...at(anchor.item), ...builds] : builds;
  const decisions = [
    decide(cargo.rung === 'artifacts' ? 'split-to-artifacts' : 'split-to-overlay', {
      data,
      at: where,
      evidence: found.start.evidence,
    }),
  ];
  const tree = part?.trees[0] ?? production;
  if (production.kind === 'prune' && tree.kind === 'prune' && composition.prunes)
    decisions.push(
      decide('dependencies-pruned', {
        data: { command: tree.command, ...(tree.mayFetch ? { again: 'yes' } : {}) },
        evidence: production.evidence,
        at: at(anchor.item),
      }),
      ...partDecisions(found, cargo),
    );
  if (production.kind === 'keep')
    decisions.push(
      decide('development-dependencies-kept', {
        data: { why: clause(production.because, found.facts) },
        evidence: production.because.evidence,
        at: at(anchor.item),
        ...adviceFor(production.because, found.facts),
      }),
    );
  decisions.push(
    ...systemPackages(found, composition),
    ...developmentDecisions(found, composition),
    ...tokenAdvice(found),
  );
  const consumers = composition.development === null ? {} : { consumers: composition.development.change };
  const dropped = [...plan.dropped, ...composition.dropped];
  return { plan: { ...plan, stages: composition.stages, dropped, ...consumers }, decisions };
}

/** What the runtime installs for the carried dependencies, beside what the author installs. */
function systemPackages({ dependencies }: SplitCase, { stages }: Composition): readonly Decision[] {
  const added = (stages.at(-1)?.steps ?? [])
    .filter((step) => step.kind === 'added')
    .flatMap((step) => step.text.split(' '));
  const needed = (dependencies.systemPackages ?? []).filter(({ name }) => added.includes(name));
  if (needed.length === 0) return [];
  const evidence = needed.map((one) => one.evidence);
  const data = {
    packages: needed.map(({ name }) => name),
    by: [...new Set(evidence.map(({ source, says }) => `«${says}» in ${source}`))],
  };
  return [decide('system-packages-needed', { data, evidence })];
}

/** Which packages of a workspace go, or why all of them stay. */
function partDecisions(found: SplitCase, { rung }: Cargo): readonly Decision[] {
  const { part, anchor, facts } = found;
  const carried = carriedPart(found, rung);
  if (carried !== null)
    return [
      decide('workspace-reduced', {
        data: { leaves: carried.leaves, stays: carried.stays },
        evidence: carried.evidence,
        at: at(anchor.item),
      }),
    ];
  if (part === null || part.known || rung !== 'overlay') return [];
  return [
    decide('workspace-kept-whole', {
      data: { why: clause(part.because, facts) },
      evidence: part.because.evidence,
      at: at(anchor.item),
      ...adviceFor(part.because, facts),
    }),
  ];
}

/** Each service that moved, and what it needs there. */
function developmentDecisions({ development }: SplitCase, { development: stage }: Composition): readonly Decision[] {
  if (stage === null) return [];
  return development.map(({ consumer, because }) =>
    decide('consumer-moved', {
      data: {
        file: consumer.file,
        name: consumer.name,
        stage: stage.name,
        why: sentenceOf(because),
      },
      evidence: because.evidence,
    }),
  );
}
