import type { Decision } from '../../decision.ts';
import type { Instruction } from '../../dockerfile/document.ts';
import type { StageState } from '../../dockerfile/state.types.ts';
import type { Value } from '../../dockerfile/value.ts';
import { type Item, survey, viewOf } from '../../facts.ts';
import { copyDestination } from '../../filesystem/context-copy.ts';
import type { Breach, CheckInput, Law } from './law.ts';

/** Law 5: every step sees the directory, user, shell, environment and arguments that it saw before. */
export const surroundings: Law = {
  name: 'surroundings',
  promise: 'Every step that moved or was divided sees the same WORKDIR, USER, SHELL, ENV and ARG values as before.',
  check(input) {
    const old = statesBefore(input);
    return input.after.stages.flatMap((_, stage) =>
      survey(input.after, stage, input.facts).items.flatMap((item) => {
        const origin = item.step.kind === 'added' ? null : item.step.of;
        const was = origin ? old.get(origin) : undefined;
        return origin && was ? differences(item, origin, was, input) : [];
      }),
    );
  },
};

function statesBefore(input: CheckInput): ReadonlyMap<Instruction, StageState> {
  const states = new Map<Instruction, StageState>();
  input.before.stages.forEach((_, stage) => {
    for (const item of survey(input.before, stage, input.facts).items) {
      if (item.step.kind !== 'added') states.set(item.step.of, item.state);
    }
  });
  return states;
}

function differences(item: Item, origin: Instruction, was: StageState, input: CheckInput): readonly Breach[] {
  const fields: string[] = [];
  const { view, state } = item;
  if (view.kind === 'run') {
    if (!same(state.workdir, was.workdir)) fields.push('WORKDIR');
    if (!same(state.user, was.user) && !isNamed('USER', input.decisions)) fields.push('USER');
    if (JSON.stringify(state.shell) !== JSON.stringify(was.shell)) fields.push('SHELL');
    const declared = new Set(input.decisions.flatMap((decision) => decision.declares ?? []));
    fields.push(
      ...mapDifferences('ENV', state.env, was.env, declared),
      ...mapDifferences('ARG', state.args, was.args, declared),
    );
  } else if (view.kind === 'copy' || view.kind === 'add') {
    const words = [...view.sources, view.destination].map((span) => span.text);
    const relative = !view.destination.text.startsWith('/');
    if (
      relative &&
      !same(state.workdir, was.workdir) &&
      copyDestination(view, state) !== destinationBefore(origin, was, input)
    )
      fields.push('WORKDIR');
    for (const name of variablesIn(words)) {
      if (!same(lookUp(state, name), lookUp(was, name))) fields.push(`variable ${name}`);
    }
  }
  return fields.map((field) => ({
    law: 'surroundings',
    line: origin.lines.first,
    says: `${origin.keyword} sees another ${field}`,
  }));
}

/** Where the original line put its files; a place that is not known is no place. */
function destinationBefore(origin: Instruction, was: StageState, input: CheckInput): string | undefined {
  const view = viewOf({ kind: 'original', of: origin }, input.before.document);
  return view.kind === 'copy' || view.kind === 'add' ? (copyDestination(view, was) ?? undefined) : undefined;
}

function isNamed(field: 'USER', decisions: readonly Decision[]): boolean {
  return decisions.some((decision) => decision.changes?.some((change) => change.field === field));
}

function mapDifferences(
  kind: string,
  now: ReadonlyMap<string, Value | null>,
  was: ReadonlyMap<string, Value | null>,
  declared: ReadonlySet<string>,
): readonly string[] {
  const names = new Set([...now.keys(), ...was.keys()]);
  return [...names]
    .filter((name) => !declared.has(name))
    .filter((name) => now.has(name) !== was.has(name) || !same(now.get(name) ?? null, was.get(name) ?? null))
    .map((name) => `${kind} ${name}`);
}

function lookUp(state: StageState, name: string): Value | null {
  return state.env.get(name) ?? state.args.get(name) ?? null;
}

function variablesIn(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => [...word.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1] ?? ''));
}

function same(a: Value | null, b: Value | null): boolean {
  if (a === null || b === null) return a === b;
  return a.certain === b.certain && a.byDefault === b.byDefault && (a.byDefault !== null || a.text === b.text);
}
