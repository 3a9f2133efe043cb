const NAME = /^[A-Za-z_]\w*/;

/**
 * Compose's interpolation (`$VAR`, `${VAR}`, `${VAR:-default}`, `${VAR:+other}`, `$$`; defaults may nest) with the values at hand. A variable that has neither a value
 * nor a default stays as written, so the text still shows that something is not known: {@link isKnown}.
 */
export function interpolate(text: string, values: Readonly<Record<string, string>>): string {
  let result = '';
  for (let at = 0; at < text.length; ) {
    if (text.charAt(at) !== '$') {
      result += text.charAt(at);
      at += 1;
      continue;
    }
    const rest = text.slice(at + 1);
    const bare = NAME.exec(rest)?.[0];
    if (rest.startsWith('$')) {
      result += '$';
      at += 2;
    } else if (bare !== undefined) {
      result += values[bare] ?? `$${bare}`;
      at += 1 + bare.length;
    } else {
      const end = rest.startsWith('{') ? closingBrace(text, at + 1) : -1;
      const inner = end === -1 ? null : text.slice(at + 2, end);
      result += inner === null ? '$' : (braced(inner, values) ?? `\${${inner}}`);
      at = inner === null ? at + 1 : end + 1;
    }
  }
  return result;
}

/** Whether nothing in an interpolated text is left open. */
export function isKnown(text: string): boolean {
  return !/\$|`|\{\{|%\w+%/.test(text);
}

function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text.charAt(at) === '{') depth += 1;
    else if (text.charAt(at) === '}') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

function braced(inner: string, values: Readonly<Record<string, string>>): string | null {
  const name = NAME.exec(inner)?.[0];
  if (name === undefined) return null;
  const value = values[name];
  const operator = /^:?[-+?]/.exec(inner.slice(name.length))?.[0];
  if (operator === undefined) return inner === name ? (value ?? null) : null;
  const word = inner.slice(name.length + operator.length);
  const isSet = value !== undefined && (value !== '' || !operator.startsWith(':'));
  if (operator.endsWith('-')) return isSet ? value : interpolate(word, values);
  if (operator.endsWith('+')) return isSet ? interpolate(word, values) : '';
  return isSet ? value : null;
}

/** The assignments of an `.env` file. */
export function readEnvFile(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match?.[1] === undefined) continue;
    const raw = match[2] ?? '';
    const quoted = /^(["'])(.*)\1/.exec(raw);
    values[match[1]] = quoted ? (quoted[2] ?? '') : raw.replace(/\s+#.*$/, '');
  }
  return values;
}
