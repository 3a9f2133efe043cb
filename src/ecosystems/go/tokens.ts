/** A piece of Go source: an identifier with its dots (`os.Open`), a string literal's value, or one other character. Comments are left out. */
export type Token =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'other'; readonly text: string };

/** Source: go.dev/ref/spec, «Lexical elements». Characters that no rule takes are passed one by one, so that broken source ends too. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at, at + 2);
    const character = source[at] ?? '';
    if (/\s/.test(character)) at += 1;
    else if (rest === '//') at = endOf(source, '\n', at);
    else if (rest === '/*') at = endOf(source, '*/', at);
    else if (character === '`') {
      const end = endOf(source, '`', at + 1);
      tokens.push({ kind: 'string', value: source.slice(at + 1, end - 1) });
      at = end;
    } else if (character === '"' || character === "'") {
      const end = endOfQuoted(source, at);
      if (character === '"') tokens.push({ kind: 'string', value: unescaped(source.slice(at + 1, end - 1)) });
      at = end;
    } else if (/[\p{L}_]/u.test(character)) {
      NAME.lastIndex = at;
      const text = NAME.exec(source)?.[0] ?? character;
      tokens.push({ kind: 'name', text });
      at += text.length;
    } else {
      tokens.push({ kind: 'other', text: character });
      at += 1;
    }
  }
  return tokens;
}

const NAME = /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/uy;

function endOf(source: string, text: string, from: number): number {
  const end = source.indexOf(text, from);
  return end === -1 ? source.length : end + text.length;
}

function endOfQuoted(source: string, from: number): number {
  const quote = source[from];
  for (let at = from + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === quote || source[at] === '\n') return at + 1;
  }
  return source.length;
}

function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}
