import type { CommandReading } from '../command-reading.ts';
import type { Evidence } from '../decision.ts';
import type { ImageReference } from '../dockerfile/image-reference.types.ts';
import type { Invocation } from '../dockerfile/view.ts';
import type { BuildReading } from '../ecosystems/build-reading.ts';
import type { Known } from '../ecosystems/known.ts';
import type { StartReading } from '../ecosystems/start-reading.ts';
import type { BaseImage } from './base-image.ts';

/** The places on the ladder of runtime bases, smallest first. */
export const RUNGS = ['scratch', 'static', 'distroless', 'alpine', 'slim'] as const;
export type Rung = (typeof RUNGS)[number];

/** What an ecosystem is told when it is asked which other images could run its program. */
export interface RuntimeQuestion {
  /** What the final stage starts from now. */
  readonly base: BaseImage;
  /** The same as written in FROM. */
  readonly reference: ImageReference;
  /** Default values of the ARGs that FROM sees. */
  readonly variables: ReadonlyMap<string, string>;
  readonly start: StartReading;
  /** Absolute image folder of the project. */
  readonly folder: string;
  /** In effect in the final stage, what the base set included. */
  readonly entrypoint: Invocation | null;
  readonly cmd: Invocation | null;
  /** Variables of the final stage whose value is certain. */
  readonly env: ReadonlyMap<string, string>;
  /** Working directory of the container, null when it is not certain. */
  readonly workdir: string | null;
  /** Every command of every stage. */
  readonly commands: readonly CommandReading[];
  /** What is known of the project's builds. */
  readonly builds: readonly BuildReading[];
}

/** ENTRYPOINT and CMD in exec form, as they must be in effect on another image. */
export interface StartThere {
  /** `inherited`: the one that the image itself sets. */
  readonly entrypoint: readonly string[] | 'inherited';
  readonly cmd: readonly string[] | null;
}

/** An image of another family on which the program of a project could run. */
export interface RuntimeCandidate {
  readonly rung: Rung;
  /** Exactly as it is written in FROM. */
  readonly reference: string;
  readonly image: BaseImage;
  /** `on-request`: taken only where it is asked for, because. */
  readonly offer: { readonly kind: 'auto' } | { readonly kind: 'on-request'; readonly because: string };
  /** How the same process is started there; not known: it cannot be started there, because. */
  readonly start: Known<'as-it-is' | StartThere>;
  /** Programs of the old base that lie elsewhere there (`node` → `/nodejs/bin/node`). */
  readonly programs: Readonly<Record<string, string>>;
  /** Variables that the old base set and that only its toolchain reads. Every other one that the image does not set is restated. */
  readonly drops: readonly string[];
  /** What is accepted with the move, as clauses for the reader. */
  readonly differences: readonly string[];
  readonly evidence: readonly Evidence[];
}
