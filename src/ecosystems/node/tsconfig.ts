import { posix } from 'node:path';
import picomatch from 'picomatch';
import type { BuildContext } from '../../repository/repository.ts';
import { within } from './cite.ts';
import { parseJsonWithComments } from './json-with-comments.ts';
import { listOf, objectOf, stringOf } from './package-json.ts';

/** What a tsconfig.json and what it extends say; paths are relative to the context. */
export interface TsConfig {
  readonly path: string;
  readonly folder: string;
  readonly outDir: string | null;
  readonly rootDir: string | null;
  readonly outFile: string | null;
  readonly declarationDir: string | null;
  readonly noEmit: boolean;
  /** Type imports stay in the output. */
  readonly keepsImports: boolean;
  readonly allowJs: boolean;
  /** Compiled files load tslib. */
  readonly importHelpers: boolean;
  readonly baseUrl: string | null;
  /** Module aliases: pattern to replacements, each relative to the context. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly string[] | null;
  readonly include: readonly string[] | null;
  readonly exclude: readonly string[] | null;
  readonly references: readonly string[];
  /** Files of the chain that were read, the nearest first. */
  readonly chain: readonly string[];
  /** A base that lies in a package, whose settings are not in the context. */
  readonly unreadBase: string | null;
}

const EMPTY: Omit<TsConfig, 'path' | 'folder'> = {
  outDir: null,
  rootDir: null,
  outFile: null,
  declarationDir: null,
  noEmit: false,
  keepsImports: false,
  allowJs: false,
  importHelpers: false,
  baseUrl: null,
  paths: new Map(),
  files: null,
  include: null,
  exclude: null,
  references: [],
  chain: [],
  unreadBase: null,
};

/** Reads a tsconfig with everything it extends; null when it is missing or no JSON. */
export function readTsConfig(context: BuildContext, path: string, depth = 0): TsConfig | null {
  const text = context.read(path);
  const raw = text === null || depth > 8 ? null : objectOf(parseJsonWithComments(text));
  if (raw === null) return null;
  const folder = posix.dirname(path) === '.' ? '' : posix.dirname(path);
  let base: Omit<TsConfig, 'path' | 'folder'> = EMPTY;
  let unreadBase: string | null = null;
  for (const extended of listOf(raw.extends)) {
    const found = extendedOf(context, folder, extended, depth);
    if (found === null) unreadBase = extended;
    else base = { ...merged(base, found), unreadBase: found.unreadBase };
  }
  const options = objectOf(raw.compilerOptions) ?? {};
  const at = (value: unknown): string | null => {
    const named = stringOf(value);
    return named === null ? null : within(folder, named.replace('${configDir}', '.'));
  };
  const flag = (name: string, inherited: boolean): boolean =>
    typeof options[name] === 'boolean' ? options[name] === true : inherited;
  const baseUrl = at(options.baseUrl) ?? base.baseUrl;
  const paths = objectOf(options.paths);
  return {
    path,
    folder,
    outDir: at(options.outDir) ?? base.outDir,
    rootDir: at(options.rootDir) ?? base.rootDir,
    outFile: at(options.outFile) ?? base.outFile,
    declarationDir: at(options.declarationDir) ?? base.declarationDir,
    noEmit: flag('noEmit', base.noEmit),
    keepsImports:
      flag('verbatimModuleSyntax', base.keepsImports) ||
      options.preserveValueImports === true ||
      options.importsNotUsedAsValues === 'preserve',
    allowJs: flag('allowJs', base.allowJs),
    importHelpers: flag('importHelpers', base.importHelpers),
    baseUrl,
    paths: paths === null ? base.paths : aliasesOf(paths, baseUrl ?? folder),
    files: raw.files === undefined ? base.files : listOf(raw.files).flatMap((file) => within(folder, file) ?? []),
    include:
      raw.include === undefined ? base.include : listOf(raw.include).flatMap((glob) => within(folder, glob) ?? []),
    exclude:
      raw.exclude === undefined ? base.exclude : listOf(raw.exclude).flatMap((glob) => within(folder, glob) ?? []),
    references: Array.isArray(raw.references)
      ? raw.references.flatMap((reference) => at(objectOf(reference)?.path) ?? [])
      : [],
    chain: [path, ...base.chain],
    unreadBase: unreadBase ?? base.unreadBase,
  };
}

/** The sources that a configuration compiles, declaration files not included. */
export function compiledBy(context: BuildContext, config: TsConfig): readonly string[] {
  const extension = config.allowJs ? /\.(?:[cm]?[jt]s|[jt]sx)$/ : /\.(?:[cm]?ts|tsx)$/;
  const prefix = config.folder === '' ? '' : `${config.folder}/`;
  const includes = config.include ?? (config.files === null ? [`${prefix}**/*`] : []);
  const excludes = config.exclude ?? [
    `${prefix}node_modules`,
    `${prefix}bower_components`,
    ...(config.outDir ? [config.outDir] : []),
  ];
  const included = matcher(includes);
  const excluded = matcher(excludes);
  const named = new Set(config.files ?? []);
  return context
    .files()
    .filter((file) => extension.test(file) && !/\.d\.[cm]?ts$/.test(file) && !file.includes('node_modules/'))
    .filter((file) => named.has(file) || (included(file) && !excluded(file)));
}

/** Where the output tree's root lies among the sources: `rootDir`, else the deepest folder that holds every source. */
export function rootsOf(context: BuildContext, config: TsConfig): readonly string[] {
  if (config.rootDir !== null) return [config.rootDir];
  const sources = compiledBy(context, config);
  const shared = commonFolder(sources);
  return [...new Set([...(shared === null ? [] : [shared]), config.folder])];
}

function commonFolder(files: readonly string[]): string | null {
  const [first, ...others] = files.map((file) =>
    posix
      .dirname(file)
      .split('/')
      .filter((part) => part !== '.'),
  );
  if (first === undefined) return null;
  let length = first.length;
  for (const other of others) {
    let index = 0;
    while (index < length && other[index] === first[index]) index += 1;
    length = index;
  }
  return first.slice(0, length).join('/');
}

/** tsconfig's globs: a folder means everything below it. */
function matcher(globs: readonly string[]): (file: string) => boolean {
  const patterns = globs.flatMap((glob) => (glob === '' ? ['**/*'] : [glob, `${glob.replace(/\/$/, '')}/**/*`]));
  return patterns.length === 0 ? () => false : picomatch(patterns, { dot: false });
}

function aliasesOf(paths: Readonly<Record<string, unknown>>, base: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(paths).map(([alias, targets]) => [
      alias,
      listOf(targets).flatMap((target) => within(base, target) ?? []),
    ]),
  );
}

function extendedOf(context: BuildContext, folder: string, extended: string, depth: number): TsConfig | null {
  if (!extended.startsWith('.')) return null;
  const path = within(folder, extended);
  if (path === null) return null;
  return readTsConfig(context, path, depth + 1) ?? readTsConfig(context, `${path}.json`, depth + 1);
}

function merged(base: Omit<TsConfig, 'path' | 'folder'>, next: TsConfig): Omit<TsConfig, 'path' | 'folder'> {
  return {
    ...next,
    outDir: next.outDir ?? base.outDir,
    rootDir: next.rootDir ?? base.rootDir,
    baseUrl: next.baseUrl ?? base.baseUrl,
    include: next.include ?? base.include,
    exclude: next.exclude ?? base.exclude,
    files: next.files ?? base.files,
    chain: [...next.chain, ...base.chain],
    references: [],
  };
}
