import type { BaseImage } from '../../src/base-images/base-image.ts';
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
import { overlaps } from '../../src/filesystem/path.ts';
import { lineOf } from '../../src/plan/check/law.ts';
import { type Plan, textOf } from '../../src/plan/plan.ts';
import { startOf, startsIn } from '../../src/start-of.ts';
import { reasons } from './reasons.ts';

export const decide = decisionsOf('split-stages', reasons);

/** An install, a build or another command with the step that it stands in. */
export interface Placed {
  readonly item: Item;
  readonly reading: CommandReading;
}

type InstallDetail = Extract<CommandDetail, { readonly kind: 'install' }>;

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
  readonly start: StartReading & { readonly kind: 'program' };
  /** Not known: the application folder is carried whole. */
  readonly program: ProgramReading | { readonly unknownBecause: string };
  readonly production: ProductionTree;
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
  const install = findInstall(commands, facts);
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

function findInstall(commands: readonly Placed[], facts: Facts): Install | Decision {
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
  if (isSystemFolder(folder)) return decide('application-folder-unknown', { data: { folder }, at: at(last.item) });
  const mode = modeArgument(last.item, facts);
  if (mode) return decide('install-mode-is-argument', { data: { argument: mode }, at: at(last.item) });
  return { ...last, project, folder };
}

/** Folders that the base image fills itself. */
const SYSTEM_FOLDERS = [
  '/',
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/home',
  '/lib',
  '/opt',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/srv',
  '/sys',
  '/tmp',
  '/usr',
  '/usr/bin',
  '/usr/lib',
  '/usr/local',
  '/usr/local/bin',
  '/usr/src',
  '/var',
  '/var/lib',
  '/home/node',
];

function isSystemFolder(folder: string): boolean {
  return SYSTEM_FOLDERS.includes(folder);
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
  if (start.value.kind === 'static-site')
    return decide('static-site-server', {
      data: { tool: start.value.tool, folder: start.value.folder },
      evidence: start.value.evidence,
    });
  const builds = commands
    .filter(({ reading: { role, detail } }) => (role === 'build' || role === 'codegen') && detail.kind === 'build')
    .map((placed) => {
      const output = project.build(placed.reading);
      return {
        ...placed,
        output: output.known ? output.value : null,
        because: output.known ? '' : clause(output.because, facts),
      };
    });
  const outputs = builds.flatMap((build) => (build.output ? [build.output] : []));
  const program = project.program(start.value, outputs);
  return {
    plan,
    facts,
    survey: reading,
    base,
    project,
    install,
    folder,
    start: start.value,
    program: program.known ? program.value : { unknownBecause: clause(program.because, facts) },
    production: project.production(install.reading, start.value, base.major),
    builds,
  };
}

function declinedBecause(
  code: 'project-not-supported' | 'start-not-understood',
  because: Because,
  facts: Facts,
): Decision {
  return decide(code, { data: { why: clause(because, facts), code: because.code }, evidence: because.evidence });
}
