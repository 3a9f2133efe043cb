import type { BaseImage } from '../../src/base-images/base-image.ts';
import type { LadderStep } from '../../src/base-images/ladder.ts';
import type { StartThere } from '../../src/base-images/runtime-candidate.ts';
import type { ConfigField, FieldChange } from '../../src/decision.ts';
import { type Facts, fromOf, type Item, type Survey, survey } from '../../src/facts.ts';
import type { HealthCheckThere } from '../../src/health-check/health-check-there.ts';
import { configurationOf } from '../../src/plan/check/runtime-configuration.ts';
import { replaceStage, retext, withSpan } from '../../src/plan/edit.ts';
import { type Plan, type Step, textOf } from '../../src/plan/plan.ts';
import { installing } from '../../src/system-packages/installing.ts';
import type { PackagesThere } from './packages.ts';
import type { InstalledFile } from './system-files.ts';

/** The fields that another base may change. */
export const OWNED: readonly ConfigField[] = ['CMD', 'ENTRYPOINT', 'ENV', 'HEALTHCHECK'];

/** What changes in the stage beside its FROM. */
export interface Move {
  readonly check: HealthCheckThere;
  readonly packages: PackagesThere;
  /** System packages that native code needs there. */
  readonly libraries: readonly string[];
  readonly files: readonly InstalledFile[];
}

/** The plan with its final stage on another image, and the differences in the image's configuration that this makes. */
export function moved(
  plan: Plan,
  facts: Facts,
  step: LadderStep,
  { check, packages, libraries, files }: Move,
): { readonly plan: Plan; readonly changes: readonly FieldChange[] } {
  const last = plan.stages.length - 1;
  const stage = plan.stages[last];
  const view = fromOf(plan, last);
  if (!stage || !view) return { plan, changes: [] };
  const was = survey(plan, last, facts);
  const from = retext(
    stage.from,
    withSpan(textOf(stage.from), view.image, step.reference),
    `${step.rung} holds all that runs`,
  );
  const carried = was.items.map((item) => withPackages(item, packages));
  const more = withInstalled(carried, was, step.image, additions(check, libraries, files));
  const steps = withHealthCheck(withStart(was, more.steps, startThere(step)), was, check);
  const next = replaceStage(plan, last, [{ from, steps: [...more.first, ...restated(was, step), ...steps] }]);
  return {
    plan: next,
    changes:
      step.runtime === null && check.kind !== 'rewritten' && packages.texts.size === 0
        ? []
        : changesTo(was, next, facts),
  };
}

/** What native code loads, files of the system that are read, and the program of the health check where the image has none that can stand in for it. */
function additions(check: HealthCheckThere, libraries: readonly string[], files: readonly InstalledFile[]) {
  const read = files.flatMap((file) => file.packages);
  const called = check.kind === 'needs-package' ? [check.name] : [];
  const whys = [
    ...(libraries.length === 0 ? [] : ['native code loads it']),
    ...(read.length === 0 ? [] : ['the program reads it']),
    ...(called.length === 0 ? [] : ['the health check calls it']),
  ];
  return { names: [...new Set([...libraries, ...read, ...called])], why: whys.join(', ') };
}

/** The steps with packages installed, by the RUN that the stage has for what its dependencies need where there is one. */
function withInstalled(
  steps: readonly Step[],
  was: Survey,
  { packageManager }: BaseImage,
  { names, why }: ReturnType<typeof additions>,
): { readonly first: readonly Step[]; readonly steps: readonly Step[] } {
  if (names.length === 0 || (packageManager !== 'apt' && packageManager !== 'apk')) return { first: [], steps };
  for (const { step, index, readings } of was.items) {
    const own = readings.flatMap(({ detail }) => (detail.kind === 'packages' ? detail.packages : []));
    if (step.kind !== 'added' || step.text !== installing(packageManager, own)) continue;
    const all = [...new Set([...own, ...names])].sort();
    return { first: [], steps: steps.with(index, retext(step, installing(packageManager, all), why)) };
  }
  return { first: [{ kind: 'added', text: installing(packageManager, names), why }], steps };
}

function startThere({ runtime }: LadderStep): StartThere | null {
  const start = runtime?.start;
  return start?.known && start.value !== 'as-it-is' ? start.value : null;
}

