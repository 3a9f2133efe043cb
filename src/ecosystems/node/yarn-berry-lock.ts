import { parse } from 'yaml';
import type { BuildContext } from '../../repository/repository.ts';
import { type LockedPackage, type Lockfile, lockedPackage, reachable } from './lockfile.ts';
import { type Manifest, objectOf, stringOf, stringsOf } from './package-json.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Reads a yarn.lock of yarn 2 and later, which is YAML; null when it is none. */
export function readYarnBerryLock(
  context: BuildContext,
  path: string,
  manifests: readonly Manifest[],
): Lockfile | null {
  const raw = context.reading(path, yamlOf);
  const meta = objectOf(raw?.__metadata);
  if (raw === null || meta === null) return null;
  const entries = Object.entries(raw).flatMap(([key, value]) => {
    const fields = objectOf(value);
    return key === '__metadata' || fields === null ? [] : [{ patterns: key.split(/,\s*/), fields }];
  });
  const byPattern = new Map(entries.flatMap((entry) => entry.patterns.map((pattern) => [pattern, entry] as const)));
  const targets = (dependencies: ReadonlyMap<string, string>) =>
    [...dependencies].flatMap(([name, range]) => {
      const found = byPattern.get(`${name}@${range}`) ?? byPattern.get(`${name}@npm:${range}`);
      // `resolutions` replace ranges: then every version of that name counts.
      return found ? [found] : entries.filter((entry) => entry.patterns.some((one) => one.startsWith(`${name}@`)));
    });
  const production = reachable(
    manifests.flatMap((one) => targets(new Map([...one.dependencies, ...one.optionalDependencies]))),
    (entry) => (isLocal(entry.fields) ? [] : targets(stringsOf(entry.fields.dependencies))),
  );
  const packages = entries
    .filter((entry) => !isLocal(entry.fields))
    .map((entry) => lockedOf(entry.fields, !production.has(entry)));
  return {
    path,
    version: Number(meta.version),
    installScripts: 'not-recorded',
    packages: new Map(packages.map((one) => [one.location, one])),
    local: new Map(),
  };
}

/** A workspace: its entry lists development dependencies among the others, so the manifest is asked. */
function isLocal(fields: Fields): boolean {
  return fields.linkType === 'soft';
}

function lockedOf(fields: Fields, dev: boolean): LockedPackage {
  const resolution = stringOf(fields.resolution) ?? '?';
  const name = /^(@?[^@]+)/.exec(resolution)?.[1] ?? resolution;
  const conditions = stringOf(fields.conditions) ?? '';
  const only = (what: string): readonly string[] =>
    [...conditions.matchAll(new RegExp(`\\b${what}=([\\w-]+)`, 'g'))].flatMap((match) => match[1] ?? []);
  return lockedPackage({
    location: resolution,
    name,
    version: stringOf(fields.version) ?? String(fields.version),
    resolved: /::.*__archiveUrl=([^&]+)/.exec(resolution)?.[1] ?? null,
    dev,
    os: only('os'),
    cpu: only('cpu'),
    libc: only('libc'),
    dependencies: stringsOf(fields.dependencies),
  });
}

function yamlOf(text: string): Fields | null {
  try {
    return objectOf(parse(text, { logLevel: 'silent' }));
  } catch {
    return null;
  }
}
