import type { Problem } from '../../problem.ts';
import type { Paint } from '../color.ts';
import { printable } from './printable.ts';

/** `path:line: cause. remedy`, the form that editors and terminals make a link of. */
export function problemLine({ path, line, cause, remedy }: Problem, paint: Paint): string {
  const place = line === undefined ? path : `${path}:${line}`;
  return `${paint.bold(printable(place))}: ${paint.red(printable(cause))}. ${printable(remedy)}`;
}
