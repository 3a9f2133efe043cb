import type { BaseImage } from './base-images/base-image.ts';
import { baseImageOf } from './base-images/knowledge-of.ts';
import type { Mirrors } from './base-images/mirrors.ts';
import type { CommandReading } from './command-reading.ts';
import { readingsOf } from './commands-of-run.ts';
import type { Document } from './dockerfile/document.ts';
import { expandGlobally } from './dockerfile/global-args.ts';
import { readImageReference } from './dockerfile/image-reference.ts';
import { readView } from './dockerfile/read-view.ts';
import { advance, inheritState, initialState } from './dockerfile/state.ts';
import type { StageState } from './dockerfile/state.types.ts';
import type { CopyView, FromView, RunView, View } from './dockerfile/view.ts';
import type { Ecosystem } from './ecosystems/ecosystem.ts';
import type { Project } from './ecosystems/project.ts';
import { type CopiedEntry, copiedEntries, type ReadSoFar } from './filesystem/context-copy.ts';
import { GrowingList } from './growing-list.ts';
import { type Plan, type Step, textOf } from './plan/plan.ts';
import type { Consumer } from './repository/consumer.ts';
import type { BuildContext, Repository } from './repository/repository.ts';
import type { Script } from './shell/command.ts';
import { readScript } from './shell/read-script.ts';

/** Everything that is known about one Dockerfile and its surroundings; computed once, read-only. */
export interface Facts {
  readonly document: Document;
  /** Repository path of the Dockerfile. */
  readonly path: string;
  readonly repository: Repository;
  readonly context: BuildContext;
  readonly consumers: readonly Consumer[];
  readonly projects: readonly Project[];
  /** The ecosystem's own view of a command belongs to these. */
  readonly ecosystems: readonly Ecosystem[];
  /** Private copies of public images that the user told of. */
  readonly mirrors: Mirrors;
  /** What {@link survey} has read already: every transform and law asks again, mostly for the same steps after the same ones. */
  readonly surveyed: Surveyed;
}

/** The project that an install or a build is about; two ecosystems may have one in the same folder. */
export function projectOf(
  detail: { readonly ecosystem: string; readonly project: string },
  facts: Facts,
): Project | undefined {
  return facts.projects.find(({ ecosystem, root }) => ecosystem === detail.ecosystem && root === detail.project);
}

/** What one step is, at its place in a plan. */
export interface Item {
  readonly step: Step;
  readonly index: number;
  readonly view: View;
  /** What is in force before it. */
  readonly state: StageState;
  /** RUN only. */
  readonly script: Script | null;
  readonly readings: readonly CommandReading[];
  /** COPY and ADD from the context only; null where it cannot be told. */
  readonly entries: readonly CopiedEntry[] | null;
}

/** One stage of a plan, read through. */
export interface Survey {
  readonly items: readonly Item[];
  /** What is in force at its end. */
  readonly end: StageState;
  /** The image that it starts from, followed through stages; null: not known. */
  readonly base: BaseImage | null;
  /** Its end, for those that go on from there. */
  readonly place: Place;
}

/** A place of a stage, and what comes after it: plans share steps, and what is read of a step follows from the ones before it. */
interface Place {
  readonly state: StageState;
  /** What the COPY and ADD lines before it bring. */
  readonly copies: readonly (readonly CopiedEntry[])[];
  /** The commands before it. */
  readonly before: GrowingList<CommandReading>;
  readonly next: WeakMap<Step, { readonly item: Item; readonly after: Place }>;
}

/** What was read of the plans of one Dockerfile. */
export interface Surveyed {
  /** Stages that were read, by their plan, which never changes. */
  readonly plans: WeakMap<Plan, Map<number, Survey>>;
  /** Where stages start that have an image, by its name and the ARGs before the first FROM. */
  readonly starts: Map<string, { readonly base: BaseImage | null; readonly place: Place }>;
  /** Where stages start that are built on another one, by its end. */
  readonly inherited: WeakMap<Place, Place>;
  /** Of the variables in force, those whose value is certain. */
  readonly certain: WeakMap<StageState['env'], ReadonlyMap<string, string>>;
}

export function nothingSurveyed(): Surveyed {
  return { plans: new WeakMap(), starts: new Map(), inherited: new WeakMap(), certain: new WeakMap() };
}

/** The reading of a step's text. */
export function viewOf(step: Step, document: Document): View {
  const { views, viewOf } = document.read;
  const known = viewOf.get(step.kind === 'original' ? step.of : step);
  if (known !== undefined) return known;
  const text = textOf(step);
  const keyword = keywordOf(step, text);
  const key = `${keyword} ${text}`;
  const view = views.get(key) ?? readView(text, keyword, document.escape);
  views.set(key, view);
  viewOf.set(step.kind === 'original' ? step.of : step, view);
  return view;
}

function keywordOf(step: Step, text: string) {
  if (step.kind !== 'added') return step.of.keyword;
  const word = /^\s*(\S+)/.exec(text)?.[1]?.toUpperCase();
  return (word ?? 'RUN') as Parameters<typeof readView>[1];
}

/** The FROM line of a stage, or null where it cannot be read. */
export function fromOf(plan: Plan, stage: number): FromView | null {
  const step = plan.stages[stage]?.from;
  const view = step ? viewOf(step, plan.document) : null;
  return view?.kind === 'from' ? view : null;
}

