import type { CommandReading } from '../../src/command-reading.ts';
import { type Decision, decisionsOf } from '../../src/decision.ts';
import { adviceFor, clause } from '../../src/ecosystems/clause.ts';
import type { Project } from '../../src/ecosystems/project.ts';
import { type Facts, type Item, projectOf, type Survey, survey } from '../../src/facts.ts';
import { isWithin, resolvePath } from '../../src/filesystem/path.ts';
import { wordsOf } from '../../src/plan/command-words.ts';
import { retext, withSteps } from '../../src/plan/edit.ts';
import { type Step, textOf } from '../../src/plan/plan.ts';
import type { Transform } from '../../src/transform.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('freeze-install', reasons);

/** Lets an install take exactly what the lockfile says, where the lockfile is there and in step. */
export const freezeInstall: Transform = {
  name: 'freeze-install',
  summary:
    'lets the install take exactly what the lockfile says (npm ci, --frozen-lockfile), where the lockfile is in step',
  phase: 'install',
  safety:
    'Only when the lockfile stands beside the manifest before the install runs, and the two agree by the rules that npm applies.',
  owns: [],
  reasons,
  run(plan, facts) {
    let current = plan;
    const decisions: Decision[] = [];
    plan.stages.forEach((_, stage) => {
      const found = freeze(survey(current, stage, facts), facts);
      current = found.steps ? withSteps(current, stage, found.steps) : current;
      decisions.push(...found.decisions);
    });
    return { plan: current, decisions: decisions.length > 0 ? decisions : [decide('nothing-to-freeze')] };
  },
};

function freeze(
  stage: Survey,
  facts: Facts,
): { readonly steps: readonly Step[] | null; readonly decisions: readonly Decision[] } {
  const decisions: Decision[] = [];
  const steps = stage.items.map((item) => {
    const found = item.readings
      .filter(({ detail }) => detail.kind === 'install' && !detail.frozen && detail.packages.length === 0)
      .flatMap((reading) => frozenWords(item, reading, stage, facts) ?? []);
    decisions.push(...found.map(({ decision }) => decision));
    return frozenStep(
      item,
      found.flatMap(({ words }) => words ?? []),
    );
  });
  return { steps: decisions.some((decision) => decision.verdict === 'changed') ? steps : null, decisions };
}

/** One RUN may install several projects, each with a lockfile of its own: `npm install && cd client && npm install`. */
function frozenStep(item: Item, words: readonly FrozenWords[]): Step {
  if (words.length === 0) return item.step;
  // From behind: what stands in front stays where it is.
  const text = words.reduceRight(
    (now, { start, end, after }) => now.slice(0, start) + after + now.slice(end),
    textOf(item.step),
  );
  return retext(item.step, text, 'the lockfile is in step');
}

interface FrozenWords {
  readonly start: number;
  readonly end: number;
  readonly after: string;
}

function frozenWords(
  item: Item,
  reading: CommandReading,
  stage: Survey,
  facts: Facts,
): { readonly words: FrozenWords | null; readonly decision: Decision } | null {
  if (reading.detail.kind !== 'install') return null;
  const { folder } = reading.detail;
  const project = projectOf(reading.detail, facts);
  if (!project?.supported.known || facts.context.state === 'unknown') return null;
  const text = textOf(item.step);
  const place = wordsOf(item, reading, text);
  const before = text.slice(place.start, place.end);
  const at = item.step.kind === 'added' ? [] : [item.step.of.lines];
  const frozen = project.frozenInstall(reading, stage.base?.major ?? stage.base?.majorAtLeast ?? null);
  if (!frozen.known) {
    const { because } = frozen;
    return {
      words: null,
      decision: decide('install-kept', {
        data: { command: before, why: clause(because, facts) },
        evidence: because.evidence,
        at,
        ...adviceFor(because, facts),
      }),
    };
  }
  const lockfile = project.lockfile?.path ?? '';
  if (!isCopiedBefore(lockfile, folder, project, item, stage))
    return { words: null, decision: decide('lockfile-not-copied', { data: { command: before, lockfile }, at }) };
  const change = changesLockfile(lockfile, folder, project, { item, reading }, stage);
  if (change) {
    const by = change.command.words.map((word) => word.text).join(' ');
    return {
      words: null,
      decision: decide('lockfile-changed-before', { data: { command: before, lockfile, by }, at }),
    };
  }
  const after = place.write(frozen.value);
  return {
    words: { start: place.start, end: place.end, after },
    decision: decide('install-frozen', {
      data: { before, after, lockfile },
      evidence: project.evidence,
      at,
    }),
  };
}

/** A command between the last copy of lockfile and manifests and the install that changes or removes one: then the install does not use what the context has. */
function changesLockfile(
  lockfile: string,
  folder: string,
  project: Project,
  { item: install, reading }: { readonly item: Item; readonly reading: CommandReading },
  stage: Survey,
): CommandReading | null {
  const read = project.installReads.known ? project.installReads.value : [];
  const targets = [...new Set([lockfile, ...read])].map((path) => inImage(path, folder, project));
  let change: CommandReading | null = null;
  for (const item of stage.items.slice(0, install.index + 1)) {
    if (targets.every((target) => brings(item, target))) change = null;
    for (const other of item.readings) {
      if (item === install && other.command.index >= reading.command.index) break;
      if (addsByOther(other, reading)) change = other;
      const isSetup = !['install-dependencies', 'system-packages', 'install-tool'].includes(other.role);
      const { writes: paths } = other;
      const writes = paths === 'anything' || paths.some((path) => targets.some((target) => isWithin(target, path)));
      const makesFolder = other.command.name === 'mkdir' || other.command.name === 'chown';
      if (isSetup && writes && !makesFolder) change = other;
    }
  }
  return change;
}

/** `yarn add serve` writes the manifest and a lockfile of its own: npm's is out of step with that then. */
function addsByOther({ command, detail }: CommandReading, install: CommandReading): boolean {
  return detail.kind === 'install' && detail.packages.length > 0 && command.name !== install.command.name;
}

function inImage(path: string, folder: string, project: Project): string {
  return resolvePath(folder, path.slice(project.root === '' ? 0 : project.root.length + 1));
}

function brings(item: Item, target: string): boolean {
  return (
    item.entries?.some((entry) =>
      entry.kind === 'folder' ? isWithin(target, entry.destination) : entry.destination === target,
    ) ?? false
  );
}

/** Some COPY before the install brings the lockfile to where the install looks for it. */
function isCopiedBefore(lockfile: string, folder: string, project: Project, install: Item, stage: Survey): boolean {
  const target = inImage(lockfile, folder, project);
  return stage.items
    .slice(0, install.index)
    .some((item) =>
      item.entries?.some((entry) =>
        entry.kind === 'folder' ? isWithin(folder, entry.destination) : entry.destination === target,
      ),
    );
}
