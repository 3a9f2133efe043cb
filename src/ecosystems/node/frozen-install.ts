import { posix } from 'node:path';
import semver from 'semver';
import type { CommandReading } from '../../command-reading.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../known.ts';
import { cite, within } from './cite.ts';
import { known, notKnown } from './known.ts';
import { lifecycleOf } from './lifecycle.ts';
import type { LockStep } from './lock-step.ts';
import type { Lockfile } from './lockfile.ts';
import { lockfileNameOf, type ManagerReading } from './managers.ts';
import { readManagerWords } from './npm-words.ts';
import type { Manifest } from './package-json.ts';
import { ownersOf } from './tools.ts';
import { unwrap } from './unwrap.ts';

/** Flags of `npm install` that `npm ci` knows too; any other keeps the command as it is. */
const NPM_FLAGS = new Set([
  'only',
  'omit',
  'include',
  'production',
  'silent',
  'quiet',
  'loglevel',
  'loglevel-silent',
  'loglevel-quiet',
  'loglevel-info',
  'unsafe-perm',
  'legacy-peer-deps',
  'force',
  'optional',
  'no-optional',
  'no-audit',
  'audit',
  'no-fund',
  'fund',
  'ignore-scripts',
  'prefer-offline',
  'no-progress',
  'progress',
  'cache',
  'registry',
  'prefix',
  'verbose',
  'no-update-notifier',
  'fetch-retries',
  'fetch-timeout',
  'maxsockets',
  'no-shrinkwrap-warning',
  'color',
  'no-color',
  'userconfig',
  'network-timeout',
  'strict-ssl',
  'foreground-scripts',
]);

/** Flags of `yarn install` (yarn 1) that say nothing about the lockfile. */
const YARN_FLAGS = new Set([
  'production',
  'prod',
  'silent',
  'loglevel-silent',
  'non-interactive',
  'no-progress',
  'network-timeout',
  'network-concurrency',
  'ignore-engines',
  'ignore-platform',
  'ignore-optional',
  'ignore-scripts',
  'prefer-offline',
  'offline',
  'cache-folder',
  'registry',
  'verbose',
  'check-files',
  'cwd',
]);

/** Flags of `pnpm install` that say nothing about the lockfile. */
const PNPM_FLAGS = new Set([
  'prod',
  'production',
  'save-prod',
  'ignore-scripts',
  'prefer-offline',
  'offline',
  'reporter',
  'silent',
  'store-dir',
  'no-optional',
  'shamefully-hoist',
  'unsafe-perm',
]);

/** What a frozen install is made of. */
export interface FrozenOf {
  readonly context: BuildContext;
  readonly manifest: Manifest;
  readonly manager: ManagerReading;
  readonly lock: Lockfile | null;
  readonly step: LockStep | null;
}

/**
 * The form of an install that follows the lockfile: `npm ci`, or `--frozen-lockfile` of yarn 1 and pnpm. Of `npm ci`: only with a lockfile that is in step, of a form that the base's npm reads (npm >= 5.7, and
 * version 3 needs npm >= 7), without package names, and with flags that `npm ci` knows. `runtimeMajor` is the base's Node.
 */
