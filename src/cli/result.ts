import type { Decision } from '../decision.ts';
import type { Edit } from '../migration.ts';
import type { Problem } from '../problem.ts';
import type { FileProof } from '../prove/prove-file.ts';

/** A decision with the words that its transform's table has for it. */
export interface ToldDecision extends Omit<Decision, 'advice'> {
  readonly sentence: string;
  readonly advice: string | null;
}

/** A new text for one file on this disk. */
export interface FileEdit extends Edit {
  /** As messages name it. */
  readonly shown: string;
  /** As a patch names it. */
  readonly inPatch: string;
  /** Absolute; no symlink, but what it leads to. */
  readonly file: string;
  /** Whether it is the Dockerfile itself, and not a file that changes with it. */
  readonly isDockerfile: boolean;
  /** There is no such file yet. */
  readonly isNew: boolean;
}

/**
 * What became of one path. `refused`: it cannot be used, or could not be written; `fault`: a bug of ours; `unproven`: it would change, and its proof
 * does not count. Either way it is as it was.
 */
export interface FileResult {
  /** As messages name it. */
  readonly shown: string;
  readonly status: 'changed' | 'unchanged' | 'refused' | 'fault' | 'unproven';
  /** The text that was read; null: none was. */
  readonly source: string | null;
  /** The build context's folder, absolute; null: it is not known. */
  readonly context: string | null;
  readonly edits: readonly FileEdit[];
  readonly written: boolean;
  readonly decisions: readonly ToldDecision[];
  readonly problem: Problem | null;
  /** Only with `--prove`, and where there was something to prove. */
  readonly proof?: FileProof;
  /** For `MSB_DEBUG=1`. */
  readonly stack: string | null;
}

/** A file that is left as it is. */
export function untouched(shown: string, source: string | null, decisions: readonly ToldDecision[]): FileResult {
  return {
    shown,
    status: 'unchanged',
    source,
    context: null,
    edits: [],
    written: false,
    decisions,
    problem: null,
    stack: null,
  };
}

/** A path that cannot be used. */
export function refused(shown: string, problem: Problem | Omit<Problem, 'path'>): FileResult {
  return { ...untouched(shown, null, []), status: 'refused', problem: { path: shown, ...problem } };
}
