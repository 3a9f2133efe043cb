import type { Value } from './value.ts';
import type { Invocation } from './view.ts';

/** What is in force at a place of a stage: what the next instruction sees. */
export interface StageState {
  /** Absolute where known; relative WORKDIRs are resolved against the one before. The base's when none was set (`byDefault` from the base image's facts). */
  readonly workdir: Value;
  /** True when a WORKDIR instruction of this file (this stage or an ancestor stage) set it. */
  readonly workdirSet: boolean;
  /** Null: what the base image has. */
  readonly user: Value | null;
  readonly shell: readonly string[] | null;
  readonly env: ReadonlyMap<string, Value>;
  /** Declared build arguments; null: declared without a value. */
  readonly args: ReadonlyMap<string, Value | null>;
  readonly cmd: Invocation | null;
  readonly entrypoint: Invocation | null;
  readonly healthcheck: { readonly flags: readonly string[]; readonly invocation: Invocation | null } | null;
  readonly expose: readonly Value[];
  readonly labels: ReadonlyMap<string, Value>;
  readonly volumes: readonly Value[];
  readonly stopsignal: Value | null;
  readonly maintainer: string | null;
  readonly onbuild: readonly string[];
  /** ARGs before the first FROM, which a bare `ARG NAME` of the stage takes its default from. */
  readonly globals: ReadonlyMap<string, Value | null>;
  /**
   * Names whose ARG stands after an ENV of the same name (the base's included). BuildKit then builds with the argument, the classic
   * builder with the ENV; both run with the ENV.
   */
  readonly argsAfterEnv: ReadonlySet<string>;
  /** Names that the base image may set: `all` where nothing is known of it. */
  readonly unknownNames: 'all' | ReadonlySet<string>;
  /** A CMD of this very stage; an ENTRYPOINT resets any other. */
  readonly cmdSet: boolean;
}
