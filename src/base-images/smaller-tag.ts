import type { Rung } from './runtime-candidate.ts';

/** How a smaller tag of the same image is spelled: the version as it stands, and another ending. */
export interface SmallerTag {
  readonly rung: Rung;
  /** The version part of the tag that it replaces; empty for `latest` and for `node:slim`. */
  readonly versionText: string;
  readonly ending: string;
  /** There: it is taken only where it is asked for, because. */
  readonly onRequest?: string;
}
