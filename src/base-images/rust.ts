import { BASICS, ON_BUILDPACK, onAlpine, onDebian, type ReadTag, saidBy } from './family.ts';
import { readLanguageTag } from './language-tag.ts';
import { ALPINE_PROGRAMS, BUILDPACK_PROGRAMS, DEBIAN_PROGRAMS, DEFAULT_PATH } from './userland.ts';

/** The official `rust` image: a build image, each variant with a linker (gcc). */
export const rustImage: ReadTag = (image) => {
  const tag = readLanguageTag(image.tag);
  if (tag === null) return null;
  const programs = ['gcc', 'cargo', 'rustc', 'rustup'];
  const known = {
    family: 'rust',
    variant: tag.variant,
    release: tag.release,
    major: tag.major,
    env: {
      PATH: `/usr/local/cargo/bin:${DEFAULT_PATH}`,
      RUSTUP_HOME: '/usr/local/rustup',
      CARGO_HOME: '/usr/local/cargo',
    },
    evidence: saidBy(image, `official rust image, ${tag.variant} variant`),
  } as const;
  if (tag.variant === 'alpine') return onAlpine({ ...known, programs: [...ALPINE_PROGRAMS, ...programs] });
  const tools = tag.variant === 'full' ? BUILDPACK_PROGRAMS : [];
  const brings = tag.variant === 'full' ? ON_BUILDPACK : BASICS;
  return onDebian({ ...known, brings, programs: [...new Set([...DEBIAN_PROGRAMS, ...tools, ...programs])] });
};
