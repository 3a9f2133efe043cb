import type { Options } from '../options.ts';
import type { BulkSettings } from './bulk-command.ts';
import type { ProveSettings } from './prove-options.ts';
import type { ReportName } from './reporters/index.ts';

/** How the results are shown. */
export type Format = 'diff' | 'text' | ReportName;

/** What the user asked for, checked. */
export interface Settings {
  readonly write: boolean;
  readonly check: boolean;
  /** `text`: the new text of the one file, by `--stdout` or because it came from stdin. */
  readonly format: Format;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** As the user wrote it. */
  readonly context: string | null;
  readonly options: Options;
  /** Options that were given on the command line, and win over configuration files. */
  readonly given: readonly (keyof Options)[];
  /** The configuration file to read, as the user wrote it; null: they are looked for; false: none is read. */
  readonly config: string | null | false;
  /** Threads at most. */
  readonly jobs: number;
  /** After this many files that could not be used, looking ends; null: never. */
  readonly maxFailures: number | null;
  /** Files that reports are written to; their endings say which. As the user wrote them. */
  readonly reports: readonly string[];
  /** Null: nothing is to be proven. */
  readonly prove: ProveSettings | null;
}

/** One call of the program. */
export type Invocation =
  | {
      readonly kind: 'migrate';
      readonly paths: readonly string[];
      readonly settings: Settings;
      readonly color?: boolean | undefined;
    }
  | { readonly kind: 'bulk'; readonly settings: Settings; readonly bulk: BulkSettings }
  | { readonly kind: 'merge'; readonly paths: readonly string[]; readonly settings: Settings }
  | { readonly kind: 'list'; readonly color?: boolean | undefined }
  | { readonly kind: 'explain'; readonly name: string | null; readonly color?: boolean | undefined }
  /** Help and version were printed, or wrong usage was reported. */
  | { readonly kind: 'done'; readonly exitCode: number };
