import type { BaseImage } from '../base-images/base-image.ts';
import type { Invocation } from '../dockerfile/view.ts';
import { ASKING } from './ask-with.ts';
import { httpProbe } from './http-probe.ts';
import { plainCheck } from './plain-check.ts';

/** A health check on another image. */
export type HealthCheckThere =
  /** It runs there as it stands. */
  | { readonly kind: 'as-it-is' }
  /** In exec form. `instead`: the program that it called before and the one that asks now. */
  | { readonly kind: 'rewritten'; readonly words: readonly string[]; readonly instead: string | null }
  /** It runs there once this package is installed. */
  | { readonly kind: 'needs-package'; readonly name: string }
  /** It cannot run there: a program is missing, or the shell. */
  | { readonly kind: 'refused'; readonly program: string };

/** The image that a health check comes to. */
export interface CheckPlace {
  readonly image: BaseImage;
  /** Programs that lie elsewhere there. */
  readonly programs: Readonly<Record<string, string>>;
  /** The first program of the check that is missing there, or that is another one; null: none. */
  readonly missing: string | null;
}

/** Packages of Debian and of Alpine that have the program's own name. */
const PACKAGED = ['curl', 'wget'];

/** How a health check runs on another image: as it stands, with what the image has, or with its program installed. */
export function healthCheckThere(check: Invocation, { image, programs, missing }: CheckPlace): HealthCheckThere {
  if (image.shell && missing === null) return { kind: 'as-it-is' };
  const words = plainCheck(check);
  const [program, ...args] = words ?? [];
  if (words !== null && program?.value != null && !image.shell) {
    const there = Object.hasOwn(programs, program.value) ? programs[program.value] : undefined;
    const found = there ?? (image.programs.includes(program.value) ? program.value : undefined);
    const literal = args.flatMap(({ value }) => value ?? []);
    if (found !== undefined && literal.length === args.length) {
      if (check.form === 'exec' && there === undefined) return { kind: 'as-it-is' };
      return { kind: 'rewritten', words: [found, ...literal], instead: null };
    }
  }
  const probe = words === null ? null : httpProbe(words);
  for (const [name, asks] of probe === null ? [] : ASKING) {
    const path = programs[name] ?? (image.programs.includes(name) ? name : null);
    const asked = path === null || probe === null ? null : asks(probe, image);
    if (path !== null && asked !== null)
      return { kind: 'rewritten', words: [path, ...asked], instead: `${program?.value ?? ''} → ${name}` };
  }
  if (
    (image.packageManager === 'apt' || image.packageManager === 'apk') &&
    missing !== null &&
    PACKAGED.includes(missing)
  )
    return { kind: 'needs-package', name: missing };
  return { kind: 'refused', program: missing ?? (words === null ? 'sh' : (program?.value ?? 'sh')) };
}
