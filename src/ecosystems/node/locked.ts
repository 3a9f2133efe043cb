import type { BuildContext } from '../../repository/repository.ts';
import { readBunLock } from './bun-lock.ts';
import { notKnown } from './known.ts';
import { type LockStep, lockStepOf } from './lock-step.ts';
import { type Lockfile, readNpmLock } from './lockfile.ts';
import type { ManagerReading } from './managers.ts';
import { listOf, type Manifest, objectOf } from './package-json.ts';
import { pnpmStepOf, readPnpmLock } from './pnpm-lock.ts';
import { pnpmSettings } from './pnpm-settings.ts';
import { readYarnBerryLock } from './yarn-berry-lock.ts';
import { readYarnClassicLock, yarnClassicStepOf } from './yarn-classic-lock.ts';

/** The lockfile that a project's manager uses; null: there is none, or it cannot be read. */
export function lockOf(
  context: BuildContext,
  manager: ManagerReading,
  manifests: readonly [Manifest, ...Manifest[]],
): Lockfile | null {
  const path = manager.lockfile;
  if (path === null) return null;
  switch (manager.flavour) {
    case 'npm':
      return readNpmLock(context, path);
    case 'yarn-classic':
      return readYarnClassicLock(context, path, manifests);
    case 'yarn-berry':
      return readYarnBerryLock(context, path, manifests);
    case 'pnpm':
      return readPnpmLock(context, path, runsInstallScripts(context, manager, manifests[0]));
    case 'bun':
      return readBunLock(context, path);
  }
}

/** Whether a frozen install accepts it; null: it could not be read. */
export function stepOf(
  context: BuildContext,
  manager: ManagerReading,
  lock: Lockfile | null,
  [manifest, ...members]: readonly [Manifest, ...Manifest[]],
): LockStep | null {
  if (lock === null) return null;
  switch (manager.flavour) {
    case 'npm':
      return lockStepOf(context, manifest, lock, members);
    case 'yarn-classic':
      return yarnClassicStepOf(context, manifest, lock, members);
    case 'pnpm':
      return pnpmStepOf(context, lock, [manifest, ...members]);
    case 'yarn-berry':
    case 'bun':
      return { inStep: notKnown('frozen-form-unknown', { manager: manager.flavour }, []), differences: [] };
  }
}

/**
 * pnpm 10 and later run the install scripts of those dependencies alone that a setting names; earlier ones run all (tried with 8.15.9, 9.15.9,
 * 10.18.0, 12.21.0). Null: its version is not known, or settings decide.
 */
function runsInstallScripts(context: BuildContext, { major }: ManagerReading, manifest: Manifest): boolean | null {
  if (major === null || major < 10) return major === null ? null : true;
  const settings = [pnpmSettings(context, manifest.folder), objectOf(manifest.raw.pnpm) ?? {}];
  const allows = settings.some(
    (one) =>
      listOf(one.onlyBuiltDependencies).length > 0 ||
      one.onlyBuiltDependenciesFile !== undefined ||
      one.allowBuilds !== undefined ||
      one.neverBuiltDependencies !== undefined ||
      one.dangerouslyAllowAllBuilds !== undefined,
  );
  return allows ? null : false;
}
