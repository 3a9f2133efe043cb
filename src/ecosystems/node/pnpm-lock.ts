import { parseAllDocuments } from 'yaml';
import type { BuildContext } from '../../repository/repository.ts';
import { cite } from './cite.ts';
import { known, notKnown } from './known.ts';
import type { LockStep } from './lock-step.ts';
import { type LockedPackage, type Lockfile, lockedPackage, reachable } from './lockfile.ts';
import { listOf, type Manifest, objectOf, stringOf, stringsOf } from './package-json.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A pnpm-lock.yaml: forms 5 (pnpm 3 to 7), 6 (pnpm 8) and 9 (pnpm 9 and later). Source: pnpm/spec, `lockfile/`. */
interface PnpmLock {
  readonly form: number;
  readonly raw: Fields;
  /** By the project's folder relative to the workspace (`.`). */
  readonly importers: ReadonlyMap<string, Fields>;
}

/** Reads a pnpm-lock.yaml; null when it is none. `runsScripts`: null where it is not known whether pnpm runs dependencies' install scripts. */
export function readPnpmLock(context: BuildContext, path: string, runsScripts: boolean | null): Lockfile | null {
  const lock = context.reading(path, parsePnpmLock);
  if (lock === null) return null;
  const listed = objectOf(lock.raw.packages) ?? {};
  const snapshots = objectOf(lock.raw.snapshots) ?? listed;
  const targets = (fields: Fields): readonly string[] =>
    [...pairs(fields.dependencies), ...pairs(fields.optionalDependencies)].flatMap(([name, version]) => {
      const key = keyOf(lock.form, name, version);
      return Object.hasOwn(snapshots, key) ? [key] : [];
    });
  const production = reachable([...lock.importers.values()].flatMap(targets), (key) =>
    targets(objectOf(snapshots[key]) ?? {}),
  );
  const packages = new Map(
    Object.keys(snapshots).map((key): [string, LockedPackage] => {
      const fields = objectOf(listed[key]) ?? objectOf(listed[withoutPeers(key)]) ?? {};
      const snapshot = objectOf(snapshots[key]) ?? {};
      const named = namedBy(lock.form, key);
      return [
        key,
        lockedPackage({
          location: key,
          ...named,
          resolved: stringOf(objectOf(fields.resolution)?.tarball),
          dev: !production.has(key),
          hasInstallScript: fields.requiresBuild === true,
          os: listOf(fields.os),
          cpu: listOf(fields.cpu),
          libc: listOf(fields.libc),
          dependencies: new Map(pairs(snapshot.dependencies)),
          optionalDependencies: new Map(pairs(snapshot.optionalDependencies)),
        }),
      ];
    }),
  );
  const recorded = lock.form < 9 ? 'recorded' : 'not-recorded';
  return {
    path,
    version: lock.form,
    installScripts: runsScripts === false ? 'blocked' : recorded,
    packages,
    local: new Map(),
  };
}

/** What only a full comparison of settings could tell (pnpm's `ERR_PNPM_LOCKFILE_CONFIG_MISMATCH`). */
const SETTINGS = ['overrides', 'packageExtensionsChecksum', 'pnpmfileChecksum', 'patchedDependencies', 'catalogs'];

