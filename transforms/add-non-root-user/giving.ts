import { posix } from 'node:path';
import type { Project } from '../../src/ecosystems/project.ts';
import type { Facts, Item } from '../../src/facts.ts';
import { copyDestination } from '../../src/filesystem/context-copy.ts';
import { isWithin, resolvePath } from '../../src/filesystem/path.ts';
import { isGone } from '../../src/filesystem/removals.ts';
import { asksForHistory, bringsHistory } from '../../src/git-history.ts';
import type { UserCase } from './obstacles.ts';

/** A COPY that brings `.git`, behind which root asks git: «detected dubious ownership» ends the build once the files are somebody else's. */
export function staysRootsForGit(
  copy: Item,
  lastStep: number,
  { survey: { items }, folder }: UserCase,
  facts: Facts,
): boolean {
  if (copy.index >= lastStep || destinationIn(copy, folder) === null || !bringsHistory(copy, facts)) return false;
  const asRoot = items.filter(({ index }) => index > copy.index && index <= lastStep);
  return asRoot.some((item) => asksForHistory(item, facts));
}

/**
 * Gives the application folder, the folders made in it and what was built in it to the user; not the dependencies, which nothing writes and
 * which are large. What was copied as root's is given as a whole.
 */
export function givingTo(
  { survey, user, folder, needs, volumes }: UserCase,
  lastStep: number,
  roots: readonly Item[],
): string {
  const { owner } = user;
  const readings = survey.items.filter((item) => item.index <= lastStep).flatMap((item) => item.readings);
  const inside = (path: string) => path !== folder && isWithin(path, folder);
  const stays = (path: string) => inside(path) && !isGone(path, readings);
  const made = readings.flatMap(({ command, writes }) =>
    command.name === 'mkdir' && writes !== 'anything' ? writes.filter(stays) : [],
  );
  const built = readings.flatMap((reading) => {
    const output = reading.detail.kind === 'build' ? needs.project.build(reading) : null;
    return output?.known
      ? output.value.outputs.map((path) => resolvePath(folder, posix.relative(needs.project.root, path)))
      : [];
  });
  const copied = roots.flatMap((item) => destinationIn(item, folder) ?? []);
  const outputs = [...new Set(built)].filter(
    (path) => stays(path) && !dependencies(needs.project, folder).some((one) => isWithin(path, one)),
  );
  const trees = [...copied, ...outputs].filter(
    (path, index, all) => !all.some((one, at) => at !== index && isWithin(path, one) && (path !== one || at < index)),
  );
  const single = [...new Set([folder, ...made, ...volumes])].filter(
    (path) => !trees.some((tree) => isWithin(path, tree)),
  );
  const commands = [
    ...(volumes.length > 0 ? [`mkdir -p ${volumes.join(' ')}`] : []),
    ...(single.length > 0 ? [`chown ${owner} ${single.join(' ')}`] : []),
    ...(trees.length > 0 ? [`chown -R ${owner} ${trees.join(' ')}`] : []),
  ];
  return `RUN ${commands.join(' && ')}`;
}

function dependencies(project: Project, folder: string): readonly string[] {
  return project.dependencyFolders.map((path) => resolvePath(folder, posix.relative(project.root, path)));
}

/** Where a COPY or ADD brings its files, if that is in the application folder, or a folder that holds it. */
export function destinationIn({ view, state }: Item, folder: string): string | null {
  if (view.kind !== 'copy' && view.kind !== 'add') return null;
  const destination = copyDestination(view, state);
  if (destination === null) return null;
  return isWithin(destination, folder) || (destination !== '/' && isWithin(folder, destination)) ? destination : null;
}
