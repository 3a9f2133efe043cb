import type { BaseImage } from '../../src/base-images/base-image.ts';
import type { LadderStep } from '../../src/base-images/ladder.ts';
import type { Mirrors } from '../../src/base-images/mirrors.ts';
import { hardenedBase, namedBase } from '../../src/base-images/named-base.ts';
import { readImageReference } from '../../src/dockerfile/image-reference.ts';
import type { ImageReference } from '../../src/dockerfile/image-reference.types.ts';
import { type BaseWish, isImage } from '../../src/options.ts';

/** Java without its compiler. */
function isJre({ programs }: BaseImage): boolean {
  return programs.includes('java') && !programs.includes('javac');
}

/** The steps of the ladder that were asked for. `auto` takes those that are offered without being asked for. */
export function wantedSteps(
  ladder: readonly LadderStep[],
  wish: BaseWish,
  from: {
    readonly reference: ImageReference;
    readonly image: BaseImage;
    readonly variables: ReadonlyMap<string, string>;
    readonly mirrors: Mirrors;
  },
): readonly LadderStep[] {
  if (wish === 'auto') return ladder.filter(({ onRequest }) => onRequest === null);
  if (wish === 'jre') return ladder.filter(({ image }) => isJre(image));
  if (!isImage(wish)) return ladder.filter(({ rung }) => rung === wish);
  // Who builds from a mirror may name the public image or the copy: what is written stays on the mirror.
  const written = from.mirrors.written(wish, readImageReference(from.reference.text)) ?? wish;
  const listed = ladder.filter(({ reference }) => reference === wish || reference === written);
  if (listed.length > 0) return listed;
  const named = from.mirrors.known(readImageReference(wish));
  const found =
    namedBase(written, named, from.reference, from.image, from.variables) ?? hardenedBase(written, named, ladder);
  return found === null ? [] : [found];
}
