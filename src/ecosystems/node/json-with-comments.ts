import { parsed } from './package-json.ts';

/** A string, a comment, or one other character. */
const TOKEN = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[\s\S]/g;

/** JSON as tsconfig.json allows it: comments and trailing commas. Undefined when it is none. */
export function parseJsonWithComments(text: string): unknown {
  const tokens = (text.match(TOKEN) ?? []).filter((token) => !token.startsWith('//') && !token.startsWith('/*'));
  const kept = tokens.filter((token, index) => {
    if (token !== ',') return true;
    let next = index + 1;
    while (/^\s$/.test(tokens[next] ?? '')) next += 1;
    return tokens[next] !== '}' && tokens[next] !== ']';
  });
  return parsed(kept.join(''));
}
