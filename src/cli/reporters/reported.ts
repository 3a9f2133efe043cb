import type { Decision, Verdict } from '../../decision.ts';
import type { Problem } from '../../problem.ts';
import type { FileProof } from '../../prove/prove-file.ts';
import type { FileResult } from '../result.ts';
import type { Counts } from './summary.ts';

/** What `--json` prints. Within one `version` fields are only added; keys and lists keep their order. Documented in `src/cli/README.md`. */
export interface JsonReport {
  readonly version: 1;
  /** In the order of the paths, each file once. */
  readonly files: readonly ReportedFile[];
  readonly summary: Counts;
}

/** One file in a report: all that every kind of report is made of, and plain data, so that reports can be merged. */
export interface ReportedFile {
  /** Seen from the current folder. */
  readonly path: string;
  readonly status: FileResult['status'];
  /** Whether the edits were written. */
  readonly written: boolean;
  readonly edits: readonly ReportedEdit[];
  readonly decisions: readonly ReportedDecision[];
  readonly problem: Problem | null;
  /** Only with `--prove`, and where there was something to prove. */
  readonly proof?: FileProof;
  /** Only where several repositories are worked on: as its list names it. `path` is seen from its top then. */
  readonly repository?: string;
}

export interface ReportedEdit {
  readonly path: string;
  readonly isNew: boolean;
  readonly before: string;
  readonly after: string;
}

export interface ReportedDecision extends Omit<Decision, 'changes' | 'advice'> {
  readonly sentence: string;
  readonly advice: string | null;
  readonly changes: NonNullable<Decision['changes']>;
}

export function reportedFile({
  shown,
  status,
  written,
  edits,
  decisions,
  problem,
  proof,
}: Omit<FileResult, 'context' | 'source' | 'stack'>): ReportedFile {
  return {
    path: shown,
    status,
    written,
    edits: edits.map((edit) => ({ path: edit.shown, isNew: edit.isNew, before: edit.before, after: edit.after })),
    decisions: decisions.map(({ verdict, transform, code, sentence, advice, at, evidence, changes, data }) => ({
      verdict,
      transform,
      code,
      sentence,
      advice,
      at,
      evidence,
      changes: changes ?? [],
      data,
    })),
    problem,
    ...(proof === undefined ? {} : { proof }),
  };
}

/** The new text of the Dockerfile itself; null where it stays. */
export function dockerfileEdit(file: ReportedFile): ReportedEdit | null {
  return file.edits.find(({ path }) => path === file.path) ?? null;
}

/** The file, with its repository where there is one. */
export function fullName({ repository, path }: ReportedFile): string {
  return repository === undefined ? path : `${repository}: ${path}`;
}

/** How often each reason was given, most often first. */
export function reasonCounts(files: readonly ReportedFile[], verdict: Verdict) {
  const counts = new Map<string, { readonly transform: string; readonly code: string; count: number }>();
  for (const { decisions } of files) {
    const own = new Map(decisions.filter((each) => each.verdict === verdict).map((each) => [keyOf(each), each]));
    for (const [key, { transform, code }] of own) {
      const known = counts.get(key) ?? { transform, code, count: 0 };
      known.count += 1;
      counts.set(key, known);
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ transform, code }: { readonly transform: string; readonly code: string }): string {
  return `${transform}/${code}`;
}

/** What the proven files weigh before and after, in bytes; null where nothing was proven. */
export function provenBytes(files: readonly ReportedFile[]) {
  const sizes = files.flatMap(({ status, proof }) =>
    status === 'changed' && proof?.before.size && proof.after?.size
      ? [{ before: proof.before.size, after: proof.after.size }]
      : [],
  );
  if (sizes.length === 0) return null;
  const sum = (side: 'before' | 'after') => sizes.reduce((total, each) => total + each[side], 0);
  return { files: sizes.length, before: sum('before'), after: sum('after') };
}
