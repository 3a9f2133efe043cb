import { posix } from 'node:path';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../known.ts';
import type { Project } from '../project.ts';
import { dependenciesOf } from './dependencies.ts';
import { virtualEnvironmentOf } from './environment.ts';
import { known, notKnown } from './known.ts';
import { type Manifests, readManifests } from './manifests.ts';
import { nativeCodeOf } from './native-code.ts';
import { type ProjectPackages, packagesOf, packagesOfInstalls, withNames } from './packages.ts';
import { programOf } from './program.ts';
import { pythonRoots } from './roots.ts';
import { startOf } from './start.ts';

/** Every folder with a Python manifest, outermost first; the root where there are sources and no manifest. */
export function detectProjects(context: BuildContext): readonly Project[] {
  const files = context.files();
  return pythonRoots(context).map((root) => projectOf(context, readManifests(context, root, files)));
}

function projectOf(context: BuildContext, manifests: Manifests): Project {
  const { root, manager } = manifests;
  const evidence: readonly Evidence[] = [
    { source: posix.join(context.folder, manifests.says), says: `${manager} installs what it names` },
  ];
  let read: ProjectPackages | null = null;
  const packages = (): ProjectPackages => {
    read ??= packagesOf(context, manifests);
    return read;
  };
  const environment = root === '' ? '.venv' : `${root}/.venv`;
  const keepsEnvironment = manager === 'uv' || manager === 'pdm';
  return {
    ecosystem: 'python',
    root,
    evidence,
    manager,
    supported: manager === 'conda' ? notKnown('conda-environment', {}, evidence) : known(true),
    runs: 'sources',
    carriesAll: true,
    runsBeside: (build) => build.detail.kind === 'build' && build.detail.ecosystem === 'python',
    accepts: ({ command, detail }) =>
      detail.kind === 'install' && command.name !== null && !/(?:conda|mamba)$/.test(command.name)
        ? known(true)
        : notKnown('conda-environment', {}, evidence),
    installReads: known([]),
    installReadsOf: (installs) =>
      readsOf(installs.map(({ detail }) => (detail.kind === 'install' ? detail.contextReads : undefined))),
    installMayRead: [],
    lockfile: null,
    dependencyFolders: keepsEnvironment ? [environment] : [],
    dependencies: (installs, place) => {
      const { named } = packagesOfInstalls(packages(), installs);
      return dependenciesOf(manifests, named, programOf(context, root, named, place.start).runs, installs, place);
    },
    hasDevelopmentDependencies: false,
    hasProductionDependencies: true,
    nativeCode: (_tree, _builds, named = []) => nativeCodeOf(withNames(packages(), named)),
    production: () => ({ kind: 'nothing-to-prune', evidence }),
    frozenInstall: () =>
      notKnown('python-install-not-understood', { command: 'install', why: 'it has no frozen form' }, evidence),
    build: (command) =>
      known({
        outputs: [],
        writesDependencies: false,
        bakes: [],
        evidence: [
          {
            source: posix.join(context.folder, manifests.says),
            says: command.command.words.map((word) => word.text).join(' '),
          },
        ],
      }),
    start: (entrypoint, cmd, _env, place) => startOf(context, root, entrypoint, cmd, place),
    virtualEnvironment: (commands, folder) => {
      const { named } = packagesOfInstalls(
        packages(),
        commands.map(({ reading }) => reading),
      );
      return virtualEnvironmentOf(
        context,
        named.map(({ name }) => name),
        commands,
        folder,
      );
    },
    runtimes: () => [],
    program: (start, _builds, installs = []) =>
      known(programOf(context, root, packagesOfInstalls(packages(), installs).named, start)),
  };
}

/** What several installs read together; the first that cannot be told decides. */
function readsOf(reads: readonly (Known<readonly string[]> | undefined)[]): Known<readonly string[]> {
  const paths: string[] = [];
  for (const one of reads) {
    if (one === undefined) continue;
    if (!one.known) return one;
    paths.push(...one.value);
  }
  return known([...new Set(paths)]);
}
