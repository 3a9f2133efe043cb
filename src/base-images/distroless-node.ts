/** One `gcr.io/distroless/nodejs<major>-debian<NN>`. */
export interface DistrolessNode {
  readonly reference: string;
  /** Month after which its publisher did not build it any more; null: it is built still. */
  readonly endedIn: string | null;
}

interface Row {
  readonly debian: number;
  /** Node lines, with the month of the last build where there is one. */
  readonly lines: ReadonlyMap<number, string | null>;
}

/**
 * Newest Debian first. Source: every revision of GoogleContainerTools/distroless README.md («What images are available») up to August 2026, and
 * its SUPPORT_POLICY.md: a Node image ends with its Node line or its Debian release, whichever comes first.
 */
const PUBLISHED: readonly Row[] = [
  {
    debian: 13,
    lines: new Map([
      [20, '2026-04'],
      [22, null],
      [24, null],
      [26, null],
    ]),
  },
  {
    debian: 12,
    lines: new Map([
      [18, '2025-04'],
      [20, '2026-02'],
      [22, '2026-02'],
      [24, '2026-02'],
    ]),
  },
];

/** The distroless images of a Node line that were published, those that are built still first, newer Debian releases first. */
export function distrolessNodes(major: number): readonly DistrolessNode[] {
  return PUBLISHED.flatMap(({ debian, lines }) => {
    const endedIn = lines.get(major);
    return endedIn === undefined ? [] : [{ reference: `gcr.io/distroless/nodejs${major}-debian${debian}`, endedIn }];
  }).sort((a, b) => Number(a.endedIn !== null) - Number(b.endedIn !== null));
}
