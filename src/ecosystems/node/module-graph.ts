import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import { isBelow } from './cite.ts';
import type { Compilation } from './compilation.ts';
import { DEVELOPMENT_ENTRIES, LOADS_FOLDERS } from './implied-reads.ts';
import { isBuiltin, resolveImport } from './module-resolution.ts';
import { pathLike, resolvePlaces } from './places.ts';
import { type FileScan, packageOf, scanSource } from './scan.ts';
import { isSource, LARGEST_SOURCE } from './syntax.ts';

/** Reads one source of the context; null when it is not JavaScript. */
export type ScanFile = (path: string, keepsImports: boolean) => FileScan | null;

function scanUsed(text: string, path: string): FileScan | null {
  return text.length > LARGEST_SOURCE ? null : scanSource(text, path);
}

function scanAsWritten(text: string, path: string): FileScan | null {
  return text.length > LARGEST_SOURCE ? null : scanSource(text, path, true);
}

/** Reads sources, each only once. */
export function scanner(context: BuildContext): ScanFile {
  const scans = new Map<string, FileScan | null>();
  return (path, keepsImports) => {
    const key = `${keepsImports} ${path}`;
    const known = scans.get(key);
    if (known !== undefined) return known;
    const scan = context.reading(path, keepsImports ? scanAsWritten : scanUsed);
    scans.set(key, scan);
    return scan;
  };
}

/** The sources that a program is made of. */
export interface ModuleGraph {
  /** Every file that is loaded, as far as literals say, or may be. */
  readonly scans: readonly FileScan[];
  /** Files that could not be read as JavaScript. */
  readonly unread: readonly string[];
  /** Local modules that the context does not have: `file:line` and the module. */
  readonly missing: readonly { readonly file: string; readonly line: number; readonly specifier: string }[];
  /** True when the entry itself was found, so that what is not in `scans` is not loaded. */
  readonly complete: boolean;
}

/** More sources than this are not read: too many to say anything in time. */
const MOST_SOURCES = 1_500;

/** Files that no program loads: tests, stories, type tests. */
const TESTS =
  /(?:^|\/)(?:__tests__|__mocks__|tests?(?:[-_](?:e2e|unit|integration|utils?|helpers|setup|fixtures))?|(?:e2e|unit|integration|load)[-_]tests?|e2e|cypress|spec|specs|playwright|\.storybook|coverage|node_modules)\/|\.(?:test|spec|e2e|stories|cy)\.[cm]?[jt]sx?$/;

/** Configuration of development tools: `webpack.config.js`, and what it is divided into (`webpack.prod.js`). */
const CONFIGURATION =
  /(?:^|\/)(?:[\w.-]+\.config|\.[\w-]+rc|gulpfile|Gruntfile|gruntfile|karma\.conf|protractor\.conf|jest\.setup|setupTests|(?:webpack|rollup|vite|esbuild|tsup|babel|jest|postcss|tailwind)\.[\w.-]+)\.[cm]?[jt]s$/;