/** The index of the earlier stage that a stage starts from, or null: an image. */
export function parentStage(plan: Plan, stage: number): number | null {
  const from = fromOf(plan, stage);
  if (!from) return null;
  for (let i = stage - 1; i >= 0; i--) {
    if (fromOf(plan, i)?.stageName?.text.toLowerCase() === from.image.text.toLowerCase()) return i;
  }
  return null;
}

/** Reads a stage of a plan through: the views, state, commands and roles of each of its steps. */
export function survey(plan: Plan, stage: number, facts: Facts): Survey {
  const { plans } = facts.surveyed;
  const known = plans.get(plan) ?? new Map<number, Survey>();
  const found = known.get(stage) ?? readThrough(plan, stage, facts);
  plans.set(plan, known.set(stage, found));
  return found;
}

function readThrough(plan: Plan, stage: number, facts: Facts): Survey {
  const { base, place } = startOf(plan, stage, facts);
  let at = place;
  const items = (plan.stages[stage]?.steps ?? []).map((step, index): Item => {
    const known = at.next.get(step) ?? readStep(step, index, at, base, plan.document, facts);
    at.next.set(step, known);
    at = known.after;
    return known.item;
  });
  return { items, end: at.state, base, place: at };
}

function startOf(plan: Plan, stage: number, facts: Facts): { readonly base: BaseImage | null; readonly place: Place } {
  const { starts, inherited } = facts.surveyed;
  const parent = parentStage(plan, stage);
  if (parent !== null) {
    const { base, place: end } = survey(plan, parent, facts);
    const place = inherited.get(end) ?? { ...end, state: inheritState(end.state), next: new WeakMap() };
    inherited.set(end, place);
    return { base, place };
  }
  const key = JSON.stringify([fromOf(plan, stage)?.image.text, ...plan.globals.map(textOf)]);
  const known = starts.get(key);
  if (known !== undefined) return known;
  const base = baseImage(plan, stage, facts);
  const start = {
    base,
    place: {
      state: freshState(plan, base),
      copies: [],
      before: GrowingList.empty<CommandReading>(),
      next: new WeakMap(),
    },
  };
  starts.set(key, start);
  return start;
}

function readStep(
  step: Step,
  index: number,
  { state, copies, before }: Place,
  base: BaseImage | null,
  document: Document,
  facts: Facts,
): { readonly item: Item; readonly after: Place } {
  const view = viewOf(step, document);
  const script = view.kind === 'run' ? scriptOf(view, state, document) : null;
  const entries =
    view.kind === 'copy' || view.kind === 'add' ? contextEntries(view, state, { copies, before }, facts) : null;
  const readings = script ? readingsOf(script, state, base, { copies, before }, facts) : [];
  const after: Place = {
    state: advance(state, view, document.escape),
    copies: entries === null ? copies : [...copies, entries],
    before: before.with(readings),
    next: new WeakMap(),
  };
  return { item: { step, index, view, state, script, readings, entries }, after };
}

/** The commands of a RUN, by the SHELL and with the variables in force. */
export function scriptOf(view: RunView, { shell, env, args }: StageState, { read }: Document): Script {
  const known = read.scripts.get(view) ?? new Map<string, Script>();
  // Of all variables, only those that it names can make a difference.
  const words = new Set(view.script.match(/[A-Za-z_]\w*/g));
  const names = new Set([...words].filter((word) => env.has(word) || args.has(word)));
  const values = new Map(
    [...names].flatMap((name) => {
      const value = env.get(name)?.certain ?? null;
      return value === null ? [] : [[name, value] as const];
    }),
  );
  const key = JSON.stringify([shell, ...names, ...values]);
  const script = known.get(key) ?? readScript(view, shell, names, values);
  read.scripts.set(view, known.set(key, script));
  return script;
}

function contextEntries(
  view: CopyView,
  state: StageState,
  soFar: ReadSoFar,
  facts: Facts,
): readonly CopiedEntry[] | null {
  return view.from === null ? copiedEntries(view, state, facts.context, soFar) : [];
}

function freshState(plan: Plan, base: BaseImage | null): StageState {
  const globals = plan.globals.map((step) => viewOf(step, plan.document));
  return initialState(globals, base, plan.document.escape);
}

/** Facts of the image that a stage names in its FROM. */
function baseImage(plan: Plan, stage: number, { mirrors }: Facts): BaseImage | null {
  const from = fromOf(plan, stage);
  if (!from) return null;
  return baseImageOf(mirrors.known(readImageReference(from.image.text)), globalDefaults(plan));
}

/** Defaults of the ARGs before the first FROM, as FROM lines see them. */
export function globalDefaults(plan: Plan): ReadonlyMap<string, string> {
  const globals = plan.globals.map((step) => viewOf(step, plan.document));
  const defaults = new Map<string, string>();
  for (const view of globals) {
    if (view.kind !== 'arg') continue;
    for (const { name } of view.pairs) {
      const value = expandGlobally(globals, `\${${name}}`, plan.document.escape).byDefault;
      if (value !== null && value !== '') defaults.set(name, value);
    }
  }
  return defaults;
}
