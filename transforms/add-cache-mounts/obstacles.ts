import { posix } from 'node:path';
import type { Decision } from '../../src/decision.ts';
import type { CacheUse } from '../../src/download-caches/cache.ts';
import { type Facts, fromOf, type Item, parentStage, survey } from '../../src/facts.ts';
import { copyDestination, expandCertain } from '../../src/filesystem/context-copy.ts';
import { isWithin, overlaps, resolvePath } from '../../src/filesystem/path.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { type Candidate, linesOf, notUnderstood, usesOf, wordsOf } from './candidates.ts';
import { cleanedRun } from './clean-run.ts';
import { ownerOf } from './owner.ts';
import { decide } from './policy.ts';

/** Why a folder of one RUN gets no mount, whatever other RUNs do; null: nothing stands against it. */
export function obstacleAt(
  candidate: Candidate,
  use: CacheUse,
  plan: Plan,
  running: ReadonlySet<number>,
): Decision | null {
  const { item, stage, survey: read } = candidate;
  const at = linesOf(item);
  const { folder, tool } = use;
  if (read.base === null) return decide('base-unknown', { data: { image: imageOf(plan, stage) }, at });
  const owner = ownerOf(item, read);
  if (owner.kind === 'unknown') return decide('user-unknown', { data: { user: owner.name }, at });
  // BuildKit makes what is missing of the folder's path as root, and the folder itself stays in the image.
  if (owner.kind === 'user' && (running.has(stage) || posix.dirname(folder) !== owner.home))
    return decide('leaves-root-folder', { data: { folder }, at });
  if (use.compiled && imageOf(plan, stage).includes('$'))
    return decide('base-is-variable', { data: { tool, image: imageOf(plan, stage) }, at });
  const unread = notUnderstood(item);
  if (unread) return decide('command-not-understood', { data: { folder, command: wordsOf(unread) }, at });
  const filled = fillerOf(candidate, folder);
  if (filled !== null) return decide('folder-holds-files', { data: { folder }, at: [...filled, ...at] });
  const cleaned = cleanedRun(candidate, [use], plan);
  if (cleaned.kind === 'refused')
    return decide('cache-emptied-in-run', { data: { folder, command: cleaned.command }, at });
  return null;
}

/** The lines that put something else into the folder before: a mount would hide it. */
function fillerOf({ item, survey: read }: Candidate, folder: string) {
  for (const other of read.items) {
    if (other === item) return null;
    const { view } = other;
    if (view.kind === 'copy' || view.kind === 'add') {
      const destination = copyDestination(view, other.state);
      if (destination === null || destination === '/' || !overlaps(destination, folder)) continue;
      if (isWithin(destination, folder) || destination !== other.state.workdir.certain) return linesOf(other);
    }
    const puts = other.readings.some(
      ({ role, writes, command }) =>
        (role === 'file-setup' || role === 'fetch-source') &&
        !['mkdir', 'rm', 'chown', 'chmod'].includes(command.name ?? '') &&
        writes !== 'anything' &&
        writes.some((path) => isWithin(path, folder)),
    );
    if (puts) return linesOf(other);
  }
  return null;
}

/** Why a folder that commands use in place may not go into a mount anywhere in the plan. */
export function storeObstacle(
  { stage: own }: Candidate,
  use: CacheUse,
  plan: Plan,
  facts: Facts,
  running: ReadonlySet<number>,
): Decision | null {
  const { folder } = use;
  const root = rootOf(plan, own);
  const data = { folder, tool: use.tool };
  const surveys = plan.stages.map((_, stage) => survey(plan, stage, facts));
  const users = surveys.flatMap(({ items }, stage) =>
    (rootOf(plan, stage) === root ? items : []).flatMap((item) =>
      usesOf(item).some((one) => one.folder === folder) ? [{ stage, item }] : [],
    ),
  );
  const inRunning = users.find(({ stage }) => running.has(stage));
  if (inRunning) return decide('stage-runs', { data, at: linesOf(inRunning.item) });
  for (const { item } of users) {
    const tools = item.readings.filter(({ caches }) => caches?.some((one) => one.folder === folder));
    const offline = tools.find(({ caches }) => caches?.some((one) => one.folder === folder && one.offline));
    if (offline) return decide('used-offline', { data: { ...data, command: wordsOf(offline) }, at: linesOf(item) });
    const publishes = tools.find(({ caches }) => caches?.some((one) => one.folder === folder && one.publishes));
    if (publishes && users.length > 1)
      return decide('publishes-into-cache', { data: { ...data, command: wordsOf(publishes) }, at: linesOf(item) });
    if (missesIndex(item)) return decide('index-from-earlier-run', { data, at: linesOf(item) });
  }
  for (const { stage, item } of users) {
    const later = laterSteps(plan, stage, item, facts).find(
      (other) => other.script?.kind === 'not-understood' || notUnderstood(other),
    );
    if (later) return decide('later-command-not-understood', { data, at: linesOf(later) });
  }
  const carried = carrierOf(plan, folder, facts);
  return carried ? decide('folder-is-carried', { data, at: linesOf(carried) }) : null;
}

/** A system package installed from the index that an earlier RUN left. */
function missesIndex(item: Item): boolean {
  let updated = false;
  for (const { detail } of item.readings) {
    if (detail.kind !== 'packages' || detail.manager !== 'apt') continue;
    if (detail.action === 'update') updated = true;
    else if ((detail.action === 'install' || detail.action === 'other') && !updated) return true;
  }
  return false;
}

function laterSteps(plan: Plan, stage: number, item: Item, facts: Facts): readonly Item[] {
  return plan.stages.flatMap((_, other) => {
    const { items } = survey(plan, other, facts);
    if (other === stage) return items.slice(item.index + 1);
    for (let at: number | null = other; at !== null; at = parentStage(plan, at)) if (at === stage) return items;
    return [];
  });
}

/** A COPY from a stage, or a command that is no tool, that takes the folder or something in it. */
function carrierOf(plan: Plan, folder: string, facts: Facts): Item | null {
  for (let stage = 0; stage < plan.stages.length; stage += 1) {
    for (const item of survey(plan, stage, facts).items) {
      const { view } = item;
      if (view.kind === 'copy' && view.from !== null) {
        const taken = view.sources.some((source) => {
          const text = expandCertain(source.text, item.state);
          return text === null || overlaps(resolvePath('/', text), folder);
        });
        if (taken) return item;
      }
      const reads = item.readings.some(
        ({ role, reads: paths }) =>
          role === 'file-setup' && paths !== 'anything' && paths.some((path) => isWithin(path, folder)),
      );
      if (reads) return item;
    }
  }
  return null;
}

/** The stage that a stage starts from in the end: those with one root may hold the same folders. */
export function rootOf(plan: Plan, stage: number): number {
  const parent = parentStage(plan, stage);
  return parent === null ? stage : rootOf(plan, parent);
}

/** The image that a stage starts from, followed through stages. */
export function imageOf(plan: Plan, stage: number): string {
  const parent = parentStage(plan, stage);
  return parent === null ? (fromOf(plan, stage)?.image.text ?? '') : imageOf(plan, parent);
}
