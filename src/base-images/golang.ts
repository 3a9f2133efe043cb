import { onAlpine, onDebian, type ReadTag, saidBy } from './family.ts';
import { golangAlpine, golangSuite } from './golang-suites.ts';
import { readLanguageTag } from './language-tag.ts';
import { ALPINE_PROGRAMS, DEBIAN_PROGRAMS, DEFAULT_PATH, SCM_PROGRAMS } from './userland.ts';

/**
 * The official `golang` image: a build image. The Debian variant has a C compiler for cgo, the Alpine one has not; that one
 * brought git only for a while, so it is not told.
 */
export const golangImage: ReadTag = (image) => {
  const tag = readLanguageTag(image.tag, ['onbuild']);
  if (tag === null || tag.variant === 'slim') return null;
  const onbuild = tag.words.includes('onbuild');
  const known = {
    family: 'golang',
    variant: tag.variant,
    release: tag.release ?? (tag.variant === 'full' ? golangSuite(tag.version) : golangAlpine(tag.version)),
    // docker-library/golang takes a new Debian once it is stable (versions.json).
    ...(tag.release === null && /^(?:1)?$/.test(tag.version) ? { movesWithStable: 'behind' as const } : {}),
    major: tag.major,
    workdir: onbuild ? '/go/src/app' : '/go',
    env: { PATH: `/go/bin:/usr/local/go/bin:${DEFAULT_PATH}`, GOPATH: '/go' },
    onbuild,
    compilesOnly: true,
    ...(onbuild ? { cmd: ['go-wrapper', 'run'] } : {}),
    evidence: saidBy(image, `official golang image, ${tag.variant} variant`),
  } as const;
  if (tag.variant === 'alpine') return onAlpine({ ...known, programs: [...ALPINE_PROGRAMS, 'go', 'gofmt'] });
  const tools = [...SCM_PROGRAMS, 'g++', 'gcc', 'make', 'pkg-config', 'go', 'gofmt'];
  return onDebian({ ...known, programs: [...DEBIAN_PROGRAMS, ...tools] });
};
