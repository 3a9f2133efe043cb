import { ALPINE_SINCE, has, isKnownLine, isPastItsLine, type NodeVersion } from './node-releases.ts';
import { inRanges, SUITE_SLIM } from './node-suites.ts';
import { type NodeTag, readNodeTag } from './node-tag.ts';
import type { SmallerTag } from './smaller-tag.ts';

/** First line whose images are worth moving: the ones before stand on archived suites and have no Alpine variant. */
const FIRST_LINE = 4;

/** Smaller tags of the official `node` image that were published with the same version, smallest first. */
export function smallerNodeTags(tag: string): readonly SmallerTag[] {
  const read = readNodeTag(tag);
  if (read === null || read.variant === 'onbuild' || read.variant === 'alpine' || !isOffered(read)) return [];
  const versionText = read.versionText === 'latest' ? '' : read.versionText;
  const slimEnding = read.suite === null ? 'slim' : `${read.suite}-slim`;
  return [
    ...(alpineOf(read) ? [{ rung: 'alpine', versionText, ending: 'alpine' } as const] : []),
    ...(read.variant === 'full' && slimOf(read) ? [{ rung: 'slim', versionText, ending: slimEnding } as const] : []),
  ];
}

function isOffered({ version }: NodeTag): boolean {
  if (version.kind === 'unknown') return false;
  // `lts-iron` came to rest at another version than `iron`, and has no variants of its own.
  if (version.kind === 'moving') return version.word !== 'lts-code-name';
  return version.value[0] >= FIRST_LINE && isKnownLine(version.value[0]) && !isPastItsLine(version.value);
}

function alpineOf(tag: NodeTag): boolean {
  const { version, suite } = tag;
  // Without a version number the suite's tag may rest at an older Node than `node:alpine`.
  if (version.kind === 'moving') return suite === null;
  if (version.kind === 'unknown' || version.kind === 'resting') return false;
  return has(version.value, ALPINE_SINCE) && isWhereTheLineIs(tag, version.value);
}

/** False when the suite's tag came to rest before the line did: `20-buster` is 20.15.0, `20-alpine` is not. */
function isWhereTheLineIs(tag: NodeTag, value: NodeVersion): boolean {
  const line = readNodeTag(tag.versionText)?.version;
  return line !== undefined && 'value' in line && value.every((part, index) => part === line.value[index]);
}

function slimOf({ version, suite }: NodeTag): boolean {
  if (suite === null) return true;
  const ranges = SUITE_SLIM[suite];
  if (ranges === undefined) return false;
  switch (version.kind) {
    case 'moving':
      return true;
    case 'unknown':
      return false;
    case 'resting':
    case 'number':
    case 'code name':
      return inRanges(version.value, ranges);
  }
}
