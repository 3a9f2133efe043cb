import type { BuildContext } from '../../repository/repository.ts';
import { readToml } from './manifests.ts';
import { normalised } from './requirements.ts';

/** One package of a lockfile. */
export interface LockedPackage {
  /** Normalised name. */
  readonly name: string;
  /** Names of the files that the index has of it; empty where the lockfile does not say (Pipfile.lock). */
  readonly files: readonly string[];
  /** Context path (relative to the lockfile) of a package that is built from the repository. */
  readonly local: string | null;
}

/** The packages of uv.lock, poetry.lock, pdm.lock or Pipfile.lock; null when it cannot be read. */
export function readLockfile(context: BuildContext, path: string): readonly LockedPackage[] | null {
  return path.endsWith('Pipfile.lock') ? readPipfileLock(context, path) : readTomlLock(context, path);
}

interface TomlPackage {
  readonly name?: unknown;
  readonly files?: unknown;
  readonly wheels?: unknown;
  readonly sdist?: unknown;
  readonly source?: unknown;
}

function readTomlLock(context: BuildContext, path: string): readonly LockedPackage[] | null {
  const toml = readToml(context, path);
  if (toml === null || !Array.isArray(toml.package)) return null;
  // poetry < 1.3 keeps the files of all packages in one table.
  const old = (toml.metadata as { files?: Record<string, unknown> } | undefined)?.files ?? {};
  return (toml.package as readonly TomlPackage[]).flatMap((entry) => {
    if (typeof entry.name !== 'string') return [];
    const listed = [entry.files, entry.wheels, [entry.sdist], old[entry.name]].flatMap((list) =>
      Array.isArray(list) ? list.flatMap(fileOf) : [],
    );
    return [{ name: normalised(entry.name), files: listed, local: localOf(entry.source) }];
  });
}

function fileOf(entry: unknown): readonly string[] {
  const { file, url, path } = (entry ?? {}) as { file?: unknown; url?: unknown; path?: unknown };
  const name = [file, url, path].find((one): one is string => typeof one === 'string');
  return name === undefined ? [] : [name.split('/').at(-1) ?? name];
}

/** uv: `{ editable = "." }`, `{ virtual = "." }`; poetry: `[package.source] type = "directory" url = "lib"`. */
function localOf(source: unknown): string | null {
  const { editable, virtual, directory, path, type, url } = (source ?? {}) as Readonly<Record<string, unknown>>;
  const own = [editable, virtual, directory, path].find((one): one is string => typeof one === 'string');
  if (own !== undefined) return own;
  return (type === 'directory' || type === 'file') && typeof url === 'string' ? url : null;
}

function readPipfileLock(context: BuildContext, path: string): readonly LockedPackage[] | null {
  try {
    const json = JSON.parse(context.read(path) ?? '') as { default?: Record<string, { path?: unknown }> };
    return Object.entries(json.default ?? {}).map(([name, entry]) => ({
      name: normalised(name),
      files: [],
      local: typeof entry.path === 'string' ? entry.path : null,
    }));
  } catch {
    return null;
  }
}
