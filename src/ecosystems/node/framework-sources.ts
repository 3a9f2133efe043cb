import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import { within } from './cite.ts';
import { firstOf } from './config-literals.ts';
import { type ModuleGraph, packagesOf, sourcesOf } from './module-graph.ts';
import { isNuxt2, loadedByNuxt2 } from './nuxt2.ts';
import type { Manifest } from './package-json.ts';
import type { ProgramOf } from './program.ts';

/** What a framework adds to a program that loads it. */
export interface FrameworkSources {
  /** It builds them beforehand; packages stay outside, and are loaded from `node_modules`. */
  readonly built: readonly string[];
  /** It loads them as they are when it starts. */
  readonly loaded: readonly string[];
}

/** Files at the top of a project, and of `src`, that Next.js runs by their name (nextjs.org/docs, Project structure). */
const NEXT_FILES = /^(?:src\/)?(?:middleware|proxy|instrumentation(?:-client)?|mdx-components)\.[jt]sx?$/;

const NEXT_CONFIGURATIONS = ['next.config.js', 'next.config.mjs', 'next.config.ts', 'next.config.cjs'];

/** The frameworks that run what they build from the project's sources, of all packages that a program loads; null: none of them is one. */
export function frameworkSources(
  context: BuildContext,
  manifest: Manifest,
  nested: readonly string[],
  packages: Iterable<string>,
): FrameworkSources | null {
  const names = new Set(packages);
  const all = (): readonly string[] => sourcesOf(context, manifest.folder, nested);
  if (names.has('next')) {
    const configuration = firstOf(context, manifest.folder, NEXT_CONFIGURATIONS);
    return {
      built: all().filter((file) => isBuiltByNext(posix.relative(manifest.folder || '.', file))),
      loaded: configuration === null ? [] : [configuration],
    };
  }
  if (isNuxt2(manifest) && ['nuxt', 'nuxt-start', 'nuxt-edge', '@nuxt/core'].some((name) => names.has(name)))
    return { built: all(), loaded: loadedByNuxt2(context, manifest) };
  return null;
}

/** Folders that builds write, where a program's own file takes what it serves from: `import { handler } from './build/handler.js'`. */
const BUILT_FOLDERS = /^(?:dist|build|out|output|\.output|server-build)\//;

/**
 * What a server of the project's own serves of it: the pages of a framework that it loads, or what it imports from a folder that is built of sources no
 * table tells. Null: it is all that runs, or `known` is this already.
 */
export function embeddedIn(
  graph: ModuleGraph,
  { context, manifest, nested }: Pick<ProgramOf, 'context' | 'manifest' | 'nested'>,
  known: FrameworkSources | null,
): FrameworkSources | null {
  if (known !== null) return null;
  const framework = frameworkSources(context, manifest, nested, packagesOf(graph).keys());
  if (framework !== null) return framework;
  const takesBuilt = graph.missing.some(({ file, specifier }) => {
    const path = within(posix.dirname(file), specifier);
    return path !== null && BUILT_FOLDERS.test(posix.relative(manifest.folder || '.', path));
  });
  return takesBuilt ? { built: [], loaded: [] } : null;
}

/** Pages, and what they may import from folders beside them; a script at the top (`seed.js`) is no page, and counts where something imports it. */
function isBuiltByNext(path: string): boolean {
  return NEXT_FILES.test(path) || (path.includes('/') && !/^scripts?\//.test(path));
}
