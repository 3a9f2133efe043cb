/** A simple command as its words, or the beginning and end of a subshell. */
export type Token =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'command'; readonly words: readonly string[]; readonly line: number };

/**
 * Divides a shell-like text into its simple commands. A word's quotes are removed; `$(…)`, `${…}` and backquotes stay in it as written. `line` counts
 * from 0.
 */
export function splitCommands(script: string): readonly Token[] {
  const tokens: Token[] = [];
  let words: string[] = [];
  let word: string | null = null;
  let line = 0;
  let begin = 0;
  const endWord = () => {
    if (word === null) return;
    words.push(word);
    word = null;
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) tokens.push({ kind: 'command', words, line: begin });
    words = [];
  };
  const take = (text: string) => {
    if (word === null && words.length === 0) begin = line;
    word = (word ?? '') + text;
    line += text.split('\n').length - 1;
  };
  for (let at = 0; at < script.length; ) {
    const char = script.charAt(at);
    const joined = /^\\\r?\n/.exec(script.slice(at, at + 3))?.[0];
    if (joined !== undefined) {
      endWord();
      line += 1;
      at += joined.length;
    } else if (char === '\n') {
      endCommand();
      line += 1;
      at += 1;
    } else if (/\s/.test(char)) {
      endWord();
      at += 1;
    } else if (char === '#' && word === null) {
      const end = script.indexOf('\n', at);
      at = end === -1 ? script.length : end;
    } else if (char === "'" || char === '"') {
      const end = closingQuote(script, at);
      take(withoutEscapes(script.slice(at + 1, end), char));
      at = end + 1;
    } else if (char === '\\') {
      take(script.charAt(at + 1));
      at += 2;
    } else if (char === '`' || (char === '$' && /[({]/.test(script.charAt(at + 1)))) {
      const end = closingSubstitution(script, at);
      take(script.slice(at, end));
      at = end;
    } else if (char === '(' || char === ')') {
      endCommand();
      tokens.push({ kind: char === '(' ? 'open' : 'close' });
      at += 1;
    } else if (/[;|]/.test(char) || (char === '&' && script.charAt(at - 1) !== '>' && script.charAt(at + 1) !== '>')) {
      endCommand();
      at += 1;
    } else {
      take(char);
      at += 1;
    }
  }
  endCommand();
  return tokens;
}

function withoutEscapes(text: string, quote: string): string {
  return quote === "'" ? text : text.replace(/\\\r?\n/g, '').replace(/\\(["\\$`])/g, '$1');
}

/** A quote inside `$(…)` belongs to the substitution. */
function closingQuote(script: string, open: number): number {
  const quote = script.charAt(open);
  for (let at = open + 1; at < script.length; at += 1) {
    const char = script.charAt(at);
    if (char === quote) return at;
    if (quote === '"' && char === '\\') at += 1;
    else if (quote === '"' && char === '$' && /[({]/.test(script.charAt(at + 1)))
      at = closingSubstitution(script, at) - 1;
  }
  return script.length;
}

/** The offset behind a `$(…)`, `${…}` or backquoted substitution. */
function closingSubstitution(script: string, open: number): number {
  if (script.charAt(open) === '`') {
    const end = script.indexOf('`', open + 1);
    return end === -1 ? script.length : end + 1;
  }
  let depth = 0;
  for (let at = open + 1; at < script.length; at += 1) {
    const char = script.charAt(at);
    if (char === '(' || char === '{') depth += 1;
    else if (char === ')' || char === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return script.length;
}
