import { isSpace } from './physical-lines.ts';
import { wordParser } from './word-parts.ts';

/** A word as written, with its place in the text that was split. */
export interface RawWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Splits a line into words the way BuildKit looks for heredocs: quotes and `${…}` hold words together, and `<<` takes the blanks
 * after it along. Empty when quotes or substitutions do not close: BuildKit then sees no heredoc at all.
 * The backslash escapes here whatever the escape directive says.
 */
export function shellWords(line: string): readonly RawWord[] {
  const words: RawWord[] = [];
  let start: number | null = null;
  let at = 0;
  while (at < line.length) {
    if (isSpace(line[at])) {
      if (start !== null) words.push({ text: line.slice(start, at), start, end: at });
      start = null;
      at++;
      continue;
    }
    start ??= at;
    const next = skipUnit(line, at);
    if (next === null) return [];
    at = next;
  }
  if (start !== null) words.push({ text: line.slice(start), start, end: line.length });
  return words;
}

/** The end of the quoted string, substitution, escape, heredoc mark or character at `at`; null when it does not close. */
function skipUnit(line: string, at: number): number | null {
  if (line[at] === '<' && line[at + 1] === '<') {
    let end = at + 2;
    while (line[end] === ' ' || line[end] === '\t' || line[end] === '\r') end++;
    return end;
  }
  const parsed = wordParser(line, '\\').unit(at);
  return parsed.kind === 'malformed' ? null : Math.min(parsed.next, line.length);
}
