/** A value of an HCL attribute; null: an expression that is not understood. */
export type HclValue = string | number | boolean | null | readonly HclValue[] | { readonly [key: string]: HclValue };

export interface HclBlock {
  /** `target`, `variable`, `group`, … */
  readonly type: string;
  readonly label: string;
  readonly attributes: Readonly<Record<string, HclValue>>;
  /** 1-based. */
  readonly first: number;
  readonly last: number;
}

interface Token {
  readonly kind: 'word' | 'text' | 'sign' | 'newline';
  readonly text: string;
  readonly line: number;
}

const TOKEN =
  /(?<skip>[ \t\r]+|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\/)|(?<newline>\n)|(?<heredoc><<-?(?<end>\w+)\n[\s\S]*?\n[ \t]*\k<end>(?=\n|$))|(?<text>"(?:\\.|\$\{(?:[^{}"\n]|"[^"\n]*")*\}|\$(?!\{)|[^"\\$\n])*")|(?<word>[\w.-]+)|(?<sign>[\s\S])/gy;

/**
 * Reads the blocks of an HCL file as far as bake files need them: literals, lists, maps and heredocs. Anything else (functions, conditions,
 * `for` expressions) is read over and gives null. Never throws.
 */
export function readHcl(source: string): readonly HclBlock[] {
  const tokens = tokenize(source);
  const blocks: HclBlock[] = [];
  for (let at = 0; at < tokens.length; ) {
    const [type, label, open] = [tokens[at], tokens[at + 1], tokens[at + 2]];
    const labelled = type?.kind === 'word' && (label?.kind === 'text' || label?.kind === 'word') && open?.text === '{';
    if (!labelled) {
      at += 1;
      continue;
    }
    const { value, next } = readMap(tokens, at + 2);
    const last = tokens[next - 1]?.line ?? type.line;
    blocks.push({ type: type.text, label: label.text, attributes: value, first: type.line, last });
    at = next;
  }
  return blocks;
}

function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const match of source.matchAll(TOKEN)) {
    const { newline, heredoc, text, word, sign } = match.groups ?? {};
    if (newline !== undefined) tokens.push({ kind: 'newline', text: '\n', line });
    else if (heredoc !== undefined) tokens.push({ kind: 'text', text: heredoc, line });
    else if (text !== undefined) tokens.push({ kind: 'text', text: unquote(text), line });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, line });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, line });
    line += match[0].split('\n').length - 1;
  }
  return tokens;
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char === 't' ? '\t' : char));
}

interface Read<T> {
  readonly value: T;
  readonly next: number;
}

/** `{ key = value … }`, from its brace; nested blocks are read over. */
function readMap(tokens: readonly Token[], open: number): Read<Record<string, HclValue>> {
  const value: Record<string, HclValue> = {};
  let at = open + 1;
  while (at < tokens.length && tokens[at]?.text !== '}') {
    const key = tokens[at];
    const sign = tokens[at + 1];
    if (
      key !== undefined &&
      key.kind !== 'sign' &&
      key.kind !== 'newline' &&
      sign?.kind === 'sign' &&
      /[=:]/.test(sign.text)
    ) {
      const read = readValue(tokens, at + 2);
      value[key.text] = read.value;
      at = read.next;
    } else if (key?.kind === 'sign' && /[{[(]/.test(key.text)) at = behind(tokens, at);
    else at += 1;
  }
  return { value, next: at + 1 };
}

function readValue(tokens: readonly Token[], start: number): Read<HclValue> {
  const token = tokens[start];
  const read = literalAt(tokens, start, token);
  const after = tokens[read.next];
  const ends = after === undefined || after.kind === 'newline' || (after.kind === 'sign' && /[,}\]]/.test(after.text));
  return ends ? read : { value: null, next: endOfExpression(tokens, read.next) };
}

function literalAt(tokens: readonly Token[], at: number, token: Token | undefined): Read<HclValue> {
  if (token?.kind === 'text') return { value: token.text, next: at + 1 };
  if (token?.kind === 'word') {
    if (token.text === 'true' || token.text === 'false') return { value: token.text === 'true', next: at + 1 };
    if (/^-?\d+(?:\.\d+)?$/.test(token.text)) return { value: Number(token.text), next: at + 1 };
    // A bare name is a variable: the same as "${name}".
    return { value: token.text === 'null' ? null : `\${${token.text}}`, next: at + 1 };
  }
  if (token?.text === '{') return readMap(tokens, at);
  if (token?.text === '[') return readList(tokens, at);
  return { value: null, next: at };
}

function readList(tokens: readonly Token[], open: number): Read<HclValue> {
  const items: HclValue[] = [];
  let at = open + 1;
  while (at < tokens.length && tokens[at]?.text !== ']') {
    const token = tokens[at];
    if (token?.kind === 'newline' || token?.text === ',') {
      at += 1;
      continue;
    }
    const read = readValue(tokens, at);
    items.push(read.value);
    at = Math.max(read.next, at + 1);
  }
  return { value: items, next: at + 1 };
}

/** Behind the rest of an expression: the end of the line or list that it stands in. */
function endOfExpression(tokens: readonly Token[], start: number): number {
  let at = start;
  while (at < tokens.length) {
    const token = tokens[at];
    if (token?.kind === 'newline' || (token?.kind === 'sign' && /[,}\]]/.test(token.text))) return at;
    at = token?.kind === 'sign' && /[{[(]/.test(token.text) ? behind(tokens, at) : at + 1;
  }
  return at;
}

/** Behind the bracket that closes the one at `open`. */
function behind(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== 'sign') continue;
    if (/[{[(]/.test(token.text)) depth += 1;
    if (/[}\])]/.test(token.text)) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return tokens.length;
}
