import type { Escape } from './logical-line.ts';
import type { Value } from './value.ts';
import { readWord, type WordPart } from './word-parts.ts';

/** What a name stands for, as far as it can be told. */
export type Binding =
  | { readonly kind: 'set'; readonly value: string }
  | { readonly kind: 'unset' }
  | { readonly kind: 'unknown' };

/** A name's binding whatever the builder passes, and when no `--build-arg` is given. */
export interface Bindings {
  readonly certain: Binding;
  readonly byDefault: Binding;
}

/** A binding to a value; null: not known. */
export function set(value: string | null): Binding {
  return value === null ? { kind: 'unknown' } : { kind: 'set', value };
}

/** The same whatever the builder passes. */
export function both(binding: Binding): Bindings {
  return { certain: binding, byDefault: binding };
}

export type Lookup = (name: string) => Bindings;

/**
 * Expands a word of a Dockerfile as BuildKit does: `$V`, `${V}`, `${V:-d}`, `${V-d}`, `${V:+a}`, `${V+a}`, `${V:?e}`; quotes and escapes
 * removed; nothing expanded between single quotes. What only newer frontends know (`${V%x}`, `${V/a/b}`) is not known here either.
 */
export function expand(raw: string, lookup: Lookup, escapeToken: Escape): Value {
  const word = readWord(raw, escapeToken);
  if (word.kind === 'malformed') return { text: raw, certain: null, byDefault: null, variables: [] };
  return {
    text: asWritten(word.parts),
    certain: evaluate(word.parts, (name) => lookup(name).certain),
    byDefault: evaluate(word.parts, (name) => lookup(name).byDefault),
    variables: [...new Set(variablesOf(word.parts))],
  };
}

/** The word without quotes and escapes, variables left as written; null when its quotes or braces do not close. */
export function unquote(raw: string, escapeToken: Escape): string | null {
  const word = readWord(raw, escapeToken);
  return word.kind === 'malformed' ? null : asWritten(word.parts);
}

function asWritten(parts: readonly WordPart[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : part.raw)).join('');
}

function variablesOf(parts: readonly WordPart[]): readonly string[] {
  return parts.flatMap((part) => (part.kind === 'text' ? [] : [part.name, ...variablesOf(part.word)]));
}

function evaluate(parts: readonly WordPart[], binding: (name: string) => Binding): string | null {
  let result = '';
  for (const part of parts) {
    const value = part.kind === 'text' ? part.text : substitute(part, binding);
    if (value === null) return null;
    result += value;
  }
  return result;
}

function substitute(part: Extract<WordPart, { kind: 'variable' }>, binding: (name: string) => Binding): string | null {
  const bound = binding(part.name);
  if (bound.kind === 'unknown') return null;
  const value = bound.kind === 'set' ? bound.value : '';
  const word = () => evaluate(part.word, binding);
  switch (part.operator) {
    case null:
      return value;
    case '-':
      return bound.kind === 'set' ? value : word();
    case ':-':
      return value !== '' ? value : word();
    case '+':
      return bound.kind === 'set' ? word() : '';
    case ':+':
      return value !== '' ? word() : '';
    // The build fails where the variable is not set: there is no value then.
    case '?':
      return bound.kind === 'set' ? value : null;
    case ':?':
      return value !== '' ? value : null;
    case 'pattern':
      return value === '' ? '' : null;
  }
}
