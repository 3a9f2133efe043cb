import type { Because } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../known.ts';
import { cite, isBelow, within } from './cite.ts';
import { settingsReadBy } from './install-settings.ts';
import { because, known, notKnown } from './known.ts';
import type { LifecycleReading } from './lifecycle.ts';
import type { Flavour } from './managers.ts';
import { type Manifest, stringsOf } from './package-json.ts';

/**
 * Every context file that installing reads: manifests of the project and of all members of its workspace, lockfile, settings, `file:` dependencies
 * and patches, programs that members offer (a link to a missing one is not made), and what the project's own install scripts read. Not known when
 * one of those scripts reads sources.
 */
export function installReadsOf(
  context: BuildContext,
  manifest: Manifest,
  lifecycle: LifecycleReading,
  flavour: Flavour,
  members: readonly Manifest[] = [],
): Known<readonly string[]> {
  if (lifecycle.unclear !== null) return { known: false, because: lifecycle.unclear };
  const reads = [manifest.path, ...settingsReadBy(context, flavour, manifest)];
  for (const one of [manifest, ...members]) {
    const local = localDependencies(context, one, members);
    if (!local.known) return local;
    reads.push(one.path, ...local.value);
  }
  reads.push(...members.flatMap((member) => programsOf(context, member)), ...lifecycle.reads);
  return known([...new Set(reads)]);
}

/** Folders and archives of the context that `file:` and its kin name; a member of the workspace is there already. */
function localDependencies(
  context: BuildContext,
  manifest: Manifest,
  members: readonly Manifest[],
): Known<readonly string[]> {
  const paths: string[] = [];
  for (const [name, spec] of [
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  ]) {
    const local = localPath(spec);
    if (local === null) continue;
    const path = local.startsWith('/') ? null : within(manifest.folder, local);
    if (members.some((member) => member.folder === path)) continue;
    if (path === null || path === '' || context.kind(path) === null) {
      return notKnown(
        'install-reads-source',
        { hook: name, script: spec, why: 'that folder is not in the build context' },
        [cite(context, manifest.path, `${name} = "${spec}"`)],
      );
    }
    paths.push(path);
  }
  return known(paths);
}

/** The folder or archive of `file:`, `link:`, `portal:` and a bare path; null: the package is no local one. */
function localPath(spec: string): string | null {
  return /^(?:file:|link:|portal:)(.+)$/.exec(spec)?.[1] ?? (/^(?:\.{1,2}\/|~\/|\/)/.test(spec) ? spec : null);
}

/**
 * A dependency that is a link to a folder outside of the project: what is carried of the project lacks it. npm links every folder, yarn and pnpm copy those
 * of `file:` (docs.npmjs.com/cli/install, classic.yarnpkg.com/docs/cli/add, pnpm.io/cli/link).
 */
export function linkOutside(
  context: BuildContext,
  root: Manifest,
  manifests: readonly Manifest[],
  flavour: Flavour,
): Because | null {
  const copies = flavour !== 'npm' && flavour !== 'bun';
  for (const manifest of manifests) {
    for (const [name, spec] of [...manifest.dependencies, ...manifest.optionalDependencies]) {
      const local = copies && !/^(?:link|portal):/.test(spec) ? null : localPath(spec);
      const folder = local === null || local.startsWith('/') ? null : within(manifest.folder, local);
      if (folder !== null && !isBelow(folder, root.folder) && context.kind(folder) === 'directory')
        return because('links-outside-project', { package: name, folder }, [
          cite(context, manifest.path, `${name} = "${spec}"`),
        ]);
    }
  }
  return null;
}

/** Files of `bin`. */
function programsOf(context: BuildContext, { folder, raw }: Manifest): readonly string[] {
  const named = typeof raw.bin === 'string' ? [raw.bin] : [...stringsOf(raw.bin).values()];
  return named.flatMap((name) => {
    const path = within(folder, name);
    return path !== null && context.kind(path) === 'file' && context.has(path) === 'yes' ? [path] : [];
  });
}
