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

/**
 * The releases of Alpine below `golang:1.22-alpine`, in the same way, as `patch:release`, of the lines of Go that get no new versions: the tags of the
 * others move on to the next Alpine. Source: docker-library/golang, versions.json (first Alpine variant) at each of its revisions from August 2020 to
 * August 2026.
 */
const ALPINES: ReadonlyMap<number, string> = new Map([
  [14, '0:3.12 13:3.13'],
  [15, '0:3.12 6:3.13 13:3.14'],
  [16, '0:3.13 5:3.14 10:3.15'],
  [17, '0:3.14 3:3.15 10:3.16'],
  [18, '0:3.15 2:3.16 8:3.17'],
  [19, '0:3.16 3:3.17 9:3.18'],
  [20, '0:3.17 4:3.18 12:3.19'],
  [21, '0:3.18 5:3.19 10:3.20'],
  [22, '0:3.19 3:3.20 10:3.21'],
  [23, '0:3.20 4:3.21 9:3.22'],
  [24, '0:3.21 3:3.22 11:3.23'],
  [25, '0:3.22 5:3.23 11:3.24'],
]);

/** The suite of `golang:1.22` or `golang:1.22.3`; null where the version leaves it open or is in no row. */
export function golangSuite(version: string): string | null {
  return rowOf(version, (minor) => SUITES.get(minor) ?? []);
}

/** The release of Alpine below `golang:1.22-alpine`, as `alpine3.21`; null where it moves or is in no row. */
export function golangAlpine(version: string): string | null {
  const release = rowOf(version, (minor) =>
    (ALPINES.get(minor)?.split(' ') ?? []).map((row) => [Number(row.split(':')[0]), row.split(':')[1] ?? ''] as const),
  );
  return release === null ? null : `alpine${release}`;
}

function rowOf(
  version: string,
  rowsOf: (minor: number) => readonly (readonly [patch: number, release: string])[],
): string | null {
  const [major, minor, patch] = version.split('.').map(Number);
  if (major !== 1 || minor === undefined) return null;
  const rows = rowsOf(minor);
  const row = patch === undefined ? rows.at(-1) : rows.findLast(([from]) => patch >= from);
  return row?.[1] ?? null;
}
