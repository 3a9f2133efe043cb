import { posix } from 'node:path';
import type { CommandDetail, CommandReading } from '../../src/command-reading.ts';
import type { Because, Decision } from '../../src/decision.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import type { Project } from '../../src/ecosystems/project.ts';
import { type Facts, type Item, parentStage, projectOf, survey } from '../../src/facts.ts';
import { effectsOf } from '../../src/filesystem/effects.ts';
import { isWithin, meets, resolvePath } from '../../src/filesystem/path.ts';
import { ignoreDependencies } from '../../src/ignore-dependencies.ts';
import { lineOf } from '../../src/plan/check/law.ts';
import { withSteps } from '../../src/plan/edit.ts';
import { type IgnoreLine, type Plan, type Step, textOf } from '../../src/plan/plan.ts';
import type { Transform } from '../../src/transform.ts';
import { decide } from './decide.ts';
import { dividedBefore, dividedInstall } from './divided-install.ts';
import { fetchStep } from './fetch-step.ts';
import { manifestLines } from './manifest-lines.ts';
import { reasons } from './reasons.ts';

type InstallDetail = Extract<CommandDetail, { readonly kind: 'install' }>;

/** Copies what the install reads before it, and the sources after it. */
export const reorderCopy: Transform = {
  name: 'reorder-copy',
  summary:
    'copies manifests and lockfile before the install and the sources after it, so that a source change does not install again',
  phase: 'order',
  safety:
    'Only when it is known which files installing reads, and nothing between the copy and the install needs the sources.',
  owns: [],
  reasons,
  run(plan, facts) {
    let current = plan;
    const decisions: Decision[] = [];
    plan.stages.forEach((_, stage) => {
      const found = reorder(current, stage, facts);
      current = found.plan;
      decisions.push(...found.decisions);
    });
    const telling = decisions.filter((decision) => decision.code !== 'no-install');
    return { plan: current, decisions: telling.length > 0 ? telling : decisions.slice(0, 1) };
  },
};

interface Result {
  readonly plan: Plan;
  readonly decisions: readonly Decision[];
}

function reorder(plan: Plan, stage: number, facts: Facts): Result {
  const say = (decision: Decision): Result => ({ plan, decisions: [decision] });
  const { items } = survey(plan, stage, facts);
  const install =
    firstInstall(items, facts) ?? (installsAbove(plan, stage, facts) ? null : fetchingBuild(items, facts));
  if (!install) return say(decide('no-install'));
  if ('verdict' in install) return say(install);
  const copy = broadCopy(items, install, facts);
  if (!copy) return say(decide(install.fetch === null ? 'order-is-good' : 'no-install', { at: at(install.item) }));
  if (facts.context.state === 'unknown')
    return say(decide('context-unknown', { data: { why: facts.context.because }, at: at(copy) }));
  const project = projectOf(install.detail, facts);
  const reads = readsOfInstall(project, install, facts);
  if ('verdict' in reads) return say(reads);
  const obstacle = betweenObstacle(items, copy, install, facts) ?? moveObstacle(items, copy, install);
  if (obstacle) return say(obstacle);
  const ignored = ignoreDependencies(reads.project, facts);
  if ('usedBy' in ignored) return say(decide('context-brings-dependencies', { data: { where: ignored.usedBy } }));
  const divided = install.fetch ? dividedBefore(install.item, install) : dividedInstall(install.item, install.group);
  if ('verdict' in divided) return say(divided);
  return rebuilt(plan, stage, facts, { items, copy, install, ...reads, ignored, divided });
}

interface Install {
  readonly item: Item;
  readonly detail: Pick<InstallDetail, 'ecosystem' | 'project' | 'folder'>;
  readonly group: number;
  readonly reading: CommandReading;
  /** The step of the first of several installs, before which all manifests are copied, and what all of them read together. */
  readonly first: Item;
  readonly all: readonly CommandReading[];
  /** The instruction to add, where a build fetches dependencies by itself; null: the file installs. */
  readonly fetch: Step | null;
}

function firstInstall(items: readonly Item[], facts: Facts): Install | null {
  const installs = items.flatMap((item) =>
    item.readings.flatMap((reading) => {
      const { detail, command } = reading;
      if (detail.kind !== 'install' || (detail.packages.length > 0 && !projectOf(detail, facts)?.accepts)) return [];
      return [{ item, detail, group: command.group, reading, fetch: null }];
    }),
  );
  const [first] = installs;
  if (!first) return null;
  // Several installs of one project (`pip install --upgrade pip`, then the rest) are one: the sources come behind the last.
  const project = projectOf(first.detail, facts);
  const same = installs.filter(({ detail }) => projectOf(detail, facts) === project);
  const install = project?.accepts ? (same.at(-1) ?? first) : first;
  const { certain } = install.item.state.workdir;
  const together = same.filter(({ item }) => item === install.item || item.state.workdir.certain === certain);
  const all = project?.accepts ? together.map(({ reading }) => reading) : [first.reading];
  return { ...install, first: project?.accepts ? (together[0]?.item ?? install.item) : install.item, all };
}

