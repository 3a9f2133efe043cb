import type { ImageReference } from '../dockerfile/image-reference.types.ts';
import type { BaseImage } from './base-image.ts';
import { baseImageOf } from './knowledge-of.ts';
import type { LadderStep } from './ladder.ts';
import type { Rung } from './runtime-candidate.ts';
import { putIn } from './spell-out.ts';

/**
 * An image that a user named, where it is a smaller variant of the same family and spells the same version (`node:20-bookworm-slim` for
 * `node:20`). Null for any other: whether the program runs there is not known.
 *
 * @param named what was asked for, as the public image that it is a copy of
 */
export function namedBase(
  wish: string,
  named: ImageReference,
  reference: ImageReference,
  image: BaseImage,
  variables: ReadonlyMap<string, string>,
): LadderStep | null {
  if (named.digest !== null || named.name !== reference.name) return null;
  const smaller = baseImageOf(named, new Map());
  if (smaller === null || smaller.family !== image.family || smaller.onbuild) return null;
  // `node:20-alpine3.20` came to rest before `node:20` did: another NODE_VERSION, or one that is not certain.
  if (Object.entries(image.env).some(([name, value]) => smaller.env[name] !== value)) return null;
  const rung = rungOf(smaller);
  const version = versionOf(putIn(reference.tag ?? '', variables));
  if (rung === null || version === null || version !== versionOf(named.tag)) return null;
  return { rung, reference: wish, image: smaller, onRequest: null, runtime: null };
}

/**
 * A hardened image that a user named, in the place of one of the ladder that has no program of its own either and the same libc:
 * `cgr.dev/chainguard/static` for `gcr.io/distroless/static-debian13`. Null: there is none.
 */
export function hardenedBase(wish: string, named: ImageReference, ladder: readonly LadderStep[]): LadderStep | null {
  const image = named.digest === null ? baseImageOf(named, new Map()) : null;
  if (image?.family !== 'hardened') return null;
  const alike = ladder.find(
    (step) =>
      step.runtime !== null && !step.image.shell && step.image.entrypoint === null && step.image.libc === image.libc,
  );
  if (alike?.runtime == null) return null;
  const runtime = { ...alike.runtime, reference: wish, image, evidence: image.evidence };
  return { ...alike, reference: wish, image, onRequest: null, runtime };
}

function rungOf({ variant }: BaseImage): Rung | null {
  return variant === 'alpine' || variant === 'slim' || variant === 'distroless' ? variant : null;
}

/** `20.11` of `20.11-alpine3.20`; null where no number is spelled. */
function versionOf(tag: string | null): string | null {
  return /^\d[\d.]*(?=$|-)/.exec(tag ?? '')?.[0] ?? null;
}
