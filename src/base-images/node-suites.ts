import { atLeast, compareVersions, type NodeVersion } from './node-releases.ts';

/** Within one line. No upper end: to the end of the line. */
type Range = readonly [from: NodeVersion, to?: NodeVersion];

/** Where a line's `-<suite>` tag came to rest, if before the line's own end. */
export const SUITE_STOPPED_AT: Readonly<Record<string, readonly NodeVersion[]>> = {
  wheezy: [
    [6, 14, 2],
    [8, 11, 1],
    [9, 11, 1],
    [10, 1, 0],
  ],
  jessie: [[10, 22, 0]],
  stretch: [
    [14, 19, 3],
    [16, 15, 1],
  ],
  buster: [
    [18, 20, 3],
    [20, 15, 0],
  ],
};

/** Tags with a suite and no version number that have come to rest, with the version they hold. */
export const FLOATING_STOPPED_AT: ReadonlyMap<string, NodeVersion> = new Map([
  ['wheezy', [10, 1, 0]],
  ['jessie', [10, 13, 0]],
  ['stretch', [17, 9, 0]],
  ['buster', [20, 8, 1]],
  ['current-stretch', [17, 9, 0]],
  ['current-buster', [20, 8, 1]],
  ['lts-jessie', [10, 16, 3]],
  ['lts-stretch', [16, 15, 1]],
  ['lts-buster', [20, 15, 0]],
]);

/** Versions that have a `-<suite>-slim` tag. Same source as `node-releases.ts`. */
export const SUITE_SLIM: Readonly<Record<string, readonly Range[]>> = {
  jessie: [
    [[6, 15, 0]],
    [[8, 14, 0]],
    [
      [10, 14, 1],
      [10, 22, 0],
    ],
  ],
  stretch: [
    [[6, 15, 0]],
    [[8, 14, 0]],
    [[10, 14, 1]],
    [[11, 3, 0]],
    [[12, 0, 0]],
    [[13, 0, 0]],
    [
      [14, 0, 0],
      [14, 19, 3],
    ],
    [[15, 0, 0]],
    [
      [16, 0, 0],
      [16, 15, 1],
    ],
    [[17, 0, 0]],
  ],
  buster: [
    [[8, 16, 0]],
    [[10, 16, 0]],
    [[12, 6, 0]],
    [[13, 0, 0]],
    [[14, 0, 0]],
    [[15, 0, 0]],
    [[16, 0, 0]],
    [[17, 0, 0]],
    [
      [18, 0, 0],
      [18, 20, 3],
    ],
    [[19, 0, 0]],
    [
      [20, 0, 0],
      [20, 15, 0],
    ],
  ],
  bullseye: [
    [[12, 22, 5]],
    [[14, 17, 5]],
    [[16, 6, 2]],
    ...[17, 18, 19, 20, 21, 22, 23, 24, 25, 26].map((major): Range => [[major, 0, 0]]),
  ],
  bookworm: [
    [[16, 20, 0]],
    [[18, 16, 0]],
    [[20, 3, 0]],
    ...[21, 22, 23, 24, 25, 26].map((major): Range => [[major, 0, 0]]),
  ],
  trixie: [[[20, 19, 4]], [[22, 18, 0]], [[24, 5, 0]], [[25, 0, 0]], [[26, 0, 0]]],
};

/** True when the version lies in one of the ranges. */
export function inRanges(version: NodeVersion, ranges: readonly Range[]): boolean {
  return ranges.some(
    ([from, to]) =>
      from[0] === version[0] && atLeast(version, from) && (to === undefined || compareVersions(version, to) <= 0),
  );
}
