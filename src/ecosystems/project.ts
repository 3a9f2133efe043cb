import type { RuntimeCandidate, RuntimeQuestion } from '../base-images/runtime-candidate.ts';
import type { CommandReading } from '../command-reading.ts';
import type { Because, Evidence } from '../decision.ts';
import type { Invocation } from '../dockerfile/view.ts';
import type { BuildPlace, BuildReading, CrossBuild, StaticBuild } from './build-reading.ts';
import type {
  Dependencies,
  DependencyPlace,
  NativeCode,
  PlacedCommand,
  Prefetch,
  ProductionTree,
  StartedPart,
  VirtualEnvironment,
} from './dependencies.ts';
import type { Known } from './known.ts';
import type { ProgramRead, ProgramReading } from './program-reading.ts';
import type { DirectStart, StartPlace, StartReading } from './start-reading.ts';

/** A project of one ecosystem in the build context. */
export interface Project {
  readonly ecosystem: string;
  /** Folder relative to the build context (`''`: its root). */
  readonly root: string;
  readonly evidence: readonly Evidence[];
  /** `npm`, `yarn`, `pnpm`, `bun`. */
  readonly manager: string;
  /** Not known: the tool leaves such projects alone, because. */
  readonly supported: Known<true>;
  /**
   * What runs: the project's own files on a runtime (`sources`), or what its build makes (`outputs`). Then neither a source nor a dependency is
   * needed by itself, what the program reads is read completely, and it may start in any folder.
   */
  readonly runs: 'sources' | 'outputs';
  /**
   * All that was installed and copied is in the runtime too, and only what compiled it stays behind: a container for development finds in it what it
   * found before.
   */
  readonly carriesAll?: true;
  /** Whether a command installs in this project's own way, packages named on its command line included; left out: its program has to be `manager`, and name no package. */
  accepts?(install: CommandReading): Known<true>;
  /** Whether what an install names comes on top of what the manifest lists, from a registry; left out: it never does. */
  adds?(install: CommandReading): boolean;
  /** Every context file that installing reads, relative to the context, existing files only, manifests first. Not known: installing reads sources. */
  readonly installReads: Known<readonly string[]>;
  /** The same for certain installs, where it depends on their words (`-r x.txt`); left out: `installReads`. */
  installReadsOf?(installs: readonly CommandReading[]): Known<readonly string[]>;
  /** How dependencies are fetched by what `installReads` names alone, where this build would do it by itself; left out: builds fetch nothing. */
  prefetch?(build: CommandReading): Known<Prefetch>;
  /** Files beside those that git does not have and a pipeline may add before it builds (`.npmrc`), with what says so. */
  readonly installMayRead: readonly ProgramRead[];
  /** The lockfile, and whether a frozen install accepts it. */
  readonly lockfile: {
    readonly path: string;
    readonly inStep: Known<boolean>;
    readonly differences: readonly string[];
  } | null;
  /**
   * Folders, relative to the context, of the packages that are installed together with this one (a workspace): a program may start in one of them.
   * Left out: there are none.
   */
  readonly members?: readonly string[];
  /** Its packages and sources belong together, so that only the whole folder can be carried, because; left out: parts can. */
  readonly carriedWhole?: Because;
  /** Folders relative to the context where dependencies are installed (`node_modules`): what the context may bring as well. */
  readonly dependencyFolders: readonly string[];
  /** Where these installs put dependencies, inside or outside of the project, and what the runtime receives of them. */
  dependencies(installs: readonly CommandReading[], place: DependencyPlace): Known<Dependencies>;
  readonly hasDevelopmentDependencies: boolean;
  /** False: the dependency folder may not even exist after an install without development dependencies. */
  readonly hasProductionDependencies: boolean;
  /**
   * The production tree's (or, with `all`, the whole tree's) native code. `builds`: those whose outputs run, for a project that runs outputs:
   * what these load of the system's libraries. `named`: what installs name on their command lines, and the manifest may not. `followed`: false where
   * the lockfile is not there when something installs, and says nothing of it.
   */
  nativeCode(
    tree: 'production' | 'all',
    builds?: readonly CommandReading[],
    named?: readonly string[],
    followed?: boolean,
  ): NativeCode;
  /** How a build's output runs without libraries of the system; not known: it needs them, or may. Left out: it is never asked for. */
  staticBuild?(build: CommandReading, place?: BuildPlace): Known<StaticBuild>;
  /** How a build makes for one platform while it runs on another; not known: it needs a compiler or libraries of the platform it is for. Left out: it always may. */
  crossBuild?(build: CommandReading, place?: BuildPlace): Known<CrossBuild>;
  /** The words of a build whose product carries nothing that only debuggers read; null: it carries nothing of the kind. Left out: it is never asked for. */
  strippedBuild?(build: CommandReading): Known<string | null>;
  /**
   * How to get the production tree after `install`, when `start` and the given scripts run. `runtimeMajor`: of the base image that prunes;
   * `prunesWrongly`: its package manager, where that removes production packages.
   */
  production(
    install: CommandReading,
    start: StartReading,
    runtimeMajor: number | null,
    prunesWrongly?: string,
  ): ProductionTree;
  /**
   * Which packages of a workspace can stay behind where only these start, and how the rest of the tree is made then; null: none. Not known: something
   * may need more than it declares. Left out: it has no packages beside itself.
   */
  startedPart?(
    install: CommandReading,
    tree: Extract<ProductionTree, { kind: 'prune' }>,
    starts: readonly StartReading[],
    program: ProgramReading,
  ): Known<StartedPart> | null;
  /**
   * A frozen form of an install command, as its words; not known: why the install must stay as it is. `runtimeMajor`: of the base image that
   * installs; left out or null, it is not known, and the install stays.
   */
  frozenInstall(install: CommandReading, runtimeMajor?: number | null): Known<string>;
  /** How what these commands install goes into a virtual environment in a folder of its own; not known: it cannot, because. Left out: its language has none. */
  virtualEnvironment?(commands: readonly PlacedCommand[], folder: string): Known<VirtualEnvironment>;
  build(command: CommandReading): Known<BuildReading>;
  /**
   * A build behind the last install that needs no compiler and works where the program runs (`manage.py collectstatic`): it runs in the runtime, at
   * its place, and what it writes is there. Left out: every build belongs to a stage that stays behind.
   */
  runsBeside?(build: CommandReading): boolean;
  /** `entrypoint` and `cmd` as they are in effect. Without `place`: in the project's folder, and absolute paths are not followed. */
  start(
    entrypoint: Invocation | null,
    cmd: Invocation | null,
    env: ReadonlyMap<string, string>,
    place?: StartPlace,
  ): Known<StartReading>;
  /** `installs`: what was installed, where packages ask for more than the sources do; left out: all that the manifests name. */
  program(
    start: StartReading,
    builds: readonly BuildReading[],
    installs?: readonly CommandReading[],
  ): Known<ProgramReading>;
  /**
   * The start command without the package manager that starts the program, where the process is the same one: arguments, directory and what it reads of
   * its environment. Null: no package manager starts it. Left out: none ever does.
   */
  directStart?(question: RuntimeQuestion, program: ProgramReading): Known<DirectStart> | null;
  /** Images of other families that could run the program, in no order; whether their requirements are met is not asked here. */
  runtimes(question: RuntimeQuestion): readonly RuntimeCandidate[];
}
