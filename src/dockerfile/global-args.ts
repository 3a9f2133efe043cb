import { type Bindings, both, expand, set } from './expand.ts';
import type { Escape } from './logical-line.ts';
import { PLATFORM_ARGS } from './predefined-args.ts';
import type { Value } from './value.ts';
import type { View } from './view.ts';

/** ARGs before the first FROM; null: declared without a default. Each sees the ones before it. */
export type GlobalArgs = ReadonlyMap<string, Value | null>;

export function globalArgs(globals: readonly View[], escapeToken: Escape): GlobalArgs {
  const args = new Map<string, Value | null>();
  for (const view of globals) {
    if (view.kind !== 'arg') continue;
    for (const { name, raw } of view.pairs) {
      const value = raw === null ? null : { ...expandWith(args, raw, escapeToken), certain: null };
      args.set(name, value ?? args.get(name) ?? null);
    }
  }
  return args;
}

/** Expands the image or the platform of a FROM, which sees global ARGs and the platform's only. */
export function expandGlobally(globals: readonly View[], raw: string, escapeToken: Escape = '\\'): Value {
  return expandWith(globalArgs(globals, escapeToken), raw, escapeToken);
}

function expandWith(args: GlobalArgs, raw: string, escapeToken: Escape): Value {
  return expand(raw, (name) => bindingsOf(args, name), escapeToken);
}

function bindingsOf(args: GlobalArgs, name: string): Bindings {
  const value = args.get(name);
  if (value) return { certain: { kind: 'unknown' }, byDefault: set(value.byDefault) };
  if (PLATFORM_ARGS.has(name)) return both({ kind: 'unknown' });
  return { certain: { kind: args.has(name) ? 'unknown' : 'unset' }, byDefault: { kind: 'unset' } };
}
