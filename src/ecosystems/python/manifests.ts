import { posix } from 'node:path';
import { parse } from 'smol-toml';
import type { BuildContext } from '../../repository/repository.ts';
import { normalised } from './requirements.ts';

export type PythonManager = 'pip' | 'poetry' | 'pipenv' | 'uv' | 'pdm' | 'conda';

/** What pyproject.toml says of a project, as far as installing and starting ask. */
export interface Pyproject {
  readonly path: string;
  /** Names of the dependencies, optional and development ones left out. */
  readonly dependencies: readonly string[];
  /** Files that building the package reads beside its sources: README, license, a dynamic version's file. */
  readonly namedFiles: readonly string[];
  /** `[project.scripts]`, `[tool.poetry.scripts]`: console scripts by name. */
  readonly scripts: ReadonlyMap<string, string>;
  /** `package = false`, `package-mode = false`, or nothing to build: the project itself is not installed. */
  readonly isPackage: boolean;
  readonly tools: readonly string[];
}

/** The manifest files of one folder. */
export interface Manifests {
  /** Context folder, `''` for the root. */
  readonly root: string;
  readonly manager: PythonManager;
  /** The file that says so. */
  readonly says: string;
  readonly requirements: readonly string[];
  readonly pyproject: Pyproject | null;
  readonly setup: readonly string[];
  readonly lockfile: string | null;
  /** The version that `.python-version` asks for; null: there is no such file. */
  readonly pinned: string | null;
  /** What poetry.toml says. */
  readonly settings: ReadonlyMap<string, string>;
}

const LOCKFILES: readonly (readonly [string, PythonManager])[] = [
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['pdm.lock', 'pdm'],
  ['Pipfile.lock', 'pipenv'],
];

/** `requirements.txt`, `requirements-dev.txt`, `requirements/prod.txt`, `dev-requirements.in`; names that people misspell count too. */
const REQUIREMENTS =
  /(?:^|\/)(?:[\w.-]*(?:requirements?|requirments?|requirement|reqs)[\w.-]*\.(?:txt|in|pip)|requirements\/[\w.-]+\.(?:txt|in|pip))$/i;

export function isRequirementsFile(path: string): boolean {
  return REQUIREMENTS.test(path);
}

/** The folder that a manifest belongs to: a `requirements` folder belongs to the one that holds it. */
export function rootOfManifest(path: string): string | null {
  const name = posix.basename(path);
  const folder = folderOf(path);
  if (['pyproject.toml', 'setup.py', 'setup.cfg', 'Pipfile', 'environment.yml', 'environment.yaml'].includes(name))
    return folder;
  if (!isRequirementsFile(path)) return null;
  return posix.basename(folder) === 'requirements' ? folderOf(folder) : folder;
}

function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}

/** Reads the manifests that lie in one folder. */
export function readManifests(context: BuildContext, root: string, files: readonly string[]): Manifests {
  const at = (name: string) => (root === '' ? name : `${root}/${name}`);
  const has = (name: string) => context.kind(at(name)) === 'file';
  const pyproject = has('pyproject.toml') ? readPyproject(context, at('pyproject.toml')) : null;
  const locked = LOCKFILES.find(([name]) => has(name));
  const requirements = files.filter((path) => isRequirementsFile(path) && rootOfManifest(path) === root);
  const setup = ['setup.py', 'setup.cfg'].filter(has).map(at);
  const named = managerOf(context, root, locked, pyproject, requirements, setup);
  const lockfile = locked === undefined ? null : at(locked[0]);
  const settings = poetrySettings(context, at('poetry.toml'));
  const pinned = pinnedVersion(context.read(at('.python-version')));
  return { root, ...named, requirements, pyproject, setup, lockfile, pinned, settings };
}

function managerOf(
  context: BuildContext,
  root: string,
  locked: (typeof LOCKFILES)[number] | undefined,
  pyproject: Pyproject | null,
  requirements: readonly string[],
  setup: readonly string[],
): { readonly manager: PythonManager; readonly says: string } {
  const at = (name: string) => (root === '' ? name : `${root}/${name}`);
  if (locked !== undefined) return { manager: locked[1], says: at(locked[0]) };
  if (context.kind(at('Pipfile')) === 'file') return { manager: 'pipenv', says: at('Pipfile') };
  if (pyproject?.tools.includes('poetry') && requirements.length === 0)
    return { manager: 'poetry', says: pyproject.path };
  const conda = ['environment.yml', 'environment.yaml'].find((name) => context.kind(at(name)) === 'file');
  if (conda !== undefined && requirements.length === 0 && setup.length === 0 && pyproject === null)
    return { manager: 'conda', says: at(conda) };
  return { manager: 'pip', says: requirements[0] ?? setup[0] ?? pyproject?.path ?? root };
}

/** A TOML file as an object; null when it is none. */
export function readToml(context: BuildContext, path: string): Readonly<Record<string, unknown>> | null {
  const text = context.read(path);
  if (text === null) return null;
  try {
    return parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}

/** The first line that is no comment (pyenv and uv read the file alike). */
function pinnedVersion(text: string | null): string | null {
  const lines = (text ?? '').split(/\r?\n/).map((line) => line.replace(/#.*/, '').trim());
  return lines.find((line) => line !== '') ?? null;
}

/** What a poetry.toml says, by the names of `poetry config` (`virtualenvs.in-project`); empty where there is none. */
export function poetrySettings(context: BuildContext, path: string): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(readToml(context, path) ?? {}).flatMap(([table, values]) =>
      Object.entries(tableOf(values)).map(([name, value]) => [`${table}.${name}`, String(value)] as const),
    ),
  );
}

function readPyproject(context: BuildContext, path: string): Pyproject | null {
  const toml = readToml(context, path);
  if (toml === null) return null;
  const project = tableOf(toml.project);
  const tool = tableOf(toml.tool);
  const poetry = tableOf(tool.poetry);
  const declared = textsOf(project.dependencies).map((text) => /^[\w.-]+/.exec(text.trim())?.[0] ?? '');
  const ofPoetry = Object.keys(tableOf(poetry.dependencies)).filter((name) => name.toLowerCase() !== 'python');
  const readme = [project.readme, poetry.readme].flatMap(filesOf);
  const license = filesOf(project.license);
  const dynamic = Object.values(tableOf(tableOf(tableOf(tool.setuptools).dynamic))).flatMap((value) => {
    const file = tableOf(value).file;
    return typeof file === 'string' ? [file] : textsOf(file);
  });
  const off = tableOf(tool.uv).package === false || poetry['package-mode'] === false;
  return {
    path,
    dependencies: [...declared, ...ofPoetry].filter((name) => name !== '').map(normalised),
    namedFiles: [...readme, ...license, ...dynamic].map((name) => within(path, name)).filter((name) => name !== null),
    scripts: new Map(
      [...Object.entries(tableOf(project.scripts)), ...Object.entries(tableOf(poetry.scripts))].flatMap(
        ([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []),
      ),
    ),
    isPackage: !off,
    tools: Object.keys(tool),
  };
}

function within(manifest: string, name: string): string | null {
  const path = posix.join(posix.dirname(manifest), name);
  return path.startsWith('../') || path.startsWith('/') ? null : path;
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** `"README.md"`, `["A.md", "B.md"]`, `{ file = "README.md" }`. */
function filesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return /\.\w+$/.test(value) ? [value] : [];
  const { file } = tableOf(value);
  return typeof file === 'string' ? [file] : textsOf(value);
}
