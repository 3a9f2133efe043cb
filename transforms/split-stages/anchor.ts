import type { BaseImage } from '../../src/base-images/base-image.ts';
import { isFolderOfBase } from '../../src/base-images/existing-folders.ts';
import type { CommandDetail } from '../../src/command-reading.ts';
import type { Decision } from '../../src/decision.ts';
import { adviceFor, clause } from '../../src/ecosystems/clause.ts';
import type { Project } from '../../src/ecosystems/project.ts';
import { type Facts, type Item, projectOf, type Survey } from '../../src/facts.ts';
import { isWithin } from '../../src/filesystem/path.ts';
import { folderOf } from '../../src/project-place.ts';
import { at, commandText, decide, declinedBecause, type Placed } from './placed.ts';
import { type Side, withSides } from './sides.ts';

type InstallDetail = Extract<CommandDetail, { readonly kind: 'install' }>;
type BuildDetail = Extract<CommandDetail, { readonly kind: 'build' }>;

export type Install = Placed & { readonly detail: InstallDetail };
type Build = Placed & { readonly detail: BuildDetail };

/** What a split turns on: the project, where it lies, and the installs of it. */
export interface Anchor {
  readonly project: Project;
  /** Absolute image folder of the project. */
  readonly folder: string;
  /** The last install, or the first build of a project that fetches its dependencies by building. */
  readonly anchor: Placed;
  /** In file order. */
  readonly installs: readonly Install[];
  /** Other projects that are installed for building alone. */
  readonly sides: readonly Side[];
}

/** The project that the image installs or builds, or why it is not one that can be split. */
export function findAnchor(commands: readonly Placed[], facts: Facts, survey: Survey): Anchor | Decision {
  const installs = commands.flatMap((placed): readonly Install[] =>
    placed.reading.detail.kind === 'install' ? [{ ...placed, detail: placed.reading.detail }] : [],
  );
  const builds = commands.flatMap((placed): readonly Build[] =>
    placed.reading.detail.kind === 'build' ? [{ ...placed, detail: placed.reading.detail }] : [],
  );
  const last = installs.at(-1) ?? builds.find(({ detail }) => projectOf(detail, facts)?.runs === 'outputs');
  if (!last) return lost(builds, facts) ?? decide('nothing-installed');
  const named = installs.find(({ detail, reading }) => {
    const project = projectOf(detail, facts);
    return detail.packages.length > 0 && !project?.accepts && project?.adds?.(reading) !== true;
  });
  if (named) return decide('install-names-packages', { data: { command: commandText(named) }, at: at(named.item) });
  const several = severalProjects(installs, builds, last, facts, survey);
  const sided = several === null || hasForeign(builds, installs) ? null : withSides(installs, facts, survey);
  if (several && sided === null) return several;
  const main = sided?.installs.at(-1) ?? last;
  const own = sided?.installs ?? installs;
  const project = projectOf(main.detail, facts);
  if (!project) return withoutManifest(main, facts);
  const folder = folderOf(project, main.detail.folder, [survey]);
  return (
    unsupported(project, own, facts) ??
    obstacle(project, { last: main, installs: own, survey }, facts) ?? {
      project,
      folder,
      anchor: main,
      installs: own,
      sides: sided?.sides ?? [],
    }
  );
}

/** What the installs name on their command lines. */
export function namedBy({ installs }: Anchor): readonly string[] {
  return installs.flatMap(({ detail }) => detail.packages);
}

/** A build in a folder that no manifest of its language was found for. */
function lost(builds: readonly Build[], facts: Facts): Decision | null {
  const build = builds.find(({ detail }) => !projectOf(detail, facts));
  return build ? withoutManifest(build, facts) : null;
}

