import { posix } from 'node:path';
import type { CommandReading, Paths } from '../../command-reading.ts';
import type { Evidence } from '../../decision.ts';
import type { Command } from '../../shell/command.ts';
import type { CommandPlace } from '../ecosystem.ts';
import { contextRootAt } from './build-command.ts';
import { cite, within } from './cite.ts';
import { installReadsOf } from './install-reads.ts';
import { lifecycleOf } from './lifecycle.ts';
import { isOn, type ManagerWords } from './npm-words.ts';
import { type Manifest, readManifest } from './package-json.ts';

/** Flags that a later `npm prune` must repeat, or it resolves otherwise (ERESOLVE). */
const CARRIED = new Set([
  'legacy-peer-deps',
  'force',
  'strict-peer-deps',
  'install-strategy',
  'legacy-bundling',
  'global-style',
]);

/** Packages that keep a browser or another binary in the home folder when they are installed. */
const HOME_CACHES: Readonly<Record<string, string>> = {
  puppeteer: '.cache/puppeteer',
  playwright: '.cache/ms-playwright',
  '@playwright/test': '.cache/ms-playwright',
  cypress: '.cache/Cypress',
  electron: '.cache/electron',
};

/** `npm install`, `npm ci`, `yarn`, `pnpm install`, `bun install` in a project's folder. */
export function installOf(
  command: Command,
  tool: string,
  verb: 'install' | 'ci',
  words: ManagerWords,
  place: CommandPlace,
): CommandReading {
  const prefix = words.flags.get('prefix') ?? words.flags.get('cwd');
  const bare = (writes: Paths, reads: Paths): CommandReading => ({
    command,
    role: 'install-dependencies',
    writes,
    reads,
    evidence: [],
    detail: { kind: 'none' },
  });
  if (place.folder === null || !words.complete) return bare('anything', 'anything');
  const folder = posix.resolve(place.folder, prefix ?? '.');
  const contextFolder = contextFolderOf(place, place.folder, prefix ?? '.');
  const at = contextFolder === null ? null : within(contextFolder, 'package.json');
  const manifest = at === null ? null : readManifest(place.context, at);
  const caches = place.home === null ? [] : [posix.join(place.home, '.npm')];
  const written = [posix.join(folder, 'node_modules'), ...caches];
  const frozen = verb === 'ci' || (tool !== 'npm' && isOn(words, 'frozen-lockfile')) || isOn(words, 'immutable');
  if (!frozen) written.push(posix.join(folder, lockfileOf(tool)));
  if (words.operands.length > 0) written.push(posix.join(folder, 'package.json'));
  const ignoresScripts = isOn(words, 'ignore-scripts') || place.env.get('npm_config_ignore_scripts') === 'true';
  if (manifest === null || contextFolder === null) return bare([...written, folder], [folder]);

  const lifecycle = lifecycleOf(place.context, manifest);
  const reads = installReadsOf(place.context, manifest, lifecycle);
  for (const [name, cache] of Object.entries(HOME_CACHES)) {
    const isInstalled = manifest.dependencies.has(name) || manifest.devDependencies.has(name);
    if (isInstalled && place.home !== null) written.push(posix.join(place.home, cache));
  }
  const evidence: Evidence[] = [
    cite(place.context, manifest.path, manifest.name === null ? 'package.json' : `name = "${manifest.name}"`),
    ...lifecycle.evidence,
  ];
  return {
    command,
    role: 'install-dependencies',
    writes: lifecycle.unclear === null || ignoresScripts ? written : [...written, folder],
    reads: [
      ...(reads.known
        ? reads.value.map((path) => posix.join(folder, posix.relative(contextFolder || '.', path)))
        : [folder]),
      ...(place.home === null ? [] : [posix.join(place.home, '.npmrc')]),
    ],
    evidence,
    detail: {
      kind: 'install',
      ecosystem: 'node',
      project: contextFolder,
      folder,
      production: isProduction(tool, words, command, place, manifest),
      frozen,
      packages: words.operands,
      carriedFlags: words.written.filter(
        (flag) => CARRIED.has(flag.replace(/^--?/, '').replace(/=.*$/, '')) || flag === '-f',
      ),
      ignoresScripts,
    },
  };
}

/** The context folder that `--prefix` means; absolute ones only below the place of the context's root. */
function contextFolderOf(place: CommandPlace, folder: string, prefix: string): string | null {
  if (place.contextFolder === null) return null;
  if (!prefix.startsWith('/')) return within(place.contextFolder, prefix);
  const root = contextRootAt(folder, place.contextFolder);
  return root === null ? null : within('', posix.relative(root, prefix) || '.');
}

/**
 * Whether development dependencies stay away: flags first, then npm's own variables and settings, then NODE_ENV. npm 6 (Node <= 14) knows no
 * `--omit`, silently; `--only` and `--production` are known to all.
 */
function isProduction(
  tool: string,
  words: ManagerWords,
  command: Command,
  place: CommandPlace,
  manifest: Manifest,
): boolean {
  const env = (name: string): string | undefined =>
    command.assignments.find((assignment) => assignment.name === name)?.value ??
    place.env.get(name) ??
    place.env.get(name.toUpperCase()) ??
    undefined;
  const oldNpm = tool === 'npm' && place.runtimeMajor !== null && place.runtimeMajor <= 14;
  const { flags } = words;
  if (
    flags.get('include') === 'dev' ||
    flags.get('also') === 'dev' ||
    flags.get('also') === 'development' ||
    isOn(words, 'dev')
  )
    return false;
  if (flags.get('production') === 'false' || flags.get('no-production') === 'true') return false;
  if (isOn(words, 'production') || isOn(words, 'prod') || /^prod(?:uction)?$/.test(flags.get('only') ?? ''))
    return true;
  if (flags.get('omit') === 'dev' && !oldNpm) return true;
  if (flags.get('P') === 'true') return true;
  if (env('npm_config_production') === 'true' || /^prod(?:uction)?$/.test(env('npm_config_only') ?? '')) return true;
  if (env('npm_config_omit') === 'dev' && !oldNpm) return true;
  const npmrc = manifest.folder === '' ? '.npmrc' : `${manifest.folder}/.npmrc`;
  if (/^\s*(?:production\s*=\s*true|omit(?:\[\])?\s*=\s*dev|only\s*=\s*prod)/m.test(place.context.read(npmrc) ?? ''))
    return true;
  if (env('npm_config_include') === 'dev' || env('npm_config_production') === 'false') return false;
  return env('NODE_ENV') === 'production';
}

function lockfileOf(tool: string): string {
  switch (tool) {
    case 'yarn':
      return 'yarn.lock';
    case 'pnpm':
      return 'pnpm-lock.yaml';
    case 'bun':
      return 'bun.lock';
    default:
      return 'package-lock.json';
  }
}
