import type { CommandDetail } from '../command-reading.ts';

type Packages = Extract<CommandDetail, { kind: 'packages' }>;
export type Action = Packages['action'];

/** How one package manager's command line is read. */
export interface Manager {
  readonly manager: Packages['manager'];
  /** First operand → what it does. An operand that is missing here is not understood. */
  readonly actions: Readonly<Record<string, Action>>;
  /** Options that take the next word as their value, when that is not attached (`-t stretch`, `--option X`). */
  readonly valued: readonly string[];
  /** Folders that hold its index and caches. */
  readonly index: readonly string[];
  /** Folders with sources, keys and the database of what is installed. */
  readonly settings: readonly string[];
  /** A package's name without what pins it. */
  readonly nameOf: (word: string) => string;
}

const APT: Manager = {
  manager: 'apt',
  actions: {
    update: 'update',
    install: 'install',
    reinstall: 'install',
    remove: 'remove',
    purge: 'remove',
    autoremove: 'remove',
    autopurge: 'remove',
    clean: 'clean',
    autoclean: 'clean',
    upgrade: 'other',
    'dist-upgrade': 'other',
    'full-upgrade': 'other',
    'safe-upgrade': 'other',
    'build-dep': 'other',
    markauto: 'other',
  },
  valued: [
    '-o',
    '--option',
    '-t',
    '--target-release',
    '--default-release',
    '-c',
    '--config-file',
    '-a',
    '--host-architecture',
  ],
  index: ['/var/cache/apt', '/var/lib/apt'],
  settings: ['/etc/apt', '/usr/share/keyrings', '/var/lib/apt', '/var/lib/dpkg', '/var/cache/debconf'],
  nameOf: (word) => word.replace(/[=/].*$/, '').replace(/\+$/, plusIsPart(word)),
};

const APK: Manager = {
  manager: 'apk',
  actions: {
    add: 'install',
    del: 'remove',
    update: 'update',
    upgrade: 'other',
    fix: 'other',
    cache: 'clean',
    info: 'other',
    search: 'other',
  },
  valued: [
    '-t',
    '--virtual',
    '-X',
    '--repository',
    '-p',
    '--root',
    '--keys-dir',
    '--repositories-file',
    '--cache-dir',
    '--cache-max-age',
    '--wait',
    '--arch',
  ],
  index: ['/var/cache/apk', '/etc/apk/cache'],
  settings: ['/etc/apk', '/lib/apk', '/usr/lib/apk', '/var/cache/apk'],
  nameOf: (word) => word.replace(/[=<>~@].*$/, ''),
};

const DNF: Manager = {
  manager: 'dnf',
  actions: {
    install: 'install',
    localinstall: 'install',
    reinstall: 'install',
    remove: 'remove',
    erase: 'remove',
    autoremove: 'remove',
    clean: 'clean',
    makecache: 'update',
    'check-update': 'update',
    update: 'other',
    upgrade: 'other',
    downgrade: 'other',
    swap: 'other',
    module: 'other',
    group: 'other',
    groupinstall: 'other',
    'config-manager': 'other',
    builddep: 'other',
  },
  valued: [
    '--enablerepo',
    '--disablerepo',
    '--setopt',
    '--releasever',
    '--installroot',
    '--repo',
    '-x',
    '--exclude',
    '-c',
    '--config',
  ],
  index: ['/var/cache/dnf', '/var/cache/yum', '/var/lib/dnf', '/var/lib/yum'],
  settings: [
    '/etc/dnf',
    '/etc/yum.conf',
    '/etc/yum.repos.d',
    '/etc/yum',
    '/etc/pki',
    '/var/lib/rpm',
    '/usr/lib/sysimage/rpm',
    '/var/cache/dnf',
    '/var/cache/yum',
  ],
  nameOf: (word) => word,
};

const ZYPPER: Manager = {
  manager: 'zypper',
  actions: {
    install: 'install',
    in: 'install',
    remove: 'remove',
    rm: 'remove',
    refresh: 'update',
    ref: 'update',
    clean: 'clean',
    cc: 'clean',
    update: 'other',
    up: 'other',
    dup: 'other',
    'dist-upgrade': 'other',
    patch: 'other',
    addrepo: 'other',
    ar: 'other',
    removerepo: 'other',
    rr: 'other',
    modifyrepo: 'other',
    mr: 'other',
  },
  valued: ['-t', '--type', '-r', '--repo', '--from', '--root', '-R', '-p', '--plus-repo', '--gpg-auto-import-keys-dir'],
  index: ['/var/cache/zypp'],
  settings: ['/etc/zypp', '/var/lib/rpm', '/usr/lib/sysimage/rpm', '/var/cache/zypp', '/var/lib/zypp'],
  nameOf: (word) => word.replace(/[=<>].*$/, ''),
};

/** `apt-get install foo+` means `foo`; `g++` and `libstdc++` are names. */
function plusIsPart(word: string): string {
  return /\+\+$/.test(word) ? '+' : '';
}

/** Program → manager. */
export const MANAGERS: Readonly<Record<string, Manager>> = {
  'apt-get': APT,
  apt: APT,
  aptitude: APT,
  apk: APK,
  dnf: DNF,
  microdnf: DNF,
  yum: { ...DNF, manager: 'yum' },
  zypper: ZYPPER,
};
