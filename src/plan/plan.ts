import type { Document, Instruction } from '../dockerfile/document.ts';
import type { Consumer } from '../repository/consumer.ts';

/**
 * One line of the new Dockerfile, with where it came from. Every step but `original` says why.
 * `text` is the instruction without its leading comments and without a final newline.
 */
export type Step =
  | { readonly kind: 'original'; readonly of: Instruction }
  /** Some of a RUN's top-level groups. `groups` are indices in the original's {@link import('../shell/command.ts').Script}. */
  | {
      readonly kind: 'part';
      readonly of: Instruction;
      readonly groups: readonly number[];
      readonly text: string;
      readonly why: string;
    }
  /** The instruction with a patch inside its own text. */
  | { readonly kind: 'rewritten'; readonly of: Instruction; readonly text: string; readonly why: string }
  /** Named a second time: only what law 1 allows. */
  | {
      readonly kind: 'repeated';
      readonly of: Instruction;
      readonly groups?: readonly number[];
      readonly text: string;
      readonly why: string;
    }
  /** `optional`: a COPY whose glob may match nothing, which BuildKit takes for nothing to do. */
  | { readonly kind: 'added'; readonly text: string; readonly why: string; readonly optional?: true };

/** One `FROM` and what follows. */
export interface Stage {
  /** The FROM line: original, rewritten or added. */
  readonly from: Step;
  readonly steps: readonly Step[];
}

/** An original instruction, or some of its groups, that the new file does not have. */
export interface Dropped {
  readonly of: Instruction;
  readonly groups?: readonly number[];
  readonly why: string;
}

/** The whole new Dockerfile as data. Every transform is a function from plans to plans. */
export interface Plan {
  readonly document: Document;
  /** ARGs and the like before the first FROM. */
  readonly globals: readonly Step[];
  /** In file order; the last is the final stage. */
  readonly stages: readonly Stage[];
  readonly dropped: readonly Dropped[];
  /** Lines that the context's ignore file needs for this plan to be right. */
  readonly ignore: readonly IgnoreLine[];
  /** What changes for those who build the image; absent: nothing. */
  readonly consumers?: ConsumerChange;
}

/** New texts of files that build the image, and who builds and runs it by them. */
export interface ConsumerChange {
  readonly edits: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  readonly after: readonly Consumer[];
}

/** A pattern to add to the ignore file of the build context, which is made when there is none. */
export interface IgnoreLine {
  readonly pattern: string;
  readonly why: string;
}

/** The step's instruction text as it will be printed. */
export function textOf(step: Step): string {
  return step.kind === 'original' ? step.of.text : step.text;
}
