import { readLanguageTag } from './language-tag.ts';
import type { SmallerTag } from './smaller-tag.ts';

/** Suites with a `slim-<suite>` tag (rust-lang/docker-rust, x.py, and its history). */
const SUITES = ['stretch', 'buster', 'bullseye', 'bookworm', 'trixie'];

/** `1.80-bookworm` → `1.80-slim-bookworm`, since 1.30. Alpine compiles for another target (musl) and is none of these. */
export function smallerRustTags(text: string): readonly SmallerTag[] {
  const tag = readLanguageTag(text);
  if (tag === null || tag.variant !== 'full') return [];
  const { major, minor, release, version: versionText } = tag;
  if (major !== null && (major < 1 || (minor !== null && minor < 30))) return [];
  if (release !== null && !SUITES.includes(release)) return [];
  return [{ rung: 'slim', versionText, ending: release === null ? 'slim' : `slim-${release}` }];
}
