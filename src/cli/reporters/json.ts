import type { Decision } from '../../decision.ts';
import type { Problem } from '../../problem.ts';
import type { FileProof } from '../../prove/prove-file.ts';
import type { FileResult } from '../result.ts';
import { type Counts, countsOf } from './summary.ts';

/** What `--json` prints. Within one `version` fields are only added; keys and lists keep their order. Documented in `src/cli/README.md`. */
export interface JsonReport {
  readonly version: 1;
  /** In the order of the paths, each file once. */
  readonly files: readonly JsonFile[];
  readonly summary: Counts;
}

export interface JsonFile {
  /** Seen from the current folder. */
  readonly path: string;
  readonly status: FileResult['status'];
  /** Whether the edits were written. */
  readonly written: boolean;
  readonly edits: readonly {
    readonly path: string;
    readonly isNew: boolean;
    readonly before: string;
    readonly after: string;
  }[];
  readonly decisions: readonly JsonDecision[];
  readonly problem: Problem | null;
  /** Only with `--prove`, and where there was something to prove. */
  readonly proof?: FileProof;
}

export interface JsonDecision extends Omit<Decision, 'changes' | 'advice'> {
  readonly sentence: string;
  readonly advice: string | null;
  readonly changes: NonNullable<Decision['changes']>;
}

/** One JSON document, with a final newline. */
export function jsonReport(results: readonly FileResult[]): string {
  const report: JsonReport = { version: 1, files: results.map(fileOf), summary: countsOf(results) };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function fileOf({ shown, status, written, edits, decisions, problem, proof }: FileResult): JsonFile {
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
