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

/** A package-lock.json or npm-shrinkwrap.json. */
export interface Lockfile {
  readonly path: string;
  readonly version: 1 | 2 | 3;
  /** By location; the root itself is not among them. */
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /** Folders inside the project that are packages themselves (workspaces, `file:`), by location (`packages/api`). */
  readonly local: ReadonlyMap<string, LockedPackage>;
}

/** Reads a lockfile; null when it is missing, no JSON, or of a form that npm does not write. */
export function readLockfile(context: BuildContext, path: string): Lockfile | null {
  const text = context.read(path);
  const raw = text === null ? null : objectOf(parsed(text));
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
  return { path, version, packages, local };
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
    into.set(location, {
      location,
      name: alias?.[1] ?? name,
      version: alias?.[2] ?? version,
      resolved: stringOf(fields.resolved) ?? version,
      link: false,
      inBundle: fields.bundled === true,
      dev: fields.dev === true,
      optional: fields.optional === true,
      hasInstallScript: false,
      os: [],
      cpu: [],
      libc: [],
      dependencies: stringsOf(fields.requires),
      optionalDependencies: new Map(),
      peerDependencies: new Map(),
      optionalPeers: new Set(),
    });
    collectVersion1(location, objectOf(fields.dependencies) ?? {}, into);
  }
}
