import { posix } from 'node:path';
import type { Node } from '@babel/types';
import type { BuildContext } from '../../repository/repository.ts';
import { majorOf } from './bundles.ts';
import { within } from './cite.ts';
import { configured, firstOf } from './config-literals.ts';
import { moduleAt, resolveImport } from './module-resolution.ts';
import type { Manifest } from './package-json.ts';
import { isComponent, isSource, parseSource, walk } from './syntax.ts';

export const NUXT_CONFIGURATIONS = ['nuxt.config.js', 'nuxt.config.ts', 'nuxt.config.mjs', 'nuxt.config.cjs'];

/** A project that does not name it is of the time of Nuxt 2; one that takes it without a number (`latest`) is of ours. */
export function isNuxt2(manifest: Manifest | null): boolean {
  const names = (name: string) =>
    manifest?.dependencies.has(name) === true || manifest?.devDependencies.has(name) === true;
  return names('nuxt') ? (majorOf(manifest, 'nuxt') ?? 3) < 3 : !names('nuxt3') && !names('nuxt-nightly');
}

/** `target: 'static'`, since Nuxt 2.13. */
export function isStaticNuxt(context: BuildContext, folder: string): boolean {
  const file = firstOf(context, folder, NUXT_CONFIGURATIONS);
  return file !== null && /\btarget\s*:\s*['"]static['"]/.test(context.read(file) ?? '');
}

/** What `nuxt start` serves, relative to the project: the build, or the generated site. */
export function startedByNuxt2(context: BuildContext, folder: string): string {
  const keys = isStaticNuxt(context, folder) ? ['generate', 'dir'] : ['buildDir'];
  const file = firstOf(context, folder, NUXT_CONFIGURATIONS);
  const said = file === null ? null : configured(context, file, keys, folder);
  const path = said?.kind === 'paths' ? (said.paths[0] ?? null) : null;
  return path === null ? (keys.length === 2 ? 'dist' : '.nuxt') : posix.relative(folder || '.', path);
}

/**
 * What the configuration of Nuxt 2 names for its build alone (v2.nuxt.com, Configuration Glossary). Everything else it may load when it starts:
 * `modules`, `serverMiddleware`, and what modules make of keys of their own.
 */
const ONLY_BUILT = new Set([
  'build',
  'buildModules',
  'components',
  'css',
  'head',
  'layoutTransition',
  'loading',
  'loadingIndicator',
  'plugins',
  'router',
  'styleResources',
]);

/**
 * Modules for the build that put nothing into what the server loads; others may (`@nuxtjs/moment` makes the built server load moment, which only it
 * brings). Source: their repositories.
 */
const LEAVES_NOTHING: ReadonlySet<string> = new Set([
  '@nuxt/postcss8',
  '@nuxt/typescript-build',
  '@nuxtjs/eslint-module',
  '@nuxtjs/google-fonts',
  '@nuxtjs/style-resources',
  '@nuxtjs/stylelint-module',
  '@nuxtjs/tailwindcss',
]);

/** What the configuration names as a module of the build alone, and `nuxt start` does not load (v2.nuxt.com, The buildModules property). */
export function leftBehindByNuxt2(context: BuildContext, manifest: Manifest): ReadonlySet<string> {
  const file = firstOf(context, manifest.folder, NUXT_CONFIGURATIONS);
  const text = file === null || !isNuxt2(manifest) ? null : context.read(file);
  const source = file === null || text === null ? null : parseSource(text, file);
  const named = new Set<string>();
  const elsewhere = new Set<string>();
  const visit = (root: Node, forBuild: boolean): void =>
    walk(root, (node) => {
      if (node.type === 'ObjectProperty' && node !== root && keyOf(node) === 'buildModules') {
        visit(node, true);
        return false;
      }
      if (node.type === 'StringLiteral') (forBuild ? named : elsewhere).add(node.value);
      return true;
    });
  if (source !== null) visit(source.program, false);
  return new Set([...named].filter((name) => LEAVES_NOTHING.has(name) && !elsewhere.has(name)));
}

/** Keys under which any string names a module, one with neither an alias nor `./` as well. */
const NAMES_MODULES = new Set(['modules', 'serverMiddleware']);

/** The local modules that Nuxt 2 loads when it starts because its configuration, or a module that this names, says so: `'~/api'`, `'./modules/feed'`. */
export function loadedByNuxt2(context: BuildContext, manifest: Manifest): readonly string[] {
  const file = firstOf(context, manifest.folder, NUXT_CONFIGURATIONS);
  if (file === null || !isNuxt2(manifest)) return [];
  const sources = configured(context, file, ['srcDir'], manifest.folder);
  const place = {
    context,
    root: manifest.folder,
    sources: sources.kind === 'paths' ? (sources.paths[0] ?? manifest.folder) : manifest.folder,
  };
  const loaded = new Set([file]);
  for (const path of loaded) for (const module of namedIn(place, path)) loaded.add(module);
  return [...loaded];
}

interface NuxtPlace {
  readonly context: BuildContext;
  /** `~~` and `@@`. */
  readonly root: string;
  /** `~` and `@`. */
  readonly sources: string;
}

function namedIn(place: NuxtPlace, path: string): readonly string[] {
  const text = place.context.read(path);
  const file = text === null || !isSource(path) ? null : parseSource(text, path);
  if (file === null) return [];
  const named: string[] = [];
  const visit = (root: Node, inModules: boolean): void =>
    walk(root, (node) => {
      if (node.type === 'ObjectProperty' && node !== root) {
        const key = keyOf(node);
        if (key === null || !ONLY_BUILT.has(key)) visit(node, inModules || (key !== null && NAMES_MODULES.has(key)));
        return false;
      }
      if (node.type === 'StringLiteral') {
        const module = moduleNamed(place, path, node.value, inModules);
        if (module !== null) named.push(module);
      }
      return true;
    });
  visit(file.program, false);
  return named;
}

function moduleNamed(place: NuxtPlace, from: string, said: string, inModules: boolean): string | null {
  const aliased = /^(~~|@@|~|@)\/(.+)$/.exec(said);
  if (aliased !== null) {
    const below = (aliased[1] ?? '').length === 2 ? place.root : place.sources;
    return sourceAt(place.context, below, aliased[2] ?? '');
  }
  if (!inModules || !/^[\w.-]+\/[\w./-]+$/.test(said)) return null;
  return resolveImport(place.context, from, said, null) ?? sourceAt(place.context, place.root, said);
}

function sourceAt(context: BuildContext, folder: string, path: string): string | null {
  const at = within(folder, path);
  const found = at === null || at === '' ? null : moduleAt(context, at);
  return found !== null && isSource(found) && !isComponent(found) ? found : null;
}

function keyOf(node: Extract<Node, { type: 'ObjectProperty' }>): string | null {
  if (node.key.type === 'Identifier' && !node.computed) return node.key.name;
  return node.key.type === 'StringLiteral' ? node.key.value : null;
}
