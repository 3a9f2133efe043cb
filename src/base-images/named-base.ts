import { readImageReference } from '../dockerfile/image-reference.ts';
import type { ImageReference } from '../dockerfile/image-reference.types.ts';
import type { BaseImage } from './base-image.ts';
import { baseImageOf } from './knowledge-of.ts';
import type { LadderStep } from './ladder.ts';
import type { Rung } from './runtime-candidate.ts';
import { putIn } from './spell-out.ts';

/**
 * An image that a user named, where it is a smaller variant of the same family and spells the same version (`node:20-bookworm-slim` for
 * `node:20`). Null for any other: whether the program runs there is not known.
 */
export function namedBase(
  wish: string,
  reference: ImageReference,
  image: BaseImage,
  variables: ReadonlyMap<string, string>,
): LadderStep | null {
  const named = readImageReference(wish);
  if (named.digest !== null || named.name !== reference.name) return null;
  const smaller = baseImageOf(named, new Map());
  if (smaller === null || smaller.family !== image.family || smaller.onbuild) return null;
  const rung = rungOf(smaller);
  const version = versionOf(putIn(reference.tag ?? '', variables));
  if (rung === null || version === null || version !== versionOf(named.tag)) return null;
  return { rung, reference: wish, image: smaller, onRequest: null, runtime: null };
}

function rungOf({ variant }: BaseImage): Rung | null {
  return variant === 'alpine' || variant === 'slim' || variant === 'distroless' ? variant : null;
}

/** `20.11` of `20.11-alpine3.20`; null where no number is spelled. */
function versionOf(tag: string | null): string | null {
  return /^\d[\d.]*(?=$|-)/.exec(tag ?? '')?.[0] ?? null;
}
