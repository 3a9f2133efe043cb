import { unquote } from './expand.ts';
import type { ImageReference } from './image-reference.types.ts';

/**
 * Takes an image reference apart as written in FROM. Colons, slashes and at signs inside `${…}` belong to the variable:
 * `${REGISTRY:-docker.io/library}/node:${V:-20}` is the image `node` with the tag `${V:-20}`.
 */
export function readImageReference(text: string): ImageReference {
  const plain = unquote(text, '\\') ?? text;
  const marks = outsideBraces(plain);
  const at = marks.find(({ character }) => character === '@')?.offset ?? plain.length;
  const slash = marks.findLast(({ character, offset }) => character === '/' && offset < at)?.offset ?? -1;
  const colon = marks.find(({ character, offset }) => character === ':' && offset > slash && offset < at)?.offset ?? at;
  return {
    text,
    prefix: plain.slice(0, Math.max(slash, 0)),
    name: plain.slice(slash + 1, colon),
    tag: colon < at ? plain.slice(colon + 1, at) : null,
    digest: at < plain.length ? plain.slice(at + 1) : null,
    symbolic: plain.includes('$'),
  };
}

/** The same image with another tag. A digest names one image only, so it is dropped. */
export function withTag(reference: ImageReference, tag: string): string {
  return `${reference.prefix === '' ? '' : `${reference.prefix}/`}${reference.name}:${tag}`;
}

function outsideBraces(text: string): readonly { readonly character: string; readonly offset: number }[] {
  let depth = 0;
  return [...text].flatMap((character, index, characters) => {
    if (character === '{' && characters[index - 1] === '$') depth++;
    else if (character === '}' && depth > 0) depth--;
    return depth === 0 && /[/:@]/.test(character)
      ? [{ character, offset: characters.slice(0, index).join('').length }]
      : [];
  });
}
