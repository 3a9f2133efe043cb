/**
 * The Debian suites that tags of the `golang` image stand on which name none, by minor version: from which patch on. A tag that was built on two
 * suites counts for the later one, as it was built last. Source: docker-library/golang, generate-stackbrew-library.sh (`defaultDebianSuite`, up
 * to May 2022) and versions.json (first Debian variant, since) at each of their revisions.
 */
const SUITES: ReadonlyMap<number, readonly (readonly [patch: number, suite: string])[]> = new Map([
  [13, [[0, 'buster']]],
  [14, [[0, 'buster']]],
  [15, [[0, 'buster']]],
  [
    16,
    [
      [0, 'buster'],
      [7, 'bullseye'],
    ],
  ],
  [17, [[0, 'bullseye']]],
  [18, [[0, 'bullseye']]],
  [
    19,
    [
      [0, 'bullseye'],
      [10, 'bookworm'],
    ],
  ],
  [
    20,
    [
      [0, 'bullseye'],
      [5, 'bookworm'],
    ],
  ],
  [21, [[0, 'bookworm']]],
  [22, [[0, 'bookworm']]],
  [
    23,
    [
      [0, 'bookworm'],
      [12, 'trixie'],
    ],
  ],
  [
    24,
    [
      [0, 'bookworm'],
      [6, 'trixie'],
    ],
  ],
  [25, [[0, 'trixie']]],
  [26, [[0, 'trixie']]],
  [27, [[0, 'trixie']]],
]);

/** The suite of `golang:1.22` or `golang:1.22.3`; null where the version leaves it open or is in no row. */
export function golangSuite(version: string): string | null {
  const [major, minor, patch] = version.split('.').map(Number);
  if (major !== 1 || minor === undefined) return null;
  const rows = SUITES.get(minor) ?? [];
  const row = patch === undefined ? rows.at(-1) : rows.findLast(([from]) => patch >= from);
  return row?.[1] ?? null;
}
