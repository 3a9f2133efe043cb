import type { Script } from '../shell/command.ts';
import type { RunView, View } from './view.ts';

/** 1-based, both ends included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** The instructions BuildKit knows, in upper case. */
export const KEYWORDS = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
] as const;
export type Keyword = (typeof KEYWORDS)[number];

/** A heredoc of one RUN, COPY or ADD. Offsets are into {@link Instruction.text}. */
export interface Heredoc {
  /** The word as written, for example `<<-"EOF"`. */
  readonly word: string;
  readonly delimiter: string;
  /** False when the delimiter was quoted: the body is taken literally. */
  readonly expands: boolean;
  readonly stripsTabs: boolean;
  /** Where the `<<` word stands on the instruction line. */
  readonly start: number;
  readonly end: number;
  /** The body, without the line of the closing delimiter. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

/** One instruction with every byte that belongs to it. */
export interface Instruction {
  /** Its index in {@link Document.instructions}. */
  readonly id: number;
  readonly keyword: Keyword;
  /** Comments and blank lines before it: `attached` are the comment lines directly above; `detached` is what stands before those. */
  readonly leading: { readonly detached: string; readonly attached: string };
  /** From the first character of its line (indentation included) to its last character, heredoc bodies included, without the final newline. */
  readonly text: string;
  /** `\n`, `\r\n`, or empty at the end of the file. */
  readonly newline: string;
  readonly lines: LineRange;
  readonly heredocs: readonly Heredoc[];
}

/**
 * What was read already: every transform and law, and the second run over the result, ask for the same texts again. All of it follows from the text and
 * the escape character alone.
 */
export interface Read {
  readonly escape: '\\' | '`';
  /** By keyword and text. */
  readonly views: Map<string, View>;
  /** By the step of a plan, or its instruction where it stands as it was: a text need not be looked up again. */
  readonly viewOf: WeakMap<object, View>;
  /** Of RUN views, by the shell and the variables in force. */
  readonly scripts: WeakMap<RunView, Map<string, Script>>;
}

/**
 * A Dockerfile, lossless: `header + Σ (leading.detached + leading.attached + text + newline) + tail` is the file, byte for byte.
 */
export interface Document {
  readonly source: string;
  /** BOM and parser directives (`# syntax=`, `# escape=`, `# check=`), which must stay the very first lines. */
  readonly header: string;
  /** The escape character in force: backslash, or a backtick by directive. */
  readonly escape: '\\' | '`';
  /** The value of `# syntax=`, where there is one. */
  readonly syntax: string | null;
  readonly instructions: readonly Instruction[];
  /** What stands after the last instruction: comments and blank lines. */
  readonly tail: string;
  /** The newline that most lines use; added lines use it too. */
  readonly newline: '\n' | '\r\n';
  readonly read: Read;
}
