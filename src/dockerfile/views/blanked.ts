import type { LogicalLine } from '../logical-line.ts';
import { isSpace } from '../physical-lines.ts';

/** `[start, end)` of the source, continuations blanked out: `script.length === end - start`. */
export interface Blanked {
  readonly script: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Blanks out what Docker takes away from a command before the shell sees it: the escape character at a line end, the line feed,
 * comment lines and blank lines.
 *
 *     RUN apt-get update && \
 *     # why
 *         apt-get upgrade
 *
 * Between words, spaces do. Inside a word or a quoted string the two parts belong together, and spaces would change it; there an empty
 * pair of quotes fills the gap (`'a\` + `b'` becomes `'a''b'`). Null where neither can be shown to be right.
 */
export function blanked(line: LogicalLine, from: number, to: number): Blanked | null {
  const start = line.offsets[from] ?? 0;
  if (from >= to) return { script: '', start, end: start };
  const end = (line.offsets[to - 1] ?? start) + 1;
  // Most commands stand on one line, and there is nothing to blank.
  if (end - start === to - from) return { script: line.text.slice(from, to), start, end };
  const quoting: Quoting = { state: 'plain', within: [], previous: ' ', escaped: false };
  const parts: string[] = [];
  let written = from;
  for (let at = from; at < to; at++) {
    read(quoting, line.text, at);
    const gap = at + 1 < to ? (line.offsets[at + 1] ?? 0) - (line.offsets[at] ?? 0) - 1 : 0;
    if (gap === 0) continue;
    const fill = filler(gap, line.text, from, at + 1, quoting.state);
    if (fill === null) return null;
    parts.push(line.text.slice(written, at + 1), fill);
    written = at + 1;
  }
  parts.push(line.text.slice(written, to));
  return { script: parts.join(''), start, end };
}

type QuoteState = 'plain' | 'single' | 'double' | 'substitution' | 'backquoted' | 'comment';

/** What stands for `gap` bytes that were taken away at `at` of a command that begins at `from`. */
function filler(gap: number, text: string, from: number, at: number, state: QuoteState): string | null {
  const spaces = ' '.repeat(gap);
  const last = text[at - 1] ?? '';
  const next = text[at] ?? '';
  const apart = isSpace(last) || isSpace(next);
  const pairs = (quotes: string) => (gap % 2 === 0 ? quotes.repeat(gap / 2) : null);
  switch (state) {
    case 'comment':
      return spaces;
    case 'plain':
      if (apart || OPERATOR.test(last) !== OPERATOR.test(next)) return spaces;
      return OPERATOR.test(last) || UNSAFE.test(last + next) || endsInName(text, from, at) ? null : pairs("''");
    case 'single':
      return pairs("''") ?? (apart ? spaces : null);
    case 'double':
      return (endsInName(text, from, at) ? null : pairs('""')) ?? (apart ? spaces : null);
    case 'substitution':
    case 'backquoted':
      return apart ? spaces : null;
  }
}

const OPERATOR = /[;&|]/;
const UNSAFE = /[<>(){}`=]/;

/** Characters that change nothing but what stands before the next one. By code: this is asked for every character of every command. */
const ORDINARY: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  /[\w/.=-]/.test(String.fromCharCode(code)),
);

/** Whether a backslash, or a variable that may go on (`$na`, `${na`), stands right before `at`. */
function endsInName(text: string, from: number, at: number): boolean {
  if (text[at - 1] === '\\') return true;
  let start = at;
  while (start > from && /\w/.test(text[start - 1] ?? '')) start--;
  if (start > from && text[start - 1] === '{') start--;
  return start > from && text[start - 1] === '$';
}

/** Where the shell's reading stands behind a character. `within`: the quotes and substitutions that are open around it, innermost last. */
interface Quoting {
  state: QuoteState;
  readonly within: QuoteState[];
  previous: string;
  escaped: boolean;
}

/** Reads on. It is done for every character of every command, and so in place. */
function read(quoting: Quoting, text: string, at: number): void {
  if (!quoting.escaped && ORDINARY[text.charCodeAt(at)] === true) {
    quoting.previous = 'a';
    return;
  }
  const character = text[at] ?? '';
  const { state, escaped } = quoting;
  const escapes = !escaped && character === '\\' && state !== 'single' && state !== 'comment';
  if (!escaped && !escapes) step(quoting, character);
  quoting.previous = escaped ? '' : character;
  quoting.escaped = escapes;
}

/** `"$(cut -d '"' -f 4)"`: inside a substitution quotes begin anew, and its end goes back to those around it. */
function step(quoting: Quoting, character: string): void {
  const { state, within, previous } = quoting;
  const enter = (next: QuoteState) => {
    within.push(state);
    quoting.state = next;
  };
  const leave = () => {
    quoting.state = within.pop() ?? 'plain';
  };
  const substitutes = character === '(' && previous === '$';
  switch (state) {
    case 'plain':
      if (character === "'") enter('single');
      else if (character === '"') enter('double');
      else if (character === '#' && /[\s;&|()]/.test(previous)) enter('comment');
      return;
    case 'single':
      if (character === "'") leave();
      return;
    case 'double':
      if (character === '"') leave();
      else if (character === '`') enter('backquoted');
      else if (substitutes) enter('substitution');
      return;
    case 'substitution':
      if (character === "'") enter('single');
      else if (character === '"') enter('double');
      else if (character === '`') enter('backquoted');
      else if (character === '(') enter('substitution');
      else if (character === ')') leave();
      return;
    case 'backquoted':
      if (character === '`') leave();
      return;
    case 'comment':
      return;
  }
}
