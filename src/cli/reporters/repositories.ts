import type { Done } from '../../bulk/repository.ts';
import type { Stand, State } from '../../bulk/state.ts';
import { printable } from './printable.ts';

const WORDS: Readonly<Record<Stand, string>> = {
  begun: 'begun',
  'nothing-to-do': 'nothing to do',
  'would-change': 'would change',
  committed: 'committed',
  pushed: 'pushed',
  opened: 'opened',
  failed: 'failed',
};

/** One repository on a line. */
export function sayDone({ state, resumed }: Done): string {
  const { stand, repository, changed, refused = 0, branch, pullRequest, cause, remedy } = state;
  const files = [
    ...(changed === 0 ? [] : [`, ${changed} ${changed === 1 ? 'Dockerfile' : 'Dockerfiles'}`]),
    ...(refused === 0 ? [] : [`, ${refused} that could not be used or proven`]),
  ].join('');
  const where = pullRequest ?? (branch === undefined ? '' : `branch ${branch}`);
  const why = cause === undefined ? '' : `: ${cause}. ${remedy ?? ''}`;
  const earlier = resumed ? ' (by an earlier run)' : '';
  return `${WORDS[stand].padEnd(14)}${printable(`${repository}${files}${where === '' ? '' : `, ${where}`}${why}`)}${earlier}\n`;
}

/** «12 repositories: 9 pushed, 2 nothing to do, 1 failed». */
export function sayTotals(states: readonly State[], total: number): string {
  const parts = (Object.keys(WORDS) as Stand[]).flatMap((stand) => {
    const count = states.filter((state) => state.stand === stand).length;
    return count === 0 ? [] : [`${count} ${WORDS[stand]}`];
  });
  const open = total - states.length;
  if (open > 0) parts.push(`${open} not begun`);
  return `${total} ${total === 1 ? 'repository' : 'repositories'}: ${parts.length === 0 ? 'none to work on' : parts.join(', ')}\n`;
}