/** Whether `pnpm install --frozen-lockfile` accepts it: each specifier of each manifest stands in the lockfile as it is written. */
export function pnpmStepOf(context: BuildContext, lockfile: Lockfile, manifests: readonly Manifest[]): LockStep {
  const lock = context.reading(lockfile.path, parsePnpmLock);
  const setting = lock === null ? 'lockfileVersion' : SETTINGS.find((name) => lock.raw[name] !== undefined);
  if (lock === null || setting !== undefined) {
    return {
      inStep: notKnown('lockfile-depends-on-settings', { setting: setting ?? '?' }, [
        cite(context, lockfile.path, setting ?? ''),
      ]),
      differences: [],
    };
  }
  const root = manifests[0]?.folder ?? '';
  const differences = manifests.flatMap((manifest) => {
    const folder = manifest.folder === root ? '.' : manifest.folder.slice(root === '' ? 0 : root.length + 1);
    const importer = lock.importers.get(folder);
    const wanted = new Map([...manifest.devDependencies, ...manifest.dependencies, ...manifest.optionalDependencies]);
    if (importer === undefined)
      return wanted.size === 0 ? [] : [`${manifest.path} has dependencies, and the lockfile does not know it`];
    const locked = specifiersOf(importer);
    return [
      ...[...wanted]
        .filter(([name, spec]) => locked.get(name) !== spec)
        .map(([name, spec]) => `${name}@${spec} is ${name}@${locked.get(name) ?? 'missing'} in the lock file`),
      ...[...locked.keys()].filter((name) => !wanted.has(name)).map((name) => `${name} is in the lock file only`),
    ];
  });
  return { inStep: known(differences.length === 0), differences };
}

/** The specifiers that the lockfile was made for, by name. */
function specifiersOf(importer: Fields): ReadonlyMap<string, string> {
  if (importer.specifiers !== undefined) return stringsOf(importer.specifiers);
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'];
  return new Map(
    kinds.flatMap((kind) =>
      Object.entries(objectOf(importer[kind]) ?? {}).flatMap(([name, entry]): [string, string][] => {
        const spec = stringOf(objectOf(entry)?.specifier);
        return spec === null ? [] : [[name, spec]];
      }),
    ),
  );
}

/** The last document with packages: from pnpm 11 on another one may stand before it. */
function parsePnpmLock(text: string): PnpmLock | null {
  if (!/^lockfileVersion:/m.test(text) || /^(?:<{7}|={7}|>{7})/m.test(text)) return null;
  const documents = parseAllDocuments(text, { logLevel: 'silent' });
  const all = 'empty' in documents ? [] : documents.filter((one) => one.errors.length === 0);
  const raw = objectOf(all.at(-1)?.toJS());
  const form = raw === null ? Number.NaN : Number.parseFloat(String(raw.lockfileVersion));
  if (raw === null || Number.isNaN(form)) return null;
  const listed = Object.entries(objectOf(raw.importers) ?? { '.': raw });
  return { form, raw, importers: new Map(listed.flatMap(([folder, entry]) => pairOf(folder, objectOf(entry)))) };
}

function pairOf<T>(key: string, value: T | null): [string, T][] {
  return value === null ? [] : [[key, value]];
}

/** `name: version` of a snapshot, or `name: {specifier, version}` of an importer. */
function pairs(dependencies: unknown): readonly (readonly [string, string])[] {
  return Object.entries(objectOf(dependencies) ?? {}).flatMap(([name, entry]) =>
    pairOf(name, stringOf(entry) ?? stringOf(objectOf(entry)?.version)),
  );
}

/** The key of what a dependency resolves to; an alias names the key itself. */
function keyOf(form: number, name: string, version: string): string {
  if (form >= 9) return /^@?[^@()]+@/.test(version) && !/^\d/.test(version) ? version : `${name}@${version}`;
  if (version.startsWith('/')) return version;
  return form >= 6 ? `/${name}@${version}` : `/${name}/${version}`;
}

/** `/@scope/name@1.0.0(peer@2.0.0)`, `/name/1.0.0_peer@2.0.0`. */
function namedBy(form: number, key: string): { readonly name: string; readonly version: string | null } {
  const bare = withoutPeers(key).replace(/^\//, '');
  const match = form >= 6 ? /^(@?[^@]+)@(.+)$/.exec(bare) : /^((?:@[^/]+\/)?[^/]+)\/([^_]+)/.exec(bare);
  return { name: match?.[1] ?? bare, version: match?.[2] ?? null };
}

function withoutPeers(key: string): string {
  const at = key.indexOf('(');
  return at < 0 ? key : key.slice(0, at);
}