function withoutManifest({ detail, item }: Install | Build, facts: Facts): Decision {
  const ecosystem = facts.ecosystems.find(({ name }) => name === detail.ecosystem);
  const because = facts.context.state === 'known' ? ecosystem?.withoutManifest?.(detail.folder, facts.context) : null;
  if (!because) return decide('manifest-not-found', { data: { folder: detail.folder }, at: at(item) });
  const data = { folder: detail.folder, why: clause(because, facts) };
  return decide('manifest-not-found', { data, evidence: because.evidence, at: at(item), ...adviceFor(because, facts) });
}

function severalProjects(
  installs: readonly Install[],
  builds: readonly Build[],
  last: Install | Build,
  facts: Facts,
  survey: Survey,
): Decision | null {
  const foreign = builds.filter(({ detail }) => detail.ecosystem !== last.detail.ecosystem);
  const folders = [
    ...new Set(
      [...installs, ...foreign].map(({ detail }) => {
        const project = projectOf(detail, facts);
        // What a project installs outside of its folder may be installed from anywhere.
        if (project?.carriesAll) return `${project.ecosystem} ${project.root}`;
        return project ? folderOf(project, detail.folder, [survey]) : detail.folder;
      }),
    ),
  ];
  const ecosystems = new Set([...installs, ...builds].map(({ detail }) => detail.ecosystem));
  return folders.length > 1 || ecosystems.size > 1
    ? decide('several-projects', { data: { folders }, at: at(last.item) })
    : null;
}

/** Something of another language is built as well. */
function hasForeign(builds: readonly Build[], installs: readonly Install[]): boolean {
  return new Set([...builds, ...installs].map(({ detail }) => detail.ecosystem)).size > 1;
}

/** The project is one that the tool knows, and is installed in its own way. */
function unsupported(project: Project, installs: readonly Install[], facts: Facts): Decision | null {
  if (!project.supported.known) return declinedBecause('project-not-supported', project.supported.because, facts);
  if (project.accepts) {
    for (const { reading } of installs) {
      const accepted = project.accepts(reading);
      if (!accepted.known) return declinedBecause('project-not-supported', accepted.because, facts);
    }
    return null;
  }
  const last = installs.at(-1);
  if (!last || last.reading.command.name === project.manager) return null;
  return decide('project-not-supported', {
    data: { why: `the file installs with ${last.reading.command.name}, but the project is ${project.manager}’s` },
    evidence: project.evidence,
    at: at(last.item),
  });
}

interface Around {
  readonly last: Install | Build;
  readonly installs: readonly Install[];
  readonly survey: Survey;
}

function obstacle(project: Project, { last: { item }, installs, survey }: Around, facts: Facts): Decision | null {
  const brought = project.dependencyFolders.find(
    (path) =>
      !facts.context.ignores(path) &&
      facts.context.files().some((file) => file.startsWith(`${path}/`)) &&
      survey.items.some((one) => mayBring(one, path)),
  );
  if (brought !== undefined) return decide('context-brings-dependencies', { data: { folder: brought }, at: at(item) });
  if (installs.length > 0 && installs.every(({ detail }) => detail.saysProduction)) return null;
  const mode = modeArgument(item, project, facts);
  return mode === null ? null : decide('install-mode-is-argument', { data: { argument: mode }, at: at(item) });
}

/** A copy from the context that takes some of a folder. */
function mayBring({ view, entries }: Item, path: string): boolean {
  if ((view.kind !== 'copy' && view.kind !== 'add') || view.from !== null) return false;
  return (
    entries?.some(({ source }) => source === '' || isWithin(path, source) || isWithin(source, path)) ?? !view.heredoc
  );
}

/** Folders that the base image fills itself: what is in them is not the application alone. */
export function isSystemFolder(folder: string, base: BaseImage): boolean {
  return isFolderOfBase(folder) || folder === base.user?.home;
}

/** The build argument that decides between a development and a production install. */
function modeArgument(item: Item, project: Project, facts: Facts): string | null {
  const variables = facts.ecosystems.flatMap((one) => (one.name === project.ecosystem ? one.installVariables : []));
  for (const name of variables) {
    const value = item.state.env.get(name);
    if (value ? value.certain === null : item.state.args.has(name)) return name;
  }
  return null;
}
