import { type Heredoc, type Instruction, KEYWORDS, type Keyword } from './document.ts';
import { readHeredocs, takesHeredocs } from './heredocs.ts';
import { readJsonArray } from './json-array.ts';
import { type Escape, joinLine, type LogicalLine } from './logical-line.ts';
import { type PhysicalLine, physicalLines } from './physical-lines.ts';

/** One instruction found in a text. Offsets are into that text. */
export interface Scanned {
  readonly line: LogicalLine;
  /** The keyword as written. */
  readonly word: string;
  /** Null for a word that BuildKit does not know. */
  readonly keyword: Keyword | null;
  readonly heredocs: readonly Heredoc[];
  /** The delimiter of a heredoc that does not end. */
  readonly unterminated: string | null;
  /** Index of the first line after the instruction. */
  readonly next: number;
}

const WORD = /^[^\t\v\f\r ]*/;

export function keywordOf(word: string): Keyword | null {
  const upper = word.toUpperCase();
  return KEYWORDS.find((keyword) => keyword === upper) ?? null;
}

/** Where the arguments of a logical line start: after the keyword and the blanks behind it. */
export function argumentsStart(line: string): number {
  const after = WORD.exec(line)?.[0].length ?? 0;
  return after + (/^[\t\v\f\r ]*/.exec(line.slice(after))?.[0].length ?? 0);
}

/** Scans the instruction that starts at a line; null for a comment or a blank line. */
export function scanInstruction(
  source: string,
  lines: readonly PhysicalLine[],
  first: number,
  escapeToken: Escape,
): Scanned | null {
  const joined = joinLine(source, lines, first, escapeToken);
  if (!joined) return null;
  const { line, next } = joined;
  const word = WORD.exec(line.text)?.[0] ?? '';
  const keyword = keywordOf(word);
  const found = { line, word, keyword, heredocs: [], unterminated: null, next };
  const holder = heredocHolder(line.text, keyword);
  if (holder === null) return found;
  const reading = readHeredocs(source, lines, line, next, holder);
  if (reading.kind === 'unterminated') return { ...found, unterminated: reading.delimiter };
  return { ...found, heredocs: reading.heredocs, next: reading.next };
}

/** RUN, COPY or ADD, also behind ONBUILD, whose arguments are no JSON array. */
function heredocHolder(line: string, keyword: Keyword | null): Keyword | null {
  const rest = line.slice(argumentsStart(line));
  if (keyword === 'ONBUILD') return heredocHolder(rest, keywordOf(WORD.exec(rest)?.[0] ?? ''));
  if (!takesHeredocs(keyword) || readJsonArray(rest).kind === 'array') return null;
  return keyword;
}

/**
 * Reads a step's text, which holds exactly one instruction without leading comments.
 * @throws Error where it does not: whoever made the text has a bug.
 */
export function instructionOf(text: string, escapeToken: Escape): Instruction {
  const lines = physicalLines(text);
  const scanned = scanInstruction(text, lines, 0, escapeToken);
  if (!scanned || scanned.keyword === null || scanned.unterminated !== null || scanned.next !== lines.length)
    throw new Error(`not one instruction: ${JSON.stringify(text)}`);
  return {
    id: 0,
    keyword: scanned.keyword,
    leading: { detached: '', attached: '' },
    text,
    newline: '',
    lines: { first: 1, last: lines.length },
    heredocs: scanned.heredocs,
  };
}
