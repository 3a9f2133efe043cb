import { posix } from 'node:path';
import type { CommandReading } from './command-reading.ts';
import type { NativeCode } from './ecosystems/dependencies.ts';
import type { Project } from './ecosystems/project.ts';
import type { StartReading } from './ecosystems/start-reading.ts';
import { type Facts, type Item, parentStage, projectOf, type Survey, survey } from './facts.ts';
import { copyDestination } from './filesystem/context-copy.ts';
import { isWithin, overlaps, resolvePath } from './filesystem/path.ts';
import { resolve } from './plan/check/references.ts';
import { type Plan, textOf } from './plan/plan.ts';

/** Which dependencies of a project lie in a stage: those for development too, unless they were never installed or were removed again. Null: none were installed. */
export function installedTree(plan: Plan, stage: number, facts: Facts): 'production' | 'all' | null {
  const parent = parentStage(plan, stage);
  let tree = parent === null ? null : installedTree(plan, parent, facts);
  for (const { detail } of survey(plan, stage, facts).items.flatMap((item) => item.readings)) {
    if (detail.kind === 'install') tree = detail.production ? 'production' : 'all';
    else if (detail.kind === 'prune' && detail.production && tree !== null) tree = 'production';
  }
  return tree;
}

/** Absolute image folders of a project's dependencies, where the project lies in `folder`. */
export function dependencyFoldersIn(folder: string, project: Project | undefined): readonly string[] {
  return (project?.dependencyFolders ?? []).map((path) =>
    resolvePath(folder, posix.relative(project?.root ?? '', path) || '.'),
  );
}

/** The builds of a project, in all stages: what they make may run. */
export function buildsOf(plan: Plan, project: Project, facts: Facts): readonly CommandReading[] {
  return plan.stages
    .flatMap((_, stage) => survey(plan, stage, facts).items.flatMap((item) => item.readings))
    .filter(({ detail }) => detail.kind === 'build' && projectOf(detail, facts) === project);
}

/** What the installs of a project name on their command lines, in all stages. */
export function namedPackages(plan: Plan, project: Project, facts: Facts): readonly string[] {
  return plan.stages
    .flatMap((_, stage) => survey(plan, stage, facts).items.flatMap((item) => item.readings))
    .flatMap(({ detail }) =>
      detail.kind === 'install' && projectOf(detail, facts) === project ? detail.packages : [],
    );
}

/** Each install of a project finds the lockfile: a COPY, or a mount, brings it before. True where it has none. */
export function followsLockfile(plan: Plan, project: Project, facts: Facts): boolean {
  const { lockfile } = project;
  if (lockfile === null) return true;
  return plan.stages.every((_, stage) => {
    const items = lineage(plan, stage, facts);
    return items.every(
      (item, index) =>
        !item.readings.some(({ detail }) => detail.kind === 'install' && projectOf(detail, facts) === project) ||
        textOf(item.step).includes(posix.basename(lockfile.path)) ||
        items.slice(0, index).some((one) => bringsFile(one, lockfile.path)),
    );
  });
}

/** What a stage runs through, that of the stages that it starts from first. */
function lineage(plan: Plan, stage: number, facts: Facts): readonly Item[] {
  const parent = parentStage(plan, stage);
  return [...(parent === null ? [] : lineage(plan, parent, facts)), ...survey(plan, stage, facts).items];
}

/** A copy from the context that holds a file of it, or one from somewhere else, which may. */
function bringsFile({ view, entries }: Item, path: string): boolean {
  if (view.kind !== 'copy' && view.kind !== 'add') return false;
  return entries === null || entries.some(({ source }) => isWithin(`/${path}`, `/${source}`));
}

/** The native code that the final stage holds: of the dependencies that it installs, or receives from another stage. */
export function nativeCodeOfFinal(
  plan: Plan,
  project: Project,
  folder: string,
  final: Survey,
  facts: Facts,
  start: StartReading,
): NativeCode {
  const last = plan.stages.length - 1;
  const nativeCode = (tree: 'production' | 'all') =>
    project.nativeCode(tree, undefined, namedPackages(plan, project, facts), followsLockfile(plan, project, facts));
  // A bundle may hold a copy of any dependency.
  if (start.kind === 'program' && start.bundle !== undefined) return nativeCode('all');
  if (project.runs === 'outputs') return project.nativeCode('production', buildsOf(plan, project, facts));
  const folders = dependencyFoldersIn(folder, project);
  const received = final.items.flatMap(({ view, state }) => {
    if ((view.kind !== 'copy' && view.kind !== 'add') || view.from === null) return [];
    const destination = copyDestination(view, state);
    // Build outputs may hold what they need of the production tree; what a file server serves is not run.
    if (destination !== null && !folders.some((path) => overlaps(path, destination)))
      return start.kind === 'static-site' ? [] : ['production'];
    const source = resolve(view.from, plan, last);
    return [source === null ? 'all' : installedTree(plan, source, facts)];
  });
  const trees = [installedTree(plan, last, facts), ...received];
  if (trees.includes('all')) return nativeCode('all');
  if (trees.includes('production')) return nativeCode('production');
  return { kind: 'none', evidence: [] };
}
