import type { BaseImage } from '../../src/base-images/base-image.ts';
import { isFolderOfBase } from '../../src/base-images/existing-folders.ts';
import type { CommandDetail, CommandReading } from '../../src/command-reading.ts';
import { type Because, type Decision, decisionsOf } from '../../src/decision.ts';
import type { LineRange } from '../../src/dockerfile/document.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import type {
  BuildReading,
  ProductionTree,
  ProgramReading,
  Project,
  StartReading,
} from '../../src/ecosystems/ecosystem.ts';
import { type Facts, fromOf, type Item, type Survey, survey } from '../../src/facts.ts';
import { isWithin, overlaps } from '../../src/filesystem/path.ts';
import { type OtherNeeds, readOtherStarts } from '../../src/other-starts.ts';
import { lineOf } from '../../src/plan/check/law.ts';
import { type Plan, textOf } from '../../src/plan/plan.ts';
import { programOfAll } from '../../src/program-of-all.ts';
import { startOf, startsIn } from '../../src/start-of.ts';
import { programsOf } from '../../src/system-packages/provides.ts';
import { reasons } from './reasons.ts';

export const decide = decisionsOf('split-stages', reasons);

/** An install, a build or another command with the step that it stands in. */
export interface Placed {
  readonly item: Item;
  readonly reading: CommandReading;
}

type InstallDetail = Extract<CommandDetail, { readonly kind: 'install' }>;

/** What a split image may start. */
type ServingStart = Exclude<StartReading, { readonly kind: 'development' }>;

/** A stage that may be split, with every question answered that the split asks. */
export interface SplitCase {
  readonly plan: Plan;
  readonly facts: Facts;
  readonly survey: Survey;
  readonly base: BaseImage;
  readonly project: Project;
  /** The last install of the project. */
  readonly install: Placed & { readonly detail: InstallDetail };
  /** Absolute image folder of the project. */
  readonly folder: string;
  readonly start: ServingStart;
  /** False: what starts is no program of the project (a static file server installed beside it). */
  readonly needsDependencies: boolean;
  /** Not known: the application folder is carried whole. */
  readonly program: ProgramReading | { readonly unknownBecause: string };
  readonly production: ProductionTree;
  /** What runs beside the start command: health checks, commands of compose files. */
  readonly others: OtherNeeds;
  /** Programs that the running container calls; not `known`: it may call others too. */
  readonly called: { readonly known: boolean; readonly programs: ReadonlySet<string> };
  readonly builds: readonly (Placed & { readonly output: BuildReading | null; readonly because: string })[];
}

/** The place of an item in the original file. */
export function at(item: Item): readonly LineRange[] {
  return item.step.kind === 'added' ? [] : [item.step.of.lines];
}

/** The text of a command, for messages. */
export function commandText(placed: Placed): string {
  const text = textOf(placed.item.step);
  return text.slice(placed.reading.command.start, placed.reading.command.end).replace(/\s*\\\r?\n\s*/g, ' ');
}

/** Answers every question that the split asks, or says why it is not done. */
export function examine(plan: Plan, facts: Facts): SplitCase | Decision {
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
  const install = findInstall(commands, facts, base);
  if ('verdict' in install) return install;
  const consumers = developmentConsumers(facts, install.project, install.folder);
  if (consumers) return consumers;
  return answer(plan, facts, reading, base, commands, install);
}

function imageAndContext(plan: Plan, facts: Facts, { items, base }: Survey): Decision | null {
  const builds = items.some((item) =>
    item.readings.some(({ role }) => role === 'install-dependencies' || role === 'build'),
  );
  if (!builds && items.every((item) => item.script?.kind !== 'not-understood')) return decide('nothing-installed');
  const image = fromOf(plan, 0)?.image.text ?? '';
  const line = lineOf(plan.stages[0]?.from ?? { kind: 'added', text: '', why: '' });
  const where = line === null ? [] : [{ first: line, last: line }];
  if (base === null) return decide('base-image-unknown', { data: { image }, at: where });
  if (base.onbuild) return decide('base-has-onbuild', { data: { image }, at: where });
  if (facts.context.state === 'unknown') return decide('context-unknown', { data: { why: facts.context.because } });
  return null;
}

/** Every RUN can be read, and every COPY followed. */
function readable({ items }: Survey): Decision | null {
  for (const item of items) {
    if (item.script?.kind === 'not-understood')
      return decide('run-not-understood', { data: { why: item.script.because }, at: at(item) });
    if ((item.view.kind === 'copy' || item.view.kind === 'add') && (item.entries === null || item.view.heredoc))
      return decide('copy-not-understood', { data: { text: textOf(item.step).trim() }, at: at(item) });
    if (item.view.kind === 'unread')
      return decide('run-not-understood', { data: { why: item.view.because }, at: at(item) });
  }
  return null;
}

