import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { ProgramRead } from '../program-reading.ts';
import { cite, within } from './cite.ts';
import type { Lockfile } from './lockfile.ts';

/** Registries that need no settings. */
const PUBLIC = /^https?:\/\/(?:registry\.npmjs\.org|registry\.yarnpkg\.com|registry\.npmjs\.com)\//;

/**
 * An `.npmrc` that git does not have but that a pipeline may put beside the manifest before it builds: when git is told to ignore it, or
 * when the lockfile names packages of another registry. Copying sources before the install brought it; copying manifests has to, too.
 */
export function untrackedSettings(
  context: BuildContext,
  folder: string,
  lock: Lockfile | null,
): readonly ProgramRead[] {
  const path = within(folder, '.npmrc');
  if (path === null || context.has(path) === 'yes' || context.ignores(path)) return [];
  const evidence = [...ignoredByGit(context, folder), ...otherRegistry(context, lock)];
  return evidence.length > 0 ? [{ path, evidence }] : [];
}

function ignoredByGit(context: BuildContext, folder: string): readonly Evidence[] {
  const files = [...new Set(['.gitignore', within(folder, '.gitignore') ?? '.gitignore'])];
  return files
    .filter((file) => /^\s*\/?(?:\*\*\/)?\.npmrc\s*$/m.test(context.read(file) ?? ''))
    .map((file) => cite(context, file, '.npmrc'));
}

function otherRegistry(context: BuildContext, lock: Lockfile | null): readonly Evidence[] {
  if (lock === null) return [];
  const other = [...lock.packages.values()].find(
    ({ resolved }) =>
      resolved !== null && URL.canParse(resolved) && /^https?:/.test(resolved) && !PUBLIC.test(resolved),
  );
  return other?.resolved ? [cite(context, lock.path, `${other.name} comes from ${new URL(other.resolved).host}`)] : [];
}
