import type { Escape } from './logical-line.ts';

/** A Dockerfile word taken apart: text after quote removal, and the variables in it. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'variable';
      /** As written: `$V`, `${V:-x}`. */
      readonly raw: string;
      readonly name: string;
      /** `#`, `%` and `/` change the value by a pattern. */
      readonly operator: '-' | ':-' | '+' | ':+' | '?' | ':?' | 'pattern' | null;
      readonly word: readonly WordPart[];
    };

export type WordReading =
  | { readonly kind: 'parts'; readonly parts: readonly WordPart[] }
  | { readonly kind: 'malformed'; readonly because: string };

type Unit =
  | { readonly kind: 'unit'; readonly parts: readonly WordPart[]; readonly next: number }
  | { readonly kind: 'malformed'; readonly because: string };

/** Reads a whole word with the rules of BuildKit's `shell.Lex` (frontend/dockerfile/shell/lex.go). */
export function readWord(source: string, escapeToken: Escape): WordReading {
  const until = wordParser(source, escapeToken).until(0, null);
  return until.kind === 'malformed' ? until : { kind: 'parts', parts: until.parts };
}

/** `unit` reads what starts at an offset; `until` reads up to a closing character, or to the end for null. */
export function wordParser(source: string, escapeToken: Escape) {
  function until(from: number, stop: string | null): Unit {
    const parts: WordPart[] = [];
    let at = from;
    while (at < source.length) {
      if (source[at] === stop) return { kind: 'unit', parts, next: at + 1 };
      const next = unit(at);
      if (next.kind === 'malformed') return next;
      parts.push(...next.parts);
      at = next.next;
    }
    return stop === null ? { kind: 'unit', parts, next: at } : malformed(`«${stop}» is missing`);
  }

  function unit(at: number): Unit {
    const character = source[at] ?? '';
    if (character === "'") return singleQuoted(at);
    if (character === '"') return doubleQuoted(at);
    if (character === '$') return dollar(at);
    if (character === escapeToken) return text(source[at + 1] ?? '', at + 2);
    return text(character, at + 1);
  }

  function singleQuoted(at: number): Unit {
    const end = source.indexOf("'", at + 1);
    return end < 0 ? malformed('a single quote does not close') : text(source.slice(at + 1, end), end + 1);
  }

  function doubleQuoted(start: number): Unit {
    const parts: WordPart[] = [];
    let at = start + 1;
    while (at < source.length) {
      const character = source[at];
      const following = source[at + 1];
      if (character === '"') return { kind: 'unit', parts, next: at + 1 };
      if (character === '$') {
        const variable = dollar(at);
        if (variable.kind === 'malformed') return variable;
        parts.push(...variable.parts);
        at = variable.next;
      } else if (character === escapeToken && (following === '"' || following === '$' || following === escapeToken)) {
        parts.push({ kind: 'text', text: following });
        at += 2;
      } else {
        parts.push({ kind: 'text', text: character ?? '' });
        at++;
      }
    }
    return malformed('a double quote does not close');
  }

  function dollar(at: number): Unit {
    if (source[at + 1] !== '{') {
      const name = nameAt(source, at + 1);
      return name === '' ? text('$', at + 1) : variable(at, at + 1 + name.length, name, null, []);
    }
    const first = source[at + 2];
    if (first === undefined) return malformed('«}» is missing');
    if (first === '{' || first === '}' || first === ':') return malformed('bad substitution');
    const name = nameAt(source, at + 2);
    const end = at + 2 + name.length;
    const mark = source[end];
    if (mark === '}') return variable(at, end + 1, name, null, []);
    if (mark === '/') return replacement(at, end + 1, name);
    const operator = mark === ':' ? `:${source[end + 1] ?? ''}` : (mark ?? '');
    const known = OPERATORS[operator];
    if (known === undefined) return malformed(`«${operator}» in a substitution is not known`);
    const word = until(end + operator.length, '}');
    return word.kind === 'malformed' ? word : variable(at, word.next, name, known, word.parts);
  }

  function replacement(at: number, from: number, name: string): Unit {
    const pattern = until(source[from] === '/' ? from + 1 : from, '/');
    if (pattern.kind === 'malformed') return pattern;
    const by = until(pattern.next, '}');
    return by.kind === 'malformed' ? by : variable(at, by.next, name, 'pattern', []);
  }

  function variable(start: number, next: number, name: string, operator: Operator, word: readonly WordPart[]): Unit {
    return { kind: 'unit', parts: [{ kind: 'variable', raw: source.slice(start, next), name, operator, word }], next };
  }

  return { unit, until };
}

type Operator = Extract<WordPart, { kind: 'variable' }>['operator'];

const OPERATORS: Readonly<Record<string, Operator>> = {
  '-': '-',
  ':-': ':-',
  '+': '+',
  ':+': ':+',
  '?': '?',
  ':?': ':?',
  '#': 'pattern',
  '%': 'pattern',
};

/** A name, a run of digits, or one of the shell's special parameters, which a Dockerfile never sets. */
const NAME = /\d+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*/uy;

function nameAt(source: string, at: number): string {
  const name = new RegExp(NAME);
  name.lastIndex = at;
  return name.exec(source)?.[0] ?? '';
}

function text(value: string, next: number): Unit {
  return { kind: 'unit', parts: [{ kind: 'text', text: value }], next };
}

function malformed(because: string): Unit {
  return { kind: 'malformed', because };
}
