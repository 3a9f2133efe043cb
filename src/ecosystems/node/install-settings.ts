import { parse } from 'yaml';
import type { BuildContext } from '../../repository/repository.ts';
import { within } from './cite.ts';
import type { Flavour } from './managers.ts';
import { type Manifest, objectOf, stringOf, stringsOf } from './package-json.ts';
import { pnpmSettings } from './pnpm-settings.ts';

/** Files and folders beside the manifest that an install reads when they are there. Source: each manager's documentation of its settings. */
const BESIDE: Readonly<Record<Flavour, readonly string[]>> = {
  // npm 7 and later take versions from a yarn.lock where there is no lockfile of their own.
  npm: ['npm-shrinkwrap.json', 'package-lock.json', '.npmrc', 'yarn.lock'],
  'yarn-classic': ['yarn.lock', '.yarnrc', '.npmrc', '.yarnclean'],
  'yarn-berry': [
    'yarn.lock',
    '.yarnrc.yml',
    '.pnp.cjs',
    '.pnp.loader.mjs',
    '.yarn/releases',
    '.yarn/plugins',
    '.yarn/patches',
    '.yarn/cache',
  ],
  pnpm: ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', '.pnpmfile.cjs', '.pnpmfile.mjs'],
  bun: ['bun.lock', 'bun.lockb', 'bunfig.toml', '.npmrc'],
};

/** Lockfiles of npm, before which a yarn.lock does not count. */
const NPM_LOCKFILES = ['npm-shrinkwrap.json', 'package-lock.json'];

/** Context files and folders, beside the manifest, that an install with this manager reads; existing ones only. */
export function settingsReadBy(context: BuildContext, flavour: Flavour, manifest: Manifest): readonly string[] {
  const exists = (name: string): readonly string[] => {
    const path = within(manifest.folder, name);
    return path !== null && path !== '' && context.kind(path) !== null && context.has(path) === 'yes' ? [path] : [];
  };
  const own = NPM_LOCKFILES.some((name) => exists(name).length > 0);
  const beside = BESIDE[flavour].filter((name) => flavour !== 'npm' || name !== 'yarn.lock' || !own);
  return [...new Set([...beside, ...named(context, flavour, manifest)].flatMap(exists))];
}

/** What settings name: the release of yarn to run, a mirror of packages, patches. */
function named(context: BuildContext, flavour: Flavour, manifest: Manifest): readonly string[] {
  const text = (name: string): string => context.read(within(manifest.folder, name) ?? name) ?? '';
  switch (flavour) {
    case 'npm':
      return [];
    case 'yarn-classic':
      return [...text('.yarnrc').matchAll(/^\s*(?:yarn-path|yarn-offline-mirror)\s+"?([^"\s]+)"?\s*$/gm)].flatMap(
        (match) => match[1] ?? [],
      );
    case 'yarn-berry': {
      const path = stringOf(yamlOf(text('.yarnrc.yml')).yarnPath);
      const patched = [...manifest.dependencies, ...manifest.devDependencies, ...stringsOf(manifest.raw.resolutions)];
      const patches = patched.flatMap(([, spec]) => /^patch:.*#(?:~\/|\.\/)?([^:]+?)(?:::.*)?$/.exec(spec)?.[1] ?? []);
      return [...(path === null ? [] : [path]), ...patches];
    }
    case 'pnpm': {
      const settings = [pnpmSettings(context, manifest.folder), objectOf(manifest.raw.pnpm) ?? {}];
      return settings.flatMap((one) => [...stringsOf(one.patchedDependencies).values()]);
    }
    case 'bun':
      return [...stringsOf(manifest.raw.patchedDependencies).values()];
  }
}

/**
 * Where yarn 2 and later lay packages out: in node_modules, in archives below the project's `.yarn` (Plug'n'Play with a cache of its own), or, where
 * nothing says otherwise, in archives of the home folder. The cache is the project's own up to yarn 3, and with `enableGlobalCache: false` since
 * (yarnpkg.com/configuration/yarnrc#enableGlobalCache).
 */
export function packagesOfBerry(
  context: BuildContext,
  folder: string,
  major: number | null,
): 'node-modules' | 'archives-of-project' | 'archives-of-home' {
  const path = within(folder, '.yarnrc.yml');
  const settings = yamlOf((path === null ? null : context.read(path)) ?? '');
  const linker = stringOf(settings.nodeLinker) ?? 'pnp';
  if (linker === 'node-modules') return 'node-modules';
  const moved = ['cacheFolder', 'pnpUnpluggedFolder', 'pnpDataPath'].some((name) => settings[name] !== undefined);
  const own =
    settings.enableGlobalCache === false || (major !== null && major < 4 && settings.enableGlobalCache !== true);
  return linker === 'pnp' && own && !moved ? 'archives-of-project' : 'archives-of-home';
}

function yamlOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(parse(text, { logLevel: 'silent' })) ?? {};
  } catch {
    return {};
  }
}
