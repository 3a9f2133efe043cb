import { normalised } from './requirements.ts';

/** A package whose wheels bring their libraries, and what it loads of the system where it is compiled because no wheel fits. */
interface Wheels {
  /**
   * The first version that has manylinux wheels both for x86_64 and for aarch64, for each minor of Python 3: computed from the file lists
   * of the Python Package Index in November 2026.
   */
  readonly first: Readonly<Record<number, string>>;
  readonly needs: readonly string[];
}

const FIRST_WHEELS: Readonly<Record<string, Wheels>> = {
  lxml: {
    first: { 7: '4.5.2', 8: '4.5.2', 9: '4.6.0', 10: '4.6.4', 11: '4.9.2', 12: '4.9.3', 13: '5.3.0', 14: '6.0.1' },
    needs: ['libxml2-dev', 'libxslt1-dev'],
  },
  pillow: {
    first: { 7: '7.2.0', 8: '7.2.0', 9: '8.0.0', 10: '8.3.2', 11: '9.2.0', 12: '10.0.0', 13: '10.4.0', 14: '11.3.0' },
    needs: ['libjpeg-dev', 'libtiff-dev', 'libwebp-dev', 'libfreetype6-dev'],
  },
  'psycopg2-binary': {
    first: { 7: '2.9', 8: '2.9', 9: '2.9', 10: '2.9.1', 11: '2.9.5', 12: '2.9.9', 13: '2.9.10', 14: '2.9.11' },
    needs: ['libpq-dev'],
  },
};

/** The newest minor of Python in the table: what is newer has no older wheels. */
const NEWEST = 14;

/** What a pinned requirement is compiled against on a full image: it is older than the first wheel for the image's Python. Empty: a wheel fits, or it is not pinned. */
export function compiledAgainst(requirement: string, minor: number | null): readonly string[] {
  const pinned = /^([A-Za-z0-9][\w.-]*?)\s*(?:\[[^\]]*\])?\s*===?\s*([\d.]+)/.exec(requirement);
  if (pinned === null) return [];
  const name = normalised(pinned[1] ?? '');
  const wheels = Object.hasOwn(FIRST_WHEELS, name) ? FIRST_WHEELS[name] : undefined;
  if (wheels === undefined) return [];
  const first = wheels.first[minor ?? NEWEST] ?? (minor !== null && minor < 7 ? null : wheels.first[NEWEST]);
  return first != null && isOlder(pinned[2] ?? '', first) ? wheels.needs : [];
}

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
