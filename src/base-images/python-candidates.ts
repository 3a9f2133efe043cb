import { readLanguageTag } from './language-tag.ts';
import type { SmallerTag } from './smaller-tag.ts';

/** Suites of which the official `python` image has a `slim-<suite>` tag (docker-library/official-images, library/python, since 2018). */
const SUITES = ['stretch', 'buster', 'bullseye', 'bookworm', 'trixie'];

/** Tags without one, seen in the history of the same file. */
const WITHOUT_SLIM = ['2.7.7', '2.7.13-stretch', '3.3.5', '3.4.1', '3.6.2-stretch'];

/**
 * The slim tag of the same version and suite. Every version since 2.7 and 3.3 has one. Alpine is none of these: wheels are published for glibc, and what
 * is compiled instead takes long and is another thing.
 */
export function smallerPythonTags(tag: string): readonly SmallerTag[] {
  const read = readLanguageTag(tag);
  if (read === null || read.variant !== 'full' || WITHOUT_SLIM.includes(tag)) return [];
  if (read.release !== null && !SUITES.includes(read.release)) return [];
  if (read.major !== null && read.major < 3 && !(read.major === 2 && (read.minor ?? 7) === 7)) return [];
  const ending = read.release === null ? 'slim' : `slim-${read.release}`;
  return [{ rung: 'slim', versionText: read.version, ending }];
}
