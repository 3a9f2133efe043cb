import { BASICS, ON_BUILDPACK, onAlpine, onDebian, type ReadTag, saidBy } from './family.ts';
import { readLanguageTag } from './language-tag.ts';
import { ALPINE_PROGRAMS, BUILDPACK_PROGRAMS, DEBIAN_PROGRAMS, DEFAULT_PATH } from './userland.ts';

/**
 * What the interpreter's own modules load: each variant keeps the packages that hold it (docker-library/python, Dockerfile-linux.template, `ldd` over
 * /usr/local and `apt-mark manual`).
 */
const LOADED = ['bz2', 'ffi', 'lzma', 'readline', 'sqlite3', 'ssl'].map((name) => `lib${name}-dev`);
const HEADERS = [...LOADED, 'zlib1g-dev', 'uuid-dev'];

/** The official `python` image: `/usr/local/bin/python`, no user of its own, no entrypoint. `latest` and `slim` are Python 3. */
export const pythonImage: ReadTag = (image) => {
  const tag = readLanguageTag(image.tag, ['onbuild']);
  if (tag === null) return null;
  const major = tag.major ?? 3;
  const programs = ['python', `python${major}`, 'pip', `pip${major}`];
  const onbuild = tag.words.includes('onbuild');
  const known = {
    family: 'python',
    variant: tag.variant,
    release: tag.release,
    major,
    minor: tag.minor,
    cmd: [`python${major}`],
    env: { PATH: `/usr/local/bin:${DEFAULT_PATH}`, LANG: 'C.UTF-8' },
    onbuild,
    workdir: onbuild ? '/usr/src/app' : '/',
    evidence: saidBy(image, `official python image, ${tag.variant} variant`),
  } as const;
  if (tag.variant === 'alpine') return onAlpine({ ...known, programs: [...ALPINE_PROGRAMS, ...programs] });
  const tools = tag.variant === 'full' ? BUILDPACK_PROGRAMS : [];
  return onDebian({
    loads: HEADERS,
    ...known,
    // The slim variant installs ca-certificates, netbase and tzdata (docker-library/python, Dockerfile-linux.template).
    brings: tag.variant === 'full' ? [...ON_BUILDPACK, 'time-zones'] : [...BASICS, 'certificates', 'time-zones'],
    programs: [...new Set([...DEBIAN_PROGRAMS, ...tools, ...programs])],
  });
};
