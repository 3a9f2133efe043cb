import { withBeside } from '../../src/ecosystems/start-reading.ts';
import type { Item } from '../../src/facts.ts';
import { destinationFrom, isWithin, overlaps, resolvePath } from '../../src/filesystem/path.ts';
import type { Step } from '../../src/plan/plan.ts';
import type { Cargo } from './carry.ts';
import type { SplitCase } from './case.ts';
import { inImage } from './held.ts';
import { carriedPart } from './started-part.ts';

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

/** What takes dependencies away again that nothing runs, behind a stage that ends in the folder `workdir`. */
export function pruneStep(found: SplitCase, rung: Cargo['rung'], workdir: string | null): Step | null {
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
  const part = carriedPart(found, rung);
  const tree = part?.trees[0] ?? found.production;
  const gone = part === null ? '' : `rm -rf ${part.leaves.map((path) => within(found, path)).join(' ')}`;
  const command = [gone, tree.command].filter((one) => one !== '');
  if (part?.leavesLast) command.reverse();
  // One command removes what goes and the tree that is made anew.
  const once = command.join(' && ').replace(/^(rm -rf [^&]*) && rm -rf /, '$1 ');
  const inFolder = workdir === found.folder ? '' : `cd ${found.folder} && `;
  return {
    kind: 'added',
    text: `RUN ${tree.mayFetch ? mountsOf(found.anchor.item) : ''}${inFolder}${once}`,
    why: 'development dependencies are not for running',
  };
}

/** A context path as it is written in the project's folder. */
function within(found: SplitCase, path: string): string {
  return destinationFrom(found.folder, inImage(path, found), false).replace(/^\.\//, '');
}

/** What the install was given for its downloads: a cache, a secret. */
function mountsOf({ view }: Item): string {
  if (view.kind !== 'run') return '';
  return view.flags.map((flag) => `--${flag.name}${flag.value === null ? '' : `=${flag.value}`} `).join('');
}

/** What takes a build's caches out of the outputs that are carried, in the folder `workdir`: only the next build reads them. */
export function cacheStep(found: SplitCase, { carried }: Cargo, workdir: string | null): Step | null {
  const caches = found.builds.flatMap(({ output, item }) =>
    (output?.intermediate ?? [])
      .filter((path) => output?.outputs.some((made) => isStrictlyWithin(path, made)))
      .filter((path) => !isMounted(inImage(path, found), item)),
  );
  const paths = [...new Set(caches.map((path) => inImage(path, found)))].filter((path) =>
    carried.some((entry) => entry.from === 'builder' && isStrictlyWithin(path, entry.source)),
  );
  if (paths.length === 0 || workdir === null) return null;
  const words = paths.map((path) => destinationFrom(workdir, path, false).replace(/^\.\//, ''));
  return { kind: 'added', text: `RUN rm -rf ${words.join(' ')}`, why: 'only the next build would read this cache' };
}

function isStrictlyWithin(path: string, folder: string): boolean {
  return path !== folder && isWithin(path, folder);
}

/** What lies in a mount of the RUN is in no layer. */
function isMounted(path: string, { view, state }: Item): boolean {
  if (view.kind !== 'run') return false;
  return view.flags.some((flag) => {
    const target = flag.name === 'mount' ? /(?:target|dst|destination)=([^,]+)/.exec(flag.value ?? '')?.[1] : undefined;
    return target !== undefined && isWithin(path, resolvePath(state.workdir.certain ?? '/', target));
  });
}
