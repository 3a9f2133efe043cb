import type { CommandReading, Role } from '../../src/command-reading.ts';
import { type Decision, decisionsOf } from '../../src/decision.ts';
import { type Facts, fromOf, type Item, projectOf, survey } from '../../src/facts.ts';
import { copyDestination } from '../../src/filesystem/context-copy.ts';
import { isWithin, meets, resolvePath } from '../../src/filesystem/path.ts';
import { referencesOf, resolve } from '../../src/plan/check/references.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Group } from './groups.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('cross-compile', reasons);

/** Files that are the same whatever the platform, though a package or the image brings them. */
const SAME_EVERYWHERE = [
  '/etc/ssl/certs',
  '/usr/share/zoneinfo',
  '/usr/share/ca-certificates',
  '/etc/passwd',
  '/etc/group',
];

/** Commands that put nothing of a platform into a file. */
const PLAIN: readonly Role[] = ['file-setup', 'nothing', 'cleanup', 'user', 'test'];

/** Why a group of stages cannot run on another platform than the image; null: nothing of the platform leaves it. */
export function obstacleOf(plan: Plan, group: Group, facts: Facts): Decision | null {
  const from = fromOf(plan, group.root);
  const platform = from?.flags.find(({ name }) => name === 'platform')?.value ?? null;
  if (platform !== null && !/^"?\$(?:BUILDPLATFORM|\{BUILDPLATFORM\})"?$/.test(platform))
    return decide('platform-named', { data: { platform, image: from?.image.text ?? '' } });
  const names = group.stages.flatMap((stage) => fromOf(plan, stage)?.stageName?.text ?? []);
  const consumer = facts.consumers.find(
    ({ dockerfile, target }) => dockerfile === facts.path && target !== null && names.includes(target),
  );
  if (consumer) return decide('stage-is-run', { data: { file: consumer.file, stage: consumer.target ?? '' } });
  const items = group.stages.flatMap((stage) => survey(plan, stage, facts).items);
  const dark = items.find(({ script }) => script?.kind === 'not-understood');
  if (dark) return decide('not-crossed', { data: { why: 'a RUN of the stage is not understood' }, at: linesOf(dark) });
  const carried = carriedFrom(plan, group, facts);
  if (carried === null) return decide('carried-not-known');
  for (const path of carried) {
    const found = obstacleFor(path, items, facts);
    if (found !== null) return found;
  }
  return null;
}

/** Absolute paths that other stages copy or mount out of a group; null: a variable names one. */
function carriedFrom(plan: Plan, group: Group, facts: Facts): readonly string[] | null {
  const paths: string[] = [];
  for (let stage = 0; stage < plan.stages.length; stage += 1) {
    if (group.stages.includes(stage)) continue;
    for (const { step, view } of survey(plan, stage, facts).items) {
      const isOurs = referencesOf(step, plan).some((name) => group.stages.includes(resolve(name, plan, stage) ?? -1));
      if (!isOurs) continue;
      if (view.kind !== 'copy') return null;
      for (const { text } of view.sources) {
        if (/[$*?[]/.test(text)) return null;
        paths.push(resolvePath('/', text));
      }
    }
  }
  return paths;
}

/** A carried path is copied from the context, compiled for the image, or the same everywhere. */
function obstacleFor(path: string, items: readonly Item[], facts: Facts): Decision | null {
  if (SAME_EVERYWHERE.some((folder) => isWithin(path, folder))) return null;
  let isMade = false;
  for (const item of items) {
    const place =
      item.view.kind === 'copy' || item.view.kind === 'add' ? copyDestination(item.view, item.state) : undefined;
    if (place !== undefined && (place === null || meets([place], [path]))) {
      if (item.view.kind !== 'copy' || place === null || item.view.from !== null)
        return decide('platform-in-the-copy', { data: { path }, at: linesOf(item) });
      isMade = true;
    }
    for (const reading of item.readings) {
      if (!meets(reading.writes, [path])) continue;
      if (PLAIN.includes(reading.role) && reading.writes !== 'anything') continue;
      if (!isCompiled(reading, facts))
        return decide('platform-in-the-copy', {
          data: { path, command: reading.command.words.map(({ text }) => text).join(' ') },
          at: linesOf(item),
        });
      isMade = true;
    }
  }
  return isMade ? null : decide('platform-in-the-copy', { data: { path } });
}

/** Modules are source; a program is looked at by itself. */
function isCompiled({ detail, role }: CommandReading, facts: Facts): boolean {
  if (detail.kind !== 'build' && detail.kind !== 'install') return false;
  const crosses = projectOf(detail, facts)?.crossBuild !== undefined;
  return crosses && (role === 'build' || role === 'install-dependencies');
}

function linesOf({ step }: Item) {
  return step.kind === 'added' ? [] : [step.of.lines];
}
