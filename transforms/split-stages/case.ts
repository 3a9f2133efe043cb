import type { BaseImage } from '../../src/base-images/base-image.ts';
import type { CommandReading } from '../../src/command-reading.ts';
import { certainEnv, homeOf } from '../../src/commands-of-run.ts';
import type { Decision } from '../../src/decision.ts';
import type { BuildReading } from '../../src/ecosystems/build-reading.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import type { Dependencies, ProductionTree, StartedPart } from '../../src/ecosystems/dependencies.ts';
import type { Known } from '../../src/ecosystems/known.ts';
import type { ProgramReading } from '../../src/ecosystems/program-reading.ts';
import type { Project } from '../../src/ecosystems/project.ts';
import { executablesOf, type StartReading, withBeside } from '../../src/ecosystems/start-reading.ts';
import { type Facts, fromOf, type Survey, survey } from '../../src/facts.ts';
import { isGone } from '../../src/filesystem/removals.ts';
import { madeFiles } from '../../src/made-files.ts';
import { type OtherNeeds, readOtherStarts } from '../../src/other-starts.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { programOfAll } from '../../src/program-of-all.ts';
import { mayStart, startsBelow } from '../../src/project-place.ts';
import { startOf } from '../../src/start-of.ts';
import { programsOf } from '../../src/system-packages/provides.ts';
import { type Anchor, findAnchor, type Install } from './anchor.ts';
import {
  commandOfConsumers,
  consumersOfDevelopmentTree,
  type DevelopmentConsumer,
  developmentConsumers,
} from './consumers.ts';
import { imageAndContext, readable, understood } from './legible.ts';
import { at, commandText, decide, declinedBecause, type Placed } from './placed.ts';
import type { Side } from './sides.ts';
import { writtenElsewhere } from './written-elsewhere.ts';

/** What a split image may start. */
type ServingStart = Exclude<StartReading, { readonly kind: 'development' }>;

/** A stage that may be split, with every question answered that the split asks. */
export interface SplitCase {
  readonly plan: Plan;
  readonly facts: Facts;
  readonly survey: Survey;
  readonly base: BaseImage;
  readonly project: Project;
  /** The last install, or the first build of a project that fetches its dependencies by building. */
  readonly anchor: Placed;
  /** In file order. */
  readonly installs: readonly Install[];
  /** Other projects that are installed for building alone. */
  readonly sides: readonly Side[];
  /** Absolute image folder of the project. */
  readonly folder: string;
  /** Where dependencies lie, and what the runtime receives of them. */
  readonly dependencies: Dependencies;
  /** Absolute image paths of what builds, and commands behind them, made. */
  readonly made: readonly string[];
  readonly start: ServingStart;
  /** False: what starts is no program of the project (a static file server installed beside it). */
  readonly needsDependencies: boolean;
  /** Not known: the application folder is carried whole. */
  readonly program: ProgramReading | { readonly unknownBecause: string };
  readonly production: ProductionTree;
  /** What of a workspace the start needs; null: all of it, or there is none. */
  readonly part: Known<StartedPart> | null;
  /** What runs beside the start command: health checks, commands of compose files. */
  readonly others: OtherNeeds;
  /** Programs that the running container calls; not `known`: it may call others too. */
  readonly called: { readonly known: boolean; readonly programs: ReadonlySet<string> };
  /** Commands behind the last install that run in the runtime, where they stood. */
  readonly beside: ReadonlySet<CommandReading>;
  /** Consumers that get a stage of their own, in which development has all that it had. */
  readonly development: readonly DevelopmentConsumer[];
  readonly builds: readonly (Placed & { readonly output: BuildReading | null; readonly because: string })[];
}

/** What the installs of the image read. */
export function readsOfInstalls({
  project,
  installs,
}: Pick<SplitCase, 'project' | 'installs'>): Project['installReads'] {
  return project.installReadsOf?.(installs.map(({ reading }) => reading)) ?? project.installReads;
}

/** Answers every question that the split asks, or says why it is not done. */
export function examine(plan: Plan, facts: Facts, editConsumers: boolean): SplitCase | Decision {
  if (plan.stages.length > 1) return decide('already-multi-stage');
  const reading = survey(plan, 0, facts);
  const early = imageAndContext(plan, facts, reading);
  if (early) return early;
  const { base } = reading;
  if (base === null) return decide('base-image-unknown', { data: { image: fromOf(plan, 0)?.image.text ?? '' } });
  const commands = reading.items.flatMap((item) =>
    item.readings.map((command): Placed => ({ item, reading: command })),
  );
  const refused = readable(reading) ?? understood(commands);
  if (refused) return refused;
  const anchor = findAnchor(commands, facts, reading);
  if ('verdict' in anchor) return anchor;
  const made = madeFiles(
    commands.map((placed) => placed.reading),
    anchor.project,
    anchor.folder,
  );
  const found = developmentConsumers(facts, anchor, made, reading);
  const [first] = found;
  if (first && !editConsumers) return first.because;
  const development = editConsumers
    ? [...found, ...consumersOfDevelopmentTree(facts, anchor, reading, providedBy(commands), found)]
    : [];
  // What has a stage of its own asks nothing of the runtime.
  const consumers = facts.consumers.filter((one) => !development.some(({ consumer }) => consumer === one));
  const answered = answer(plan, { ...facts, consumers }, reading, base, commands, anchor, made);
  return 'verdict' in answered ? answered : { ...answered, facts, development };
}

