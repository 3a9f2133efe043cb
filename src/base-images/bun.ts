import type { BaseImage } from './base-image.ts';
import { onAlpine, onDebian, type ReadTag, saidBy } from './family.ts';
import { readLanguageTag } from './language-tag.ts';
import type { SmallerTag } from './smaller-tag.ts';
import { ALPINE_PROGRAMS, DEBIAN_PROGRAMS } from './userland.ts';

/** Endings of the tags beside `slim` and `alpine`; `distroless` has another entrypoint, and is not read. */
const WORDS = ['debian'] as const;

/**
 * The image of Bun's publisher (oven-sh/bun, dockerhub/): the program and an entrypoint on plain Debian, slim or Alpine, with a user of its own that is
 * not set. Its Debian has no compilers; which release it is moves with Bun's versions.
 */
export const bunImage: ReadTag = (image) => {
  if (image.name !== 'bun') return null;
  const tag = readLanguageTag(image.tag, WORDS);
  if (tag === null || tag.release !== null) return null;
  const known: Pick<BaseImage, 'family' | 'evidence'> & Partial<BaseImage> = {
    family: 'bun',
    release: null,
    major: tag.major,
    workdir: '/home/bun/app',
    entrypoint: ['/usr/local/bin/docker-entrypoint.sh'],
    cmd: ['/usr/local/bin/bun'],
    user: { name: 'bun', uid: 1000, gid: 1000, home: '/home/bun' },
    evidence: saidBy(image, `bun image, ${tag.variant} variant`),
  };
  return tag.variant === 'alpine'
    ? onAlpine({
        ...known,
        loads: ['alpine-sdk', 'build-base', 'g++'],
        variant: 'alpine',
        programs: [...ALPINE_PROGRAMS, 'bun', 'bunx'],
      })
    : onDebian({ ...known, variant: tag.variant, programs: [...DEBIAN_PROGRAMS, 'bun', 'bunx'] });
};

/** Every version has the three; Alpine is built with another libc. */
export function smallerBunTags(tag: string): readonly SmallerTag[] {
  const read = readLanguageTag(tag, WORDS);
  if (read === null || read.release !== null) return [];
  const rung = (ending: 'alpine' | 'slim'): SmallerTag => ({ rung: ending, versionText: read.version, ending });
  switch (read.variant) {
    case 'full':
      return [rung('alpine'), rung('slim')];
    case 'slim':
      return [rung('alpine')];
    case 'alpine':
      return [];
  }
}