export function frozenInstallOf(
  { context, manifest, manager, lock, step }: FrozenOf,
  install: CommandReading,
  runtimeMajor: number | null,
): Known<string> {
  const words = readManagerWords(install.command.words);
  const tool = unwrap(install.command).tool;
  if (tool !== manager.manager)
    return notKnown('package-manager-unsupported', { manager: tool ?? '?' }, install.evidence);
  if (install.detail.kind !== 'install' || install.detail.packages.length > 0) {
    return notKnown(
      'install-names-packages',
      { packages: install.detail.kind === 'install' ? install.detail.packages : [] },
      install.evidence,
    );
  }
  if (install.detail.frozen) return notKnown('install-already-frozen', {}, install.evidence);
  if (manager.lockfile?.endsWith('.lockb'))
    return notKnown('lockfile-binary', { path: manager.lockfile }, [cite(context, manager.lockfile, 'is binary')]);
  if (lock === null || step === null) {
    const lockfile = lockfileNameOf(manager.manager);
    const hidden = context.ignores(within(manifest.folder, lockfile) ?? lockfile);
    return hidden
      ? notKnown('lockfile-hidden', { lockfile, by: posix.basename(context.ignoreFile ?? '.dockerignore') }, [])
      : notKnown('lockfile-missing', { lockfile }, [
          cite(context, manifest.path, 'no lockfile that can be read beside it'),
        ]);
  }
  const flags = manager.flavour === 'npm' ? NPM_FLAGS : manager.flavour === 'pnpm' ? PNPM_FLAGS : YARN_FLAGS;
  const odd = [...words.flags.keys()].find((flag) => !flags.has(flag) || flag === 'force');
  if (odd !== undefined || !words.complete)
    return notKnown(
      'install-flag-unknown',
      { flag: odd === undefined ? install.command.words.map((word) => word.text).join(' ') : `--${odd}` },
      [],
    );
  const ignored = lockfileIgnored(context, manifest);
  if (ignored !== null) return ignored;
  const lenient = words.flags.has('legacy-peer-deps');
  if (!step.inStep.known && !(lenient && step.inStep.because.code === 'lockfile-lacks-peers'))
    return { known: false, because: step.inStep.because };
  if (step.inStep.known && !step.inStep.value) {
    return notKnown(
      'lockfile-out-of-step',
      { differences: step.differences },
      step.differences.slice(0, 5).map((says) => cite(context, lock.path, says)),
    );
  }
  const hook =
    install.detail.production && !install.detail.ignoresScripts
      ? missingHookTool(manifest, lifecycleOf(context, manifest).tools)
      : null;
  if (hook !== null)
    return notKnown('install-hook-needs-dev-dependency', { package: hook }, [
      cite(context, manifest.path, `${hook} is in devDependencies`),
    ]);
  switch (manager.flavour) {
    case 'npm':
      return frozenNpm(context, manifest, lock, install, words.written, runtimeMajor);
    case 'yarn-classic':
      return known(withFlag(install, '--frozen-lockfile'));
    case 'pnpm':
      return formOfPnpm(manager.major) === Math.floor(lock.version)
        ? known(withFlag(install, '--frozen-lockfile'))
        : notKnown('lockfile-depends-on-settings', { setting: 'the version of pnpm' }, [
            cite(context, lock.path, `lockfileVersion = ${lock.version}`),
          ]);
    case 'yarn-berry':
    case 'bun':
      return notKnown('frozen-form-unknown', { manager: manager.flavour }, []);
  }
}

function frozenNpm(
  context: BuildContext,
  manifest: Manifest,
  lock: Lockfile,
  install: CommandReading,
  written: readonly string[],
  runtimeMajor: number | null,
): Known<string> {
  const npm =
    pinnedNpm(manifest) ?? (runtimeMajor === null ? null : runtimeMajor >= 15 ? 7 : runtimeMajor >= 10 ? 6 : 5);
  if (npm === null) return notKnown('runtime-version-unknown', {}, []);
  if (npm < 6) return notKnown('npm-too-old', { node: runtimeMajor ?? 0 }, []);
  if (npm < 7 && lock.version === 3)
    return notKnown('lockfile-too-new', { version: 3 }, [cite(context, lock.path, 'lockfileVersion = 3')]);
  const program = install.command.words[0]?.text ?? 'npm';
  return known([program, 'ci', ...written].join(' '));
}

/** `yarn` is `yarn install`. */
function withFlag({ command }: CommandReading, flag: string): string {
  const [program = '', ...rest] = command.words.map((word) => word.text);
  const verb = rest.some((word) => /^(?:install|i)$/.test(word)) ? [] : ['install'];
  return [program, ...verb, ...rest, flag].join(' ');
}

/** The form of lockfile that a pnpm writes, and so takes as it is. */
function formOfPnpm(major: number | null): number | null {
  if (major === null) return null;
  return major >= 9 ? 9 : major === 8 ? 6 : 5;
}

/** `package-lock=false` of npm, `lockfile=false` of pnpm, `--install.no-lockfile` of yarn 1. */
function lockfileIgnored(context: BuildContext, manifest: Manifest): ReturnType<typeof notKnown> | null {
  for (const [name, pattern] of [
    ['.npmrc', /^\s*(?:package-lock|shrinkwrap|lockfile|frozen-lockfile)\s*=\s*false/m],
    ['.yarnrc', /^\s*--install\.(?:no|pure)-lockfile\s+true/m],
  ] as const) {
    const path = manifest.folder === '' ? name : `${manifest.folder}/${name}`;
    const found = pattern.exec(context.read(path) ?? '');
    if (found !== null) return notKnown('lockfile-ignored', {}, [cite(context, path, found[0].trim())]);
  }
  return null;
}

/** An install without development dependencies fails when a hook calls one of them (`prepare: husky`), and a frozen one is no better. */
function missingHookTool(manifest: Manifest, tools: readonly string[]): string | null {
  const missing = tools
    .flatMap(ownersOf)
    .find((name) => manifest.devDependencies.has(name) && !manifest.dependencies.has(name));
  return missing ?? null;
}

/** corepack's pin of npm itself. */
function pinnedNpm(manifest: Manifest): number | null {
  const version = /^npm@(.+)$/.exec(manifest.packageManager ?? '')?.[1];
  return version === undefined ? null : (semver.coerce(version)?.major ?? null);
}
