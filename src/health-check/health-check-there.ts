import type { BaseImage } from '../base-images/base-image.ts';
import type { Invocation } from '../dockerfile/view.ts';
import { simpleCommands } from '../other-starts.ts';

/** A health check on another image. */
export type HealthCheckThere =
  /** It runs there as it stands. */
  | { readonly kind: 'as-it-is' }
  | { readonly kind: 'rewritten'; readonly words: readonly string[] }
  /** It cannot run there: a program is missing, or the shell. */
  | { readonly kind: 'refused'; readonly program: string };

/** How a health check runs on an image without a shell: in exec form, with the programs where they lie there. */
export function withoutShell(
  check: Invocation,
  image: BaseImage,
  programs: Readonly<Record<string, string>>,
): HealthCheckThere {
  const commands = simpleCommands(check);
  const [words, second] = plainly(check, commands);
  if (words === undefined || second !== undefined) return { kind: 'refused', program: 'sh' };
  const [program = '', ...args] = words;
  const there = Object.hasOwn(programs, program) ? programs[program] : undefined;
  if (there !== undefined) return { kind: 'rewritten', words: [there, ...args] };
  if (!image.programs.includes(program)) return { kind: 'refused', program };
  return check.form === 'exec' ? { kind: 'as-it-is' } : { kind: 'rewritten', words };
}

/** The commands of the check, without `|| exit 1`: Docker takes every status but 0 for unhealthy. */
function plainly(check: Invocation, commands: readonly (readonly string[])[] | null): readonly (readonly string[])[] {
  if (check.form === 'exec') return [check.words];
  if (commands === null || /[$`<>*?~;&|]/.test(check.script.replaceAll('||', ''))) return [];
  const [first, last] = commands;
  const isGuarded = commands.length === 2 && /\|\|\s*exit\s+\d+\s*$/.test(check.script) && last?.[0] === 'exit';
  return isGuarded && first !== undefined ? [first] : commands;
}
