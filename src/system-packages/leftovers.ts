import type { CommandDetail } from '../command-reading.ts';

type Manager = Extract<CommandDetail, { kind: 'packages' }>['manager'];

/** What a package manager leaves behind that only its next install needs. */
export interface Leftovers {
  /** Folders with the index of what could be installed. */
  readonly index: readonly string[];
  /** The command that removes them, by the program that installed. */
  readonly remove: (program: string) => string;
  /** Flags of an install that leave nothing behind. */
  readonly notLeftWith: readonly string[];
  /** An install fetches the index itself where there is none. */
  readonly fetchesItself: boolean;
}

/**
 * By manager: apt keeps `lists` (apt-get(8)), apk its index unless told `--no-cache` (apk-add(8)), dnf and yum fetch anew whatever is missing
 * (dnf(8), «clean all»), zypper likewise (zypper(8)).
 */
export const LEFTOVERS: Readonly<Record<Manager, Leftovers>> = {
  apt: {
    index: ['/var/lib/apt/lists'],
    remove: () => 'rm -rf /var/lib/apt/lists/*',
    notLeftWith: [],
    fetchesItself: false,
  },
  apk: {
    index: ['/var/cache/apk'],
    remove: () => 'rm -rf /var/cache/apk/*',
    notLeftWith: ['--no-cache'],
    fetchesItself: false,
  },
  dnf: {
    index: ['/var/cache/dnf', '/var/cache/yum'],
    remove: (program) => `${program} clean all`,
    notLeftWith: [],
    fetchesItself: true,
  },
  yum: {
    index: ['/var/cache/yum', '/var/cache/dnf'],
    remove: (program) => `${program} clean all`,
    notLeftWith: [],
    fetchesItself: true,
  },
  zypper: {
    index: ['/var/cache/zypp'],
    remove: (program) => `${program} clean --all`,
    notLeftWith: [],
    fetchesItself: true,
  },
};
