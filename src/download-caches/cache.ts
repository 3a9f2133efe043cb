import type { ShellWord } from '../shell/command.ts';

/**
 * What a cache folder is to later commands.
 * - `downloads`: what is installed lies elsewhere; without the folder the next install downloads again.
 * - `store`: later commands use its content in place (Go's modules, Maven's repository): gone from the image, they miss it.
 */
export type Holds = 'downloads' | 'store';

/** A folder that a command fills and reads again, and that a cache mount may stand for. */
export interface CacheUse {
  /** The tool that the folder belongs to, for messages. */
  readonly tool: string;
  /** What it is called in ids: two folders of one tool under one name would be one and the same. */
  readonly name: string;
  /** Absolute, as the command's user, variables and flags make it. */
  readonly folder: string;
  readonly holds: Holds;
  /** Things are kept in it that were compiled for the image: it is not to be shared with another image. */
  readonly compiled: boolean;
  /** Two builds may not write it at the same time. */
  readonly locked: boolean;
  /** Words of the command that keep it from using the cache (`--no-cache-dir`). */
  readonly switchedOffBy: readonly ShellWord[];
  /** The command works only with what an earlier command left in the folder (`--offline`, `--no-restore`). */
  readonly offline: boolean;
  /** The command leaves something in the folder that nobody can download (`mvn install`). */
  readonly publishes: boolean;
}