/** What the old base set and the new one does not: the folder that the container starts in, and variables. */
function restated({ base, items, end }: Survey, { image, runtime }: LadderStep): readonly Step[] {
  if (base === null || runtime === null) return [];
  const why = 'the base image set it before';
  // A RUN of the file sees what it saw before.
  const runs = items.some(({ view, step }) => view.kind === 'run' && step.kind !== 'added');
  const drops = image.shell && runs ? [] : runtime.drops;
  // `WORKDIR $GOPATH/src/app`: a step that names it is another without it. What PATH holds beside is the image's own.
  const isNamed = (name: string) =>
    name !== 'PATH' && items.some(({ step }) => new RegExp(`\\$\\{?${name}\\b`).test(textOf(step)));
  const names = Object.entries(base.env).filter(
    ([name, value]) => image.env[name] !== value && (!drops.includes(name) || isNamed(name)) && end.env.has(name),
  );
  const [firstFolder] = items.flatMap(({ view }) => (view.kind === 'workdir' ? [view.value.text] : []));
  const usesFolder =
    !end.workdirSet ||
    (firstFolder !== undefined && !/^["']?[/$]/.test(firstFolder)) ||
    items.some(
      ({ state, view, step }) =>
        !state.workdirSet &&
        (view.kind === 'copy' || view.kind === 'add' || (view.kind === 'run' && step.kind !== 'added')),
    );
  return [
    ...names.map(([name, value]): Step => ({ kind: 'added', text: `ENV ${name}=${quoted(value)}`, why })),
    ...(base.workdir !== image.workdir && usesFolder
      ? [{ kind: 'added', text: `WORKDIR ${base.workdir}`, why } as const]
      : []),
  ];
}

function quoted(value: string): string {
  return /^[\w./:@%+,-]*$/.test(value) ? value : JSON.stringify(value);
}

/** A step that installs packages with the image's own manager, or that names a program by the path that it has there. */
function withPackages({ step, view }: Item, { texts, paths }: PackagesThere): Step {
  const text = texts.get(step);
  if (text !== undefined) return retext(step, text, 'the same packages by their names there');
  if ((view.kind !== 'cmd' && view.kind !== 'entrypoint') || view.invocation.form !== 'exec') return step;
  const { words } = view.invocation;
  if (!words.some((word) => Object.hasOwn(paths, word))) return step;
  const there = words.map((word) => (Object.hasOwn(paths, word) ? (paths[word] ?? word) : word));
  return retext(step, withSpan(textOf(step), view.invocation, exec(there)), 'the program lies elsewhere there');
}

/** The steps with ENTRYPOINT and CMD as they must read there. */
function withStart(was: Survey, steps: readonly Step[], start: StartThere | null): readonly Step[] {
  if (start === null) return steps;
  const entrypoint = start.entrypoint === 'inherited' ? null : start.entrypoint;
  return put(was, put(was, steps, 'entrypoint', entrypoint), 'cmd', start.cmd);
}

/** Rewrites the last instruction of a kind in its place, or adds one behind everything else. */
function put(
  was: Survey,
  steps: readonly Step[],
  kind: 'cmd' | 'entrypoint',
  words: readonly string[] | null,
): readonly Step[] {
  if (words === null) return steps;
  const item = was.items.findLast(({ view }) => view.kind === kind);
  const text = exec(words);
  const why = 'exec form, as the new base needs it';
  if (item?.view.kind !== kind) return [...steps, { kind: 'added', text: `${kind.toUpperCase()} ${text}`, why }];
  const { invocation } = item.view;
  if (invocation.form === 'exec' && JSON.stringify(invocation.words) === JSON.stringify(words)) return steps;
  return steps.with(item.index, retext(item.step, withSpan(textOf(item.step), invocation, text), why));
}

function withHealthCheck(steps: readonly Step[], was: Survey, check: HealthCheckThere): readonly Step[] {
  const item = was.items.findLast(({ view }) => view.kind === 'healthcheck');
  if (check.kind !== 'rewritten' || item?.view.kind !== 'healthcheck' || item.view.invocation === null) return steps;
  const text = withSpan(textOf(item.step), item.view.invocation, exec(check.words));
  return steps.with(item.index, retext(item.step, text, 'the program lies elsewhere in the new base'));
}

/** `["a", "b"]`, as people write it. */
function exec(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}

function changesTo(was: Survey, next: Plan, facts: Facts): readonly FieldChange[] {
  const before = configurationOf(was.end);
  const after = configurationOf(survey(next, next.stages.length - 1, facts).end);
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.flatMap((key): readonly FieldChange[] => {
    const old = before.get(key) ?? '';
    const now = after.get(key) ?? '';
    if (old === now) return [];
    const [field = '', name] = key.split(' ', 2);
    const owned = OWNED.find((one) => one === field);
    const named = (value: string) => (value === '' || name === undefined ? value : `${name}=${value}`);
    return owned === undefined ? [] : [{ field: owned, before: named(old), after: named(now) }];
  });
}
