import { type Decision, decisionsOf, type FieldChange } from '../../src/decision.ts';
import type { Invocation } from '../../src/dockerfile/view.ts';
import type { CompiledStart } from '../../src/ecosystems/start-reading.ts';
import { type Facts, type Item, type Survey, survey } from '../../src/facts.ts';
import { overlaps } from '../../src/filesystem/path.ts';
import { configurationOf } from '../../src/plan/check/runtime-configuration.ts';
import { retext, withSteps } from '../../src/plan/edit.ts';
import type { Step } from '../../src/plan/plan.ts';
import type { Consumer } from '../../src/repository/consumer.ts';
import type { Transform } from '../../src/transform.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('compile-before-start', reasons);

/** Builds what a start command would compile whenever the container starts. */
export const compileBeforeStart: Transform = {
  name: 'compile-before-start',
  summary: 'builds the program that the start command (go run) compiled at every start, and starts that',
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
    // The name of the user may be one that the image has not; nobody but root certainly writes there.
    if (final.end.user !== null) return refuse(', because another user than root builds it');
    const consumer = facts.consumers.find((one) => one.dockerfile === facts.path && asksForSources(one, final));
    if (consumer !== undefined) {
      const what = consumer.mounts.length > 0 ? 'mounts what it starts from' : 'runs a command of its own';
      return { plan, decisions: [decide('development-asks-for-sources', { data: { file: consumer.file, what } })] };
    }
    const next = withSteps(plan, last, stepsWith(final, item, compiled));
    const made = survey(next, last, facts).items.find(({ step }) => step.kind === 'added')?.readings[0];
    const isMade = made !== undefined && made.writes !== 'anything' && made.writes.includes(compiled.program);
    if (!isMade || made.detail.kind !== 'build' || !Array.isArray(made.detail.made)) return refuse('');
    const changes = changesOf(final, survey(next, last, facts));
    const at = item.step.kind === 'added' ? [] : [item.step.of.lines];
    const decision: Decision = decide('compiled-before-start', { data, changes, evidence: made.evidence, at });
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
function compilingStart({ items, end }: Survey, facts: Facts): CompilingStart | null {
  const [invocation, keyword] = end.entrypoint === null ? [end.cmd, 'cmd'] : [end.entrypoint, 'entrypoint'];
  const item = items.findLast(({ view }) => view.kind === keyword);
  const words = invocation === null ? null : wordsOf(invocation);
  // Behind an ENTRYPOINT in exec form CMD is arguments, and they stay; a shell form takes none.
  if (item === undefined || words === null) return null;
  if (end.entrypoint?.form === 'shell' && end.cmd !== null) return null;
  for (const ecosystem of facts.ecosystems) {
    const compiled = ecosystem.compiledStart?.(words) ?? null;
    if (compiled !== null) return { compiled, item, text: words.join(' ') };
  }
  return null;
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

/** The build right before the start command, or behind the last step that brings or sets something. */
function stepsWith({ items }: Survey, start: Item, { build, program, args }: CompiledStart): readonly Step[] {
  const keyword = start.view.kind === 'entrypoint' ? 'ENTRYPOINT' : 'CMD';
  const words = JSON.stringify([program, ...args]).replaceAll('","', '", "');
  const started = retext(start.step, `${keyword} ${words}`, 'what it compiled is built already');
  const added: Step = { kind: 'added', text: `RUN ${build}`, why: 'what the start command compiled' };
  const brings = (item: Item) => ['run', 'copy', 'add', 'workdir', 'env', 'arg', 'shell'].includes(item.view.kind);
  const behind = items.findLastIndex(brings);
  return items.flatMap((item, index) => {
    const step = item === start ? started : item.step;
    return index === behind ? [step, added] : [step];
  });
}

function changesOf(before: Survey, after: Survey): readonly FieldChange[] {
  const [old, now] = [configurationOf(before.end), configurationOf(after.end)];
  return (['CMD', 'ENTRYPOINT'] as const).flatMap((field) => {
    const change = { field, before: old.get(field) ?? '', after: now.get(field) ?? '' };
    return change.before === change.after ? [] : [change];
  });
}
