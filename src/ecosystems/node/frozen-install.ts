import semver from 'semver';
import type { CommandReading } from '../../command-reading.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../ecosystem.ts';
import { cite } from './cite.ts';
import { known, notKnown } from './known.ts';
import { lifecycleOf } from './lifecycle.ts';
import type { LockStep } from './lock-step.ts';
import type { Lockfile } from './lockfile.ts';
import { readManagerWords } from './npm-words.ts';
import type { Manifest } from './package-json.ts';
import { ownersOf } from './tools.ts';
import { unwrap } from './unwrap.ts';

/** Flags of `npm install` that `npm ci` knows too; any other keeps the command as it is. */
const KEPT = new Set([
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

/**
 * The `npm ci` form of an `npm install`: only with a lockfile that is in step, of a form that the base's npm reads (npm >= 5.7, and
 * version 3 needs npm >= 7), without package names, and with flags that `npm ci` knows. `runtimeMajor` is the base's Node.
 */
export function frozenInstallOf(
  context: BuildContext,
  manifest: Manifest,
  lock: Lockfile | null,
  step: LockStep | null,
  install: CommandReading,
  runtimeMajor: number | null,
): Known<string> {
  const words = readManagerWords(install.command.words);
  const tool = unwrap(install.command).tool;
  if (tool !== 'npm') return notKnown('package-manager-unsupported', { manager: tool ?? '?' }, install.evidence);
  if (install.detail.kind !== 'install' || install.detail.packages.length > 0) {
    return notKnown(
      'install-names-packages',
      { packages: install.detail.kind === 'install' ? install.detail.packages : [] },
      install.evidence,
    );
  }
  if (install.detail.frozen) return notKnown('install-already-frozen', {}, install.evidence);
  if (lock === null || step === null)
    return notKnown('lockfile-missing', {}, [cite(context, manifest.path, 'no package-lock.json beside it')]);
  const odd = [...words.flags.keys()].find((flag) => !KEPT.has(flag) || flag === 'force');
  if (odd !== undefined || !words.complete)
    return notKnown(
      'install-flag-unknown',
      { flag: odd === undefined ? install.command.words.map((word) => word.text).join(' ') : `--${odd}` },
      [],
    );
  const npmrc = manifest.folder === '' ? '.npmrc' : `${manifest.folder}/.npmrc`;
  const ignored = /^\s*(?:package-lock|shrinkwrap)\s*=\s*false/m.exec(context.read(npmrc) ?? '');
  if (ignored !== null) return notKnown('lockfile-ignored', {}, [cite(context, npmrc, ignored[0].trim())]);
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
  const npm =
    pinnedNpm(manifest) ?? (runtimeMajor === null ? null : runtimeMajor >= 15 ? 7 : runtimeMajor >= 10 ? 6 : 5);
  if (npm === null) return notKnown('runtime-version-unknown', {}, []);
  if (npm < 6) return notKnown('npm-too-old', { node: runtimeMajor ?? 0 }, []);
  if (npm < 7 && lock.version === 3)
    return notKnown('lockfile-too-new', { version: 3 }, [cite(context, lock.path, 'lockfileVersion = 3')]);
  const program = install.command.words[0]?.text ?? 'npm';
  return known([program, 'ci', ...words.written].join(' '));
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
