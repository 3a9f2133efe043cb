import type { CommandReading, Role } from './command-reading.ts';
import type { Project } from './ecosystems/project.ts';
import { type Facts, projectOf, type Survey } from './facts.ts';
import { isWithin } from './filesystem/path.ts';
import { startsIn } from './start-of.ts';

/** A project and the absolute image folder that it lies in. */
export interface ProjectPlace {
  readonly project: Project;
  readonly folder: string;
}

/** The project that an image is about: of its installs the first in the folder that the container starts in, else that of its last build. */
export function placeOfProject(
  readings: readonly CommandReading[],
  surveys: readonly Survey[],
  facts: Facts,
): ProjectPlace | null {
  const final = surveys.at(-1);
  if (!final) return null;
  for (const starts of [mayStart, startsBelow]) {
    for (const { detail } of readings) {
      if (detail.kind !== 'install') continue;
      const project = projectOf(detail, facts);
      const folder = project ? folderOf(project, detail.folder, surveys) : null;
      if (project && folder !== null && starts(project, folder, final)) return { project, folder };
    }
  }
  for (const { detail } of readings.toReversed()) {
    if (detail.kind !== 'build') continue;
    const project = projectOf(detail, facts);
    if (project?.runs === 'outputs') return { project, folder: detail.folder };
  }
  return placeWithoutInstall(surveys, final, facts);
}

/** Roles of commands that bring no sources and no dependencies. */
const PLAIN: readonly Role[] = ['system-packages', 'user', 'file-setup', 'cleanup', 'nothing'];

/** A project that depends on nothing needs no install: it lies where a COPY of its folder brings it, if the container starts there. */
function placeWithoutInstall(surveys: readonly Survey[], final: Survey, facts: Facts): ProjectPlace | null {
  const steps = surveys.flatMap(({ items }) => items);
  const plain = steps.every(
    ({ script, readings, view }) =>
      script?.kind !== 'not-understood' &&
      readings.every(({ role }) => PLAIN.includes(role)) &&
      (view.kind !== 'copy' || view.from === null),
  );
  if (!plain) return null;
  const copies = final.items.flatMap(({ entries }) => entries ?? []);
  for (const project of facts.projects) {
    if (project.hasProductionDependencies || project.hasDevelopmentDependencies) continue;
    const copy = copies.findLast(
      ({ kind, source, destination }) =>
        kind === 'folder' && source === project.root && startsIn(destination, final.end),
    );
    if (copy) return { project, folder: copy.destination };
  }
  return null;
}

/** What is built runs in any folder; what is installed beside its sources runs where they are. */
export function mayStart(project: Project, folder: string, final: Survey): boolean {
  return project.runs === 'outputs' || startsIn(folder, final.end, project);
}

/** `WORKDIR /app/dist` behind the build: it starts in a folder of the project, whose dependencies it finds above. */
export function startsBelow({ runs, accepts }: Project, folder: string, { end }: Survey): boolean {
  const workdir = end.workdir.certain;
  return runs === 'sources' && accepts === undefined && workdir !== null && isWithin(workdir, folder);
}

/**
 * Where a project's sources lie: the folder that it was installed in, or, where installing needs no folder of the project
 * (`pip install -r /tmp/requirements.txt`), the one that a COPY brings them to and the container starts in.
 */
export function folderOf(project: Project, installed: string, surveys: readonly Survey[]): string {
  const final = surveys.at(-1);
  if (!final || !project.accepts || project.runs === 'outputs' || startsIn(installed, final.end)) return installed;
  const copied = surveys
    .flatMap((survey) => survey.items)
    .flatMap((item) => item.entries ?? [])
    .filter((entry) => entry.kind === 'folder' && isWithin(`/${project.root}`, `/${entry.source}`))
    .map((entry) => entry.destination)
    .filter((destination) => startsIn(destination, final.end));
  return copied.at(-1) ?? installed;
}
