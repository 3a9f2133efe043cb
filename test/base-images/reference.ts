import type { ImageReference } from '../../src/dockerfile/image-reference.types.ts';

/** Takes a reference apart for a test; `${…}` holds no separators. */
export function reference(text: string): ImageReference {
  const masked = text.replace(/\$\{[^}]*\}/g, (variable) => '_'.repeat(variable.length));
  const at = masked.indexOf('@');
  const end = at < 0 ? text.length : at;
  const slash = masked.slice(0, end).lastIndexOf('/');
  const colon = masked.indexOf(':', slash + 1);
  const nameEnd = colon < 0 || colon > end ? end : colon;
  return {
    text,
    prefix: slash < 0 ? '' : text.slice(0, slash),
    name: text.slice(slash + 1, nameEnd),
    tag: nameEnd === end ? null : text.slice(nameEnd + 1, end),
    digest: at < 0 ? null : text.slice(at + 1),
    symbolic: text.includes('$'),
  };
}
