import type { SmallerTag } from './smaller-tag.ts';
import { DEBIAN_SUITES } from './userland.ts';

/**
 * `debian:bookworm` → `debian:bookworm-slim`, without documentation and locale data. There since jessie (docker-library/official-images
 * `library/debian`); `latest` has no twin of that name.
 */
export function smallerDebianTags(tag: string): readonly SmallerTag[] {
  const parts = /^(?:(\d+)(?:\.\d+)?|([a-z]+))(?:-\d{8})?$/.exec(tag);
  const [, number, word] = parts ?? [];
  const version = number === undefined ? DEBIAN_SUITES.get(word ?? '') : Number(number);
  const moves = word !== undefined && ['stable', 'oldstable', 'testing'].includes(word);
  if (!moves && (version === undefined || version < 8)) return [];
  return [{ rung: 'slim', versionText: tag, ending: 'slim' }];
}
