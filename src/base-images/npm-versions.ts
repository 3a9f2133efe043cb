import { atLeast, type NodeVersion } from './node-releases.ts';

/** npm majors that the releases of one Node line bundle. */
export interface BundledNpm {
  /** What the line's last (or newest) release has. */
  readonly latest: number;
  /** What its first release had: an exact old version may still have it. Equal to `latest` when the line never changed. */
  readonly earliest: number;
}

/**
 * nodejs.org lists the bundled npm of each release (`dist/index.json`). A line that gets releases still may move to the next
 * major, as 18 and 20 did.
 */
const BUNDLED: ReadonlyMap<number, BundledNpm> = new Map([
  [4, { earliest: 2, latest: 2 }],
  [5, { earliest: 3, latest: 3 }],
  [6, { earliest: 3, latest: 3 }],
  [7, { earliest: 3, latest: 4 }],
  [8, { earliest: 5, latest: 6 }],
  [9, { earliest: 5, latest: 5 }],
  [10, { earliest: 5, latest: 6 }],
  [11, { earliest: 6, latest: 6 }],
  [12, { earliest: 6, latest: 6 }],
  [13, { earliest: 6, latest: 6 }],
  [14, { earliest: 6, latest: 6 }],
  [15, { earliest: 7, latest: 7 }],
  [16, { earliest: 7, latest: 8 }],
  [17, { earliest: 8, latest: 8 }],
  [18, { earliest: 8, latest: 10 }],
  [19, { earliest: 8, latest: 9 }],
  [20, { earliest: 9, latest: 10 }],
  [21, { earliest: 10, latest: 10 }],
  [22, { earliest: 10, latest: 10 }],
  [23, { earliest: 10, latest: 10 }],
  [24, { earliest: 11, latest: 11 }],
  [25, { earliest: 11, latest: 11 }],
  [26, { earliest: 11, latest: 11 }],
]);

/**
 * Releases of Node whose npm removes production packages when it leaves out development dependencies (npm/cli#8596: 11.6.1 and 11.6.2), from the first to
 * the last of each line, with that npm. Source: changelogs of Node 24 and 25, which came to 11.8.0 with 24.13.1 and to 11.7.0 with 25.4.0.
 */
const REMOVING: readonly { readonly npm: string; readonly first: NodeVersion; readonly last: NodeVersion }[] = [
  { npm: '11.6.1', first: [24, 10, 0], last: [24, 11, 0] },
  { npm: '11.6.2', first: [24, 11, 1], last: [24, 13, 0] },
  { npm: '11.6.2', first: [25, 0, 0], last: [25, 3, Infinity] },
];

/** The npm of a Node release that removes production packages when it prunes; null: it does not. A part that a tag leaves open is `Infinity`. */
export function removingNpmOf(version: NodeVersion): string | null {
  const found = REMOVING.find(({ first, last }) => atLeast(version, first) && atLeast(last, version));
  return found?.npm ?? null;
}

/** npm majors bundled with a Node line; null for a line that is not in the table (0.x, and newer than it). */
export function npmMajorOf(nodeMajor: number): BundledNpm | null {
  return BUNDLED.get(nodeMajor) ?? null;
}
