/**
 * When the official `node` image gained and lost its variants, per release line. Source: every revision of
 * docker-library/official-images `library/node` from 2014 to August 2026 together with the Dockerfile of
 * nodejs/docker-node that each tag was built from.
 */

/** A Node version; a part that a tag leaves open is `Infinity`: such a tag stays at the highest one. */
export type NodeVersion = readonly [major: number, minor: number, patch: number];

/** Compares as `Array.prototype.sort` wants it. */
export function compareVersions(a: NodeVersion, b: NodeVersion): number {
  for (const part of [0, 1, 2] as const) {
    if (a[part] !== b[part]) return a[part] < b[part] ? -1 : 1;
  }
  return 0;
}

export function atLeast(version: NodeVersion, from: NodeVersion): boolean {
  return compareVersions(version, from) >= 0;
}

/** Release lines that get no images any more, with the version where `node:<major>` came to rest. */
export const LAST_OF_LINE: ReadonlyMap<number, NodeVersion> = new Map([
  [0, [0, 12, 18]],
  [4, [4, 9, 1]],
  [5, [5, 12, 0]],
  [6, [6, 17, 1]],
  [7, [7, 10, 1]],
  [8, [8, 17, 0]],
  [9, [9, 11, 2]],
  [10, [10, 24, 1]],
  [11, [11, 15, 0]],
  [12, [12, 22, 12]],
  [13, [13, 14, 0]],
  [14, [14, 21, 3]],
  [15, [15, 14, 0]],
  [16, [16, 20, 2]],
  [17, [17, 9, 1]],
  [18, [18, 20, 8]],
  [19, [19, 9, 0]],
  [20, [20, 20, 2]],
  [21, [21, 7, 3]],
  [23, [23, 11, 1]],
  [25, [25, 9, 0]],
]);

/** Lines that get images still, with the newest version seen: what is older is settled, what is not may be built anew. */
const NEWEST_SEEN: ReadonlyMap<number, NodeVersion> = new Map([
  [22, [22, 23, 2]],
  [24, [24, 19, 0]],
  [26, [26, 7, 0]],
]);

/** True for a line that the tables here cover. */
export function isKnownLine(major: number): boolean {
  return LAST_OF_LINE.has(major) || NEWEST_SEEN.has(major);
}

/** True when the version's tags will not be built again, so that their default suite cannot move. */
export function isSettled(version: NodeVersion): boolean {
  if (LAST_OF_LINE.has(version[0])) return true;
  const newest = NEWEST_SEEN.get(version[0]);
  return newest !== undefined && compareVersions(version, newest) < 0;
}

/** True when the version is past the end of its line: no such image was published. */
export function isPastItsLine(version: NodeVersion): boolean {
  const last = LAST_OF_LINE.get(version[0]);
  if (last === undefined) return false;
  return version[1] > last[1] || (version[1] === last[1] && version[2] !== Infinity && version[2] > last[2]);
}

/** Code names of the long-term support lines; each is a tag, and takes the same endings as a version. */
export const CODE_NAMES: ReadonlyMap<string, number> = new Map([
  ['argon', 4],
  ['boron', 6],
  ['carbon', 8],
  ['dubnium', 10],
  ['erbium', 12],
  ['fermium', 14],
  ['gallium', 16],
  ['hydrogen', 18],
  ['iron', 20],
  ['jod', 22],
  ['krypton', 24],
]);

/** First version of each line with the thing named; a line that is not listed and is newer than the last one has it throughout. */
interface Since {
  readonly lines: ReadonlyMap<number, NodeVersion>;
  readonly throughoutFrom: number;
}

/** `-alpine`. */
export const ALPINE_SINCE: Since = {
  lines: new Map([
    [4, [4, 6, 2]],
    [6, [6, 9, 1]],
    [7, [7, 1, 0]],
  ]),
  throughoutFrom: 8,
};

/** The user `node`, 1000:1000. */
export const USER_SINCE: Since = {
  lines: new Map([
    [4, [4, 6, 1]],
    [6, [6, 9, 1]],
  ]),
  throughoutFrom: 7,
};

/** `ENTRYPOINT ["docker-entrypoint.sh"]`. */
export const ENTRYPOINT_SINCE: Since = {
  lines: new Map([
    [8, [8, 16, 0]],
    [10, [10, 16, 0]],
    [11, [11, 15, 0]],
    [12, [12, 4, 0]],
  ]),
  throughoutFrom: 13,
};

/** Yarn 1; gone again in {@link FIRST_LINE_WITHOUT_YARN}. */
export const YARN_SINCE: Since = {
  lines: new Map([
    [4, [4, 8, 0]],
    [6, [6, 10, 0]],
    [7, [7, 6, 0]],
  ]),
  throughoutFrom: 8,
};

export const FIRST_LINE_WITHOUT_YARN = 26;

/** `-slim` on `debian:<suite>-slim`; before, it stood on `buildpack-deps:<suite>-curl` and had curl and wget. */
export const SLIM_ON_DEBIAN_SINCE: Since = {
  lines: new Map([
    [6, [6, 14, 2]],
    [8, [8, 11, 2]],
    [9, [9, 11, 1]],
    [10, [10, 2, 0]],
  ]),
  throughoutFrom: 11,
};

export function has(version: NodeVersion, since: Since): boolean {
  const from = since.lines.get(version[0]);
  return from === undefined ? version[0] >= since.throughoutFrom : atLeast(version, from);
}
