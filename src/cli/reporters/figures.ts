import type { Figures } from '../../prove/figures.ts';
import { printable } from './printable.ts';

/** A line of figures: `after` is null where there is none. */
export interface FigureRow {
  readonly name: string;
  readonly before: string;
  readonly after: string | null;
}

/** The figures of both sides in words, in the order in which they are shown. */
export function figureRows(before: Figures, after: Figures | undefined): readonly FigureRow[] {
  const row = (name: string, tell: (figures: Figures) => string | undefined): readonly FigureRow[] => {
    const was = tell(before);
    const is = after === undefined ? undefined : tell(after);
    // What is known of one side alone is no comparison.
    if (was === undefined || (after !== undefined && is === undefined)) return [];
    return [{ name, before: was, after: is ?? null }];
  };
  const shrink = before.size && after?.size ? ` (${percent(after.size / before.size - 1)})` : '';
  return [
    ...row('size', ({ size }) => (size === undefined ? undefined : megabytes(size))).map((each) => ({
      ...each,
      after: each.after === null ? null : each.after + shrink,
    })),
    ...row('layers', ({ layers }) => layers?.toString()),
    ...row('files', ({ files }) => files?.toString()),
    ...row('packages', ({ packages }) => packages?.toString()),
    ...row('user', ({ user, uid }) =>
      user === undefined ? undefined : `${user}${uid === undefined ? '' : ` (${uid})`}`,
    ),
    ...row('build', ({ buildSeconds, steps = 0, cachedSteps = 0 }) =>
      buildSeconds === undefined
        ? undefined
        : `${buildSeconds.toFixed(1)} s${cachedSteps === 0 ? '' : `, ${cachedSteps} of ${steps} steps cached`}`,
    ),
    ...row('rebuild', ({ rebuild }) =>
      rebuild === undefined
        ? undefined
        : `${rebuild.seconds.toFixed(1)} s, ${rebuild.cachedSteps} of ${rebuild.steps} steps cached`,
    ),
    ...row('seen', ({ behaviour }) => (behaviour.length === 0 ? undefined : printable(behaviour.join('; ')))),
    ...row('stop', ({ stopSeconds }) => (stopSeconds === undefined ? undefined : `${stopSeconds.toFixed(1)} s`)),
  ];
}

function percent(part: number): string {
  const rounded = Math.round(part * 100);
  return `${rounded > 0 ? '+' : ''}${rounded === 0 ? 0 : rounded} %`.replace('-', '−');
}

/** As `docker images` counts: a megabyte is a million bytes. */
function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
