import { posix } from 'node:path';
import type { CommandReading } from '../../src/command-reading.ts';
import { type Decision, decisionsOf } from '../../src/decision.ts';
import { parseMount } from '../../src/dockerfile/mount.ts';
import { type Facts, type Item, parentStage, survey } from '../../src/facts.ts';
import { overlaps } from '../../src/filesystem/path.ts';
import { factsOfFinal } from '../../src/final-consumers.ts';
import { retext, withSteps } from '../../src/plan/edit.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { LEFTOVERS, type Leftovers } from '../../src/system-packages/leftovers.ts';
import { MANAGERS } from '../../src/system-packages/managers.ts';
import type { Transform } from '../../src/transform.ts';
import { appended } from './append.ts';
import { reasons } from './reasons.ts';
import { installerAtStart } from './start.ts';

const decide = decisionsOf('clean-packages', reasons);

/** Removes the package index in the RUN that fetched it, in stages that run. */
export const cleanPackages: Transform = {
  name: 'clean-packages',
  summary: 'removes the index of the package manager in the RUN that fetched it, where no later step installs with it',
  phase: 'clean',
  safety:
    'Only what the package manager fetches again with its next update, and only where every later RUN is understood, and installs with an update of its own.',
  owns: [],
  reasons,
  run(plan, facts) {
    let current = plan;
    const decisions: Decision[] = [];
    for (const stage of lineage(plan)) {
      const { items } = survey(plan, stage, facts);
      const steps = items.map((item) => {
        const found = cleaned(item, stage, plan, facts);
        decisions.push(...found.decisions);
        return found.text === null ? item.step : retext(item.step, found.text, 'the index is not needed any more');
      });
      current = withSteps(current, stage, steps);
    }
    return { plan: current, decisions: decisions.length > 0 ? decisions : [decide('nothing-left')] };
  },
};

/** The final stage and those that it starts from: their layers are the image. */
function lineage(plan: Plan): readonly number[] {
  const stages: number[] = [];
  for (let at: number | null = plan.stages.length - 1; at !== null && at >= 0; at = parentStage(plan, at))
    stages.push(at);
  return stages.reverse();
}

interface Found {
  readonly text: string | null;
  readonly decisions: readonly Decision[];
}

function cleaned(item: Item, stage: number, plan: Plan, facts: Facts): Found {
  const at = item.step.kind === 'added' ? [] : [item.step.of.lines];
  const recommended = recommends(item);
  const advice = recommended === null ? [] : [decide('recommends-installed', { data: { command: recommended }, at })];
  const left = leavesIndex(item);
  if (left === null) return { text: null, decisions: advice };
  const leftovers = LEFTOVERS[left.manager];
  const command = leftovers.remove(left.program);
  const say = (decision: Decision): Found => ({ text: null, decisions: [decision, ...advice] });
  const user = item.state.user?.certain?.split(':')[0];
  if (item.state.user !== null && user !== 'root' && user !== '0') return say(decide('not-root', { at }));
  const later = laterInstall(item, stage, plan, facts, leftovers);
  if (later !== null) return say(decide('index-used-later', { data: { where: later }, at }));
  const start = installerAtStart(survey(plan, plan.stages.length - 1, facts).end, factsOfFinal(plan, facts));
  if (start !== null) return say(decide('index-used-later', { data: { where: start }, at }));
  const text = appended(item, command, plan);
  if (text === null) return say(decide('run-not-extendable', { at }));
  const says = decide('index-removed', { data: { command, folders: leftovers.index }, at });
  return { text, decisions: [says, ...advice] };
}