function understood(commands: readonly Placed[]): Decision | null {
  for (const placed of commands) {
    const data = { command: commandText(placed) };
    if (placed.reading.role === 'fetch-source') return decide('source-fetched', { data, at: at(placed.item) });
    if (placed.reading.role === 'unknown') return decide('command-not-understood', { data, at: at(placed.item) });
  }
  return null;
}

type Install = SplitCase['install'] & { readonly project: Project; readonly folder: string };

function findInstall(commands: readonly Placed[], facts: Facts, base: BaseImage): Install | Decision {
  const installs = commands.flatMap((placed) =>
    placed.reading.detail.kind === 'install' ? [{ ...placed, detail: placed.reading.detail }] : [],
  );
  const last = installs.at(-1);
  if (!last) return decide('nothing-installed');
  const named = installs.find((install) => install.detail.packages.length > 0);
  if (named) return decide('install-names-packages', { data: { command: commandText(named) }, at: at(named.item) });
  const folders = [...new Set(installs.map((install) => install.detail.folder))];
  if (folders.length > 1) return decide('several-projects', { data: { folders }, at: at(last.item) });
  const project = facts.projects.find((candidate) => candidate.root === last.detail.project);
  const { folder } = last.detail;
  if (!project) return decide('manifest-not-found', { data: { folder }, at: at(last.item) });
  if (!project.supported.known) return declinedBecause('project-not-supported', project.supported.because, facts);
  const { name } = last.reading.command;
  if (name !== project.manager)
    return decide('project-not-supported', {
      data: { why: `the file installs with ${name}, but the project is ${project.manager}’s` },
      evidence: project.evidence,
      at: at(last.item),
    });
  const brought = project.dependencyFolders.find(
    (path) => !facts.context.ignores(path) && facts.context.files().some((file) => file.startsWith(`${path}/`)),
  );
  if (brought !== undefined)
    return decide('context-brings-dependencies', { data: { folder: brought }, at: at(last.item) });
  if (isSystemFolder(folder, base))
    return decide('application-folder-unknown', { data: { folder }, at: at(last.item) });
  const mode = modeArgument(last.item, facts);
  if (mode) return decide('install-mode-is-argument', { data: { argument: mode }, at: at(last.item) });
  return { ...last, project, folder };
}

/** Folders that the base image fills itself: what is in them is not the application alone. */
function isSystemFolder(folder: string, base: BaseImage): boolean {
  return isFolderOfBase(folder) || folder === base.user?.home;
}

/** The build argument that decides between a development and a production install. */
function modeArgument(item: Item, facts: Facts): string | null {
  for (const name of facts.ecosystems.flatMap((ecosystem) => ecosystem.installVariables)) {
    const value = item.state.env.get(name);
    if (value ? value.certain === null : item.state.args.has(name)) return name;
  }
  return null;
}

function developmentConsumers(facts: Facts, project: Project, folder: string): Decision | null {
  for (const consumer of facts.consumers) {
    if (consumer.dockerfile !== facts.path) continue;
    const lines = { evidence: [{ source: consumer.file, says: consumer.name }] };
    const mount = consumer.mounts.find((candidate) => candidate.kind === 'bind' && overlaps(candidate.target, folder));
    if (mount && mount.source !== null && holdsSources(mount.source, facts))
      return decide('compose-mounts-source', {
        data: { file: consumer.file, source: mount.source || '.', target: mount.target },
        ...lines,
      });
    const run = consumer.command ?? consumer.entrypoint;
    if (run === null) continue;
    const start = project.start(null, { form: 'shell', script: run, start: 0, end: run.length }, new Map());
    if (start.known && start.value.kind === 'program' && start.value.packages.length === 0) continue;
    const why = !start.known
      ? 'which is not understood'
      : start.value.kind === 'program'
        ? `which needs ${start.value.packages.join(', ')}`
        : `which is ${start.value.kind === 'development' ? 'for development' : 'a static server'}`;
    return decide('consumer-runs-development', { data: { file: consumer.file, command: run, why }, ...lines });
  }
  return null;
}

/** A mounted folder with files of this context in it; a mounted folder for data holds none. */
function holdsSources(source: string, facts: Facts): boolean {
  const prefix = source === '' ? '' : `${source}/`;
  return facts.repository
    .files()
    .some((file) => file.startsWith(prefix) && /\.(?:[cm]?[jt]sx?|py|go|rb|php|java)$/.test(file));
}

