import type { Paths, Role } from '../command-reading.ts';
import type { ShellWord } from '../shell/command.ts';

/** Where a command stands. */
export interface Place {
  /** Absolute working directory, null when not known. */
  readonly folder: string | null;
  /** Its user's home, null when not known. */
  readonly home: string | null;
  /** Variables whose value is known; those that the RUN itself may have set are left out by the reader. */
  readonly env: ReadonlyMap<string, string>;
  /** Variables that the RUN sets for this command itself: neither in `env` nor at their default. Filled in by the reader. */
  readonly shadowed?: ReadonlySet<string>;
}

/** What a command is for and what it touches, before redirections. */
export interface Footprint {
  readonly role: Role;
  readonly writes: Paths;
  readonly reads: Paths;
}

/** Reads the arguments of one program (its own name left out); null: not understood. */
export type ArgumentReader = (args: readonly ShellWord[], place: Place) => Footprint | null;

/** All of both, or anything. */
export function together(...all: readonly Paths[]): Paths {
  const paths: string[] = [];
  for (const some of all) {
    if (some === 'anything') return 'anything';
    paths.push(...some);
  }
  return [...new Set(paths)];
}
