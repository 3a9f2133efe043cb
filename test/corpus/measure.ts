import type { Decision } from '../../src/decision.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';
import { migrate } from '../../src/migrate.ts';
import type { Migration } from '../../src/migration.ts';
import { type BaseWish, DEFAULTS } from '../../src/options.ts';
import { memoryRepository } from '../../src/repository/memory.ts';
import { withEdits } from '../../src/repository/overlay.ts';
import type { Transform } from '../../src/transform.ts';
import { madeUpContext } from './made-up-context.ts';
import { buildKitParses, commentLines, configurationLines } from './second-opinion.ts';

/** `as-is`: the Dockerfile stands alone. `made-up`: with a context that fits it. */
export type Mode = 'as-is' | 'made-up';

/** What went wrong with one file; empty: nothing. */
export type Fault =
  | 'crashed'
  | 'law broken'
  | 'no longer parses'
  | 'configuration differs'
  | 'comments lost'
  | 'not idempotent';

/** What the program made of one file, judged by other means than its own laws. */
export interface Measurement {
  readonly name: string;
  readonly isNodeApplication: boolean;
  readonly status: Migration['status'] | 'crashed';
  readonly faults: readonly Fault[];
  /** `transform/code` of each decision. */
  readonly reasons: readonly string[];
  /** What swap-base-image decided. */
  readonly bases: readonly Decision[];
  readonly detail: string;
}

/** Runs one file in one mode and judges the result. */
export async function measure(
  name: string,
  source: string,
  mode: Mode,
  transforms: readonly Transform[],
  wish: BaseWish = DEFAULTS.base,
): Promise<Measurement> {
  const isNodeApplication =
    /^\s*FROM\s+(?:--\S+\s+)*(?:[\w./-]+\/)?node(?:[:@\s]|$)/im.test(source) &&
    /^\s*(?:CMD|ENTRYPOINT)\b/im.test(source);
  const base = { name, isNodeApplication };
  try {
    const parsed = parseDockerfile(source, 'Dockerfile');
    const context = mode === 'made-up' && parsed.kind === 'document' ? madeUpContext(parsed.document) : {};
    const repository = memoryRepository({ ...context, Dockerfile: source });
    const input = {
      repository,
      dockerfile: 'Dockerfile',
      source,
      context: mode === 'made-up' ? '' : null,
      // No other file says who builds it: asked for, so that what the transform does is judged too.
      options: { ...DEFAULTS, base: wish, cacheMounts: 'always' as const },
    };
    const migration = migrate(input, transforms);
    const reasons = [
      ...new Set(migration.decisions.map((decision) => `${decision.verdict} ${decision.transform}/${decision.code}`)),
    ];
    const bases = migration.decisions.filter(({ transform }) => transform === 'swap-base-image');
    const changed = migration.decisions.flatMap(({ changes = [] }) => changes.map(({ field }) => field));
    const detail = migration.problem?.cause ?? '';
    if (migration.problem?.code === 'law-broken')
      return { ...base, status: 'failed', faults: ['law broken'], reasons, bases, detail };
    const after = migration.edits.find((edit) => edit.path === 'Dockerfile')?.after;
    if (after === undefined) return { ...base, status: migration.status, faults: [], reasons, bases, detail };
    const again = migrate({ ...input, repository: withEdits(repository, migration.edits), source: after }, transforms);
    const faults = [
      ...(await textFaults(source, after, new Set(changed))),
      ...(again.status === 'unchanged' ? [] : ['not idempotent' as const]),
    ];
    return { ...base, status: migration.status, faults, reasons, bases, detail };
  } catch (error) {
    return {
      ...base,
      status: 'crashed',
      faults: ['crashed'],
      reasons: [],
      bases: [],
      detail: error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 3).join(' ') : String(error),
    };
  }
}

async function textFaults(before: string, after: string, named: ReadonlySet<string>): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  const ours = parseDockerfile(after, 'Dockerfile').kind === 'document';
  if (!ours || ((await buildKitParses(before)) && !(await buildKitParses(after)))) faults.push('no longer parses');
  if (configurationLines(before, named).join('\n') !== configurationLines(after, named).join('\n'))
    faults.push('configuration differs');
  const kept = commentLines(after);
  const lost = commentLines(before).filter(
    (line, index, all) =>
      all.filter((other) => other === line).length > kept.filter((other) => other === line).length &&
      all.indexOf(line) === index,
  );
  if (lost.length > 0) faults.push('comments lost');
  return faults;
}
