import type { SystemFile } from '../base-images/base-image.ts';
import type { Evidence } from '../decision.ts';

/** One file or folder that the program reads while it runs. */
export interface ProgramRead {
  /** Context-relative. */
  readonly path: string;
  readonly evidence: readonly Evidence[];
  /** It lies nowhere, and is a folder when somebody adds it. */
  readonly isFolder?: true;
}

/** What the program needs beside its dependencies and build outputs. */
export interface ProgramReading {
  /** Files and folders named by evidence in the sources. */
  readonly reads: readonly ProgramRead[];
  /** Paths that it names inside of what builds write, which are carried as build outputs; absent: they are not looked for. */
  readonly readsBuilt?: readonly ProgramRead[];
  /**
   * Context-relative entries (top level of the project) that certainly are not read: sources that were compiled and that nothing names,
   * tests, documentation, configuration of development tools. Everything that is in neither list may be read, and stays.
   */
  readonly notRead: readonly ProgramRead[];
  /** The program reads paths that no literal names (`fs.readFileSync(variable)`), with one example: then nothing may be left out. */
  readonly dynamicReads: readonly Evidence[];
  /** Optional files that a deployment may add and that are not tracked (`.env`): globs that match nothing are fine. */
  readonly optional: readonly ProgramRead[];
  /** Absolute paths outside the application folder that it may write (`/data/db.sqlite`). */
  readonly writesOutside: readonly ProgramRead[];
  /** Executables that it starts (`child_process`), with the place. */
  readonly runs: readonly { readonly program: string; readonly evidence: readonly Evidence[] }[];
  /** It starts programs whose name is not known. */
  readonly runsUnknown: readonly Evidence[];
  /** What it needs of the system beside programs; absent: nothing, or it brings its own. */
  readonly systemFiles?: readonly { readonly file: SystemFile; readonly evidence: readonly Evidence[] }[];
  /** Listens on these ports, as far as literals say. */
  readonly ports: readonly number[];
  /** Handles SIGTERM. */
  readonly handlesSigterm: boolean;
}
