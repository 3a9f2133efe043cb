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

/**
 * A line goes on after an escape character that is not itself escaped: `foo \\` (two of them) ends, which is BuildKit's rule
 * since Dockerfile 1.5 (`setEscapeToken` in frontend/dockerfile/parser/parser.go). White space may follow the escape character.
 */
const CONTINUES: Readonly<Record<Escape, RegExp>> = {
  '\\': /(?:^|[^\\])(\\[ \t]*)$/,
  '`': /(?:^|[^`])(`[ \t]*)$/,
};

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
  return { line: { text: parts.text, offsets: [...parts.offsets, parts.end] }, next: at };
}

function append(
  parts: { text: string; offsets: number[]; end: number },
  source: string,
  start: number,
  end: number,
  escapeToken: Escape,
): boolean {
  const content = source.slice(start, end);
  const mark = CONTINUES[escapeToken].exec(content)?.[1];
  const kept = mark === undefined ? content : content.slice(0, content.length - mark.length);
  for (let i = 0; i < kept.length; i++) parts.offsets.push(start + i);
  parts.text += kept;
  parts.end = start + kept.length;
  return mark !== undefined;
}

export function isBlankOrComment(source: string, line: PhysicalLine): boolean {
  const at = skipSpace(source, line.start, line.end);
  return at === line.end || source[at] === '#';
}

export function isComment(source: string, line: PhysicalLine): boolean {
  const at = skipSpace(source, line.start, line.end);
  return at < line.end && source[at] === '#';
}
