/** Bad input, as a value: one clear line with the place, the cause and the remedy. */
export interface Problem {
  /** Stable kebab-case code. */
  readonly code: string;
  /** Path as the user named it. */
  readonly path: string;
  /** 1-based line in that file, where there is one. */
  readonly line?: number;
  readonly cause: string;
  readonly remedy: string;
}
