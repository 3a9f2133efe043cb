import { atLeast, type NodeVersion } from './node-releases.ts';

type Row = readonly [from: NodeVersion, suite: string];

/**
 * Debian suite of `node:<version>` without a suite, from the version named on, newest first within a line. An exact
 * version keeps the suite it was built on; a line's own tag keeps the last one once the line has ended.
 */
const FULL: readonly Row[] = [
  [[26, 0, 0], 'trixie'],
  [[20, 3, 0], 'bookworm'],
  [[19, 0, 0], 'bullseye'],
  [[18, 16, 0], 'bookworm'],
  [[17, 0, 0], 'bullseye'],
  [[16, 0, 0], 'buster'],
  [[15, 0, 0], 'stretch'],
  [[14, 19, 3], 'buster'],
  [[11, 0, 0], 'stretch'],
  [[10, 13, 0], 'stretch'],
  [[9, 0, 0], 'jessie'],
  [[8, 13, 0], 'stretch'],
  [[7, 0, 0], 'jessie'],
  [[6, 14, 4], 'stretch'],
  [[4, 0, 0], 'jessie'],
];

/** The same for `-slim`, where it differs: the slim image followed a little later. */
const SLIM_LATER: readonly { readonly from: NodeVersion; readonly before: NodeVersion; readonly suite: string }[] = [
  { from: [10, 13, 0], before: [10, 14, 1], suite: 'jessie' },
  { from: [6, 14, 4], before: [6, 15, 0], suite: 'jessie' },
];

/** The suite of a version's plain or `-slim` tag; null before Node 4. The caller makes sure that the version is settled. */
export function defaultSuite(version: NodeVersion, variant: 'full' | 'slim'): string | null {
  const later = SLIM_LATER.find(({ from, before }) => atLeast(version, from) && !atLeast(version, before));
  if (variant === 'slim' && later !== undefined) return later.suite;
  return FULL.find(([from]) => atLeast(version, from))?.[1] ?? null;
}