/** A stage that this one starts from installs. */
function installsAbove(plan: Plan, stage: number, facts: Facts): boolean {
  const parent = parentStage(plan, stage);
  if (parent === null) return false;
  return firstInstall(survey(plan, parent, facts).items, facts) !== null || installsAbove(plan, parent, facts);
}

/** The first build of a project that fetches its dependencies by building. */
function fetchingBuild(items: readonly Item[], facts: Facts): Install | Decision | null {
  for (const item of items) {
    for (const reading of item.readings) {
      const { detail, command } = reading;
      const project = detail.kind === 'build' ? projectOf(detail, facts) : undefined;
      const fetched = project?.supported.known ? project.prefetch?.(reading) : undefined;
      if (detail.kind !== 'build' || !fetched) continue;
      if (!fetched.known)
        return decide('fetch-not-known', {
          data: { why: clause(fetched.because, facts) },
          evidence: fetched.because.evidence,
          at: at(item),
        });
      const step = fetchStep(item, detail.folder, fetched.value);
      return 'verdict' in step
        ? step
        : { item, detail, group: command.group, reading, fetch: step, first: item, all: [reading] };
    }
  }
  return null;
}

/** The copy before the install that brings files of the project which the install does not read. */
function broadCopy(items: readonly Item[], install: Install, facts: Facts): Item | null {
  const project = projectOf(install.detail, facts);
  const known = project ? readsOf(project, install) : null;
  const reads = known?.known ? known.value : [];
  const broad = items.filter((item) => {
    if (item.index >= install.item.index || (item.view.kind !== 'copy' && item.view.kind !== 'add')) return false;
    return (
      item.entries?.some(
        (entry) =>
          entry.kind === 'folder' &&
          isWithin(install.detail.folder, entry.destination) &&
          !reads.some((path) => path === entry.source),
      ) ?? false
    );
  });
  return broad.at(-1) ?? null;
}