function answer(
  plan: Plan,
  facts: Facts,
  reading: Survey,
  base: BaseImage,
  commands: readonly Placed[],
  install: Install,
): SplitCase | Decision {
  const { project, folder } = install;
  const { end } = reading;
  if (!startsIn(folder, end))
    return decide('starts-elsewhere', { data: { workdir: end.workdir.certain ?? end.workdir.text, folder } });
  const start = startOf(project, folder, end);
  if (!start.known) return declinedBecause('start-not-understood', start.because, facts);
  if (start.value.kind === 'development')
    return decide('development-server', { data: { tool: start.value.tool }, evidence: start.value.evidence });
  const others = readOtherStarts(project, folder, end, providedBy(commands), facts);
  if (others.unknown) return decide('other-start-not-understood', { data: others.unknown });
  const builds = commands
    .filter(({ reading: { role } }) => role === 'build' || role === 'codegen')
    .map((placed) => readBuild(placed, project, facts));
  const anywhere = builds.find(({ reading: { writes } }) => writes === 'anything');
  if (anywhere)
    return decide('build-output-unknown', {
      data: { command: commandText(anywhere), why: anywhere.because },
      at: at(anywhere.item),
    });
  const elsewhere = writtenElsewhere(commands, install, reading);
  if (elsewhere) return elsewhere;
  const outputs = builds.flatMap((build) => (build.output ? [build.output] : []));
  const starts = [start.value, ...others.starts] as const;
  const reads = programOfAll(project, starts, others.files, outputs);
  const program = reads.known ? reads.value : { unknownBecause: clause(reads.because, facts) };
  const needsDependencies = starts.some((one) => one.kind === 'program' || one.packages.length > 0);
  return {
    plan,
    facts,
    survey: reading,
    base,
    project,
    install,
    folder,
    start: start.value,
    program,
    needsDependencies,
    production: needsDependencies
      ? productionOf(starts, project, install, base)
      : { kind: 'nothing-to-prune', evidence: start.value.evidence },
    others,
    called: calledPrograms(starts, others, program),
    builds,
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
    ...starts.flatMap((start) => (start.kind === 'program' ? start.tools : start.tool.split(' ').slice(0, 1))),
    ...others.words,
  ]);
  if ('unknownBecause' in program) return { known: false, programs };
  for (const run of program.runs) programs.add(run.program);
  // A script that the program starts may call anything.
  const scripts = program.runs.some((run) => run.program === '' || /[/.]/.test(run.program));
  return { known: program.runsUnknown.length === 0 && !scripts, programs };
}

/** Places outside the application folder that nothing needs later. */
const CACHES = [
  /^\/(?:root|home\/[^/]+)\/\.(?:npm|yarn|node-gyp|cache)$/,
  /^\/(?:tmp|var\/tmp|usr\/local\/share\/\.cache)(?:\/|$)/,
];

/** An install or a build that puts files outside the application folder which the program may look for: a browser in the home folder. */
function writtenElsewhere(commands: readonly Placed[], { project, folder }: Install, { end }: Survey): Decision | null {
  // Downloads are native code; where the production tree has none, they are for development.
  const fetched = project.nativeCode('production').kind !== 'none' && ![...end.env.keys()].some(isSkippedDownload);
  for (const placed of commands) {
    const { role, writes } = placed.reading;
    if (!['install-dependencies', 'build', 'codegen'].includes(role)) continue;
    const data = { command: commandText(placed) };
    if (writes === 'anything') return decide('command-not-understood', { data, at: at(placed.item) });
    const paths = writes.filter(
      (path) =>
        !isWithin(path, folder) &&
        !CACHES.some((cache) => cache.test(path)) &&
        (role !== 'install-dependencies' || fetched),
    );
    if (paths.length > 0) return decide('written-elsewhere', { data: { ...data, paths }, at: at(placed.item) });
  }
  return null;
}

/** `PUPPETEER_SKIP_DOWNLOAD`, `CYPRESS_SKIP_BINARY_INSTALL`. */
function isSkippedDownload(name: string): boolean {
  return /SKIP(?:_\w+)?_(?:DOWNLOAD|BINARY|INSTALL)/i.test(name);
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

/** Development dependencies stay as soon as one start needs one. */
function productionOf(
  starts: readonly StartReading[],
  project: Project,
  install: Install,
  base: BaseImage,
): ProductionTree {
  const major = base.major ?? base.majorAtLeast ?? null;
  const trees = starts.map((start) => project.production(install.reading, start, major));
  return trees.find((tree) => tree.kind === 'keep') ?? trees[0] ?? { kind: 'nothing-to-prune', evidence: [] };
}

function declinedBecause(
  code: 'project-not-supported' | 'start-not-understood',
  because: Because,
  facts: Facts,
): Decision {
  return decide(code, { data: { why: clause(because, facts), code: because.code }, evidence: because.evidence });
}
