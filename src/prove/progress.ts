/** What is going on, for whoever waits. */
export interface Progress {
  /** `original`, or what the candidate is called. */
  readonly side: string;
  readonly phase: 'building' | 'starting' | 'auditing' | 'rebuilding';
  /** The build step, the request: changes often. */
  readonly step?: string;
}

/** Takes progress. */
export type Tell = (progress: Progress) => void;
