import { KEYWORDS } from './document.ts';

/** Where an instruction stands; lines are 1-based, both ends included. */
export interface PlainInstruction {
  readonly keyword: string;
  readonly first: number;
  readonly last: number;
}

/** Heredocs, ONBUILD, parser directives, carriage returns, escape characters that are escaped or that blanks follow. */
const NOT_PLAIN = /<<|\r|\ufeff|\\\\|\\[ \t]|(?:^|\n)[ \t]*(?:onbuild|#[ \t]*[a-z]+[ \t]*=)/i;

const BLANK_OR_COMMENT = /^[ \t]*(?:#.*)?$/;

const INSTRUCTION = new RegExp(`^[ \\t]*(${KEYWORDS.join('|')})[ \\t]+\\S`, 'i');

/**
 * The instructions of a file that is written so plainly that no two parsers can read it in two ways: each begins a line with a known keyword, and goes on
 * exactly where a backslash ends the line. Null: it is not that plain.
 */
export function plainReading(source: string): readonly PlainInstruction[] | null {
  if (NOT_PLAIN.test(source)) return null;
  const lines = source.split('\n');
  const instructions: PlainInstruction[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (BLANK_OR_COMMENT.test(line)) continue;
    const keyword = INSTRUCTION.exec(line)?.[1];
    if (keyword === undefined) return null;
    const first = at + 1;
    while (lines[at]?.endsWith('\\') === true) {
      at++;
      // Parsers differ on what is between two parts of an instruction and is none of it, and on one that the end of the file cuts off.
      if (at === lines.length || BLANK_OR_COMMENT.test(lines[at] ?? '')) return null;
    }
    instructions.push({ keyword: keyword.toUpperCase(), first, last: at + 1 });
  }
  return instructions;
}
