import semver from 'semver';
import type { Because, Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import { prismaSchema } from './build-files.ts';
import { cite, within } from './cite.ts';
import { firstOf } from './config-literals.ts';
import { noNeeds, readHook } from './hook-commands.ts';
import { because } from './known.ts';
import type { Manifest } from './package-json.ts';

/** Scripts of the root package that an install runs, in order (npm's docs, «Life Cycle Operation Order»). `prepublish`: npm < 7. */
export const INSTALL_HOOKS = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
] as const;

/** What the install's own scripts need and leave. */
export interface LifecycleReading {
  /** Context files and folders that they read. */
  readonly reads: readonly string[];
  /** They write into node_modules (`patch-package`, `prisma generate`). */
  readonly writesDependencies: boolean;
  /** Executables of packages that they call (`husky`); an install without that package fails. */
  readonly tools: readonly string[];
  /** Set when a script reads or does what no table knows. */
  readonly unclear: Because | null;
  /** Context paths that they write among the sources, where only what they read is unclear; null: they may write anything. */
  readonly leaves: readonly string[] | null;
  readonly evidence: readonly Evidence[];
}

/** Reads the install scripts of a project, and of the members of its workspace, which an install at the root runs as well. */
export function lifecycleOf(
  context: BuildContext,
  manifest: Manifest,
  members: readonly Manifest[] = [],
): LifecycleReading {
  const each = [manifest, ...members].map((one) => ownLifecycle(context, one));
  return {
    reads: [...new Set(each.flatMap((one) => one.reads))],
    writesDependencies: each.some((one) => one.writesDependencies),
    tools: [...new Set(each.flatMap((one) => one.tools))],
    unclear: each.find((one) => one.unclear !== null)?.unclear ?? null,
    leaves: each.some((one) => one.leaves === null) ? null : each.flatMap((one) => one.leaves ?? []),
    evidence: each.flatMap((one) => one.evidence),
  };
}

function ownLifecycle(context: BuildContext, manifest: Manifest): LifecycleReading {
  const needs = noNeeds(context, manifest);
  const evidence: Evidence[] = [];
  let unclear: Because | null = null;
  let leaves: readonly string[] | null = [];
  for (const hook of INSTALL_HOOKS) {
    const line = manifest.scripts.get(hook);
    if (line === undefined) continue;
    const says = cite(context, manifest.path, `scripts.${hook} = "${line}"`);
    evidence.push(says);
    const doubt = readHook(needs, line);
    if (doubt === null) continue;
    leaves = leaves === null || doubt.leaves === undefined ? null : [...leaves, ...doubt.leaves];
    unclear ??= because('install-reads-source', { hook, script: doubt.script, why: doubt.why }, [says]);
  }
  const gyp = within(manifest.folder, 'binding.gyp');
  if (gyp !== null && context.kind(gyp) === 'file') {
    const data = { hook: 'install', script: 'node-gyp rebuild', why: 'binding.gyp compiles sources of the project' };
    unclear ??= because('install-reads-source', data, [cite(context, gyp, 'npm runs node-gyp for it')]);
    leaves = null;
  }
  const browser = browserSettings(context, manifest);
  if (browser !== null) needs.reads.add(browser);
  if (browser !== null && /\bcacheDirectory\b/.test(context.read(browser) ?? '')) {
    const data = { hook: 'postinstall', script: 'puppeteer browsers install', why: `${browser} says where to` };
    unclear ??= because('install-reads-source', data, [cite(context, browser, 'cacheDirectory')]);
    leaves = null;
  }
  const generated = generatedFrom(context, manifest);
  return {
    reads: [...new Set([...needs.reads, ...generated])],
    writesDependencies: needs.written.size > 0,
    tools: [...needs.tools],
    unclear,
    leaves,
    evidence,
  };
}

/** Major version of the first `@prisma/client` that generates nothing when it is installed. */
const CLIENT_WITHOUT_HOOK = 7;

/**
 * What `@prisma/client` reads when it is installed: where the project has the CLI as well, its own postinstall runs `prisma generate`, without a word about
 * it in the project's scripts. A schema that is copied later leaves a client without models. Source: packages/client/scripts/postinstall.js of prisma/prisma.
 */
function generatedFrom(context: BuildContext, manifest: Manifest): readonly string[] {
  const spec = manifest.dependencies.get('@prisma/client') ?? manifest.devDependencies.get('@prisma/client');
  const isDependency = manifest.dependencies.has('prisma') || manifest.devDependencies.has('prisma');
  if (spec === undefined || !isDependency) return [];
  const range = semver.validRange(spec, { loose: true });
  if (range !== null && (semver.minVersion(range)?.major ?? 0) >= CLIENT_WITHOUT_HOOK) return [];
  const schema = prismaSchema({ context, folder: manifest.folder, args: [] });
  if (schema === null) return [];
  const configuration = firstOf(context, manifest.folder, PRISMA_CONFIGURATION);
  return [schema, ...(configuration === null ? [] : [configuration])];
}

const PRISMA_CONFIGURATION = ['prisma.config.ts', 'prisma.config.js', 'prisma.config.mjs'];

/** Files that say where Puppeteer keeps its browser, and whether it fetches one when it is installed. Source: pptr.dev/guides/configuration. */
const BROWSER_SETTINGS = [
  '.puppeteerrc.cjs',
  '.puppeteerrc.js',
  '.puppeteerrc.mjs',
  '.puppeteerrc.ts',
  '.puppeteerrc',
  '.puppeteerrc.json',
  '.puppeteerrc.yaml',
  'puppeteer.config.cjs',
  'puppeteer.config.js',
  'puppeteer.config.mjs',
  'puppeteer.config.ts',
];

function browserSettings(context: BuildContext, { folder, dependencies, devDependencies }: Manifest): string | null {
  const isInstalled = dependencies.has('puppeteer') || devDependencies.has('puppeteer');
  return isInstalled ? firstOf(context, folder, BROWSER_SETTINGS) : null;
}
