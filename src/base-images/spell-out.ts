import type { ImageReference } from '../dockerfile/image-reference.types.ts';
import type { SpelledOut } from './family.ts';

const VARIABLE = /\$(?:(\w+)|\{(\w+)(?:(:?[-+])([^${}]*))?\})/g;

/**
 * The text with each `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME-word}`, `${NAME:+word}` and `${NAME+word}` replaced, as
 * BuildKit does in FROM; null when a variable has no value here or is written in another form.
 */
export function putIn(text: string, variables: ReadonlyMap<string, string>): string | null {
  let known = true;
  const result = text.replaceAll(VARIABLE, (_, bare?: string, braced?: string, operator?: string, word?: string) => {
    const value = variables.get(bare ?? braced ?? '');
    if (operator?.endsWith('+') === true) {
      return value === undefined || (operator === ':+' && value === '') ? '' : (word ?? '');
    }
    const missing = value === undefined || (operator === ':-' && value === '');
    if (!missing) return value;
    if (word !== undefined) return word;
    known = false;
    return '';
  });
  return known && !result.includes('$') ? result : null;
}

/**
 * The reference with its variables' default values. A tag that cannot be spelled out keeps its variables as `$`, so that a
 * family can still read a literal ending (`${VERSION}-slim`). Null when the image's name is not certain, or when only a
 * digest says which image it is.
 */
export function spellOut(reference: ImageReference, variables: ReadonlyMap<string, string>): SpelledOut | null {
  if (reference.name.includes('$')) return null;
  const prefix = putIn(reference.prefix, variables);
  if (prefix === null) return null;
  if (reference.tag === null && reference.digest !== null) return null;
  const written = reference.tag ?? 'latest';
  const tag = putIn(written, variables) ?? written.replaceAll(VARIABLE, '$');
  return tag === '' ? null : { text: reference.text, prefix, name: reference.name, tag };
}
