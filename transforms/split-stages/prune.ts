import { withBeside } from '../../src/ecosystems/ecosystem.ts';
import type { Item } from '../../src/facts.ts';
import { destinationFrom, isWithin, overlaps } from '../../src/filesystem/path.ts';
import type { Step } from '../../src/plan/plan.ts';
import type { Cargo } from './carry.ts';
import type { SplitCase } from './case.ts';
import { inImage } from './held.ts';

/**
 * Dependency folders that come along with the whole application folder though only files are served. None where a served folder holds them, or a link
 * that may lead there: somebody may ask for what is in there.
 */
export function unusedFolders(found: SplitCase): readonly string[] {
  const { start, dependencies, folder, facts } = found;
  const served = withBeside(start).map((one) => (one.kind === 'static-site' ? one.folder : null));
  const places = served.map((path) => (path === null ? null : inImage(path, found)));
  const folders = dependencies.carried.map(({ destination }) => destination).filter((path) => isWithin(path, folder));
  const links = facts.context.files().filter((file) => facts.context.kind(file) === 'symlink');
  if (links.some((file) => served.some((path) => path !== null && isWithin(`/${file}`, `/${path}`)))) return [];
  return places.some((place) => place === null || folders.some((path) => overlaps(path, place))) ? [] : folders;
}

/** What takes dependencies away again that nothing runs, at the end of the stages that stay behind. */
export function pruneStep(found: SplitCase, rung: Cargo['rung']): Step | null {
  const workdir = found.anchor.item.state.workdir.certain;
  if (rung === 'overlay' && !found.needsDependencies) {
    const folders = unusedFolders(found);
    if (folders.length === 0 || workdir === null) return null;
    return {
      kind: 'added',
      text: `RUN rm -rf ${folders.map((path) => destinationFrom(workdir, path, false).replace(/^\.\//, '')).join(' ')}`,
      why: 'what is served needs no dependencies of the project',
    };
  }
  if (found.production.kind !== 'prune') return null;
  const inFolder = workdir === found.folder ? '' : `cd ${found.folder} && `;
  return {
    kind: 'added',
    text: `RUN ${found.production.mayFetch ? mountsOf(found.anchor.item) : ''}${inFolder}${found.production.command}`,
    why: 'development dependencies are not for running',
  };
}

/** What the install was given for its downloads: a cache, a secret. */
function mountsOf({ view }: Item): string {
  if (view.kind !== 'run') return '';
  return view.flags.map((flag) => `--${flag.name}${flag.value === null ? '' : `=${flag.value}`} `).join('');
}
