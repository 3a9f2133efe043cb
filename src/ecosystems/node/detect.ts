import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import type { BuildReading, Dependencies, Known, Project } from '../ecosystem.ts';
import { effectOf } from './build-reading.ts';
import { cite, isBelow } from './cite.ts';
import { frozenInstallOf } from './frozen-install.ts';
import { installReadsOf } from './install-reads.ts';
import { known, notKnown } from './known.ts';
import { lifecycleOf } from './lifecycle.ts';
import { lockStepOf } from './lock-step.ts';
import { readLockfile } from './lockfile.ts';
import { managerOf } from './managers.ts';
import { scanner } from './module-graph.ts';
import { nativeCodeOf } from './native-code.ts';
import { type Manifest, readManifest } from './package-json.ts';
import { productionTreeOf } from './production.ts';
import { programOf } from './program.ts';
import { nodeRuntimes } from './runtimes.ts';
import { startOf } from './start.ts';
import { untrackedSettings } from './untracked-settings.ts';

/** Every folder with a package.json, outermost first. */
export function detectProjects(context: BuildContext): readonly Project[] {
  const manifests = context
    .files()
    .filter((file) => /(?:^|\/)package\.json$/.test(file) && !/(?:^|\/)node_modules\//.test(file));
  const folders = manifests.map((path) => path.replace(/\/?package\.json$/, ''));
  return manifests
    .map((path) => projectAt(context, path, folders))
    .sort((a, b) => depthOf(a.root) - depthOf(b.root) || (a.root < b.root ? -1 : 1));
}

function projectAt(context: BuildContext, path: string, folders: readonly string[]): Project {
  const root = path.replace(/\/?package\.json$/, '');
  const manifest = readManifest(context, path);
  return manifest === null
    ? unreadable(context, path, root)
    : projectOf(
        context,
        manifest,
        folders.filter((folder) => folder !== root && isBelow(folder, root)),
      );
}

function projectOf(context: BuildContext, manifest: Manifest, nested: readonly string[]): Project {
  const manager = managerOf(context, manifest);
  const isNpm = manager.manager === 'npm';
  const lock = isNpm && manager.lockfile !== null ? readLockfile(context, manager.lockfile) : null;
  const step = lock === null ? null : lockStepOf(context, manifest, lock);
  const lifecycle = lifecycleOf(context, manifest);
  const of = { context, manifest, nested, scan: scanner(context) };
  const evidence = [cite(context, manifest.path, manager.says)];
  return {
    ecosystem: 'node',
    root: manifest.folder,
    evidence,
    manager: manager.manager,
    runs: 'sources',
    supported: supportOf(manager.manager, manifest),
    installReads: installReadsOf(context, manifest, lifecycle),
    installMayRead: untrackedSettings(context, manifest.folder, lock),
    lockfile:
      manager.lockfile === null
        ? null
        : {
            path: manager.lockfile,
            inStep:
              step?.inStep ??
              notKnown(
                isNpm ? 'lockfile-unreadable' : 'package-manager-unsupported',
                { path: manager.lockfile, manager: manager.manager },
                evidence,
              ),
            differences: step?.differences ?? [],
          },
    dependencyFolders: [manifest.folder === '' ? 'node_modules' : `${manifest.folder}/node_modules`],
    dependencies: (_, place) => known(dependenciesIn(place.folder)),
    hasDevelopmentDependencies: manifest.devDependencies.size > 0,
    hasProductionDependencies:
      manifest.dependencies.size + manifest.optionalDependencies.size + manifest.peerDependencies.size > 0,
    nativeCode: (tree) => nativeCodeOf(context, manifest, lock, tree),
    production: (install, start, runtimeMajor) => productionTreeOf(of, install, start, runtimeMajor),
    frozenInstall: (install, runtimeMajor = null) =>
      frozenInstallOf(context, manifest, lock, step, install, runtimeMajor),
    build: (command): Known<BuildReading> =>
      effectOf(context, command.detail.kind === 'build' ? command.detail.project : manifest.folder, {
        ...command.command,
        cwd: '.',
      }),
    start: (entrypoint, cmd, env, place) => startOf(context, manifest.folder, entrypoint, cmd, env, place),
    program: (start, builds) => programOf(of, start, builds),
    runtimes: (question) => nodeRuntimes(context, manifest.folder, question),
  };

  function supportOf(name: string, of: Manifest): Known<true> {
    if (name !== 'npm') return notKnown('package-manager-unsupported', { manager: name }, evidence);
    if (of.hasWorkspaces) return notKnown('workspaces-unsupported', {}, [cite(context, of.path, 'workspaces')]);
    return known(true);
  }
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
