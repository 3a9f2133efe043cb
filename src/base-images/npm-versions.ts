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

/** npm majors bundled with a Node line; null for a line that is not in the table (0.x, and newer than it). */
export function npmMajorOf(nodeMajor: number): BundledNpm | null {
  return BUNDLED.get(nodeMajor) ?? null;
}
