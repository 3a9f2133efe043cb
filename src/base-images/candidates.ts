import type { ImageReference } from '../dockerfile/image-reference.types.ts';
import type { BaseCandidate, BaseImage } from './base-image.ts';
import { smallerBunTags } from './bun.ts';
import { smallerDebianTags } from './distribution-candidates.ts';
import { smallerOpenjdkTags, smallerTemurinTags } from './java-candidates.ts';
import { baseImageOf } from './knowledge-of.ts';
import { smallerNginxTags } from './nginx-candidates.ts';
import { smallerNodeTags } from './node-candidates.ts';
import { smallerPhpTags } from './php-candidates.ts';
import { smallerPythonTags } from './python-candidates.ts';
import { smallerRubyTags } from './ruby-candidates.ts';
import { smallerRustTags } from './rust-candidates.ts';
import type { SmallerTag } from './smaller-tag.ts';
import { putIn } from './spell-out.ts';

/** Families whose ladder is written down. */
const LADDERS: ReadonlyMap<string, (tag: string) => readonly SmallerTag[]> = new Map([
  ['bun', smallerBunTags],
  ['debian', smallerDebianTags],
  ['eclipse-temurin', smallerTemurinTags],
  ['nginx', smallerNginxTags],
  ['node', smallerNodeTags],
  ['openjdk', smallerOpenjdkTags],
  ['php', smallerPhpTags],
  ['python', smallerPythonTags],
  ['ruby', smallerRubyTags],
  ['rust', smallerRustTags],
]);

/**
 * Smaller images of the same family and version that are known to exist, smallest first. Each reference keeps the original's
 * registry prefix, version spelling and variables; an Alpine candidate drops a Debian suite. None for a digest (swapping drops
 * the pin), for an ONBUILD image, and for families whose ladder is not written down.
 *
 * @param variables default values of the variables in the reference, as for {@link baseImageOf}
 */
export function smallerBases(
  reference: ImageReference,
  image: BaseImage,
  variables: ReadonlyMap<string, string> = new Map(),
): readonly BaseCandidate[] {
  const ladder = LADDERS.get(image.family);
  if (reference.digest !== null || image.onbuild || ladder === undefined) return [];
  const written = reference.tag;
  const tag = written === null ? 'latest' : putIn(written, variables);
  if (tag === null) return [];
  return ladder(tag).flatMap(({ rung, versionText, ending, onRequest }) => {
    const head = spelledVersion(written ?? '', versionText, tag, variables);
    if (head === null) return [];
    const smaller = withTag(reference, head === '' ? ending : `${head}-${ending}`);
    const candidate = baseImageOf(smaller, variables);
    return candidate === null
      ? []
      : [{ rung, reference: smaller.text, image: candidate, ...(onRequest === undefined ? {} : { onRequest }) }];
  });
}

/**
 * The version as written in the tag, variables kept: what is left when the tag's ending is taken off as plain text. Null when a
 * variable reaches into the ending.
 */
function spelledVersion(
  written: string,
  versionText: string,
  tag: string,
  variables: ReadonlyMap<string, string>,
): string | null {
  if (versionText === '') return written.includes('$') ? null : '';
  const ending = tag.slice(versionText.length);
  if (!written.endsWith(ending)) return null;
  const head = written.slice(0, written.length - ending.length);
  return putIn(head, variables) === versionText ? head : null;
}

/** The same image under another tag; the text keeps everything else. */
function withTag(reference: ImageReference, tag: string): ImageReference {
  const untagged = reference.tag === null ? reference.text : reference.text.slice(0, -(reference.tag.length + 1));
  const text = `${untagged}:${tag}`;
  return { ...reference, text, tag, symbolic: text.includes('$') };
}
