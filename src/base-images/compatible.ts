import type { BaseImage } from './base-image.ts';

/** What a move from one base to another changes beyond the programs that are there. */
export interface Compatibility {
  /** Native code built for one does not load on the other. */
  readonly libcChanges: boolean;
  /** Another release of the distribution, or one that cannot be told: glibc may be older, package names differ. */
  readonly releaseMayDiffer: boolean;
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
    differences: [...(libcChanges && to.libc === 'musl' ? MUSL : []), ...shellDifference(from, to)],
  };
}

/** Programs that the first base has and the second has not. The caller holds them against what the container runs. */
export function lacks(from: BaseImage, to: BaseImage): readonly string[] {
  const there = new Set(to.programs);
  return from.programs.filter((program) => !there.has(program));
}

/** Source: musl's own list of functional differences from glibc (wiki.musl-libc.org). */
const MUSL: readonly string[] = [
  'musl asks all name servers at once and takes the first answer; before 1.2.4 (Alpine 3.18) it has no DNS over TCP, so long answers are cut',
  'musl tries a name with at least `ndots` dots only as it stands: a name that glibc would go on to find through a search domain is not found',
  'musl has no locale data: sorting, number and date formats of libc are those of the C locale with UTF-8',
  'threads get 128 KiB of stack unless they ask for more, against 8 MiB with glibc: deep recursion in native threads may overflow',
];

function shellDifference(from: BaseImage, to: BaseImage): readonly string[] {
  if (from.shell && !to.shell) return ['there is no shell: only exec form runs'];
  if (to.packageManager !== 'apk' || from.packageManager === 'apk') return [];
  return ['/bin/sh is BusyBox ash and the small tools are BusyBox: bash and GNU options are not there'];
}
