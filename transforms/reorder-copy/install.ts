import { posix } from 'node:path';
import type { CommandDetail, CommandReading } from '../../src/command-reading.ts';
import type { Decision } from '../../src/decision.ts';
import { clause } from '../../src/ecosystems/clause.ts';
import type { Project } from '../../src/ecosystems/project.ts';
import { type Facts, type Item, parentStage, projectOf, survey } from '../../src/facts.ts';
import { resolvePath } from '../../src/filesystem/path.ts';
import type { Plan, Step } from '../../src/plan/plan.ts';
import { decide } from './decide.ts';
import { fetchStep } from './fetch-step.ts';

type InstallDetail = Extract<CommandDetail, { readonly kind: 'install' }>;

/** What installs, or builds and fetches by doing so. */
export interface Install {
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

export function firstInstall(items: readonly Item[], facts: Facts): Install | null {
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
export function installsAbove(plan: Plan, stage: number, facts: Facts): boolean {
  const parent = parentStage(plan, stage);
  if (parent === null) return false;
  return firstInstall(survey(plan, parent, facts).items, facts) !== null || installsAbove(plan, parent, facts);
}

/** The first build of a project that fetches its dependencies by building. */
export function fetchingBuild(items: readonly Item[], facts: Facts): Install | Decision | null {
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

/** What the install reads of the build context. */
export function readsOf(project: Project, { all, fetch }: Install): Project['installReads'] {
  return (fetch === null ? project.installReadsOf?.(all) : undefined) ?? project.installReads;
}

/** Where a file of the context has to lie for the install. */
export function inImage(path: string, install: Install, project: Project): string {
  return resolvePath(install.detail.folder, posix.relative(project.root, path));
}

export function at(item: Item) {
  return item.step.kind === 'added' ? [] : [item.step.of.lines];
}
