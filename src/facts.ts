import type { BaseImage } from './base-images/base-image.ts';
import { baseImageOf } from './base-images/knowledge-of.ts';
import type { Mirrors } from './base-images/mirrors.ts';
import type { CommandReading } from './command-reading.ts';
import { readGenericCommand } from './commands/read-command.ts';
import type { Document } from './dockerfile/document.ts';
import { expandGlobally } from './dockerfile/global-args.ts';
import { readImageReference } from './dockerfile/image-reference.ts';
import { readView } from './dockerfile/read-view.ts';
import { advance, inheritState, initialState } from './dockerfile/state.ts';
import type { StageState } from './dockerfile/state.types.ts';
import type { CopyView, FromView, RunView, View } from './dockerfile/view.ts';
import { cachesOf } from './download-caches/caches-of.ts';
import type { CommandPlace, Ecosystem } from './ecosystems/ecosystem.ts';
import type { Project } from './ecosystems/project.ts';
import { type CopiedEntry, contextFolderAt, contextPathAt, copiedEntries } from './filesystem/context-copy.ts';
import { resolvePath } from './filesystem/path.ts';
import { type Plan, type Step, textOf } from './plan/plan.ts';
import type { Consumer } from './repository/consumer.ts';
import type { BuildContext, Repository } from './repository/repository.ts';
import type { Command, Script } from './shell/command.ts';
import { readScript } from './shell/read-script.ts';
import { readPackagesCommand } from './system-packages/read-packages.ts';
import { readRepositoryScript } from './system-packages/repository-scripts.ts';

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
  /** Stages that {@link survey} has read already: a plan never changes, and every transform and law asks again. */
  readonly surveyed: WeakMap<Plan, Map<number, Survey>>;
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
  const known = facts.surveyed.get(plan) ?? new Map<number, Survey>();
  const found = known.get(stage) ?? readThrough(plan, stage, facts);
  facts.surveyed.set(plan, known.set(stage, found));
  return found;
}

function readThrough(plan: Plan, stage: number, facts: Facts): Survey {
  const parent = parentStage(plan, stage);
  const above = parent === null ? null : survey(plan, parent, facts);
  const base = above ? above.base : baseImage(plan, stage, facts);
  let state = above ? inheritState(above.end) : freshState(plan, base);
  const copies: (readonly CopiedEntry[])[] = above ? copiesOf(above) : [];
  const items = (plan.stages[stage]?.steps ?? []).map((step, index): Item => {
    const view = viewOf(step, plan.document);
    const script = view.kind === 'run' ? scriptOf(view, state, plan.document) : null;
    const entries = view.kind === 'copy' || view.kind === 'add' ? contextEntries(view, state, facts) : null;
    const readings = script ? readingsOf(script, state, base, copies, facts) : [];
    const item = { step, index, view, state, script, readings, entries };
    if (entries) copies.push(entries);
    state = advance(state, view, plan.document.escape);
    return item;
  });
  return { items, end: state, base };
}

/** The commands of a RUN, by the SHELL and with the variables in force. */
export function scriptOf(view: RunView, { shell, env, args }: StageState, { read }: Document): Script {
  const known = read.scripts.get(view) ?? new Map<string, Script>();
  const key = JSON.stringify([shell, ...env.keys(), ...args.keys()]);
  const script = known.get(key) ?? readScript(view, shell, new Set([...env.keys(), ...args.keys()]));
  read.scripts.set(view, known.set(key, script));
  return script;
}

function copiesOf(survey: Survey): (readonly CopiedEntry[])[] {
  return survey.items.flatMap((item) => (item.entries ? [item.entries] : []));
}

function contextEntries(view: CopyView, state: StageState, facts: Facts): readonly CopiedEntry[] | null {
  return view.from === null ? copiedEntries(view, state, facts.context) : [];
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

function readingsOf(
  script: Script,
  state: StageState,
  base: BaseImage | null,
  copies: readonly (readonly CopiedEntry[])[],
  facts: Facts,
): readonly CommandReading[] {
  if (script.kind === 'not-understood') return [];
  const roots = facts.projects.map((project) => project.root);
  const env = certainEnv(state);
  const home = homeOf(state, base);
  const places = new Map<string | null, CommandPlace>();
  const placeOf = ({ cwd }: Command): CommandPlace => {
    const known = places.get(cwd);
    if (known !== undefined) return known;
    const folder = folderIn(cwd, state.workdir.certain);
    const place = {
      folder,
      contextFolder: folder === null ? null : contextFolderAt(folder, copies, roots),
      env,
      home,
      runtimeMajor: base?.major ?? null,
      context: facts.context,
      contextPath: (path: string) => contextPathAt(path, copies),
    };
    places.set(cwd, place);
    return place;
  };
  return script.commands.map(
    (command, index) => readRepositoryScript(script.commands, index) ?? readingOf(command, placeOf(command), facts),
  );
}

function folderIn(cwd: string | null, workdir: string | null): string | null {
  if (cwd === null) return null;
  return cwd.startsWith('/') ? resolvePath('/', cwd) : workdir && resolvePath(workdir, cwd);
}

function readingOf(command: Command, place: CommandPlace, facts: Facts): CommandReading {
  for (const ecosystem of facts.ecosystems) {
    const reading = ecosystem.readCommand(command, place);
    if (reading) return { ...reading, caches: reading.caches ?? cachesOf(command, place) };
  }
  const { folder, home, env } = place;
  const reading: CommandReading = readPackagesCommand(command) ??
    readGenericCommand(command, { folder, home, env }) ?? {
      command,
      role: 'unknown',
      writes: 'anything',
      reads: 'anything',
      evidence: [],
      detail: { kind: 'none' },
    };
  return { ...reading, caches: cachesOf(command, place) };
}

/** The variables whose value no build argument changes. */
export function certainEnv(state: StageState): ReadonlyMap<string, string> {
  return new Map([...state.env].flatMap(([name, { certain }]) => (certain === null ? [] : [[name, certain]])));
}

/** The home of the user in force, null when not known. */
export function homeOf(state: StageState, base: BaseImage | null): string | null {
  if (state.user === null) return '/root';
  const name = state.user.certain?.split(':')[0];
  if (name === 'root' || name === '0') return '/root';
  if (base?.user && (name === base.user.name || name === String(base.user.uid))) return base.user.home;
  return null;
}
