/** One of the two streams that the program writes to. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  /** How wide a terminal is. */
  readonly columns?: number | undefined;
  write(text: string): unknown;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** Everything the command line knows of the process around it. Tests pass their own. */
export interface Surroundings {
  /** Arguments, without the interpreter and the script. */
  readonly argv: readonly string[];
  /** An absolute path. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Runs work that must not be cut in half: a signal that arrives meanwhile ends the process after it. */
  readonly uninterrupted: <T>(work: () => T) => Promise<T>;
  /** Runs work that has to clean up after itself: a signal aborts it, and ends the process once it is done. */
  readonly untilInterrupted: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
}
