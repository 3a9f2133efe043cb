import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import picomatch from 'picomatch';
import type { Options } from '../options.ts';
import type { Problem } from '../problem.ts';
import type { Transform } from '../transform.ts';
import type { Config } from './config.ts';
import { TRANSFORM_OPTIONS } from './keys.ts';
import { isRecord, isTransform, readConfig, unknownRemedy } from './read-config.ts';

/** The names that a configuration file may have, in the order in which they are looked for. */
export const CONFIG_FILES = [
  'msb-migrate.config.json',
  'msb-migrate.config.js',
  'msb-migrate.config.mjs',
  'msb-migrate.config.cjs',
  'msb-migrate.config.ts',
] as const;
const PACKAGE_KEY = 'msb-migrate';

/** What the configuration says about one Dockerfile. */
export interface Configured {
  /** Laid under what the command line says. */
  readonly skip: readonly string[];
  readonly options: Partial<Options>;
  readonly images: Readonly<Record<string, string>>;
  readonly custom: readonly Transform[];
  /** The pattern and file that leave this Dockerfile out; null: it is not left out. */
  readonly excluded: { readonly pattern: string; readonly by: string } | null;
}

export const UNCONFIGURED: Configured = { skip: [], options: {}, images: {}, custom: [], excluded: null };

interface Loaded {
  readonly file: string;
  readonly config: Config;
  readonly custom: readonly Transform[];
}

/** Finds what is said about a Dockerfile (absolute), in the folders from its own up to `top`. Every file is read once. */
export type Configuration = (dockerfile: string, top: string) => Promise<Configured | Problem>;

/**
 * @param only the one file to read, absolute; null: they are looked for
 * @param runsCode whether files that are code may be run
 */
export function configuration(only: string | null, own: readonly Transform[], runsCode: boolean): Configuration {
  const loaded = new Map<string, Promise<Loaded | Problem | null>>();
  const at = (folder: string): Promise<Loaded | Problem | null> => {
    const known = loaded.get(folder) ?? loadIn(folder, runsCode);
    loaded.set(folder, known);
    return known;
  };
  return async (dockerfile, top) => {
    const found: Loaded[] = [];
    if (only !== null) {
      const one = loaded.get(only) ?? load(only, runsCode);
      loaded.set(only, one);
      const result = await one;
      if (result !== null && 'cause' in result) return result;
      if (result !== null) found.push(result);
    } else {
      for (let folder = dirname(dockerfile); ; folder = dirname(folder)) {
        const result = await at(folder);
        if (result !== null && 'cause' in result) return result;
        if (result !== null) found.unshift(result);
        if (result?.config.root === true || folder === top || folder === dirname(folder)) break;
      }
    }
    return joined(found, dockerfile, own);
  };
}

async function loadIn(folder: string, runsCode: boolean): Promise<Loaded | Problem | null> {
  const name = CONFIG_FILES.find((each) => existsSync(join(folder, each)));
  if (name !== undefined) return load(join(folder, name), runsCode);
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return null;
  try {
    const data: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
    return isRecord(data) && PACKAGE_KEY in data ? checked(manifest, data[PACKAGE_KEY], runsCode) : null;
  } catch {
    // Whoever needs the manifest says what is wrong with it.
    return null;
  }
}

async function load(file: string, runsCode: boolean): Promise<Loaded | Problem> {
  if (!runsCode && !file.endsWith('.json')) return foreignCode(file);
  let data: unknown;
  try {
    data = file.endsWith('.json')
      ? JSON.parse(readFileSync(file, 'utf8'))
      : defaultOf(await import(pathToFileURL(file).href));
    if (file.endsWith('package.json') && isRecord(data)) data = data[PACKAGE_KEY];
  } catch (error) {
    return unreadable(file, error);
  }
  return checked(file, data, runsCode);
}

