import type { CommandReading } from '../../src/command-reading.ts';
import { type Decision, decisionsOf, type FieldChange } from '../../src/decision.ts';
import type { Invocation } from '../../src/dockerfile/view.ts';
import type { CompiledStart } from '../../src/ecosystems/start-reading.ts';
import { type Facts, type Item, projectOf, type Survey, survey } from '../../src/facts.ts';
import { isWithin, overlaps } from '../../src/filesystem/path.ts';
import { outputInImage } from '../../src/made-files.ts';
import { configurationOf } from '../../src/plan/check/runtime-configuration.ts';
import { retext, withSteps } from '../../src/plan/edit.ts';
import type { Step } from '../../src/plan/plan.ts';
import type { Consumer } from '../../src/repository/consumer.ts';
import { copiedTo } from '../../src/start-of.ts';
import type { Transform } from '../../src/transform.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('compile-before-start', reasons);

/** Builds what a start command would compile whenever the container starts. */
export const compileBeforeStart: Transform = {
  name: 'compile-before-start',
  summary: 'builds the program that the start command (go run, nest start) compiled at every start, and starts that',
  phase: 'install',
  safety:
    'Only where nobody mounts sources over the image or runs another command in it, and where the same flags build a known file in the folder that the container starts in.',
  owns: ['CMD', 'ENTRYPOINT'],
  reasons,
  run(plan, facts) {
    const last = plan.stages.length - 1;
    const final = survey(plan, last, facts);
    const start = compilingStart(final, facts);
    if (start === null) return { plan, decisions: [] };
    const { compiled, item } = start;
    const data = { before: start.text, build: compiled.build };
    const refuse = (why: string) => ({ plan, decisions: [decide('product-not-known', { data: { ...data, why } })] });
    if (facts.context.state === 'unknown') return refuse(', because the build context is not known');
    // The name of the user may be one that the image has not; nobody but root certainly writes elsewhere than the start did.
    if (final.end.user !== null && compiled.asStarted !== true)
      return refuse(', because another user than root builds it');
    const consumer = facts.consumers.find((one) => one.dockerfile === facts.path && asksForSources(one, final));
    if (consumer !== undefined) {
      const what = consumer.mounts.length > 0 ? 'mounts what it starts from' : 'runs a command of its own';
      return { plan, decisions: [decide('development-asks-for-sources', { data: { file: consumer.file, what } })] };
    }
    if (compiled.byDevelopment === true && !hasDevelopment(final))
      return refuse(', because the development dependencies with its compiler are not installed');
    const built = withSteps(plan, last, stepsWith(final, item, compiled));
    const made = survey(built, last, facts).items.find(({ step }) => step.kind === 'added')?.readings[0];
    if (made === undefined || !makes(made, compiled.program, facts)) return refuse('');
    const isBuiltAlready = builtBefore(final, made);
    const next = isBuiltAlready ? withSteps(plan, last, startedBy(final, item, compiled)) : built;
    const changes = changesOf(final, survey(next, last, facts));
    const at = item.step.kind === 'added' ? [] : [item.step.of.lines];
    const evidence = [...made.evidence, ...(compiled.evidence ?? [])];
    const after = { ...data, start: compiled.words.join(' ') };
    const code =
      compiled.asStarted !== true ? 'compiled-before-start' : isBuiltAlready ? 'built-already' : 'built-before-start';
    const decision: Decision = decide(code, { data: after, changes, evidence, at });
    return { plan: next, decisions: [decision] };
  },
};

interface CompilingStart {
  readonly compiled: CompiledStart;
  /** The ENTRYPOINT or CMD that names it, and its words as the reader knows them. */
  readonly item: Item;
  readonly text: string;
}

/** The instruction in force that compiles; an exec form, or one plain command of a shell form. */
function compilingStart({ items, end, base }: Survey, facts: Facts): CompilingStart | null {
  const isOwn = items.some(({ view }) => view.kind === 'entrypoint');
  const entrypoint = isOwn || !runsArguments(base?.entrypoint ?? []) ? end.entrypoint : null;
  const [invocation, keyword] = entrypoint === null ? [end.cmd, 'cmd'] : [entrypoint, 'entrypoint'];
  const item = items.findLast(({ view }) => view.kind === keyword);
  const words = invocation === null ? null : wordsOf(invocation);
  // Behind an ENTRYPOINT in exec form CMD is arguments, and they stay; a shell form takes none.
  if (item === undefined || words === null) return null;
  if (entrypoint?.form === 'shell' && end.cmd !== null) return null;
  const folder = end.workdir.certain;
  const contextFolder = folder === null ? null : copiedTo(items)(folder);
  const place = { context: facts.context, folder, contextFolder };
  for (const ecosystem of facts.ecosystems) {
    const compiled = ecosystem.compiledStart?.(words, place) ?? null;
    if (compiled !== null) return { compiled, item, text: words.join(' ') };
  }
  return null;
}

