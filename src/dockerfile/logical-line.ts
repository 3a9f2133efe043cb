import { type PhysicalLine, skipSpace } from './physical-lines.ts';

export type Escape = '\\' | '`';

/**
 * An instruction's line as BuildKit reads it: continuations joined, comment lines and blank lines inside them gone.
 * `text[i]` stands at `offsets[i]` of the source; `offsets[text.length]` is the end of the last character.
 */
export interface LogicalLine {
  readonly text: string;
  readonly offsets: readonly number[];
}

/** The logical line that starts at `lines[first]`, and the index of the first line after it. */
export interface Joined {
  readonly line: LogicalLine;
  readonly next: number;
}

/** Null for a comment or a blank line. */
export function joinLine(
  source: string,
  lines: readonly PhysicalLine[],
  first: number,
  escapeToken: Escape,
): Joined | null {
  const line = lines[first];
  if (!line || isBlankOrComment(source, line)) return null;
  const parts = { text: '', offsets: [] as number[], end: line.start };
  let goesOn = append(parts, source, skipSpace(source, line.start, line.end), line.end, escapeToken);
  let at = first + 1;
  for (; goesOn; at++) {
    const more = lines[at];
    if (!more) break;
    if (!isBlankOrComment(source, more)) goesOn = append(parts, source, more.start, more.end, escapeToken);
  }
  parts.offsets.push(parts.end);
  return { line: { text: parts.text, offsets: parts.offsets }, next: at };
}

function append(
  parts: { text: string; offsets: number[]; end: number },
  source: string,
  start: number,
  end: number,
  escapeToken: Escape,
): boolean {
  const mark = continuationMark(source, start, end, escapeToken);
  const to = mark ?? end;
  for (let at = start; at < to; at++) parts.offsets.push(at);
  parts.text += source.slice(start, to);
  parts.end = to;
  return mark !== null;
}

/**
 * Where the escape character stands that makes the line go on; null: it ends. One that is itself escaped does not count: `foo \\` (two of them) ends,
 * which is BuildKit's rule since Dockerfile 1.5 (`setEscapeToken` in frontend/dockerfile/parser/parser.go). Blanks may follow it.
 */
function continuationMark(source: string, start: number, end: number, escapeToken: Escape): number | null {
  let at = end - 1;
  while (at >= start && (source[at] === ' ' || source[at] === '\t')) at--;
  if (at < start || source[at] !== escapeToken) return null;
  return at > start && source[at - 1] === escapeToken ? null : at;
}

export function isBlankOrComment(source: string, line: PhysicalLine): boolean {
  const at = skipSpace(source, line.start, line.end);
  return at === line.end || source[at] === '#';
}

export function isComment(source: string, line: PhysicalLine): boolean {
  const at = skipSpace(source, line.start, line.end);
  return at < line.end && source[at] === '#';
}
