import { readLanguageTag } from './language-tag.ts';
import type { SmallerTag } from './smaller-tag.ts';

/** Suites and `[major, minor]` from which on each tag had its `-slim` and `-alpine` twin (docker-library/official-images, history of library/ruby). */
const SUITES = ['jessie', 'stretch', 'buster', 'bullseye', 'bookworm', 'trixie'];
const SINCE = [2, 3] as const;

const MUSL = 'gems with native code are published for glibc, and are compiled on musl';

/** `3.3-bookworm` → `3.3-slim-bookworm`; Alpine is taken only where it is asked for. */
export function smallerRubyTags(text: string): readonly SmallerTag[] {
  const tag = readLanguageTag(text);
  if (tag === null || tag.variant === 'alpine') return [];
  const { major, minor, release, version: versionText } = tag;
  if (release !== null && !SUITES.includes(release)) return [];
  const isOlder = major !== null && (major < SINCE[0] || (major === SINCE[0] && (minor ?? SINCE[1]) < SINCE[1]));
  if (isOlder) return [];
  return [
    { rung: 'alpine', versionText, ending: 'alpine', onRequest: MUSL },
    ...(tag.variant === 'full'
      ? [{ rung: 'slim', versionText, ending: release === null ? 'slim' : `slim-${release}` } as const]
      : []),
  ];
}
