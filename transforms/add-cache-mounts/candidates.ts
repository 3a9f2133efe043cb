import type { CommandReading } from '../../src/command-reading.ts';
import { parseMount } from '../../src/dockerfile/mount.ts';
import { expandIn } from '../../src/dockerfile/state.ts';
import type { StageState } from '../../src/dockerfile/state.types.ts';
import type { RunView } from '../../src/dockerfile/view.ts';
import type { CacheUse } from '../../src/download-caches/cache.ts';
import { emptiesCaches } from '../../src/download-caches/caches-of.ts';
import { type Facts, fromOf, type Item, parentStage, type Survey, survey } from '../../src/facts.ts';
import { overlaps, resolvePath } from '../../src/filesystem/path.ts';
import { consumersOf } from '../../src/final-consumers.ts';
import type { Plan } from '../../src/plan/plan.ts';

/** A RUN that could have cache mounts. */
export interface Candidate {
  readonly stage: number;
  readonly survey: Survey;
  readonly item: Item;
  readonly view: RunView;
  /** One for each folder that has no mount yet. */
  readonly uses: readonly CacheUse[];
}

/** Every RUN of the plan that fills a cache folder which is not mounted already. */
export function candidatesOf(plan: Plan, facts: Facts): readonly Candidate[] {
  return plan.stages.flatMap((_, stage) => {
    const read = survey(plan, stage, facts);
    return read.items.flatMap((item): readonly Candidate[] => {
      const { view } = item;
      if (view.kind !== 'run' || item.script?.kind !== 'commands') return [];
      if (view.flags.some(({ name, value }) => name === 'network' && value === 'none')) return [];
      const open = usesOf(item).filter(
        (use) => !isMounted(use.folder, view, item.state) && /^\/[\w./-]+$/.test(use.folder),
      );
      return open.length === 0 ? [] : [{ stage, survey: read, item, view, uses: open }];
    });
  });
}

/** The folders that the commands of a RUN use, each once. */
export function usesOf(item: Item): readonly CacheUse[] {
  const all = item.readings.flatMap((reading) => reading.caches ?? []);
  return [...new Map(all.map((use) => [use.folder, use])).values()];
}

/** A target that holds a variable of unknown value may be any folder. */
function isMounted(folder: string, view: RunView, state: StageState): boolean {
  return view.flags.some(({ name, value }) => {
    if (name !== 'mount' || value === null) return false;
    const mount = parseMount(value);
    const target = mount.get('target') ?? mount.get('dst') ?? mount.get('destination');
    if (target === undefined) return false;
    const path = expandIn(state, target.replace(/^(["'])(.*)\1$/, '$2')).certain;
    return path === null || overlaps(resolvePath(state.workdir.certain ?? '/', path), folder);
  });
}

/** Stages whose whole file system somebody runs: the final one, those that a consumer names, and what they start from. */
export function stagesThatRun(plan: Plan, facts: Facts): ReadonlySet<number> {
  const named = consumersOf(plan, facts).flatMap(({ dockerfile, target }) =>
    dockerfile === facts.path && target !== null ? [target.toLowerCase()] : [],
  );
  const stages = new Set<number>();
  plan.stages.forEach((_, index) => {
    const isNamed = named.includes(fromOf(plan, index)?.stageName?.text.toLowerCase() ?? '');
    if (index !== plan.stages.length - 1 && !isNamed) return;
    for (let at: number | null = index; at !== null; at = parentStage(plan, at)) stages.add(at);
  });
  return stages;
}

/** A command that may do anything, and that is no tool of which the caches are known. */
export function notUnderstood(item: Item): CommandReading | null {
  const tools = usesOf(item).map(({ tool }) => tool);
  return (
    item.readings.find(
      ({ role, caches, writes, command }) =>
        role === 'unknown' &&
        writes === 'anything' &&
        (caches ?? []).length === 0 &&
        !tools.some((tool) => emptiesCaches(command, tool)),
    ) ?? null
  );
}

export function linesOf({ step }: Item) {
  return step.kind === 'added' ? [] : [step.of.lines];
}

export function wordsOf({ command }: CommandReading): string {
  return command.words.map((word) => word.text).join(' ');
}