/** A development server whose place another one takes in production is replaced on request. */
function declinedServer({ tool, evidence, production }: Extract<StartReading, { kind: 'development' }>): Decision {
  return decide('development-server', {
    data: { tool },
    evidence,
    ...(production?.known === true
      ? {
          advice:
            'Build the program in the image that is deployed, and let CMD start what the build makes: --dev-server replace does so.',
        }
      : {}),
  });
}

function answer(
  plan: Plan,
  facts: Facts,
  reading: Survey,
  base: BaseImage,
  commands: readonly Placed[],
  anchor: Anchor,
  made: readonly string[],
): Omit<SplitCase, 'development'> | Decision {
  const { project, folder } = anchor;
  const { end } = reading;
  if (!mayStart(project, folder, reading) && !startsBelow(project, folder, reading))
    return decide('starts-elsewhere', { data: { workdir: end.workdir.certain ?? end.workdir.text, folder } });
  const start = startOf(project, folder, reading, made);
  if (!start.known) {
    const told = commandOfConsumers(facts, end);
    const advice = told && { advice: `Write «${told.command}» as CMD, which ${told.file} starts.` };
    return { ...declinedBecause('start-not-understood', start.because, facts), ...advice };
  }
  if (start.value.kind === 'development') return declinedServer(start.value);
  const beside = readingsBeside(commands, anchor);
  const others = readOtherStarts(project, folder, reading, providedBy(commands), facts, made);
  if (others.unknown) return decide('other-start-not-understood', { data: others.unknown });
  const builds = commands
    .filter(({ reading: { role } }) => role === 'build' || role === 'codegen')
    .filter((placed) => !beside.has(placed.reading))
    .map((placed) => readBuild(placed, project, facts));
  const anywhere = builds.find(({ reading: { writes } }) => writes === 'anything');
  if (anywhere)
    return decide('build-output-unknown', {
      data: { command: commandText(anywhere), why: anywhere.because },
      at: at(anywhere.item),
    });
  const dependencies = dependenciesOf(anchor, builds, base, start.value, commands);
  if (!dependencies.known) return declinedBecause('project-not-supported', dependencies.because, facts);
  const outputs = builds.flatMap((build) => (build.output ? [build.output] : []));
  const starts = [...withBeside(start.value), ...others.starts] as const;
  const reads = programOfAll(
    project,
    starts,
    others.files,
    outputs,
    anchor.installs.map(({ reading: install }) => install),
  );
  const program = reads.known ? reads.value : { unknownBecause: clause(reads.because, facts) };
  const needsDependencies =
    project.runs === 'sources' &&
    !removedByFile(dependencies.value, commands) &&
    starts.some((one) => one.packages.length > 0 || (one.kind === 'program' && one.bundle === undefined));
  const production: ProductionTree = needsDependencies
    ? (prunedByFile(commands) ?? afterBuilds(productionOf(starts, anchor, base), builds))
    : { kind: project.runs === 'outputs' ? 'not-needed' : 'nothing-to-prune', evidence: start.value.evidence };
  const settled = [...dependencies.value.settled, ...made];
  const pruned = !needsDependencies || production.kind === 'prune' || production.kind === 'pruned';
  const elsewhere = writtenElsewhere(commands, anchor, settled, reading, beside, pruned);
  if (elsewhere) return elsewhere;
  return {
    plan,
    facts,
    survey: reading,
    base,
    project,
    anchor: anchor.anchor,
    installs: anchor.installs,
    sides: anchor.sides,
    folder,
    dependencies: dependencies.value,
    made,
    start: start.value,
    program,
    needsDependencies,
    production,
    part: partOf(anchor, production, starts, reads, builds),
    others,
    called: calledPrograms(starts, others, program),
    builds,
    beside,
  };
}

/** Programs that the file itself installs. */
function providedBy(commands: readonly Placed[]): ReadonlySet<string> {
  return new Set(
    commands.flatMap(({ reading: { detail } }) =>
      detail.kind === 'tool' ? detail.provides : detail.kind === 'packages' ? detail.packages.flatMap(programsOf) : [],
    ),
  );
}

