import { type Bindings, both, expand, set } from './expand.ts';
import { globalArgs } from './global-args.ts';
import { withEntries } from './growing-map.ts';
import type { Escape } from './logical-line.ts';
import { PLATFORM_ARGS, PROXY_ARGS } from './predefined-args.ts';
import { resolveWorkdir } from './resolve-workdir.ts';
import type { StageState } from './state.types.ts';
import { literal, type Value } from './value.ts';
import type { Invocation, Pair, View } from './view.ts';

/** What is known of the image that a stage starts from. */
export interface BaseState {
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly entrypoint: readonly string[] | null;
  readonly cmd: readonly string[] | null;
  readonly stopSignal?: string;
}

const NOT_KNOWN: Value = { text: '', certain: null, byDefault: null, variables: [] };

/** What the first instruction after `FROM image` sees. `globals` are the ARGs before the first FROM; `base` is null for an unknown image. */
export function initialState(globals: readonly View[], base: BaseState | null, escapeToken: Escape = '\\'): StageState {
  const env = new Map(Object.entries(base?.env ?? {}).map(([name, value]) => [name, literal(value)]));
  return {
    workdir: base ? literal(resolvedBase(base.workdir)) : NOT_KNOWN,
    workdirSet: false,
    user: null,
    shell: null,
    env,
    args: new Map(),
    cmd: exec(base?.cmd ?? null),
    entrypoint: exec(base?.entrypoint ?? null),
    healthcheck: null,
    expose: [],
    labels: new Map(),
    volumes: [],
    stopsignal: base?.stopSignal === undefined ? null : literal(base.stopSignal),
    maintainer: null,
    onbuild: [],
    globals: globalArgs(globals, escapeToken),
    argsAfterEnv: new Set(),
    // Every image has a PATH; a table of bases need not write it down.
    unknownNames: base ? new Set(env.has('PATH') ? [] : ['PATH']) : 'all',
    cmdSet: false,
  };
}

/**
 * What `FROM stage` sees: ENV, WORKDIR, USER, CMD, HEALTHCHECK, VOLUME and the rest, and ARG values too (tried with BuildKit).
 * ONBUILD instructions of the parent would run first: callers look at `parent.onbuild`.
 */
export function inheritState(parent: StageState): StageState {
  return { ...parent, onbuild: [], cmdSet: false };
}

/** What the instruction after this one sees. Every value of one instruction sees the state before it. An `unread` view changes nothing. */
export function advance(state: StageState, view: View, escapeToken: Escape = '\\'): StageState {
  const read = (raw: string) => expandIn(state, raw, escapeToken);
  switch (view.kind) {
    case 'arg':
      return view.pairs.reduce((before, pair) => declare(before, pair, escapeToken), state);
    case 'env':
      return assign(state, view.pairs, escapeToken);
    case 'label':
      return {
        ...state,
        labels: withEntries(
          state.labels,
          view.pairs.map((pair) => entry(pair, read)),
        ),
      };
    case 'workdir':
      return { ...state, workdir: resolveWorkdir(state.workdir, read(view.value.text)), workdirSet: true };
    case 'user':
      return { ...state, user: read(view.value.text) };
    case 'stopsignal':
      return { ...state, stopsignal: read(view.value.text) };
    case 'maintainer':
      return { ...state, maintainer: view.value.text };
    case 'expose':
      return { ...state, expose: [...state.expose, ...view.values.map(({ text }) => read(text))] };
    case 'volume':
      return { ...state, volumes: [...state.volumes, ...view.values.map(({ text }) => read(text))] };
    case 'shell':
      return { ...state, shell: view.values.map(({ text }) => text) };
    case 'cmd':
      return { ...state, cmd: view.invocation, cmdSet: true };
    case 'entrypoint':
      return { ...state, entrypoint: view.invocation, cmd: state.cmdSet ? state.cmd : null };
    case 'healthcheck':
      return { ...state, healthcheck: { flags: view.flags.map(flagText), invocation: view.invocation } };
    case 'onbuild':
      return { ...state, onbuild: [...state.onbuild, view.instruction] };
    case 'from':
    case 'run':
    case 'copy':
    case 'add':
    case 'unread':
      return state;
  }
}

/** Expands a word (a COPY source, a destination, a flag's value) with what is in force. */
export function expandIn(state: StageState, raw: string, escapeToken: Escape = '\\'): Value {
  return expand(raw, (name) => bindingsOf(state, name), escapeToken);
}

/** One line that two values share exactly when they are the same: their value where it is certain, else how they are written and their default. */
export function valueText(value: Value): string {
  if (value.certain !== null) return value.certain;
  return value.byDefault === null ? value.text : `${value.text} (${value.byDefault} by default)`;
}

/** What a name stands for in the words of an instruction. */
export function bindingsOf(state: StageState, name: string): Bindings {
  const env = state.env.get(name);
  const arg = state.args.get(name);
  if (env && state.argsAfterEnv.has(name))
    return { certain: { kind: 'unknown' }, byDefault: set((arg ?? env).byDefault) };
  if (env) return { certain: set(env.certain), byDefault: set(env.byDefault) };
  if (arg) return { certain: { kind: 'unknown' }, byDefault: set(arg.byDefault) };
  if (state.unknownNames === 'all' || state.unknownNames.has(name)) return both({ kind: 'unknown' });
  if (arg === null || PROXY_ARGS.has(name)) return { certain: { kind: 'unknown' }, byDefault: { kind: 'unset' } };
  return both({ kind: 'unset' });
}

function declare(state: StageState, { name, raw }: Pair, escapeToken: Escape): StageState {
  const value = raw === null ? bareArgument(state, name) : { ...expandIn(state, raw, escapeToken), certain: null };
  const argsAfterEnv = state.env.has(name) ? new Set([...state.argsAfterEnv, name]) : state.argsAfterEnv;
  return { ...state, args: withEntries(state.args, [[name, value]]), argsAfterEnv };
}

/** `ARG NAME`: the global's default, the platform's value, or the value that an ancestor stage gave it. */
function bareArgument(state: StageState, name: string): Value | null {
  return state.globals.get(name) ?? (PLATFORM_ARGS.has(name) ? NOT_KNOWN : (state.args.get(name) ?? null));
}

function assign(state: StageState, pairs: readonly Pair[], escapeToken: Escape): StageState {
  const read = (raw: string) => expandIn(state, raw, escapeToken);
  const entries = pairs.map((pair) => entry(pair, read));
  const names = new Set(entries.map(([name]) => name));
  return {
    ...state,
    env: withEntries(state.env, entries),
    argsAfterEnv: without(state.argsAfterEnv, names),
  };
}

function without(names: ReadonlySet<string>, taken: ReadonlySet<string>): ReadonlySet<string> {
  return names.size === 0 ? names : new Set([...names].filter((name) => !taken.has(name)));
}

/** Names may hold variables too. */
function entry({ name, raw }: Pair, read: (raw: string) => Value): readonly [string, Value] {
  return [name.includes('$') ? (read(name).byDefault ?? name) : name, read(raw ?? '')];
}

function exec(words: readonly string[] | null): Invocation | null {
  return words === null ? null : { form: 'exec', words, start: 0, end: 0 };
}

function resolvedBase(workdir: string): string {
  return workdir === '' ? '/' : workdir;
}

function flagText({ name, value }: { readonly name: string; readonly value: string | null }): string {
  return value === null ? `--${name}` : `--${name}=${value}`;
}
