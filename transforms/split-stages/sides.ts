import { posix } from 'node:path';
import type { Project } from '../../src/ecosystems/project.ts';
import { withBeside } from '../../src/ecosystems/start-reading.ts';
import { type Facts, projectOf, type Survey } from '../../src/facts.ts';
import { isWithin, resolvePath } from '../../src/filesystem/path.ts';
import { mayStart } from '../../src/project-place.ts';
import type { Install } from './anchor.ts';
import type { SplitCase } from './case.ts';
import { inImage } from './held.ts';

/** Another project that the file installs, to build something for the one that starts: a front end beside its server. */
export interface Side {
  readonly project: Project;
  /** Absolute image folder. */
  readonly folder: string;
}

/** The installs of the project that starts, and the projects beside it. */
export interface Sided {
  readonly installs: readonly [Install, ...Install[]];
  readonly sides: readonly Side[];
}

/**
 * Several projects of one language, each installed in its own folder; null: which of them starts, or where the others lie, is not known.
 * The folders lie in the image as they do in the context, so that what one builds is where the other looks for it.
 */
export function withSides(installs: readonly Install[], facts: Facts, survey: Survey): Sided | null {
  const placed = installs.map((install) => ({ install, project: projectOf(install.detail, facts) }));
  const main = placed.findLast(({ install, project }) => project && mayStart(project, install.detail.folder, survey));
  if (!main?.project) return null;
  const { project: own } = main;
  const { folder } = main.install.detail;
  const sides = new Map<Project, Side>();
  const ownInstalls: Install[] = [];
  for (const { install, project } of placed) {
    if (!project?.supported.known || project.runs !== 'sources' || project.accepts || project.carriesAll) return null;
    if (project === own) ownInstalls.push(install);
    else if (isBeside(project, install.detail, { project: own, folder }))
      sides.set(project, { project, folder: install.detail.folder });
    else return null;
  }
  const [first, ...rest] = ownInstalls;
  return first === undefined ? null : { installs: [first, ...rest], sides: [...sides.values()] };
}

/** In a folder of its own, and not above: packages of a folder above are found by whoever runs below it. */
function isBeside(project: Project, { folder, packages, ecosystem }: Install['detail'], main: Side): boolean {
  return (
    packages.length === 0 &&
    ecosystem === main.project.ecosystem &&
    !isWithin(main.folder, folder) &&
    folder === resolvePath(main.folder, posix.relative(main.project.root, project.root) || '.')
  );
}

/** Those that no copy of the application folder brings along. */
export function outside(sides: readonly Side[], folder: string): readonly Side[] {
  return sides.filter((side) => !isWithin(side.folder, folder));
}

/** What starts needs more of a project beside it than what is built there: a program of it, its sources, its packages. */
export function needsMoreOf(found: SplitCase): boolean {
  const { sides, start, others, program, made } = found;
  const isOfSide = (path: string) =>
    sides.some(({ project, folder }) =>
      path.startsWith('/') ? isWithin(path, folder) : isWithin(`/${path}`, `/${project.root}`),
    );
  const isMade = (path: string) => made.some((one) => isWithin(inImage(path, found), one));
  const runs = [...withBeside(start), ...others.starts].flatMap((one) =>
    one.kind === 'program' ? [...(one.entry === null ? [] : [one.entry]), ...(one.alsoLoads ?? [])] : [],
  );
  const reads = 'unknownBecause' in program ? [] : [...program.reads, ...program.optional];
  return (
    runs.some(isOfSide) || reads.some(({ path }) => isOfSide(path) && !isMade(path)) || namesPackages(found, reads)
  );
}

/** `static('../client/node_modules/bootstrap')`: no copy brings such a folder, so that no read of it is known. */
function namesPackages({ sides, facts }: SplitCase, reads: readonly { readonly path: string }[]): boolean {
  const { context } = facts;
  return context
    .files()
    .filter((file) => reads.some(({ path }) => isWithin(`/${file}`, `/${path}`)))
    .some((file) => {
      const text = context.read(file) ?? '';
      return sides.some(
        ({ project: { root, dependencyFolders } }) =>
          text.includes(posix.basename(root)) &&
          dependencyFolders.some((folder) => text.includes(posix.basename(folder))),
      );
    });
}