function calledPrograms(
  starts: readonly ServingStart[],
  others: OtherNeeds,
  program: SplitCase['program'],
): SplitCase['called'] {
  const programs = new Set([
    ...starts.flatMap(executablesOf).map((called) => called.replace(/ .*$/, '')),
    ...others.words,
  ]);
  if ('unknownBecause' in program) return { known: false, programs };
  for (const run of program.runs) programs.add(run.program);
  // A script that the program starts may call anything.
  const scripts = program.runs.some((run) => run.program === '' || /[/.]/.test(run.program));
  return { known: program.runsUnknown.length === 0 && !scripts, programs };
}

/** What runs the project's code behind the last install, and needs nothing that stays behind. */
function readingsBeside(commands: readonly Placed[], { project, installs }: Anchor): ReadonlySet<CommandReading> {
  const last = commands.findLastIndex(({ reading }) => reading.role === 'install-dependencies');
  const behind = commands.slice(last + 1).map(({ reading }) => reading);
  return new Set(
    installs.length === 0
      ? []
      : behind.filter(
          (reading) => ['build', 'codegen', 'test'].includes(reading.role) && project.runsBeside?.(reading) === true,
        ),
  );
}

function dependenciesOf(
  { project, folder, anchor, installs }: Anchor,
  builds: readonly Placed[],
  base: BaseImage,
  start: StartReading,
  commands: readonly Placed[],
) {
  const { state } = anchor.item;
  return project.dependencies(
    installs.map((install) => install.reading),
    {
      folder,
      base,
      env: certainEnv(state),
      home: homeOf(state, base),
      each: new Map(
        installs.map(({ reading, item }) => [reading, { env: certainEnv(item.state), home: homeOf(item.state, base) }]),
      ),
      builds: builds.map((build) => build.reading),
      start,
      commands: commands.map((placed) => placed.reading),
    },
  );
}

function readBuild(placed: Placed, project: Project, facts: Facts): SplitCase['builds'][number] {
  if (placed.reading.detail.kind !== 'build')
    return { ...placed, output: null, because: `«${commandText(placed)}» runs in a folder that is not the project’s` };
  const output = project.build(placed.reading);
  return {
    ...placed,
    output: output.known ? output.value : null,
    because: output.known ? '' : clause(output.because, facts),
  };
}

/** `RUN ncc build src/main.ts && rm -rf node_modules`: what was bundled runs without them. */
function removedByFile({ carried }: Dependencies, commands: readonly Placed[]): boolean {
  const readings = commands.map(({ reading }) => reading);
  return carried.length > 0 && carried.every(({ source }) => isGone(source, readings));
}

/** The author's own `npm prune --omit=dev`, which a second one would only repeat. */
function prunedByFile(commands: readonly Placed[]): ProductionTree | null {
  const last = commands.findLastIndex(({ reading }) => reading.role === 'install-dependencies');
  const prune = commands
    .slice(last + 1)
    .find(({ reading: { detail } }) => detail.kind === 'prune' && detail.production);
  return prune === undefined ? null : { kind: 'pruned', evidence: prune.reading.evidence };
}

/** Development dependencies stay as soon as one start needs one. */
function productionOf(starts: readonly StartReading[], found: Anchor, base: BaseImage): ProductionTree {
  const { project, anchor, installs } = found;
  const major = base.major ?? base.majorAtLeast ?? null;
  const naming = project.accepts ? [] : installs.filter(({ detail }) => detail.packages.length > 0);
  const decisive = [...new Set([anchor.reading, ...naming.map(({ reading }) => reading)])];
  const trees = starts.flatMap((start) =>
    decisive.map((reading) => project.production(reading, start, major, base.prunesWrongly)),
  );
  return trees.find((tree) => tree.kind === 'keep') ?? trees[0] ?? { kind: 'nothing-to-prune', evidence: [] };
}

/** What of a workspace has to stay, where its tree is made anew and the program is known. */
function partOf(
  { project, anchor }: Anchor,
  production: ProductionTree,
  starts: readonly StartReading[],
  program: Known<ProgramReading>,
  builds: SplitCase['builds'],
): SplitCase['part'] {
  if (production.kind !== 'prune' || project.startedPart === undefined) return null;
  if (!program.known) return program;
  const part = project.startedPart(anchor.reading, production, starts, program.value);
  if (part === null || !part.known) return part;
  const trees = part.value.trees.filter((tree) => afterBuilds(tree, builds) === tree);
  return trees.length === 0 ? null : { known: true, value: { ...part.value, trees } };
}

/** An install that is done again would undo what a build changed in the dependency folders. */
function afterBuilds(production: ProductionTree, builds: SplitCase['builds']): ProductionTree {
  if (production.kind !== 'prune' || production.undoesChanges !== true) return production;
  const changes = builds.find(({ output }) => output === null || output.writesDependencies);
  if (changes === undefined) return production;
  const data = { command: commandText(changes) };
  return { kind: 'keep', because: { code: 'build-changes-dependencies', data, evidence: changes.reading.evidence } };
}
