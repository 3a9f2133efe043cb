import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';

/** What the rest of the program asks of a package.json; anything of a wrong type counts as absent, as npm treats most of it. */
export interface Manifest {
  /** Context path of the file. */
  readonly path: string;
  /** Context folder that it lies in. */
  readonly folder: string;
  readonly name: string | null;
  readonly type: 'module' | 'commonjs';
  readonly main: string | null;
  readonly scripts: ReadonlyMap<string, string>;
  readonly dependencies: ReadonlyMap<string, string>;
  readonly devDependencies: ReadonlyMap<string, string>;
  readonly optionalDependencies: ReadonlyMap<string, string>;
  readonly peerDependencies: ReadonlyMap<string, string>;
  /** Names in `peerDependenciesMeta` that are optional. */
  readonly optionalPeers: ReadonlySet<string>;
  readonly hasWorkspaces: boolean;
  readonly hasOverrides: boolean;
  /** `npm@10.2.0`, as written. */
  readonly packageManager: string | null;
  /** Everything, for the fields that one tool alone knows. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Reads a manifest; null when it is missing or is no JSON object. */
export function readManifest(context: BuildContext, path: string): Manifest | null {
  return context.reading(path, manifestIn);
}

function manifestIn(text: string, path: string): Manifest | null {
  const raw = objectOf(parsed(text));
  if (raw === null) return null;
  const meta = objectOf(raw.peerDependenciesMeta) ?? {};
  const folder = posix.dirname(path);
  return {
    path,
    folder: folder === '.' ? '' : folder,
    name: stringOf(raw.name),
    type: raw.type === 'module' ? 'module' : 'commonjs',
    main: stringOf(raw.main),
    scripts: stringsOf(raw.scripts),
    dependencies: stringsOf(raw.dependencies),
    devDependencies: stringsOf(raw.devDependencies),
    optionalDependencies: stringsOf(raw.optionalDependencies),
    peerDependencies: stringsOf(raw.peerDependencies),
    optionalPeers: new Set(Object.keys(meta).filter((name) => objectOf(meta[name])?.optional === true)),
    hasWorkspaces: Array.isArray(raw.workspaces) ? raw.workspaces.length > 0 : objectOf(raw.workspaces) !== null,
    hasOverrides: objectOf(raw.overrides) !== null && Object.keys(objectOf(raw.overrides) ?? {}).length > 0,
    packageManager: stringOf(raw.packageManager),
    raw,
  };
}

/** The nearest manifest at or above a context folder, which is where `npm run` looks. */
export function nearestManifest(context: BuildContext, folder: string): Manifest | null {
  for (let at = folder; ; at = parentOf(at)) {
    const path = at === '' ? 'package.json' : `${at}/package.json`;
    if (context.read(path) !== null) return readManifest(context, path);
    if (at === '') return null;
  }
}

/** The value as a plain object, or null. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

export function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The string members of an object, in file order. */
export function stringsOf(value: unknown): ReadonlyMap<string, string> {
  const entries = Object.entries(objectOf(value) ?? {});
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** The string elements of an array; a single string counts as one. */
export function listOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** Parsed JSON, a byte order mark allowed as npm allows it; undefined when it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

function parentOf(folder: string): string {
  const parent = posix.dirname(folder);
  return parent === '.' ? '' : parent;
}
