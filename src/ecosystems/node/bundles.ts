import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import { firstOf } from './config-literals.ts';
import { type Manifest, nearestManifest } from './package-json.ts';
import { workspaceRootOf } from './workspaces.ts';

/** The major version that a dependency's range allows at least; null when the project does not name it or the range has none. */
export function majorOf(manifest: Manifest | null, name: string): number | null {
  const range = manifest?.dependencies.get(name) ?? manifest?.devDependencies.get(name);
  const major = range === undefined ? undefined : /^[\^~>=v\s]*(\d+)/.exec(range)?.[1];
  return major === undefined ? null : Number(major);
}

/**
 * The folder that holds everything a built server needs, its dependencies included; null: it needs the installed ones too.
 * - Nitro traces what the server loads into `.output` (nuxt.com/docs, Deployment: «standalone»).
 * - Next.js does so with `output: 'standalone'` (nextjs.org/docs, output); before 15 it does not trace sharp, which is found above the folder. In a
 *   workspace it has to trace from the root (`outputFileTracingRoot`), or what is installed there is missing.
 */
export function bundleOf(context: BuildContext, folder: string, entry: string): string | null {
  // In a workspace the output lies in one of its packages, whose configuration says what it is.
  const within = /^(.+)\/\.(?:output|next)\//.exec(entry)?.[1];
  const manifest = nearestManifest(context, within ?? folder);
  const named = (name: string) =>
    manifest?.dependencies.has(name) === true || manifest?.devDependencies.has(name) === true;
  const nitro = /^(.*\/)?\.output(?=\/server\/index\.mjs$)/.exec(entry)?.[0];
  if (nitro !== undefined) return ['nuxt', 'nitropack', 'nitro', 'nuxt-nightly'].some(named) ? nitro : null;
  const next = /^(.*\/)?\.next\/standalone(?=\/(?:.*\/)?server\.js$)/.exec(entry)?.[0];
  const app = manifest?.folder ?? folder;
  if (next === undefined || !isStandalone(context, app) || !tracesWorkspace(context, app, entry.slice(next.length)))
    return null;
  return named('sharp') && (majorOf(manifest, 'next') ?? 0) < 15 ? null : next;
}

/** The output repeats the folders below the one that was traced: the server's own place shows that this was the root of the workspace, or above it. */
function tracesWorkspace(context: BuildContext, app: string, server: string): boolean {
  const root = workspaceRootOf(context, app);
  return root === null || server.endsWith(`/${posix.relative(root.folder, app)}/server.js`);
}

/** `output: 'standalone'` in the configuration of Next.js. */
export function isStandalone(context: BuildContext, folder: string): boolean {
  const file = firstOf(context, folder, ['next.config.js', 'next.config.mjs', 'next.config.ts', 'next.config.cjs']);
  return file !== null && /\boutput\s*:\s*['"]standalone['"]/.test(context.read(file) ?? '');
}

/**
 * SvelteKit's adapter-node bundles development dependencies into its output, and leaves dependencies outside
 * (svelte.dev/docs/kit/adapter-node, Deploying).
 */
export function bundlesDevelopmentDependencies(context: BuildContext, manifest: Manifest, entry: string): boolean {
  const file = firstOf(context, manifest.folder, ['svelte.config.js', 'svelte.config.mjs', 'svelte.config.ts']);
  const text = file === null ? '' : (context.read(file) ?? '');
  if (!/@sveltejs\/adapter-node\b/.test(text)) return false;
  const out = /\bout\s*:\s*['"]([^'"]+)['"]/.exec(text)?.[1]?.replace(/^\.\//, '') ?? 'build';
  const folder = manifest.folder === '' ? out : `${manifest.folder}/${out}`;
  return entry === folder || entry.startsWith(`${folder}/`);
}
