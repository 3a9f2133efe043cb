import type { BaseImage } from '../../base-images/base-image.ts';
import { type Facts, fromOf, projectOf, survey } from '../../facts.ts';
import { overlaps, resolvePath } from '../../filesystem/path.ts';
import { dependencyFoldersIn, installedTree, namedPackages } from '../../installed-tree.ts';
import { madeFiles } from '../../made-files.ts';
import { requirementsOf } from '../../requirements.ts';
import type { Plan } from '../plan.ts';
import { type Breach, type Law, lineOf } from './law.ts';
import { resolve } from './references.ts';

/** Law 7: what was compiled or installed for one libc never runs on another. */
export const libc: Law = {
  name: 'libc',
  promise: 'What was installed or compiled for one libc never runs on another.',
  check({ before, after, facts }) {
    const breaches: Breach[] = [];
    const needs = requirementsOf(after, facts);
    const servesFiles = !('unknown' in needs) && needs.start.kind === 'static-site';
    const authors = crossings(before, facts);
    after.stages.forEach((_, stage) => {
      const { items, base } = survey(after, stage, facts);
      for (const item of items) {
        if (item.view.kind !== 'copy' || item.view.from === null) continue;
        const source = resolve(item.view.from, after, stage);
        if (source === null || item.step.kind === 'original') continue;
        const from = survey(after, source, facts).base;
        if (from && base && from.libc === base.libc) continue;
        // What crosses from one to the other in the author's own file is no doing of the plan.
        if (item.step.kind !== 'added' && authors.get(item.step.of.id) === crossing(from, base)) continue;
        const sources = item.view.sources.map((span) => span.text);
        if (mayHoldNativeCode(after, source, { sources, servesFiles }, facts))
          breaches.push({
            law: 'libc',
            line: lineOf(item.step),
            says: `native code of ${from?.libc ?? 'an unknown libc'} is copied to ${base?.libc ?? 'an unknown libc'}`,
          });
      }
    });
    return [...breaches, ...installsOnAnotherLibc(before, after, facts)];
  },
};

/** From which libc to which a COPY carries: two such texts are equal where the copies cross alike. */
function crossing(from: BaseImage | null, to: BaseImage | null): string {
  return `${from?.libc ?? 'unknown'} to ${to?.libc ?? 'unknown'}`;
}

/** The crossings of a plan's copies between stages, by instruction. */
function crossings(plan: Plan, facts: Facts): ReadonlyMap<number, string> {
  return new Map(
    plan.stages.flatMap((_, stage) => {
      const { items, base } = survey(plan, stage, facts);
      return items.flatMap(({ view, step }) => {
        if (view.kind !== 'copy' || view.from === null || step.kind === 'added') return [];
        const source = resolve(view.from, plan, stage);
        return source === null ? [] : [[step.of.id, crossing(survey(plan, source, facts).base, base)] as const];
      });
    }),
  );
}

/** A COPY between stages; `servesFiles`: the container serves files, and runs none of those that a build made. */
interface Carried {
  readonly sources: readonly string[];
  readonly servesFiles: boolean;
}

/** A carried dependency folder holds native code unless its project is known to have none. */
function mayHoldNativeCode(plan: Plan, stage: number, { sources, servesFiles }: Carried, facts: Facts): boolean {
  if (holdsLinkedOutput(plan, stage, sources, facts)) return true;
  const installs = installsIn(plan, stage, facts);
  return installs.some(({ folder, project, ecosystem }) => {
    const found = facts.projects.find((one) => one.root === project && one.ecosystem === ecosystem);
    if (found?.runs === 'outputs') return false;
    const paths = sources.map((source) => resolvePath('/', source)).filter((path) => overlaps(path, folder));
    if (paths.length === 0) return false;
    const own = dependencyFoldersIn(folder, found);
    const carriesTree = paths.some((path) => own.some((one) => overlaps(one, path)));
    // Build outputs may hold what they need of the production tree; what a file server serves is not run.
    if (!carriesTree && servesFiles) return false;
    const tree = carriesTree ? installedTree(plan, stage, facts) : null;
    return found?.nativeCode(tree ?? 'production', undefined, namedPackages(plan, found, facts)).kind !== 'none';
  });
}

/** What a build made is carried, and loads libraries of the system that it was linked on. */
function holdsLinkedOutput(plan: Plan, stage: number, sources: readonly string[], facts: Facts): boolean {
  const readings = chainOf(plan, stage).flatMap((index) =>
    survey(plan, index, facts).items.flatMap((item) => item.readings),
  );
  return facts.projects.some((project) => {
    if (project.runs !== 'outputs') return false;
    const builds = readings.filter(({ detail }) => detail.kind === 'build' && projectOf(detail, facts) === project);
    const [first] = builds;
    if (first?.detail.kind !== 'build') return false;
    const made = madeFiles(readings, project, first.detail.folder);
    const carried = sources.some((source) => made.some((path) => overlaps(path, resolvePath('/', source))));
    return carried && project.nativeCode('production', builds).kind !== 'none';
  });
}

/** A stage and those that it starts from, the first one first. */
function chainOf(plan: Plan, stage: number): readonly number[] {
  const chain: number[] = [];
  for (let at: number | null = stage; at !== null; at = parentOf(plan, at)) chain.unshift(at);
  return chain;
}

function installsIn(plan: Plan, stage: number, facts: Facts) {
  return chainOf(plan, stage).flatMap((index) =>
    survey(plan, index, facts).items.flatMap((item) =>
      item.readings.flatMap(({ detail }) =>
        detail.kind === 'install'
          ? [{ folder: detail.folder, project: detail.project, ecosystem: detail.ecosystem }]
          : [],
      ),
    ),
  );
}

function parentOf(plan: Plan, stage: number): number | null {
  const from = fromOf(plan, stage);
  return from ? resolve(from.image.text, plan, stage) : null;
}

/** An install that runs on another libc than before resolves to other binaries: only where there are none. */
function installsOnAnotherLibc(before: Plan, after: Plan, facts: Facts): readonly Breach[] {
  const old = new Map(
    before.stages.flatMap((_, stage) => {
      const { items, base } = survey(before, stage, facts);
      return items.flatMap((item) => (item.step.kind === 'added' ? [] : [[item.step.of.id, base?.libc] as const]));
    }),
  );
  return after.stages.flatMap((_, stage) => {
    const { items, base } = survey(after, stage, facts);
    return items.flatMap((item): readonly Breach[] => {
      const install = item.readings.find((reading) => reading.detail.kind === 'install')?.detail;
      if (item.step.kind === 'added' || install?.kind !== 'install' || old.get(item.step.of.id) === base?.libc)
        return [];
      const project = projectOf(install, facts);
      const tree = install.production ? 'production' : 'all';
      if (project?.nativeCode(tree, undefined, namedPackages(after, project, facts)).kind === 'none') return [];
      return [
        { law: 'libc', line: lineOf(item.step), says: 'dependencies with native code are installed on another libc' },
      ];
    });
  });
}