/** Follows imports from the entries; without entries, every source of the project counts as loaded. */
export function moduleGraphOf(
  context: BuildContext,
  root: string,
  entries: readonly string[],
  compilation: Compilation,
  nested: readonly string[],
  scanFile: ScanFile,
  compiled: boolean,
): ModuleGraph {
  const all = (): readonly string[] => sourcesOf(context, root, nested);
  const scans = new Map<string, FileScan>();
  const unread: string[] = [];
  const missing: { file: string; line: number; specifier: string }[] = [];
  const seen = new Set<string>();
  const queue = [...entries];
  let complete = entries.length > 0;
  if (!complete) queue.push(...all());
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (seen.has(file) || !isSource(file)) continue;
    seen.add(file);
    const scan = seen.size > MOST_SOURCES ? null : scanFile(file, compilation.config?.keepsImports ?? false);
    if (scan === null) {
      unread.push(file);
      continue;
    }
    scans.set(file, scan);
    for (const { specifier, line } of scan.imports) {
      const local = resolveImport(context, file, specifier, compilation.config);
      if (local !== null) queue.push(local);
      else if (
        /^\.{1,2}(?:\/|$)/.test(specifier) &&
        !/\.(?:css|s[ac]ss|less|svg|png|jpe?g|html|vue|svelte|astro|graphql|gql|node|json)$/.test(specifier)
      ) {
        missing.push({ file, line, specifier });
      }
    }
    const loaded = scan.dynamicImports.map((dynamic) => dynamic.paths);
    const loadsFolders = scan.imports.some(({ specifier }) => LOADS_FOLDERS.has(packageOf(specifier) ?? ''));
    if (
      complete &&
      (loadsFolders ||
        loaded.some((paths) => paths === null || paths.every((path) => path.path === '' || path.path === '.')))
    ) {
      complete = false;
      queue.push(...all());
    }
    const built = compiled ? compilation.outputsOf(file) : [];
    const runsAs = built.length > 0 ? built : [file];
    for (const paths of [...loaded, ...scan.mentions.map((mention) => mention.paths.flatMap(pathLike))]) {
      if (paths === null) continue;
      for (const place of resolvePlaces(paths, runsAs, root)) {
        if (place.path === null || place.path === root) continue;
        const folder = place.exact || context.kind(place.path) !== null ? place.path : posix.dirname(place.path);
        for (const path of sourcesAt(context, folder, loaded.includes(paths))) queue.push(path);
        if (compiled && context.kind(place.path) === null)
          queue.push(...builtFrom(context, place.path, compilation, loaded.includes(paths)));
      }
    }
  }
  return { scans: [...scans.values()], unread, missing, complete };
}

/** Names of the packages that the sources load, with the first place of each. */
export function packagesOf(
  graph: Pick<ModuleGraph, 'scans'>,
): ReadonlyMap<string, { readonly file: string; readonly line: number; readonly says: string }> {
  const packages = new Map<string, { file: string; line: number; says: string }>();
  for (const scan of graph.scans) {
    for (const imported of scan.imports) {
      const name = packageOf(imported.specifier);
      if (name === null || isBuiltin(imported.specifier) || packages.has(name)) continue;
      packages.set(name, { file: scan.path, line: imported.line, says: imported.says });
    }
  }
  return packages;
}

/** The project's own sources, without tests, configuration, what tools keep there (`.yarn/releases/yarn-4.cjs`) and the projects inside it. */
export function sourcesOf(context: BuildContext, root: string, nested: readonly string[]): readonly string[] {
  return context
    .files()
    .filter((file) => isBelow(file, root) && isSource(file) && !TESTS.test(file) && !CONFIGURATION.test(file))
    .filter((file) => !isOfTools(posix.relative(root || '.', file)))
    .filter(
      (file) =>
        !nested.some((folder) => isBelow(file, folder)) &&
        !/(?:^|\/)(?:public|static|assets|dist|build|vendor)\//.test(file),
    );
}

/** A file, relative to its project, that package managers, editors and build services bring and call: no program loads it by itself. */
export function isOfTools(path: string): boolean {
  const [top = ''] = path.split('/');
  return /^\.pnp\.|^\.pnpmfile\./.test(path) || DEVELOPMENT_ENTRIES.some((pattern) => pattern.test(top));
}

export function isTest(path: string): boolean {
  return TESTS.test(path);
}

/** What `require(join(__dirname, name))` loads in a compiled program: the sources of the folder's built form. */
function builtFrom(context: BuildContext, path: string, compilation: Compilation, loads: boolean): readonly string[] {
  if (!loads && !/\.[cm]?js$/.test(path)) return [];
  const source = compilation.sourceOf(path);
  if (source !== null) return [source];
  const folder = loads ? compilation.folderOf(path) : null;
  return folder === null ? [] : sourcesAt(context, folder, true);
}

/** A named source, or, for `require(join(__dirname, name))`, every source of the named folder. */
function sourcesAt(context: BuildContext, path: string, loads: boolean): readonly string[] {
  const kind = context.kind(path);
  if (kind === 'file') return isSource(path) && !TESTS.test(path) && !CONFIGURATION.test(path) ? [path] : [];
  if (
    kind !== 'directory' ||
    (!loads && /(?:^|\/)(?:public|static|assets|dist|build|client|www|src|node_modules)$/.test(path))
  )
    return [];
  return context.files().filter((file) => isBelow(file, path) && isSource(file) && !TESTS.test(file));
}
