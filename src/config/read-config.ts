import { nearest } from '../nearest.ts';
import type { Transform } from '../transform.ts';
import { PHASES } from '../transform.ts';
import type { Config } from './config.ts';
import { KEYS } from './keys.ts';

/** A configuration that can be used, or why not: a clause with the key. */
export type ReadConfig =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'wrong'; readonly cause: string; readonly remedy: string };

const wrong = (cause: string, remedy: string): ReadConfig => ({ kind: 'wrong', cause, remedy });

/** Checks what a file says, key by key. Names of transforms are checked once it is known which there are. */
export function readConfig(data: unknown): ReadConfig {
  if (!isRecord(data)) return wrong('it holds no object', 'Write { } and the keys in it.');
  for (const key of Object.keys(data)) {
    if (Object.hasOwn(KEYS, key)) continue;
    return wrong(`there is no key «${key}»`, unknownRemedy(key, Object.keys(KEYS)));
  }
  const { root, transforms, images, exclude, customTransforms, $schema } = data;
  if ($schema !== undefined && typeof $schema !== 'string') return wrong('«$schema» is no text', 'Name the schema.');
  if (root !== undefined && typeof root !== 'boolean')
    return wrong('«root» is neither true nor false', 'Write true or false.');
  if (transforms !== undefined && !(isRecord(transforms) && Object.values(transforms).every(isSwitch)))
    return wrong(
      '«transforms» holds something that is neither true, false nor an object',
      'Write "split-stages": false, for example.',
    );
  if (images !== undefined && !(isRecord(images) && Object.entries(images).every((pair) => pair.every(isName))))
    return wrong(
      '«images» holds something that is no image',
      'Write "mirror.example/library": "docker.io/library", for example.',
    );
  if (exclude !== undefined && !(Array.isArray(exclude) && exclude.every(isName)))
    return wrong('«exclude» is no list of patterns', 'Write ["legacy/**"], for example.');
  if (customTransforms !== undefined && !Array.isArray(customTransforms))
    return wrong('«customTransforms» is no list', 'Write ["./my-transform.js"], for example.');
  const broken = (customTransforms ?? []).find(
    (each: unknown) => typeof each !== 'string' && whyNoTransform(each) !== null,
  );
  if (broken !== undefined)
    return wrong(
      `«customTransforms» holds something that is no transform: ${whyNoTransform(broken)}`,
      'See «Custom transforms» in the documentation.',
    );
  return { kind: 'config', config: data as Config };
}

/** What a misspelled name most likely means, as a remedy. */
export function unknownRemedy(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === null ? `There are ${known.join(', ')}.` : `Did you mean ${near}?`;
}

/** Null for a transform; otherwise what it lacks. */
export function whyNoTransform(value: unknown): string | null {
  if (!isRecord(value)) return 'it is no object';
  const { name, summary, safety, phase, reasons, owns, run } = value;
  for (const [key, text] of Object.entries({ name, summary, safety }))
    if (typeof text !== 'string' || text === '') return `it has no «${key}»`;
  if (!/^[a-z][a-z0-9-]*$/.test(String(name))) return '«name» is not in kebab-case';
  if (!PHASES.some((known) => known === phase)) return `«phase» is none of ${PHASES.join(', ')}`;
  if (!isRecord(reasons)) return 'it has no «reasons»';
  if (!Array.isArray(owns)) return 'it has no «owns»';
  return typeof run === 'function' ? null : 'it has no «run»';
}

/** Whether a module's export is meant as a transform. */
export function isTransform(value: unknown): value is Transform {
  return whyNoTransform(value) === null;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSwitch(value: unknown): boolean {
  return typeof value === 'boolean' || isRecord(value);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
