import type { BuildContext } from '../../repository/repository.ts';
import { parseJsonWithComments } from './json-with-comments.ts';
import { type LockedPackage, type Lockfile, lockedPackage, reachable } from './lockfile.ts';
import { listOf, objectOf, stringOf, stringsOf } from './package-json.ts';

/** One line of `packages`: where it lies in the tree (`a/b`: b below a), and what it says. */
interface Entry {
  readonly place: string;
  readonly name: string;
  readonly version: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Reads the text form of Bun's lockfile, `bun.lock` (bun.com/docs/pm/lockfile): JSON with trailing commas; null for anything else, `bun.lockb` among it.
 * It does not say which packages have install scripts.
 */
export function readBunLock(context: BuildContext, path: string): Lockfile | null {
  const raw = path.endsWith('.lock') ? objectOf(parseJsonWithComments(context.read(path) ?? '')) : null;
  const listed = objectOf(raw?.packages);
  if (raw === null || listed === null) return null;
  const entries = Object.entries(listed).flatMap(([place, value]) => entryOf(place, value));
  const byPlace = new Map(entries.map((entry) => [entry.place, entry]));
  const roots = Object.values(objectOf(raw.workspaces) ?? {}).flatMap((workspace) => {
    const fields = objectOf(workspace) ?? {};
    return [...stringsOf(fields.dependencies).keys(), ...stringsOf(fields.optionalDependencies).keys()];
  });
  const production = reachable(
    roots.flatMap((name) => byPlace.get(name) ?? []),
    ({ place, fields }) =>
      [
        ...stringsOf(fields.dependencies).keys(),
        ...stringsOf(fields.optionalDependencies).keys(),
        ...stringsOf(fields.peerDependencies).keys(),
      ].flatMap((name) => resolved(place, name, byPlace)),
  );
  const packages = entries.map((entry) => lockedOf(entry, !production.has(entry)));
  return {
    path,
    version: Number(raw.lockfileVersion),
    installScripts: 'not-recorded',
    packages: new Map(packages.map((one) => [one.location, one])),
    local: new Map(),
  };
}

/** The nearest place that a package finds another one at. */
function resolved(place: string, name: string, byPlace: ReadonlyMap<string, Entry>): readonly Entry[] {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const found = byPlace.get(at === '' ? name : `${at}/${name}`);
    if (found !== undefined) return [found];
    if (at === '') return [];
  }
}

/** `["name@1.2.3", registry, { dependencies, os, cpu }, checksum]`; a workspace has its path in the place of a version. */
function entryOf(place: string, value: unknown): readonly Entry[] {
  const parts = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const said = /^(@?[^@]+)@(.+)$/.exec(stringOf(parts[0]) ?? '');
  const [, name = '', version = ''] = said ?? [];
  if (said === null || version.startsWith('workspace:')) return [];
  return [{ place, name, version, fields: parts.map(objectOf).find((part) => part !== null) ?? {} }];
}

function lockedOf({ place, name, version, fields }: Entry, dev: boolean): LockedPackage {
  const only = (key: string): readonly string[] => {
    const one = stringOf(fields[key]);
    return one === null ? listOf(fields[key]).flatMap((each) => stringOf(each) ?? []) : one === 'none' ? [] : [one];
  };
  return lockedPackage({
    location: `node_modules/${place}`,
    name,
    version,
    dev,
    os: only('os'),
    cpu: only('cpu'),
    libc: only('libc'),
    dependencies: stringsOf(fields.dependencies),
    optionalDependencies: stringsOf(fields.optionalDependencies),
    peerDependencies: stringsOf(fields.peerDependencies),
  });
}
