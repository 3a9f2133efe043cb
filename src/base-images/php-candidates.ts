import { readLanguageTag } from './language-tag.ts';
import type { SmallerTag } from './smaller-tag.ts';

const COMPILED =
  'extensions are compiled on it, with other packages, and what was compiled for glibc does not load there';

/**
 * `8.3-fpm-bookworm` → `8.3-fpm-alpine`, published for the command line, FPM and ZTS since 7.1 (docker-library/official-images, library/php). Apache has no
 * such image, and there is no slim one: PHP's Debian images are made from `debian:…-slim`.
 */
export function smallerPhpTags(text: string): readonly SmallerTag[] {
  const tag = readLanguageTag(text, ['cli', 'fpm', 'apache', 'zts']);
  if (tag === null || tag.variant !== 'full' || tag.words.includes('apache') || tag.words.length > 1) return [];
  const { major, minor, version: versionText } = tag;
  if (major !== null && (major < 7 || (major === 7 && minor === 0))) return [];
  return [{ rung: 'alpine', versionText, ending: [...tag.words, 'alpine'].join('-'), onRequest: COMPILED }];
}
