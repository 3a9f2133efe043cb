import type { BaseImage } from './base-image.ts';
import { GLIBC_OF } from './userland.ts';

/** What a move from one base to another changes beyond the programs that are there. */
export interface Compatibility {
  /** Native code built for one does not load on the other. */
  readonly libcChanges: boolean;
  /** Another release of the distribution, or one that cannot be told: glibc may be older, package names differ. */
  readonly releaseMayDiffer: boolean;
  /** What was linked against the first image's glibc may ask for a newer one than the second has. */
  readonly glibcMayBeOlder: boolean;
  /** Sentences for the reader: what is accepted with the move. */
  readonly differences: readonly string[];
}

/**
 * Compares two bases. Two images of one family and line that both leave the release open are taken to share it: the default
 * suite of `node:22` and `node:22-slim` moves in the same commit (nodejs/docker-node, stackbrew.js).
 */
export function compatible(from: BaseImage, to: BaseImage): Compatibility {
  const libcChanges = from.libc !== to.libc;
  const sameTagFamily = from.family === to.family && from.major === to.major;
  const releaseMayDiffer = libcChanges || from.release !== to.release || (from.release === null && !sameTagFamily);
  return {
    libcChanges,
    releaseMayDiffer,
    glibcMayBeOlder: !libcChanges && from.libc === 'glibc' && releaseMayDiffer && !isNoOlder(from, to),
    differences: [...(libcChanges && to.libc === 'musl' ? MUSL : []), ...shellDifference(from, to)],
  };
}

/** glibc runs what was linked against an older one of itself. */
function isNoOlder(from: BaseImage, to: BaseImage): boolean {
  if (from.movesWithStable !== undefined && to.movesWithStable === 'itself') return true;
  const [old, now] = [GLIBC_OF.get(from.release ?? ''), GLIBC_OF.get(to.release ?? '')];
  return old !== undefined && now !== undefined && now >= old;
}

/** Programs that the first base has and the second has not. The caller holds them against what the container runs. */
export function lacks(from: BaseImage, to: BaseImage): readonly string[] {
  const there = new Set(to.programs);
  return from.programs.filter((program) => !there.has(program));
}

/** Source: musl's own list of functional differences from glibc (wiki.musl-libc.org). */
const MUSL: readonly string[] = ['musl libc instead of glibc (name lookup, locale data and thread stacks differ)'];

function shellDifference(from: BaseImage, to: BaseImage): readonly string[] {
  if (from.shell && !to.shell) return ['there is no shell: only exec form runs'];
  if (to.packageManager !== 'apk' || from.packageManager === 'apk') return [];
  return ['BusyBox instead of bash and the GNU tools'];
}
