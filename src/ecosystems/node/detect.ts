import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import type { BuildReading } from '../build-reading.ts';
import type { Dependencies } from '../dependencies.ts';
import type { Known } from '../known.ts';
import type { Project } from '../project.ts';
import type { StartReading } from '../start-reading.ts';
import { effectOf } from './build-reading.ts';
import { cite, isBelow } from './cite.ts';
import { startWithoutManager } from './direct-start.ts';
import { frozenInstallOf } from './frozen-install.ts';
import { installReadsOf, linkOutside } from './install-reads.ts';
import { packagesOfBerry } from './install-settings.ts';
import { because, known, notKnown } from './known.ts';
import { lifecycleOf } from './lifecycle.ts';
import { lockOf, stepOf } from './locked.ts';
import { withManagerFiles } from './manager-reads.ts';
import { managerOf } from './managers.ts';
import { scanner } from './module-graph.ts';
import { adds, withNamed } from './named-packages.ts';
import { nativeCodeOf } from './native-code.ts';
import { type Manifest, readManifest } from './package-json.ts';
import { productionTreeOf } from './production.ts';
import { type ProgramOf, programOf } from './program.ts';
import { nodeRuntimes } from './runtimes.ts';
import { startOf } from './start.ts';
import { startedPartOf } from './started-part.ts';
import { untrackedSettings } from './untracked-settings.ts';
import { linkedWith, membersOf, merged } from './workspaces.ts';

