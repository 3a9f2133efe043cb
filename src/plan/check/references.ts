import { fromOf, viewOf } from '../../facts.ts';
import { type Plan, type Step, textOf } from '../plan.ts';
import { type Breach, type Law, lineOf } from './law.ts';

/** Law 2: each `--from` and mount source means what it meant before, and a stage that is named comes earlier. */
export const references: Law = {
  name: 'references',
  promise:
    'Each --from and mount source resolves to the same stage or image as before, and a stage comes before its use.',
  check({ before, after }) {
    return after.stages.flatMap((stage, index) =>
      stage.steps.flatMap((step) =>
        step.kind === 'added' ? addedFaults(step, after, index) : changedFaults(step, before, after, index),
      ),
    );
  },
};

function addedFaults(step: Step, after: Plan, index: number): readonly Breach[] {
  return referencesOf(step, after)
    .filter((name) => resolve(name, after, index) === null && !looksLikeImage(name))
    .map((name) => ({ law: 'references', line: null, says: `${textOf(step)}: no earlier stage «${name}»` }));
}

/** A step that comes from the original names what its original named, and each name means the same stage or image. */
function changedFaults(
  step: Exclude<Step, { readonly kind: 'added' }>,
  before: Plan,
  after: Plan,
  index: number,
): readonly Breach[] {
  const old = referencesOf({ kind: 'original', of: step.of }, before);
  const now = referencesOf(step, after);
  return now.flatMap((name, position) => {
    const oldName = old[position];
    if (oldName === undefined) return [{ law: 'references', line: lineOf(step), says: `«${name}» is new` }];
    const origin = resolveOriginal(oldName, before, step);
    const target = resolve(name, after, index);
    const same =
      origin === null
        ? target === null && name === oldName
        : target !== null && sameStage(before, origin, after, target);
    return same ? [] : [{ law: 'references', line: lineOf(step), says: `«${name}» means another stage than before` }];
  });
}

/** Names of stages or images that a step copies or mounts from. */
export function referencesOf(step: Step, plan: Plan): readonly string[] {
  const view = viewOf(step, plan.document);
  if (view.kind === 'copy') return view.from === null ? [] : [view.from];
  if (view.kind !== 'run') return [];
  return view.flags.flatMap((flag) => {
    if (flag.name !== 'mount' || flag.value === null) return [];
    const from = flag.value.split(',').find((part) => part.startsWith('from='));
    return from ? [from.slice('from='.length)] : [];
  });
}

/** The earlier stage that a name or index stands for, seen from stage `index`. */
export function resolve(name: string, plan: Plan, index: number): number | null {
  for (let i = index - 1; i >= 0; i--) {
    if (fromOf(plan, i)?.stageName?.text.toLowerCase() === name.toLowerCase()) return i;
  }
  const number = /^\d+$/.test(name) ? Number(name) : null;
  return number !== null && number < index ? number : null;
}

function resolveOriginal(name: string, before: Plan, step: Step): number | null {
  if (step.kind === 'added') return null;
  const index = before.stages.findIndex((stage) =>
    stage.steps.some((candidate) => candidate.kind === 'original' && candidate.of === step.of),
  );
  return resolve(name, before, index);
}

/** The stage holds the same original FROM, or all that the original stage held. */
function sameStage(before: Plan, origin: number, after: Plan, target: number): boolean {
  const from = before.stages[origin]?.from;
  const now = after.stages[target]?.from;
  return from?.kind === 'original' && now !== undefined && now.kind !== 'added' && now.of === from.of;
}

function looksLikeImage(name: string): boolean {
  return /[/:.$]/.test(name);
}
