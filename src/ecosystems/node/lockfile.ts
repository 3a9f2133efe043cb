import type { BuildContext } from '../../repository/repository.ts';
import { listOf, objectOf, parsed, stringOf, stringsOf } from './package-json.ts';

/** One installed place of a package in a lockfile. */
export interface LockedPackage {
  /** `node_modules/a/node_modules/b`. */
  readonly location: string;
  readonly name: string;
  readonly version: string | null;
  /** Where it comes from; in version 1 also a git or file reference. */
  readonly resolved: string | null;
  /** A symbolic link to a folder of the project. */
  readonly link: boolean;
  readonly inBundle: boolean;
  /** Installed for development only. */
  readonly dev: boolean;
  readonly optional: boolean;
  /** Only versions 2 and 3 say it. */
  readonly hasInstallScript: boolean;
  readonly os: readonly string[];
  readonly cpu: readonly string[];
  readonly libc: readonly string[];
  readonly dependencies: ReadonlyMap<string, string>;
  readonly optionalDependencies: ReadonlyMap<string, string>;
  readonly peerDependencies: ReadonlyMap<string, string>;
  readonly optionalPeers: ReadonlySet<string>;
}

/** What a package manager's lockfile says of the installed tree. */
export interface Lockfile {
  readonly path: string;
  /** The manager's own number of the form. */
  readonly version: number;
  /** `blocked`: the manager runs none of the dependencies' install scripts. */
  readonly installScripts: 'recorded' | 'not-recorded' | 'blocked';
  /** By location; the root itself is not among them. */
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /** Folders inside the project that are packages themselves (workspaces, `file:`), by location (`packages/api`). */
  readonly local: ReadonlyMap<string, LockedPackage>;
}

/** A locked package of which only some is known. */
export function lockedPackage(
  fields: Pick<LockedPackage, 'location' | 'name' | 'version' | 'dev'> & Partial<LockedPackage>,
): LockedPackage {
  return {
    resolved: null,
    link: false,
    inBundle: false,
    optional: false,
    hasInstallScript: false,
    os: [],
    cpu: [],
    libc: [],
    dependencies: new Map(),
    optionalDependencies: new Map(),
    peerDependencies: new Map(),
    optionalPeers: new Set(),
    ...fields,
  };
}

/** Everything that can be reached from the first ones. */
export function reachable<T>(first: readonly T[], next: (from: T) => readonly T[]): ReadonlySet<T> {
  const found = new Set(first);
  for (const one of found) for (const other of next(one)) found.add(other);
  return found;
}

/** Reads npm's lockfile; null when it is missing, no JSON, or of a form that npm does not write. */
export function readNpmLock(context: BuildContext, path: string): Lockfile | null {
  return context.reading(path, npmLockIn);
}

function npmLockIn(text: string, path: string): Lockfile | null {
  const raw = objectOf(parsed(text));
  if (raw === null) return null;
  const version = raw.lockfileVersion === 2 || raw.lockfileVersion === 3 ? raw.lockfileVersion : 1;
  const packages = new Map<string, LockedPackage>();
  const local = new Map<string, LockedPackage>();
  const listed = objectOf(raw.packages);
  if (listed !== null) {
    for (const [location, entry] of Object.entries(listed)) {
      const fields = objectOf(entry);
      if (location === '' || fields === null) continue;
      const isInstalled = location.startsWith('node_modules/') || location.includes('/node_modules/');
      (isInstalled ? packages : local).set(location, ofVersion2(location, fields));
    }
  } else if (version === 1) {
    collectVersion1('', objectOf(raw.dependencies) ?? {}, packages);
  } else {
    return null;
  }
  return { path, version, installScripts: version === 1 ? 'not-recorded' : 'recorded', packages, local };
}

/** The place that `require(name)` finds from a location, as Node looks for it: own folder first, then upwards. */
export function resolveLocked(lock: Lockfile, from: string, name: string): LockedPackage | null {
  let at = from;
  for (;;) {
    const found = lock.packages.get(at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`);
    if (found !== undefined) return found;
    if (at === '') return null;
    const cut = at.lastIndexOf('/node_modules/');
    at = cut >= 0 ? at.slice(0, cut) : '';
  }
}

function ofVersion2(location: string, fields: Readonly<Record<string, unknown>>): LockedPackage {
  const meta = objectOf(fields.peerDependenciesMeta) ?? {};
  return {
    location,
    name: stringOf(fields.name) ?? location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version: stringOf(fields.version),
    resolved: stringOf(fields.resolved),
    link: fields.link === true,
    inBundle: fields.inBundle === true,
    dev: fields.dev === true,
    optional: fields.optional === true || fields.devOptional === true,
    hasInstallScript: fields.hasInstallScript === true,
    os: listOf(fields.os),
    cpu: listOf(fields.cpu),
    libc: listOf(fields.libc),
    dependencies: stringsOf(fields.dependencies),
    optionalDependencies: stringsOf(fields.optionalDependencies),
    peerDependencies: stringsOf(fields.peerDependencies),
    optionalPeers: new Set(Object.keys(meta).filter((name) => objectOf(meta[name])?.optional === true)),
  };
}

function collectVersion1(
  parent: string,
  dependencies: Readonly<Record<string, unknown>>,
  into: Map<string, LockedPackage>,
): void {
  for (const [name, entry] of Object.entries(dependencies)) {
    const fields = objectOf(entry);
    if (fields === null) continue;
    const location = parent === '' ? `node_modules/${name}` : `${parent}/node_modules/${name}`;
    const version = stringOf(fields.version);
    const alias = /^npm:(@?[^@]+)@(.+)$/.exec(version ?? '');
    into.set(
      location,
      lockedPackage({
        location,
        name: alias?.[1] ?? name,
        version: alias?.[2] ?? version,
        resolved: stringOf(fields.resolved) ?? version,
        inBundle: fields.bundled === true,
        dev: fields.dev === true,
        optional: fields.optional === true,
        dependencies: stringsOf(fields.requires),
      }),
    );
    collectVersion1(location, objectOf(fields.dependencies) ?? {}, into);
  }
}
