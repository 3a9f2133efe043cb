import { readImageReference } from '../dockerfile/image-reference.ts';
import type { ImageReference } from '../dockerfile/image-reference.types.ts';

/** Where a private registry keeps copies of public images. */
export interface Mirrors {
  /** The reference as that of the public image; its text stays as it is written, so that a change of the tag stays on the mirror. */
  readonly known: (reference: ImageReference) => ImageReference;
  /** How a public image is written for somebody who builds from `from`: as it is, or on their mirror; null: their mirrors do not have it. */
  readonly written: (image: string, from: ImageReference) => string | null;
}

/**
 * @param images where copies are and what they are copies of: `mirror.example/library` → `docker.io/library` for everything below it, or
 * `mirror.example/our-node` → `node` for one image. The longest fits.
 */
export function mirrorsOf(images: Readonly<Record<string, string>>): Mirrors {
  const pairs = Object.entries(images)
    .map(([copy, original]) => ({ copy: trimmed(copy), original: whole(trimmed(original)) }))
    .sort((a, b) => b.copy.length - a.copy.length);
  const pairFor = ({ prefix, name }: ImageReference) => pairs.find(({ copy }) => isBelow(joined(prefix, name), copy));
  return {
    known: (reference) => {
      const pair = pairFor(reference);
      if (pair === undefined) return reference;
      const original = pair.original + joined(reference.prefix, reference.name).slice(pair.copy.length);
      const slash = original.lastIndexOf('/');
      return { ...reference, prefix: original.slice(0, Math.max(slash, 0)), name: original.slice(slash + 1) };
    },
    written: (image, from) => {
      const own = pairFor(from);
      if (own === undefined) return image;
      const { prefix, name, tag, digest } = readImageReference(image);
      const original = whole(joined(prefix, name));
      // The copy that they build from, where it has the image as well.
      const pair = [own, ...pairs].find((each) => isBelow(original, each.original));
      if (pair === undefined || digest !== null) return null;
      return `${pair.copy}${original.slice(pair.original.length)}${tag === null ? '' : `:${tag}`}`;
    },
  };
}

function joined(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Docker Hub's short spellings written out: `node` is `docker.io/library/node`. */
function whole(image: string): string {
  const first = image.split('/')[0] ?? '';
  if (!image.includes('/')) return image.includes('.') ? image : `docker.io/library/${image}`;
  return /[.:]|^localhost$/.test(first) ? image : `docker.io/${image}`;
}

function isBelow(image: string, folder: string): boolean {
  return image === folder || image.startsWith(`${folder}/`);
}

function trimmed(text: string): string {
  return text.replace(/\/+$/, '');
}
