import { onAlpine, onDebian, type ReadTag, saidBy } from './family.ts';
import { readLanguageTag } from './language-tag.ts';
import { ALPINE_PROGRAMS, DEBIAN_PROGRAMS } from './userland.ts';

/** apache2(8) and php-fpm(8) finish running requests on these (docker-library/php, Dockerfile-linux.template). */
const STOP_SIGNALS = { apache: 'SIGWINCH', fpm: 'SIGQUIT' } as const;

/**
 * The official `php` image. `www-data` is there (33 on Debian, 82 on Alpine) but the servers start as root and change to it
 * themselves, so it is not named as the image's user.
 */
export const phpImage: ReadTag = (image) => {
  const tag = readLanguageTag(image.tag, ['cli', 'fpm', 'apache', 'zts']);
  if (tag === null || tag.variant === 'slim') return null;
  const isCurrent = tag.major === null || tag.major >= 8;
  const server = tag.words.find((word): word is 'apache' | 'fpm' => word === 'fpm' || word === 'apache');
  const known = {
    family: 'php',
    variant: tag.variant,
    release: tag.release,
    major: tag.major,
    entrypoint: ['docker-php-entrypoint'],
    cmd: server === 'fpm' ? ['php-fpm'] : server === 'apache' ? ['apache2-foreground'] : ['php', '-a'],
    ...(isCurrent && server !== undefined ? { stopSignal: STOP_SIGNALS[server] } : {}),
    workdir: server === undefined ? '/' : '/var/www/html',
    evidence: saidBy(image, `official php image, ${server ?? 'cli'}`),
  } as const;
  const programs = [
    'php',
    'docker-php-ext-configure',
    'docker-php-ext-enable',
    'docker-php-ext-install',
    'pecl',
    ...(server === 'fpm' ? ['php-fpm'] : []),
  ];
  if (tag.variant === 'alpine')
    return onAlpine({ ...known, programs: [...ALPINE_PROGRAMS, 'curl', 'xz', ...programs] });
  const tools = ['autoconf', 'c++', 'cc', 'curl', 'file', 'g++', 'gcc', 'make', 'pkg-config', 'xz'];
  return onDebian({ ...known, programs: [...DEBIAN_PROGRAMS, ...tools, ...programs] });
};
