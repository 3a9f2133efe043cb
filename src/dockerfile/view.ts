/** Typed readings of one instruction's text. Every offset is into the text that was read. */

/**
 * A word of an instruction as written (quotes and variables included), with its place. In a JSON form it is the string's value, and its
 * place lies between the quotes.
 */
export interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `--name=value` or `--name`; `value` is null without `=`. */
export interface Flag {
  readonly name: string;
  readonly value: string | null;
  readonly start: number;
  readonly end: number;
}

/** `NAME=value` of ENV, LABEL, ARG. `value` is unquoted but not expanded; null for `ARG NAME`. */
export interface Pair {
  readonly name: string;
  readonly value: string | null;
  /** The value as written, quotes included. */
  readonly raw: string | null;
  readonly start: number;
  readonly end: number;
}

/** What CMD, ENTRYPOINT, RUN and HEALTHCHECK CMD run. */
export type Invocation =
  | { readonly form: 'exec'; readonly words: readonly string[]; readonly start: number; readonly end: number }
  | { readonly form: 'shell'; readonly script: string; readonly start: number; readonly end: number };

export interface FromView {
  readonly kind: 'from';
  readonly flags: readonly Flag[];
  /** The image or stage, as written. */
  readonly image: Span;
  /** The name after AS, as written. */
  readonly stageName: Span | null;
}
export interface RunView {
  readonly kind: 'run';
  readonly flags: readonly Flag[];
  /** `heredoc`: the whole script is a heredoc body (`RUN <<EOF`); `shell` scripts may hold heredocs too. */
  readonly form: 'shell' | 'exec' | 'heredoc';
  /** exec form only. */
  readonly words: readonly string[];
  /**
   * shell and heredoc forms: the script with whole comment lines, blank lines and continuations blanked out so that a
   * shell parser reads what the shell will see; `script[i]` stands at `text[scriptStart + i]`. Empty for exec form.
   */
  readonly script: string;
  readonly scriptStart: number;
}
export interface CopyView {
  readonly kind: 'copy' | 'add';
  readonly flags: readonly Flag[];
  readonly sources: readonly Span[];
  readonly destination: Span;
  readonly form: 'shell' | 'json';
  /** The value of `--from`, or null: copied from the build context. */
  readonly from: string | null;
  /** True when a source is a heredoc. */
  readonly heredoc: boolean;
}
export interface PairsView {
  readonly kind: 'env' | 'label' | 'arg';
  readonly pairs: readonly Pair[];
}
export interface WordView {
  readonly kind: 'workdir' | 'user' | 'stopsignal' | 'maintainer';
  readonly value: Span;
}
export interface WordsView {
  readonly kind: 'expose' | 'volume' | 'shell';
  readonly values: readonly Span[];
}
export interface StartView {
  readonly kind: 'cmd' | 'entrypoint';
  readonly invocation: Invocation;
  /** What stands behind the array, which older builders skip and newer ones do not: a comment, a point. */
  readonly stray?: string;
}
export interface HealthcheckView {
  readonly kind: 'healthcheck';
  readonly flags: readonly Flag[];
  /** Null for `HEALTHCHECK NONE`. */
  readonly invocation: Invocation | null;
}
export interface OnbuildView {
  readonly kind: 'onbuild';
  /** The instruction that is put off. */
  readonly instruction: string;
}
/** An instruction that parses but whose parts could not be told for certain. */
export interface UnreadView {
  readonly kind: 'unread';
  readonly because: string;
}

export type View =
  | FromView
  | RunView
  | CopyView
  | PairsView
  | WordView
  | WordsView
  | StartView
  | HealthcheckView
  | OnbuildView
  | UnreadView;