/** The manager whose index a RUN fetches and leaves in the image; null: none, it is removed, or it lies in a mount. */
function leavesIndex({
  readings,
  view,
}: Item): { readonly manager: keyof typeof LEFTOVERS; readonly program: string } | null {
  if (view.kind !== 'run') return null;
  const packages = readings.flatMap(({ detail, command }) => (detail.kind === 'packages' ? [{ detail, command }] : []));
  // `rpm -U` and `dpkg -i` fetch no index.
  const install = packages.find(({ detail, command }) => detail.action === 'install' && isManager(command.name));
  if (!install) return null;
  const { manager } = install.detail;
  const { index, notLeftWith, fetchesItself } = LEFTOVERS[manager];
  const words = packages.flatMap(({ command }) => command.words.map(({ value }) => value));
  const fetches =
    fetchesItself ||
    packages.some(({ detail }) => detail.action === 'update') ||
    words.some((word) => word === '--update-cache' || word === '--update' || word === '-U');
  const mounted = view.flags.some(({ name, value }) => {
    const target = name === 'mount' && value !== null ? parseMount(value).get('target') : undefined;
    return target !== undefined && index.some((folder) => overlaps(posix.normalize(target), folder));
  });
  const removed = readings.some(
    ({ role, writes, detail, command }) =>
      (command.name === 'rm' && command.words.some(({ text }) => index.some((folder) => text.includes(folder)))) ||
      (role === 'cleanup' &&
        (writes === 'anything' || writes.some((path) => index.some((one) => overlaps(path, one))))) ||
      (detail.kind === 'packages' && detail.action === 'clean' && detail.manager !== 'apt'),
  );
  const distclean = readings.some(({ command }) => command.words[1]?.value === 'distclean');
  return fetches && !mounted && !removed && !distclean && !words.some((word) => notLeftWith.includes(word ?? ''))
    ? { manager, program: install.command.name ?? manager }
    : null;
}

function isManager(program: string | null): boolean {
  return program !== null && Object.hasOwn(MANAGERS, posix.basename(program));
}

/** A step behind this one, or in a stage that starts from here, that may install with the same index. */
function laterInstall(
  item: Item,
  stage: number,
  plan: Plan,
  facts: Facts,
  { fetchesItself }: Leftovers,
): string | null {
  const later = plan.stages.flatMap((_, other) => {
    const { items } = survey(plan, other, facts);
    if (other === stage) return items.slice(item.index + 1);
    for (let at = parentStage(plan, other); at !== null; at = parentStage(plan, at)) if (at === stage) return items;
    return [];
  });
  const user = later.find((other) => other.script?.kind === 'not-understood' || (!fetchesItself && needsIndex(other)));
  return user === undefined ? null : user.step.kind === 'added' ? 'a later RUN' : `line ${user.step.of.lines.first}`;
}

function needsIndex({ readings }: Item): boolean {
  let updated = false;
  for (const { detail, role, command } of readings) {
    if (role === 'unknown') return true;
    if (detail.kind !== 'packages') continue;
    const flags = command.words.map(({ value }) => value ?? '');
    if (detail.action === 'update' || flags.some((flag) => /^(?:--no-cache|-U|--update(?:-cache)?)$/.test(flag)))
      updated = true;
    else if (detail.action !== 'clean' && detail.action !== 'remove' && !updated) return true;
  }
  return false;
}

/** An `apt-get install` that also takes what packages recommend. */
function recommends({ readings }: Item): string | null {
  const found = readings.find(
    (reading) => isAptInstall(reading) && !reading.command.words.some(({ text }) => NO_RECOMMENDS.test(text)),
  );
  if (found?.detail.kind !== 'packages') return null;
  // Up to the first package: which ones follow may be another list by now than the author's.
  const { packages } = found.detail;
  const first = found.command.words.findIndex(({ text }) => packages.some((name) => text.startsWith(name)));
  return found.command.words
    .slice(0, Math.max(first, 2))
    .map(({ text }) => text)
    .join(' ');
}

function isAptInstall({ detail }: CommandReading): boolean {
  return (
    detail.kind === 'packages' && detail.manager === 'apt' && detail.action === 'install' && detail.packages.length > 0
  );
}

const NO_RECOMMENDS = /^--no-install-recommends$|Install-Recommends/i;