async function checked(file: string, data: unknown, runsCode: boolean): Promise<Loaded | Problem> {
  const read = readConfig(data);
  if (read.kind === 'wrong') return problem(file, read.cause, read.remedy);
  if (!runsCode && (read.config.customTransforms ?? []).length > 0) return foreignCode(file);
  const custom: Transform[] = [];
  for (const each of read.config.customTransforms ?? []) {
    if (typeof each !== 'string') {
      custom.push(each);
      continue;
    }
    try {
      const module: unknown = await import(pathToFileURL(resolve(dirname(file), each)).href);
      const found = isRecord(module) ? Object.values(module).filter(isTransform) : [];
      if (found.length === 0)
        return problem(file, `«${each}» exports no transform`, 'Export an object with name, phase, reasons and run.');
      custom.push(...new Set(found));
    } catch (error) {
      return unreadable(resolve(dirname(file), each), error);
    }
  }
  return { file, config: read.config, custom };
}

/** Nearer files win, key by key. */
function joined(files: readonly Loaded[], dockerfile: string, own: readonly Transform[]): Configured | Problem {
  const custom = files.flatMap((each) => each.custom);
  const names = [...own, ...custom].map(({ name }) => name);
  const twice = custom.find(
    ({ name }, index) =>
      own.some((each) => each.name === name) || custom.findIndex((each) => each.name === name) !== index,
  );
  const last = files.at(-1);
  if (twice !== undefined && last !== undefined)
    return problem(last.file, `two transforms are called «${twice.name}»`, 'Give yours another name.');
  const switches = new Map<string, boolean>();
  let options: Partial<Options> = {};
  let images: Readonly<Record<string, string>> = {};
  let excluded: Configured['excluded'] = null;
  for (const { file, config } of files) {
    for (const [name, value] of Object.entries(config.transforms ?? {})) {
      if (!names.includes(name)) return problem(file, `there is no transform «${name}»`, unknownRemedy(name, names));
      switches.set(name, value !== false);
      if (typeof value === 'boolean') continue;
      const set = optionsOf(file, name, value);
      if ('cause' in set) return set;
      options = { ...options, ...set.options };
    }
    images = { ...images, ...config.images };
    const path = relative(dirname(file), dockerfile).split(sep).join('/');
    const pattern = (config.exclude ?? []).find((each) => picomatch.isMatch(path, each, { dot: true }));
    if (pattern !== undefined) excluded = { pattern, by: file };
  }
  const skip = [...switches].flatMap(([name, on]) => (on ? [] : [name]));
  return { skip, options, images, custom, excluded };
}

function optionsOf(
  file: string,
  name: string,
  value: Readonly<Record<string, unknown>>,
): { readonly options: Partial<Options> } | Problem {
  const known = TRANSFORM_OPTIONS[name] ?? {};
  let options: Partial<Options> = {};
  for (const [key, wanted] of Object.entries(value)) {
    const option = Object.hasOwn(known, key) ? known[key] : undefined;
    if (option === undefined)
      return problem(
        file,
        `«${name}» has no option «${key}»`,
        Object.keys(known).length === 0 ? 'It has none: write true or false.' : unknownRemedy(key, Object.keys(known)),
      );
    const set = option.read(wanted);
    if (set === null)
      return problem(
        file,
        `${JSON.stringify(wanted)} is no value of «${key}» of «${name}»`,
        `${option.schema.description}`,
      );
    options = { ...options, ...set };
  }
  return { options };
}

function defaultOf(module: unknown): unknown {
  return isRecord(module) && 'default' in module ? module.default : module;
}

function unreadable(path: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[cm]?ts$/.test(path))
    return problem(
      path,
      `Node.js ${process.versions.node} does not read TypeScript`,
      'Use Node.js 22.18 or newer, or write it as .js.',
    );
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  return problem(path, `it cannot be read (${message})`, 'Mend the file, or leave it out with --no-config.');
}

function foreignCode(file: string): Problem {
  return problem(
    file,
    'it is code of a repository on the list, which is not run',
    'Write it as JSON, or give one configuration for all with --config.',
  );
}

function problem(path: string, cause: string, remedy: string): Problem {
  return { code: 'config-wrong', path, cause, remedy };
}
