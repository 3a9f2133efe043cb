import type { BaseImage } from './base-image.ts';
import { onAlpine, onDebian, type ReadTag, type SpelledOut, saidBy } from './family.ts';
import { type LanguageTag, readLanguageTag } from './language-tag.ts';
import { ALPINE_PROGRAMS, DEBIAN_PROGRAMS } from './userland.ts';

const CMD = ['nginx', '-g', 'daemon off;'] as const;

/** Named by `-<word>` endings of both images. */
const WORDS = ['stable', 'mainline', 'perl', 'otel'] as const;

/**
 * The official `nginx` image. It starts as root: the user `nginx` (101) can neither write the pid file nor the temporary
 * folders, so it is not named as the image's user. The entrypoint came with 1.19 (nginxinc/docker-nginx).
 */
export const nginxImage: ReadTag = (image) =>
  read(image, 'nginx', {
    needsRoot:
      'its nginx writes its pid file and temporary folders as root, and hands requests to workers that run as nginx',
  });

/** `nginxinc/nginx-unprivileged`: runs as 101 and listens on 8080. */
export const unprivilegedNginxImage: ReadTag = (image) => {
  if (image.name !== 'nginx-unprivileged') return null;
  const alpine = readLanguageTag(image.tag, WORDS)?.variant === 'alpine' || image.tag.includes('alpine');
  const home = alpine ? '/var/cache/nginx' : '/nonexistent';
  return read(image, 'nginx-unprivileged', { startsAs: '101', user: { name: 'nginx', uid: 101, gid: 101, home } });
};

function read(
  image: SpelledOut,
  family: string,
  user: Partial<Pick<BaseImage, 'user' | 'startsAs' | 'needsRoot'>>,
): BaseImage | null {
  const tag = readLanguageTag(image.tag, WORDS);
  if (tag === null) return null;
  const slim = image.tag.endsWith('-slim');
  if (slim && !image.tag.includes('alpine')) return null;
  const before119 = isOlderThan(tag, 19);
  const known = {
    family,
    release: tag.release,
    major: tag.major,
    cmd: CMD,
    entrypoint: before119 ? null : ['/docker-entrypoint.sh'],
    // SIGQUIT since November 2020 (nginx/docker-nginx): 1.18 and 1.19 were on either side of it.
    ...(isOlderThan(tag, 20) ? {} : { stopSignal: 'SIGQUIT' }),
    ...user,
    evidence: saidBy(image, `${family} image`),
  } as const;
  return image.tag.includes('alpine')
    ? onAlpine({
        ...known,
        variant: 'alpine',
        programs: [...ALPINE_PROGRAMS, ...(slim ? [] : ['curl']), 'envsubst', 'nginx'],
      })
    : onDebian({
        ...known,
        variant: 'full',
        programs: [...DEBIAN_PROGRAMS, ...(before119 ? [] : ['curl', 'envsubst']), 'nginx'],
      });
}

function isOlderThan({ major, minor }: LanguageTag, limit: number): boolean {
  return major !== null && (major < 1 || (major === 1 && minor !== null && minor < limit));
}
