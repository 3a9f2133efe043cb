import type { Token } from './tokens.ts';

/** The tokens between the brackets behind a name; null: it is not called. */
export function callOf(tokens: readonly Token[], at: number): readonly Token[] | null {
  const open = tokens[at + 1];
  if (open?.kind !== 'other' || open.text !== '(') return null;
  let depth = 1;
  for (let end = at + 2; end < tokens.length; end += 1) {
    const token = tokens[end];
    if (token?.kind !== 'other') continue;
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (depth === 0) return tokens.slice(at + 2, end);
  }
  return null;
}

/** The arguments of a call, apart. */
export function argumentsOf(call: readonly Token[]): readonly (readonly Token[])[] {
  const found: Token[][] = [[]];
  let depth = 0;
  for (const token of call) {
    if (token.kind === 'other' && /[([{]/.test(token.text)) depth += 1;
    if (token.kind === 'other' && /[)\]}]/.test(token.text)) depth -= 1;
    if (depth === 0 && token.kind === 'other' && token.text === ',') found.push([]);
    else found.at(-1)?.push(token);
  }
  return found.filter((argument) => argument.length > 0);
}

/**
 * A literal as it stands behind the folder that is put in front of it: `dir + "/run.sh"`, `Sprintf("%s/run.sh", dir)`. The folder is taken for the
 * working directory, where programs look for what is their own.
 */
export function behindFolder(tokens: readonly Token[], at: number): string | null {
  const token = tokens[at];
  if (token?.kind !== 'string') return null;
  const before = tokens[at - 1];
  const isAdded = before?.kind === 'other' && before.text === '+';
  return isAdded ? token.value.replace(/^\/+/, '') : token.value.replace(/^%[svq]\//, '');
}
