import type { Decision } from './decision.ts';
import type { Problem } from './problem.ts';

/** A new text for one file; nothing is written by the library itself. */
export interface Edit {
  /** Repository path. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What the program made of one Dockerfile. */
export interface Migration {
  /** Repository path of the Dockerfile. */
  readonly path: string;
  /** `failed`: bad input or a breach of our own laws; the file stays as it is and `problem` says why. */
  readonly status: 'changed' | 'unchanged' | 'failed';
  readonly edits: readonly Edit[];
  readonly decisions: readonly Decision[];
  /** The build context's folder, a repository path; absent: it is not known. */
  readonly context?: string;
  readonly problem?: Problem;
}
