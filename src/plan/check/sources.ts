import type { Instruction } from '../../dockerfile/document.ts';
import type { CopyView } from '../../dockerfile/view.ts';
import { type Facts, type Item, parentStage, survey, viewOf } from '../../facts.ts';
import { contextPath, copyDestination, expandCertain } from '../../filesystem/context-copy.ts';
import { effectsOf } from '../../filesystem/effects.ts';
import { isWithin, meets, overlaps, resolvePath } from '../../filesystem/path.ts';
import { removedBy } from '../../filesystem/removals.ts';
import { type Plan, textOf } from '../plan.ts';
import { type Breach, type Law, lineOf } from './law.ts';
import { resolve } from './references.ts';

/** Law 8: every COPY that we wrote matches something that is really there. */
export const sources: Law = {
  name: 'sources',
  promise:
    'Every COPY that was added or changed matches a file that the build context has, or a path that the named stage makes.',
  check({ before, after, facts }) {
    const originals = new Set(before.document.instructions.map((instruction) => instruction.text));
    return after.stages.flatMap((_, stage) =>
      survey(after, stage, facts).items.flatMap((item): readonly Breach[] => {
        const { view, step } = item;
        if (view.kind !== 'copy' && view.kind !== 'add') return [];
        if (originals.has(textOf(step)) || view.heredoc) return [];
        const fault =
          view.from === null ? contextFault(item, view, facts) : stageFault(item, view, view.from, after, stage, facts);
        return fault ? [{ law: 'sources', line: lineOf(step), says: `${textOf(step)}: ${fault}` }] : [];
      }),
    );
  },
};

function contextFault(item: Item, view: CopyView, facts: Facts): string | null {
  if (item.step.kind !== 'added' && sameSources(item.step.of, view, facts)) return null;
  for (const source of view.sources) {
    const text = expandCertain(source.text, item.state);
    const path = text === null ? null : contextPath(text);
    if (path === null) return `«${source.text}» cannot be checked`;
    if (path === '') continue;
    if (/[*?[]/.test(path)) {
      const optional = item.step.kind === 'added' && item.step.optional === true;
      const matches = facts.context.matches(path);
      if (!optional && (matches === 'unknown' || matches.length === 0) && view.sources.length === 1)
        return `nothing matches «${path}»`;
    } else if (facts.context.has(path) !== 'yes') return `the context does not certainly have «${path}»`;
  }
  return null;
}

/** A changed flag leaves the author's own sources as they were. */
function sameSources(origin: Instruction, view: CopyView, facts: Facts): boolean {
  const was = viewOf({ kind: 'original', of: origin }, facts.document);
  if (was.kind !== 'copy' && was.kind !== 'add') return false;
  return view.sources.every((source) => was.sources.some((other) => other.text === source.text));
}

function stageFault(item: Item, view: CopyView, from: string, plan: Plan, stage: number, facts: Facts): string | null {
  const source = resolve(from, plan, stage);
  if (source === null) return null;
  for (const span of view.sources) {
    const text = expandCertain(span.text, item.state);
    if (text === null) return `«${span.text}» cannot be checked`;
    const path = resolvePath('/', text);
    if (!makes(plan, source, path, facts)) return `stage «${from}» is not known to make «${text}»`;
    if (isTakenAway(plan, source, path, facts)) return `stage «${from}» removes «${text}»`;
  }
  return null;
}

/** Some step of the stage, or of a stage below it, writes the path or something in it, or makes it a working directory. */
function makes(plan: Plan, stage: number, path: string, facts: Facts): boolean {
  const { items, end } = survey(plan, stage, facts);
  if (end.workdir.certain === path) return true;
  const written = items.some((item) => {
    const { writes } = effectsOf(item, facts.context);
    if (writes !== 'anything' && writes.some((other) => overlaps(path, other))) return true;
    if (item.view.kind !== 'copy' && item.view.kind !== 'add') return false;
    const destination = copyDestination(item.view, item.state);
    return destination !== null && overlaps(path, destination);
  });
  if (written) return true;
  const parent = parentStage(plan, stage);
  return parent !== null && makes(plan, parent, path, facts);
}

/** The last step that touches the path, or a folder that it lies in, removes it. */
function isTakenAway(plan: Plan, stage: number, path: string, facts: Facts): boolean {
  const parent = parentStage(plan, stage);
  let gone = parent !== null && isTakenAway(plan, parent, path, facts);
  for (const item of survey(plan, stage, facts).items) {
    if (item.view.kind === 'run') {
      for (const reading of item.readings) {
        if (removedBy(reading).some((other) => isWithin(path, other))) gone = true;
        else if (meets([path], reading.writes)) gone = false;
      }
    } else if (meets([path], effectsOf(item, facts.context).writes)) gone = false;
  }
  return gone;
}