/** The entrypoint of the official images (docker-library/official-images, «Consistency»): what it is given runs. */
function runsArguments(entrypoint: readonly string[]): boolean {
  return entrypoint.length === 1 && /(?:^|\/)docker-entrypoint\.sh$/.test(entrypoint[0] ?? '');
}

function wordsOf(invocation: Invocation): readonly string[] | null {
  if (invocation.form === 'exec') return invocation.words;
  const words = invocation.script.trim().split(/\s+/);
  return words.some((word) => !/^[\w@%+=:,./-]+$/.test(word) || /^\w+=/.test(word))
    ? null
    : words.filter((word, index) => index > 0 || word !== 'exec');
}

function asksForSources({ mounts, command, entrypoint }: Consumer, { end }: Survey): boolean {
  const workdir = end.workdir.certain;
  const isMounted = mounts.some(
    ({ kind, target }) => kind === 'bind' && (workdir === null || overlaps(target, workdir)),
  );
  return isMounted || command !== null || entrypoint !== null;
}

/** An install with the development dependencies, that no prune took out again. */
function hasDevelopment({ items }: Survey): boolean {
  const details = items.flatMap(({ readings }) => readings.map(({ detail }) => detail));
  const installed = details.findLastIndex(
    (detail) => detail.kind === 'install' && !detail.production && detail.packages.length === 0,
  );
  return installed !== -1 && !details.slice(installed).some((detail) => detail.kind === 'prune' && detail.production);
}

/** What the command makes is a file that its words name, or lies in the folder that its project's build fills. */
function makes(reading: CommandReading, product: string, facts: Facts): boolean {
  const { detail, writes } = reading;
  if (detail.kind !== 'build') return false;
  if (writes !== 'anything' && writes.includes(product) && Array.isArray(detail.made)) return true;
  const project = projectOf(detail, facts);
  const output = project?.build(reading);
  if (project === undefined || output?.known !== true) return false;
  return output.value.outputs.some((path) => isWithin(product, outputInImage(path, project, detail.folder)));
}

/** The same build of the same folder ran already, and nothing was copied behind it. */
function builtBefore({ items }: Survey, { detail }: CommandReading): boolean {
  const isSame = ({ detail: other }: CommandReading) =>
    detail.kind === 'build' &&
    other.kind === 'build' &&
    detail.script === other.script &&
    detail.folder === other.folder;
  const built = items.findLastIndex(({ readings }) => readings.some(isSame));
  const behind = items.slice(built + 1).filter(({ view }) => ['run', 'copy', 'add'].includes(view.kind));
  return built !== -1 && behind.every(({ readings }) => readings.length > 0 && readings.every(keepsFiles));
}

/** It changes no file of the project. */
function keepsFiles({ role }: CommandReading): boolean {
  return role === 'system-packages' || role === 'nothing';
}

/** The build right before the start command, or behind the last step that brings or sets something. */
function stepsWith(final: Survey, start: Item, compiled: CompiledStart): readonly Step[] {
  const added: Step = { kind: 'added', text: `RUN ${compiled.build}`, why: 'what the start command compiled' };
  const brings = (item: Item) => ['run', 'copy', 'add', 'workdir', 'env', 'arg', 'shell'].includes(item.view.kind);
  const behind = final.items.findLastIndex(brings);
  return startedBy(final, start, compiled).flatMap((step, index) => (index === behind ? [step, added] : [step]));
}

function startedBy({ items }: Survey, start: Item, { words }: CompiledStart): readonly Step[] {
  const keyword = start.view.kind === 'entrypoint' ? 'ENTRYPOINT' : 'CMD';
  const array = JSON.stringify(words).replaceAll('","', '", "');
  return items.map((item) =>
    item === start ? retext(item.step, `${keyword} ${array}`, 'what it compiled is built already') : item.step,
  );
}

function changesOf(before: Survey, after: Survey): readonly FieldChange[] {
  const [old, now] = [configurationOf(before.end), configurationOf(after.end)];
  return (['CMD', 'ENTRYPOINT'] as const).flatMap((field) => {
    const change = { field, before: old.get(field) ?? '', after: now.get(field) ?? '' };
    return change.before === change.after ? [] : [change];
  });
}
