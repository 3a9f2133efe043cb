import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** How far a repository got. A run that goes on takes up what is not at an end. */
export type Stand =
  /** Begun: whatever is in its folder may be half of something. */
  | 'begun'
  /** Nothing in it would change. */
  | 'nothing-to-do'
  /** Only looked at (`--dry-run`); it would change. */
  | 'would-change'
  | 'committed'
  | 'pushed'
  | 'opened'
  | 'failed';

/** What is known of one repository of a run; a file of its own in the workspace. */
export interface State {
  readonly version: 1;
  /** As the list names it. */
  readonly repository: string;
  /** What was asked for; another wish begins anew. */
  readonly wish: string;
  readonly stand: Stand;
  /** Dockerfiles that changed, or would. */
  readonly changed: number;
  /** Dockerfiles that could not be used, or whose proof does not count; absent: none. */
  readonly refused?: number;
  readonly branch?: string;
  readonly commit?: string;
  /** The address of the pull request, as the program that opened it says. */
  readonly pullRequest?: string;
  /** For `failed`: why, and what to do. */
  readonly cause?: string;
  readonly remedy?: string;
}

/** Null: there is none, or it is not whole. */
export function readState(file: string): State | null {
  try {
    const data: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof data === 'object' && data !== null && 'version' in data && data.version === 1 && 'stand' in data
      ? (data as State)
      : null;
  } catch {
    return null;
  }
}

/** Replaces a file in one step: whoever reads it, and whatever ends the program, finds the old text or the new one. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const copy = `${file}.tmp`;
  const descriptor = openSync(copy, 'w');
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(copy, file);
}

export function writeState(file: string, state: State): void {
  writeWhole(file, `${JSON.stringify(state, null, 2)}\n`);
}
