import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../ecosystem.ts';
import { cite, within } from './cite.ts';
import { known, notKnown } from './known.ts';
import type { LifecycleReading } from './lifecycle.ts';
import type { Manifest } from './package-json.ts';

/** Files beside the manifest that an install reads when they are there. */
const BESIDE = ['npm-shrinkwrap.json', 'package-lock.json', '.npmrc'];

/**
 * Every context file that installing reads: manifest, lockfile, settings, `file:` dependencies and patches, and what the
 * project's own install scripts read. Not known when one of those scripts reads sources.
 */
export function installReadsOf(
  context: BuildContext,
  manifest: Manifest,
  lifecycle: LifecycleReading,
): Known<readonly string[]> {
  if (lifecycle.unclear !== null) return { known: false, because: lifecycle.unclear };
  const reads = [manifest.path];
  for (const name of BESIDE) {
    const path = within(manifest.folder, name);
    if (path !== null && context.has(path) === 'yes') reads.push(path);
  }
  for (const [name, spec] of [
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  ]) {
    const local = /^(?:file:|link:|portal:)(.+)$/.exec(spec)?.[1] ?? (/^(?:\.{1,2}\/|~\/|\/)/.test(spec) ? spec : null);
    if (local === null) continue;
    const path = local.startsWith('/') ? null : within(manifest.folder, local);
    if (path === null || path === '' || context.kind(path) === null) {
      return notKnown(
        'install-reads-source',
        { hook: name, script: spec, why: 'that folder is not in the build context' },
        [cite(context, manifest.path, `${name} = "${spec}"`)],
      );
    }
    reads.push(path);
  }
  reads.push(...lifecycle.reads);
  return known([...new Set(reads)]);
}
