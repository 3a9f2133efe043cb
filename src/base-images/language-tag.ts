import { DEBIAN_SUITES } from './userland.ts';

/** A tag of the form most official language images share: `3.11.4-slim-bookworm`, `1.22-alpine3.20`, `slim`. */
export interface LanguageTag {
  /** `3.11.4`; empty when the tag names no version. */
  readonly version: string;
  readonly major: number | null;
  /** Null when only `-` separated endings are known and the version is not. */
  readonly minor: number | null;
  /** Words that are neither version, variant nor release: `jdk`, `fpm`, `onbuild`. */
  readonly words: readonly string[];
  readonly variant: 'full' | 'slim' | 'alpine';
  readonly release: string | null;
}

/**
 * Reads such a tag; null when it holds a word that the family does not know. In these images `slim` stands before the suite
 * (`slim-bookworm`); the order is not checked.
 *
 * @param knownWords the family's own words
 */
export function readLanguageTag(tag: string, knownWords: readonly string[] = []): LanguageTag | null {
  const parts = tag.split('-');
  const first = parts[0] ?? '';
  const numbered = /^\d+(?:\.\d+){0,3}$/.test(first);
  const rest = numbered || first === 'latest' ? parts.slice(1) : parts;
  if (first === 'latest' && rest.length > 0) return null;
  let variant: LanguageTag['variant'] = 'full';
  let release: string | null = null;
  const words: string[] = [];
  for (const part of rest) {
    if (part === 'slim') variant = 'slim';
    else if (/^alpine(3\.\d+)?$/.test(part)) {
      variant = 'alpine';
      release = part === 'alpine' ? release : part;
    } else if (DEBIAN_SUITES.has(part)) release = part;
    else if (knownWords.includes(part)) words.push(part);
    else return null;
  }
  const [major, minor] = numbered ? first.split('.').map(Number) : [];
  return { version: numbered ? first : '', major: major ?? null, minor: minor ?? null, words, variant, release };
}