function readsOfInstall(
  project: Project | undefined,
  install: Install,
  facts: Facts,
): { readonly project: Project; readonly files: readonly string[] } | Decision {
  const refuse = (code: 'project-not-understood' | 'install-reads-source', why: string, because?: Because) =>
    decide(code, { data: { why }, evidence: because?.evidence ?? [], at: at(install.item) });
  if (!project) return refuse('project-not-understood', 'no manifest was found where the install runs');
  const { supported } = project;
  const installReads = readsOf(project, install);
  if (!supported.known) return refuse('project-not-understood', clause(supported.because, facts), supported.because);
  const accepted = project.accepts?.(install.reading);
  if (accepted?.known === false)
    return refuse('project-not-understood', clause(accepted.because, facts), accepted.because);
  const { name } = install.reading.command;
  if (!accepted && install.fetch === null && name !== project.manager)
    return refuse('project-not-understood', `the file installs with ${name}, but the project is ${project.manager}’s`);
  if (!installReads.known)
    return refuse('install-reads-source', clause(installReads.because, facts), installReads.because);
  const odd = installReads.value.find((path) => /[\s$*?[\\"']/.test(path));
  if (odd !== undefined) return refuse('project-not-understood', `COPY would take the name «${odd}» apart`);
  return { project, files: installReads.value };
}

function readsOf(project: Project, { all, fetch }: Install): Project['installReads'] {
  return (fetch === null ? project.installReadsOf?.(all) : undefined) ?? project.installReads;
}

/** What stands between the copy and the install has to work without the sources. */
function betweenObstacle(items: readonly Item[], copy: Item, install: Install, facts: Facts): Decision | null {
  const copied = effectsOf(copy, facts.context);
  const own = (item: Item) => item.readings.length > 0 && item.readings.every(isPartOf(install));
  const between = items.slice(copy.index + 1, install.item.index).filter((item) => !own(item));
  for (const item of [...between, ...groupsBefore(install)]) {
    const effects = effectsOf(item, facts.context);
    if (meets(effects.reads, copied.writes) || meets(effects.writes, copied.writes))
      return decide('steps-between-need-sources', {
        data: { text: textOf(item.step).split(/\r?\n/)[0]?.trim() ?? '' },
        at: at(item),
      });
  }
  return null;
}

/** One of the installs, whose manifests are copied before all of them, or what cleans up behind it. */
function isPartOf({ all }: Install) {
  return (reading: CommandReading) => all.includes(reading) || reading.role === 'cleanup' || reading.role === 'nothing';
}

/** The RUN of the install with only what runs before it: `chmod +x x.sh && npm ci` needs the sources too. */
function groupsBefore(install: Install): readonly Item[] {
  const readings = install.item.readings.filter(
    (reading) => reading.command.group < install.group && !isPartOf(install)(reading),
  );
  return readings.length === 0 ? [] : [{ ...install.item, readings }];
}

function moveObstacle(items: readonly Item[], copy: Item, { item: install, detail }: Install): Decision | null {
  const { view } = copy;
  if (view.kind !== 'copy' && view.kind !== 'add') return null;
  const refuse = (why: string) => decide('copy-not-movable', { data: { why }, at: at(copy) });
  const relative = !view.destination.text.startsWith('/');
  if (relative && copy.state.workdir.certain !== install.state.workdir.certain)
    return refuse('WORKDIR changes between them');
  if (view.kind === 'add' && copy.entries === null) return refuse('what ADD unpacks is not known');
  if (install.state.workdir.certain === null) return refuse('WORKDIR is not known');
  // Installing would find the files of that folder, where it finds the project's now.
  const other = items.slice(0, copy.index).find(({ entries }) => bringsOtherFolder(entries, detail));
  if (other) return refuse(`line ${lineOf(other.step)} copies the contents of another folder to the same place`);
  return null;
}

function bringsOtherFolder(entries: Item['entries'], { folder, project }: Install['detail']): boolean {
  return (entries ?? []).some(
    (entry) => entry.kind === 'folder' && entry.destination === folder && entry.source !== (project ?? ''),
  );
}

interface Found {
  readonly items: readonly Item[];
  readonly copy: Item;
  readonly install: Install;
  readonly project: Project;
  readonly files: readonly string[];
  readonly ignored: { readonly lines: readonly IgnoreLine[] };
  readonly divided: { readonly before: readonly Step[]; readonly after: readonly Step[] };
}

function rebuilt(plan: Plan, stage: number, facts: Facts, found: Found): Result {
  const { items, copy, install, project, files, ignored, divided } = found;
  const workdir = install.item.state.workdir.certain ?? '/';
  const optional = project.installMayRead.map((read) => read.path);
  const place = { root: project.root, folder: install.detail.folder, workdir, flags: ownerFlags(copy) };
  const there = items.slice(0, copy.index).flatMap((item) => item.entries ?? []);
  const isThere = (path: string) =>
    there.some((entry) => entry.source === path && entry.destination === inImage(path, install, project));
  const missing = files.filter((path) => !isThere(path));
  const lines = missing.length === 0 ? [] : manifestLines(missing, place, facts.context, optional);
  const manifests = lines.map(
    (text): Step => ({ kind: 'added', text, why: 'what installing reads, copied before the sources' }),
  );
  const steps = items.flatMap((item): readonly Step[] => {
    if (item === copy) return [];
    const here = item === install.first ? manifests : [];
    if (item !== install.item) return [...here, item.step];
    return install.fetch === null
      ? [...here, ...divided.before, copy.step, ...divided.after]
      : [...divided.before, ...manifests, install.fetch, copy.step, ...divided.after];
  });
  const named = files.filter((path) => !files.some((folder) => path.startsWith(`${folder}/`)));
  const decisions = [
    install.fetch === null
      ? decide('manifests-first', {
          data: { manifests: named, plural: named.length === 1 ? 'is' : 'are' },
          evidence: project.evidence,
          at: [...at(copy), ...at(install.item)],
        })
      : decide('fetched-first', {
          data: { manifests: named, command: textOf(install.fetch).replace(/^RUN /, '') },
          evidence: project.evidence,
          at: [...at(copy), ...at(install.item)],
        }),
    ...(install.fetch === null && divided.after.length > 0
      ? [decide('run-divided-for-cache', { at: at(install.item) })]
      : []),
    ...ignored.lines.map((line) => decide('ignore-dependencies', { data: { pattern: line.pattern }, at: at(copy) })),
  ];
  return { plan: { ...withSteps(plan, stage, steps), ignore: [...plan.ignore, ...ignored.lines] }, decisions };
}

function inImage(path: string, install: Install, project: Project): string {
  return resolvePath(install.detail.folder, posix.relative(project.root, path));
}

/** The owner and mode that the author gave the copied files. */
function ownerFlags(copy: Item): string {
  const { view } = copy;
  if (view.kind !== 'copy' && view.kind !== 'add') return '';
  return view.flags
    .filter((flag) => flag.name === 'chown' || flag.name === 'chmod')
    .map((flag) => `--${flag.name}=${flag.value ?? ''} `)
    .join('');
}

function at(item: Item) {
  return item.step.kind === 'added' ? [] : [item.step.of.lines];
}
