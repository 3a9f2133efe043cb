import { BASICS, ON_BUILDPACK, onAlpine, onDebian, type ReadTag, saidBy } from './family.ts';
import { readLanguageTag } from './language-tag.ts';
import { ALPINE_PROGRAMS, BUILDPACK_PROGRAMS, DEBIAN_PROGRAMS, DEFAULT_PATH } from './userland.ts';

/** The official `ruby` image. Gems go to `/usr/local/bundle`, outside the application folder. */
export const rubyImage: ReadTag = (image) => {
  const tag = readLanguageTag(image.tag, ['onbuild']);
  if (tag === null) return null;
  const programs = ['ruby', 'gem', 'irb', 'bundle', 'rake'];
  const onbuild = tag.words.includes('onbuild');
  const known = {
    family: 'ruby',
    variant: tag.variant,
    release: tag.release,
    major: tag.major,
    cmd: ['irb'],
    env: {
      PATH: `/usr/local/bundle/bin:${DEFAULT_PATH}`,
      LANG: 'C.UTF-8',
      GEM_HOME: '/usr/local/bundle',
      BUNDLE_APP_CONFIG: '/usr/local/bundle',
    },
    onbuild,
    workdir: onbuild ? '/usr/src/app' : '/',
    evidence: saidBy(image, `official ruby image, ${tag.variant} variant`),
  } as const;
  if (tag.variant === 'alpine') return onAlpine({ ...known, programs: [...ALPINE_PROGRAMS, ...programs] });
  const tools = tag.variant === 'full' ? BUILDPACK_PROGRAMS : [];
  const brings = tag.variant === 'full' ? ON_BUILDPACK : BASICS;
  return onDebian({ ...known, brings, programs: [...DEBIAN_PROGRAMS, ...tools, ...programs] });
};