/** Every folder with a package.json, outermost first. */
export function detectProjects(context: BuildContext, commands = ''): readonly Project[] {
  const manifests = context
    .files()
    .filter((file) => /(?:^|\/)package\.json$/.test(file) && !/(?:^|\/)node_modules\//.test(file));
  const folders = manifests.map((path) => path.replace(/\/?package\.json$/, ''));
  return manifests
    .map((path) => projectAt(context, path, folders, commands))
    .sort((a, b) => depthOf(a.root) - depthOf(b.root) || (a.root < b.root ? -1 : 1));
}

function projectAt(context: BuildContext, path: string, folders: readonly string[], commands: string): Project {
  const root = path.replace(/\/?package\.json$/, '');
  const manifest = readManifest(context, path);
  return manifest === null
    ? unreadable(context, path, root)
    : projectOf(
        context,
        manifest,
        folders.filter((folder) => folder !== root && isBelow(folder, root)),
        commands,
      );
}

function projectOf(context: BuildContext, manifest: Manifest, nested: readonly string[], commands: string): Project {
  const manager = managerOf(context, manifest, commands);
  const members = membersOf(context, manifest);
  const all = [manifest, ...members] as const;
  const lock = lockOf(context, manager, all);
  const step = stepOf(context, manager, lock, all);
  const lifecycle = lifecycleOf(context, manifest, members);
  const together = members.length === 0 ? manifest : merged(manifest, all, all);
  const scan = scanner(context);
  const evidence = [cite(context, manifest.path, manager.says)];
  const archives =
    manager.flavour === 'yarn-berry' ? packagesOfBerry(context, manifest.folder, manager.major) : 'node-modules';
  const outward = linkOutside(context, manifest, all, manager.flavour);
  const inArchives = archives === 'node-modules' ? null : because('plug-and-play-in-project', {}, evidence);
  const whole =
    members.length === 0
      ? inArchives
      : because('workspace-links', {}, [cite(context, manifest.path, `${members.length} packages in the workspace`)]);
  return {
    ecosystem: 'node',
    root: manifest.folder,
    evidence,
    manager: manager.manager,
    runs: 'sources',
    supported: supportOf(),
    installReads:
      inArchives === null
        ? installReadsOf(context, manifest, lifecycle, manager.flavour, members)
        : { known: false, because: inArchives },
    installMayRead: untrackedSettings(context, manifest.folder, lock),
    lockfile:
      manager.lockfile === null
        ? null
        : {
            path: manager.lockfile,
            inStep: step?.inStep ?? notKnown('lockfile-unreadable', { path: manager.lockfile }, evidence),
            differences: step?.differences ?? [],
          },
    members: members.map((member) => member.folder),
    ...(whole === null ? {} : { carriedWhole: whole }),
    dependencyFolders: all.map(({ folder }) => (folder === '' ? 'node_modules' : `${folder}/node_modules`)),
    dependencies: (_, place) =>
      outward === null ? known(dependenciesIn(place.folder)) : { known: false, because: outward },
    hasDevelopmentDependencies: together.devDependencies.size > 0,
    hasProductionDependencies:
      together.dependencies.size + together.optionalDependencies.size + together.peerDependencies.size > 0,
    nativeCode: (tree, _, named = [], followed = true) =>
      withNamed(nativeCodeOf(context, together, lock, tree, followed), named, together, lock),
    adds,
    production: (install, start, runtimeMajor, prunesWrongly) =>
      inArchives === null || manifest.devDependencies.size === 0
        ? productionTreeOf(ownerOf(start), manager, lock, step, all, install, start, runtimeMajor, prunesWrongly)
        : { kind: 'keep', because: inArchives },
    ...(members.length === 0
      ? {}
      : {
          startedPart: (install, tree, starts, program) =>
            startedPartOf({ context, root: manifest, members, manager, lock, ownerOf }, install, tree, starts, program),
        }),
    frozenInstall: (install, runtimeMajor = null) =>
      frozenInstallOf({ context, manifest, manager, lock, step }, install, runtimeMajor),
    build: (command): Known<BuildReading> =>
      effectOf(context, command.detail.kind === 'build' ? command.detail.project : manifest.folder, {
        ...command.command,
        cwd: '.',
      }),
    start: (entrypoint, cmd, env, place) =>
      builtBy(manager.manager, startOf(context, manifest.folder, entrypoint, cmd, env, place)),
    program: (start, builds) =>
      withManagerFiles(context, manifest, manager, start, programOf(ownerOf(start), start, builds)),
    // Without yarn nothing loads the map of the archives, unless the start command does.
    ...(inArchives === null
      ? {
          directStart: (question, program) => startWithoutManager(context, manifest.folder, question, program),
        }
      : {}),
    runtimes: (question) => (inArchives === null ? nodeRuntimes(context, manifest.folder, question) : []),
  };

  function supportOf(): Known<true> {
    if (archives === 'archives-of-home') return notKnown('plug-and-play', {}, evidence);
    if (inArchives !== null && members.length > 0)
      return notKnown('package-manager-unsupported', { manager: 'Plug’n’Play of yarn in a workspace' }, evidence);
    return known(true);
  }

  /** The package of the workspace whose program starts, with those that it is linked with. */
  function ownerOf(start: StartReading): ProgramOf {
    if (members.length === 0) return { context, manifest, nested, linked: [], scan };
    const path =
      (start.kind === 'program' ? start.entry : start.kind === 'static-site' ? start.folder : null) ?? manifest.folder;
    const own = members.findLast((member) => isBelow(path, member.folder)) ?? manifest;
    const linked = linkedWith(own, members).filter((one) => one !== own);
    const inside =
      own === manifest ? nested : nested.filter((folder) => folder !== own.folder && isBelow(folder, own.folder));
    return {
      context,
      manifest: merged(own, [manifest, own, ...linked], all),
      nested: inside,
      linked: linked.map((one) => one.folder),
      scan,
    };
  }
}

/** The form for production with its build in the words of the package manager. */
function builtBy(manager: string, start: Known<StartReading>): Known<StartReading> {
  if (!start.known || start.value.kind !== 'development' || start.value.production?.known !== true) return start;
  const { value } = start.value.production;
  const build = value.build.replace(/^npm /, `${manager} `);
  return known({ ...start.value, production: known({ ...value, build }) });
}

/** A package.json that is no JSON: there is a project, and nothing is known of it. */
function unreadable(context: BuildContext, path: string, root: string): Project {
  const refusal = notKnown('manifest-unreadable', { path }, [cite(context, path, 'is not valid JSON')]);
  return {
    ecosystem: 'node',
    root,
    evidence: refusal.because.evidence,
    manager: 'npm',
    runs: 'sources',
    supported: refusal,
    installReads: refusal,
    installMayRead: [],
    lockfile: null,
    dependencyFolders: [root === '' ? 'node_modules' : `${root}/node_modules`],
    dependencies: (_, place) => known(dependenciesIn(place.folder)),
    hasDevelopmentDependencies: true,
    hasProductionDependencies: true,
    nativeCode: () => ({ kind: 'unknown', because: refusal.because }),
    production: () => ({ kind: 'keep', because: refusal.because }),
    frozenInstall: () => refusal,
    build: () => refusal,
    start: () => refusal,
    program: () => refusal,
    runtimes: () => [],
  };
}

/** npm puts everything into the project's own folder. */
function dependenciesIn(folder: string): Dependencies {
  const path = posix.join(folder, 'node_modules');
  return { carried: [{ source: path, destination: path }], settled: [], rewritten: [], evidence: [] };
}

function depthOf(root: string): number {
  return root === '' ? 0 : root.split('/').length;
}
