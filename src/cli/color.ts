import pc from 'picocolors';
import type { Output } from './surroundings.ts';

/** Functions that colour text, or return it as it is. */
export type Paint = ReturnType<typeof pc.createColors>;

/**
 * The colours for one stream: `--color` or `--no-color` decides, then `NO_COLOR` (no-color.org), then `FORCE_COLOR`, then whether it is a terminal
 * that is not `TERM=dumb`.
 */
export function paintFor(
  output: Pick<Output, 'isTTY'>,
  env: Readonly<Record<string, string | undefined>>,
  flag: boolean | undefined,
): Paint {
  return pc.createColors(wantsColor(output, env, flag));
}

function wantsColor(
  output: Pick<Output, 'isTTY'>,
  env: Readonly<Record<string, string | undefined>>,
  flag: boolean | undefined,
): boolean {
  if (flag !== undefined) return flag;
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return output.isTTY === true && env.TERM !== 'dumb';
}
