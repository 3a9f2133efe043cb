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
  let quoting: Quoting = { state: 'plain', within: [], previous: ' ', escaped: false };
  let script = '';
  for (let at = from; at < to; at++) {
    const character = line.text[at] ?? '';
    script += character;
    quoting = read(quoting, character);
    const gap = at + 1 < to ? (line.offsets[at + 1] ?? 0) - (line.offsets[at] ?? 0) - 1 : 0;
    if (gap === 0) continue;
    const fill = filler(gap, line.text.slice(from, at + 1), line.text[at + 1] ?? '', quoting.state);
    if (fill === null) return null;
    script += fill;
  }
  return { script, start, end };
}

type QuoteState = 'plain' | 'single' | 'double' | 'substitution' | 'backquoted' | 'comment';

function filler(gap: number, before: string, next: string, state: QuoteState): string | null {
  const spaces = ' '.repeat(gap);
  const last = before.at(-1) ?? '';
  const apart = isSpace(last) || isSpace(next);
  const pairs = (quotes: string) => (gap % 2 === 0 ? quotes.repeat(gap / 2) : null);
  // `$na\` + `me` is one name.
  const inName = /(?:\$\{?\w*|\\)$/.test(before);
  switch (state) {
    case 'comment':
      return spaces;
    case 'plain':
      if (apart || OPERATOR.test(last) !== OPERATOR.test(next)) return spaces;
      return OPERATOR.test(last) || UNSAFE.test(last + next) || inName ? null : pairs("''");
    case 'single':
      return pairs("''") ?? (apart ? spaces : null);
    case 'double':
      return (inName ? null : pairs('""')) ?? (apart ? spaces : null);
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

/** Where the shell's reading stands after a character. `within`: the quotes and substitutions that are open around it, innermost last. */
interface Quoting {
  readonly state: QuoteState;
  readonly within: readonly QuoteState[];
  readonly previous: string;
  readonly escaped: boolean;
}

function read(quoting: Quoting, character: string): Quoting {
  const { state, within, previous, escaped } = quoting;
  if (!escaped && ORDINARY[character.charCodeAt(0)] === true)
    return previous === 'a' ? quoting : { state, within, previous: 'a', escaped };
  const escapes = !escaped && character === '\\' && state !== 'single' && state !== 'comment';
  const next = escaped || escapes ? { state, within } : after(state, within, previous, character);
  return { ...next, previous: escaped ? '' : character, escaped: escapes };
}

/** `"$(cut -d '"' -f 4)"`: inside a substitution quotes begin anew, and its end goes back to those around it. */
function after(
  state: QuoteState,
  within: readonly QuoteState[],
  previous: string,
  character: string,
): Pick<Quoting, 'state' | 'within'> {
  const enter = (next: QuoteState) => ({ state: next, within: [...within, state] });
  const leave = () => ({ state: within.at(-1) ?? 'plain', within: within.slice(0, -1) });
  const substitutes = character === '(' && previous === '$';
  switch (state) {
    case 'plain':
      if (character === "'") return enter('single');
      if (character === '"') return enter('double');
      return character === '#' && /[\s;&|()]/.test(previous) ? enter('comment') : { state, within };
    case 'single':
      return character === "'" ? leave() : { state, within };
    case 'double':
      if (character === '"') return leave();
      if (character === '`') return enter('backquoted');
      return substitutes ? enter('substitution') : { state, within };
    case 'substitution':
      if (character === "'") return enter('single');
      if (character === '"') return enter('double');
      if (character === '`') return enter('backquoted');
      if (character === '(') return enter('substitution');
      return character === ')' ? leave() : { state, within };
    case 'backquoted':
      return character === '`' ? leave() : { state, within };
    case 'comment':
      return { state, within };
  }
}
