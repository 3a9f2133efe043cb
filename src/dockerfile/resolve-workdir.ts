import { posix } from 'node:path';
import type { Value } from './value.ts';

/** WORKDIR as Docker resolves it: relative to the one before, `/` for none; dots and double slashes removed. */
export function resolveWorkdir(before: Value, next: Value): Value {
  return {
    text:
      next.text.startsWith('/') || next.text.startsWith('$') ? next.text : posix.join(before.text || '/', next.text),
    certain: resolved(before.certain, next.certain),
    byDefault: resolved(before.byDefault, next.byDefault),
    variables: next.text.startsWith('/') ? next.variables : [...new Set([...before.variables, ...next.variables])],
  };
}

function resolved(before: string | null, next: string | null): string | null {
  if (next === null) return null;
  if (next.startsWith('/')) return clean(next);
  return before === null ? null : clean(posix.join(before || '/', next));
}

function clean(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}
