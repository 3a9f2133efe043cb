import type { BaseImage } from '../../src/base-images/base-image.ts';
import type { LadderStep } from '../../src/base-images/ladder.ts';
import { namedBase } from '../../src/base-images/named-base.ts';
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
  },
): readonly LadderStep[] {
  if (wish === 'auto') return ladder.filter(({ onRequest }) => onRequest === null);
  if (wish === 'jre') return ladder.filter(({ image }) => isJre(image));
  if (!isImage(wish)) return ladder.filter(({ rung }) => rung === wish);
  const listed = ladder.filter(({ reference }) => reference === wish);
  if (listed.length > 0) return listed;
  const named = namedBase(wish, from.reference, from.image, from.variables);
  return named === null ? [] : [named];
}
