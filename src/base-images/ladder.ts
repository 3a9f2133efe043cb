import type { BaseCandidate, BaseImage } from './base-image.ts';
import { RUNGS, type Rung, type RuntimeCandidate } from './runtime-candidate.ts';

/** One image that the final stage could start from instead. */
export interface LadderStep {
  readonly rung: Rung;
  /** As it would be written in FROM. */
  readonly reference: string;
  readonly image: BaseImage;
  /** Null: it is taken without being asked for. Otherwise: why not. */
  readonly onRequest: string | null;
  /** Null: a smaller variant of the same family. */
  readonly runtime: RuntimeCandidate | null;
}

/** Smaller variants of the image's own family and the runtimes that the project's ecosystem names, as one ladder: smallest first. */
export function ladderOf(
  image: BaseImage,
  variants: readonly BaseCandidate[],
  runtimes: readonly RuntimeCandidate[],
): readonly LadderStep[] {
  const steps: readonly LadderStep[] = [
    ...variants.map(({ rung, reference, image: smaller, onRequest = null }) => ({
      rung,
      reference,
      image: smaller,
      onRequest,
      runtime: null,
    })),
    ...runtimes.map((runtime) => ({
      rung: runtime.rung,
      reference: runtime.reference,
      image: runtime.image,
      onRequest: runtime.offer.kind === 'auto' ? null : runtime.offer.because,
      runtime,
    })),
  ];
  const here = placeOf(image);
  return steps
    .filter((step) => RUNGS.indexOf(step.rung) < here || isLess(step, image, here))
    .sort((a, b) => RUNGS.indexOf(a.rung) - RUNGS.indexOf(b.rung));
}

/** Less on the same place: the distribution without the language (`alpine` for `golang:alpine`), a JRE for a JDK. */
function isLess({ rung, runtime }: LadderStep, image: BaseImage, here: number): boolean {
  return RUNGS.indexOf(rung) === here && runtime?.image.family !== image.family;
}

/** Where an image stands on the ladder; one that is on none of its places is above it. */
function placeOf(image: BaseImage): number {
  switch (image.variant) {
    case 'scratch':
    case 'distroless':
    case 'alpine':
    case 'slim':
      return RUNGS.indexOf(image.variant);
    case 'full':
    case 'other':
      return RUNGS.length;
  }
}
