import { normalised } from './requirements.ts';

/** A package whose wheels bring their libraries, and what it loads of the system where it is compiled because no wheel fits. */
interface Wheels {
  /** The first version with a manylinux wheel for each minor of Python 3 (files listed on pypi.org). */
  readonly first: Readonly<Record<number, string>>;
  readonly needs: readonly string[];
}

const FIRST_WHEELS: Readonly<Record<string, Wheels>> = {
  lxml: {
    first: { 7: '4.2.5', 8: '4.4.2', 9: '4.6.0', 10: '4.6.4', 11: '4.9.2', 12: '4.9.3', 13: '5.3.0' },
    needs: ['libxml2-dev', 'libxslt1-dev'],
  },
  pillow: {
    first: { 7: '5.3.0', 8: '6.2.1', 9: '8.0.0', 10: '8.4.0', 11: '9.3.0', 12: '10.1.0', 13: '11.0.0' },
    needs: ['libjpeg-dev', 'libtiff-dev', 'libwebp-dev', 'libfreetype6-dev'],
  },
  'psycopg2-binary': {
    first: { 7: '2.7.6', 8: '2.8.4', 9: '2.8.6', 10: '2.9.2', 11: '2.9.5', 12: '2.9.8', 13: '2.9.10' },
    needs: ['libpq-dev'],
  },
};

/** What a pinned requirement is compiled against on a full image: it is older than the first wheel for the image's Python. Empty: a wheel fits, or it is not pinned. */
export function compiledAgainst(requirement: string, minor: number | null): readonly string[] {
  const pinned = /^([A-Za-z0-9][\w.-]*?)\s*(?:\[[^\]]*\])?\s*===?\s*([\d.]+)/.exec(requirement);
  if (pinned === null) return [];
  const name = normalised(pinned[1] ?? '');
  const wheels = Object.hasOwn(FIRST_WHEELS, name) ? FIRST_WHEELS[name] : undefined;
  if (wheels === undefined) return [];
  const first = wheels.first[minor ?? 13] ?? (minor !== null && minor < 7 ? null : wheels.first[13]);
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
