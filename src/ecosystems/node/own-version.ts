import semver from 'semver';
import type { BuildContext } from '../../repository/repository.ts';
import { within } from './cite.ts';
import { readManifest } from './package-json.ts';
import { pnpmSettings } from './pnpm-settings.ts';

/** First major version of pnpm that, unless told otherwise, downloads and runs the version that a project asks for. */
const FOLLOWS_FROM = 10;

/** Variables that keep pnpm as it is, whatever they say (`false`, `ignore`, `warn`, `error`). */
const SETTINGS = ['npm_config_manage_package_manager_versions', 'pnpm_config_pm_on_fail', 'npm_config_pm_on_fail'];

/**
 * The version of pnpm that an installed one replaces itself with: `packageManager` of package.json asks for it, and it is fetched into the home folder of
 * whoever calls pnpm first. Null: it asks for none, or for the installed one, or a setting forbids it.
 *
 * Sources: pnpm.io/settings, `managePackageManagerVersions` (9.7; true since 10) and `pmOnFail` (`download` by default, since 11).
 *
 * @param installed what follows `pnpm@` in the command that installs it; undefined: the newest
 */
export function replacedByOwnVersion(
  context: BuildContext,
  folder: string,
  installed: string | undefined,
  env: ReadonlyMap<string, unknown>,
): string | null {
  const path = within(folder, 'package.json');
  const manifest = path === null ? null : readManifest(context, path);
  const asked = /^pnpm@(\d+\.\d+\.\d+[\w.-]*)/.exec(manifest?.packageManager ?? '')?.[1];
  if (asked === undefined || asked === installed) return null;
  const lowest = installed === undefined ? null : semver.coerce(installed);
  if (lowest !== null && lowest.major < FOLLOWS_FROM) return null;
  const settings = pnpmSettings(context, folder);
  const npmrc = within(folder, '.npmrc');
  const isOff =
    SETTINGS.some((name) => env.has(name)) ||
    settings.managePackageManagerVersions === false ||
    (settings.pmOnFail !== undefined && settings.pmOnFail !== 'download') ||
    /^\s*manage-package-manager-versions\s*=\s*false/m.test((npmrc === null ? null : context.read(npmrc)) ?? '');
  return isOff ? null : asked;
}
