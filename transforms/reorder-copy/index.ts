import { posix } from 'node:path';
import type { Because, Decision } from '../../src/decision.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import type { Project } from '../../src/ecosystems/project.ts';
import { type Facts, type Item, projectOf, survey } from '../../src/facts.ts';
import type { CopiedEntry } from '../../src/filesystem/context-copy.ts';
import { effectsOf } from '../../src/filesystem/effects.ts';
import { isWithin, resolvePath, union } from '../../src/filesystem/path.ts';
import { ignoreDependencies } from '../../src/ignore-dependencies.ts';
import { lineOf } from '../../src/plan/check/law.ts';
import { withSteps } from '../../src/plan/edit.ts';
import { type IgnoreLine, type Plan, type Step, textOf } from '../../src/plan/plan.ts';
import type { Transform } from '../../src/transform.ts';
import { betweenObstacle, isPartOf } from './between.ts';
import { decide } from './decide.ts';
import { dividedBefore, dividedInstall } from './divided-install.ts';
import { at, fetchingBuild, firstInstall, type Install, inImage, installsAbove, readsOf } from './install.ts';
import { manifestLines } from './manifest-lines.ts';
import { reasons } from './reasons.ts';
import { bringsOtherFolder, sourceCopies } from './source-copies.ts';

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
  const broad = broadCopy(items, install, facts);
  const partial = sourceCopies(items, install, facts);
  const copy = broad ?? partial[0];
  if (!copy) return say(decide(install.fetch === null ? 'order-is-good' : 'no-install', { at: at(install.item) }));
  if (facts.context.state === 'unknown')
    return say(decide('context-unknown', { data: { why: facts.context.because }, at: at(copy) }));
  const project = projectOf(install.detail, facts);
  const reads = readsOfInstall(project, install, facts);
  if ('verdict' in reads) return say(reads);
  const manifests = reads.files.map((path) => inImage(path, install, reads.project));
  // All of them, or where one has to stay, the one that brings the whole project.
  const all = items.filter((item) => item === broad || partial.includes(item));
  const whole = movable(items, all, install, manifests, facts);
  const moved = 'verdict' in whole && broad ? movable(items, [broad], install, manifests, facts) : whole;
  if ('verdict' in moved) return say(moved);
  const { copies, own } = moved;
  const ignored = broad ? ignoreDependencies(reads.project, facts) : { lines: [] };
  if ('usedBy' in ignored) return say(decide('context-brings-dependencies', { data: { where: ignored.usedBy } }));
  const divided = install.fetch
    ? dividedBefore(install.item, install)
    : dividedInstall(install.item, install.group, (reading) => own(reading, install.item, true));
  if ('verdict' in divided) return say(divided);
  return rebuilt(plan, stage, facts, { items, copies, install, ...reads, ignored, divided });
}

interface Moved {
  readonly copies: readonly Item[];
  readonly own: ReturnType<typeof isPartOf>;
}

/** Whether these copies may come behind the install, and which commands stay with it then. */
function movable(
  items: readonly Item[],
  copies: readonly Item[],
  install: Install,
  manifests: readonly string[],
  facts: Facts,
): Moved | Decision {
  const copied = copies.map((one) => effectsOf(one, facts.context).writes).reduce(union);
  const own = isPartOf(install, copied, manifests);
  for (const one of copies) {
    const obstacle =
      betweenObstacle(items, one, copies, install, own, facts) ??
      moveObstacle(
        items.filter((item) => item === one || !copies.includes(item)),
        one,
        install,
      );
    if (obstacle) return obstacle;
  }
  return { copies, own };
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
  const other = items.find(({ index, entries }) => index < copy.index && bringsOtherFolder(entries, detail));
  if (other) return refuse(`line ${lineOf(other.step)} copies the contents of another folder to the same place`);
  return null;
}

interface Found {
  readonly items: readonly Item[];
  /** Copies that come behind the install, in their order. */
  readonly copies: readonly Item[];
  readonly install: Install;
  readonly project: Project;
  readonly files: readonly string[];
  readonly ignored: { readonly lines: readonly IgnoreLine[] };
  readonly divided: { readonly before: readonly Step[]; readonly after: readonly Step[] };
}

function rebuilt(plan: Plan, stage: number, facts: Facts, found: Found): Result {
  const { items, copies, install, project, files, ignored, divided } = found;
  const brings = (copy: Item) => copy.entries?.some(({ source }) => files.includes(source)) ?? false;
  const owner = copies.find(brings) ?? copies.at(-1);
  const workdir = install.item.state.workdir.certain ?? '/';
  const bringsAll = copies.some((item) =>
    item.entries?.some(({ kind, source }) => kind === 'folder' && (source === '' || isWithin(project.root, source))),
  );
  const optional = bringsAll ? project.installMayRead.map((read) => read.path) : [];
  const place = { root: project.root, folder: install.detail.folder, workdir, flags: owner ? ownerFlags(owner) : '' };
  const entriesOf = (of: readonly Item[]) => of.flatMap((item) => item.entries ?? []);
  const there = entriesOf(items.slice(0, install.first.index).filter((item) => !copies.includes(item)));
  const isIn = (entries: readonly CopiedEntry[], path: string) =>
    entries.some(({ source, destination }) => {
      if (path !== source && (source === '' || !isWithin(path, source))) return false;
      return resolvePath(destination, posix.relative(source, path)) === inImage(path, install, project);
    });
  // A lockfile that was not there when the file installed stays away.
  const moved = entriesOf(copies);
  const missing = files.filter((path) => !isIn(there, path) && (bringsAll || isIn(moved, path)));
  const lines = missing.length === 0 ? [] : manifestLines(missing, place, facts.context, optional);
  const manifests = lines.map(
    (text): Step => ({ kind: 'added', text, why: 'what installing reads, copied before the sources' }),
  );
  const behind = copies.map(({ step }) => step);
  const lineOfCopies = copies.flatMap(at);
  const steps = items.flatMap((item): readonly Step[] => {
    if (copies.includes(item)) return [];
    const here = item === install.first ? manifests : [];
    if (item !== install.item) return [...here, item.step];
    return install.fetch === null
      ? [...here, ...divided.before, ...behind, ...divided.after]
      : [...divided.before, ...manifests, install.fetch, ...behind, ...divided.after];
  });
  const copied = files.filter((path) => isIn(there, path) || missing.includes(path));
  const named = copied.filter((path) => !copied.some((folder) => path.startsWith(`${folder}/`)));
  const decisions = [
    install.fetch === null
      ? decide('manifests-first', {
          data: { manifests: named, plural: named.length === 1 ? 'is' : 'are' },
          evidence: project.evidence,
          at: [...lineOfCopies, ...at(install.item)],
        })
      : decide('fetched-first', {
          data: { manifests: named, command: textOf(install.fetch).replace(/^RUN /, '') },
          evidence: project.evidence,
          at: [...lineOfCopies, ...at(install.item)],
        }),
    ...(install.fetch === null && divided.after.length > 0
      ? [decide('run-divided-for-cache', { at: at(install.item) })]
      : []),
    ...ignored.lines.map((line) =>
      decide('ignore-dependencies', { data: { pattern: line.pattern }, at: lineOfCopies }),
    ),
  ];
  return { plan: { ...withSteps(plan, stage, steps), ignore: [...plan.ignore, ...ignored.lines] }, decisions };
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
