import type { Heredoc, Keyword } from './document.ts';
import { unquote } from './expand.ts';
import type { LogicalLine } from './logical-line.ts';
import type { PhysicalLine } from './physical-lines.ts';
import { shellWords } from './shell-words.ts';

/** Heredocs of one instruction, or the delimiter that never came. */
export type HeredocReading =
  | { readonly kind: 'heredocs'; readonly heredocs: readonly Heredoc[]; readonly next: number }
  | { readonly kind: 'unterminated'; readonly delimiter: string };

interface HeredocWord {
  readonly word: string;
  readonly delimiter: string;
  readonly expands: boolean;
  readonly stripsTabs: boolean;
  /** `<< EOF`: a heredoc for BuildKit since Dockerfile 1.21 or so, and two plain words before. */
  readonly spaced: boolean;
  readonly start: number;
  readonly end: number;
}

const HEREDOC = /^(\d*)<<(-?)(\s*)([^<]*)$/;

/** The innermost keyword: ONBUILD passes heredocs on to the instruction that it puts off. */
export function takesHeredocs(keyword: Keyword | null): boolean {
  return keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD';
}

/**
 * Finds the heredocs that a RUN, COPY or ADD names, and their bodies in the lines from `next` on. Offsets are into `source`.
 *
 * `RUN cat << EOF` is a heredoc for a newer frontend only; an older one takes the body for instructions. A file that builds at all
 * closes it when it is one, so it counts exactly when its closing line is there: `RUN echo $((1 << 2))` stays a sum.
 */
export function readHeredocs(
  source: string,
  lines: readonly PhysicalLine[],
  line: LogicalLine,
  next: number,
  keyword: Keyword,
): HeredocReading {
  const heredocs: Heredoc[] = [];
  let at = next;
  for (const word of heredocWords(line.text, keyword)) {
    const close = closingLine(source, lines, at, word);
    if (close === null && word.spaced) continue;
    if (close === null) return { kind: 'unterminated', delimiter: word.delimiter };
    heredocs.push({
      word: word.word,
      delimiter: word.delimiter,
      expands: word.expands,
      stripsTabs: word.stripsTabs,
      start: line.offsets[word.start] ?? 0,
      end: (line.offsets[word.end - 1] ?? 0) + 1,
      bodyStart: lines[at]?.start ?? source.length,
      bodyEnd: lines[close]?.start ?? source.length,
    });
    at = close + 1;
  }
  return { kind: 'heredocs', heredocs, next: at };
}

function heredocWords(line: string, keyword: Keyword): readonly HeredocWord[] {
  if (!line.includes('<<')) return [];
  return shellWords(line).flatMap(({ text, start, end }) => {
    const heredoc = heredocWord(text, keyword);
    return heredoc ? [{ ...heredoc, start, end }] : [];
  });
}

/** Reads one word (`<<-"EOF"`, `3<<EOF`) as BuildKit's ParseHeredoc does. */
export function heredocWord(text: string, keyword: Keyword): Omit<HeredocWord, 'start' | 'end'> | null {
  const match = HEREDOC.exec(text);
  const rest = match?.[4];
  if (!match || !rest || shellWords(rest).length !== 1) return null;
  const delimiter = unquote(rest, '\\');
  if (delimiter === null) return null;
  return {
    word: text,
    delimiter,
    // BuildKit looks for quotes only. A RUN's heredoc is the shell's, and for the shell `<<\EOF` is quoted too.
    expands: !/['"]/.test(rest) && !(keyword === 'RUN' && rest.includes('\\')),
    stripsTabs: match[2] === '-',
    spaced: match[3] !== '',
  };
}

function closingLine(source: string, lines: readonly PhysicalLine[], from: number, word: HeredocWord): number | null {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at];
    if (!line) break;
    const text = source.slice(line.start, line.end);
    if ((word.stripsTabs ? text.replace(/^\t+/, '') : text) === word.delimiter) return at;
  }
  return null;
}
