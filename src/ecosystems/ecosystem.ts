import type { BaseImage, SystemFile } from '../base-images/base-image.ts';
import type { RuntimeCandidate, RuntimeQuestion } from '../base-images/runtime-candidate.ts';
import type { CommandReading } from '../command-reading.ts';
import type { Because, Evidence, ReasonData } from '../decision.ts';
import type { Invocation } from '../dockerfile/view.ts';
import type { BuildContext } from '../repository/repository.ts';
import type { Command } from '../shell/command.ts';

/** Where a command stands when an ecosystem reads it. */
export interface CommandPlace {
  /** Absolute working directory, null when not known. */
  readonly folder: string | null;
  /** The context folder (relative to the build context) that lies at {@link folder} in the image, null when not known. */
  readonly contextFolder: string | null;
  /** Variables whose value is known at this place. */
  readonly env: ReadonlyMap<string, string>;
  /** The user is root, another user, or not known. */
  readonly home: string | null;
  /** Major version of the runtime in the base image (20 for node:20), null when not known. */
  readonly runtimeMajor: number | null;
  readonly context: BuildContext;
  /** The context path whose file or folder the copies made so far bring to an absolute image path; null: none, or not known. */
  contextPath?(path: string): string | null;
}

/** A question with two kinds of answer: known, or not, because. */
export type Known<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly because: Because };

/** How the installed tree loses its development dependencies. */
export type ProductionTree =
  /** There are none, or they were never installed. */
  | { readonly kind: 'nothing-to-prune'; readonly evidence: readonly Evidence[] }
  /** `command` removes them from a full tree, offline, in the project's folder. `reads`: context files it needs (already needed by the install). */
  | {
      readonly kind: 'prune';
      readonly command: string;
      /** It installs once more, and fetches what is in no cache: it needs the mounts of the install. */
      readonly mayFetch?: true;
      /** It puts back what a build changed inside the dependency folders. */
      readonly undoesChanges?: true;
      readonly evidence: readonly Evidence[];
    }
  /** The file removes them itself, behind its last install. */
  | { readonly kind: 'pruned'; readonly evidence: readonly Evidence[] }
  /** Something that runs needs a development dependency, or removing is not known to be safe. */
  | { readonly kind: 'keep'; readonly because: Because }
  /** Nothing that was installed runs: it is compiled in. */
  | { readonly kind: 'not-needed'; readonly evidence: readonly Evidence[] };

/** Where dependencies are installed. */
export interface DependencyPlace {
  /** Absolute image folder of the project. */
  readonly folder: string;
  /** The image that installs. */
  readonly base: BaseImage;
  /** Variables whose value is known at the last install, or at the first build where nothing installs. */
  readonly env: ReadonlyMap<string, string>;
  /** Home of the user that installs, null when not known. */
  readonly home: string | null;
  /** What runs behind the install and may need the dependencies in their place. */
  readonly builds: readonly CommandReading[];
  /** What starts, and so may call a tool that installs. */
  readonly start: StartReading;
  /** Every command of the file, in order: settings of a tool among them. */
  readonly commands: readonly CommandReading[];
}

/** What installing leaves, and how the runtime comes by it. Absolute image paths. */
export interface Dependencies {
  /** `source` in the stage that installs is `destination` in the runtime. */
  readonly carried: readonly { readonly source: string; readonly destination: string }[];
  /** Places outside the project's folder that installs and builds fill and that are settled: carried, caches, or for building alone. */
  readonly settled: readonly string[];
  /** Installs that the stage which stays behind runs in another form; `words` take the place of the command's own. */
  readonly rewritten: readonly { readonly install: CommandReading; readonly words: string; readonly why: string }[];
  /** System packages that the carried dependencies load or start, beside those that the file installs; absent: none. */
  readonly systemPackages?: readonly { readonly name: string; readonly evidence: Evidence }[];
  readonly evidence: readonly Evidence[];
}

/** A command that fetches dependencies before the sources are there (`go mod download`), in the project's folder. */
export interface Prefetch {
  /** Its words, with the variables in front that the build has too. */
  readonly command: string;
  readonly evidence: readonly Evidence[];
}

/** Where a build runs. */
export interface BuildPlace {
  /** The image that builds, followed through stages; null: not known. */
  readonly base: BaseImage | null;
  /** Every command of its stage and of those that it starts from. */
  readonly commands: readonly CommandReading[];
}

/** How a build makes a file that runs without any library of the system. */
export interface StaticBuild {
  /** Variables that the build needs for it (`CGO_ENABLED=0`); none: it links nothing of the system as it stands. */
  readonly variables: Readonly<Record<string, string>>;
  /** Why that changes nothing but the linking, as a clause; left out: no package that is built needs C. */
  readonly why?: string;
  readonly evidence: readonly Evidence[];
}

/** Where the start command runs. */
export interface StartPlace {
  /** The working directory, relative to the project (`''` is its root). */
  readonly folder: string;
  /** The absolute folder of the image at which the build context's root lies, null when not known. */
  readonly contextAt: string | null;
  /** The working directory as an absolute image path, where it is known. */
  readonly workdir?: string;
  /** Absolute image paths that builds, and commands behind them, made. */
  readonly outputs?: readonly string[];
  /** The context file that was copied to an absolute image path outside the project (`/usr/local/bin/docker-entrypoint.sh`); null: none. */
  readonly copiedFrom?: (path: string) => string | null;
}

/** What a build command leaves behind. */
export interface BuildReading {
  /** Files or folders that it writes, most specific known: context-relative, or absolute image paths where they begin with `/`. */
  readonly outputs: readonly string[];
  /** Files or folders that it writes as well, and that only builds read (`.svelte-kit`, a compiler's cache). */
  readonly intermediate?: readonly string[];
  /** Context-relative files and folders that it takes in whole: its outputs stand for them at run time. */
  readonly takes?: readonly string[];
  /** It may write into the dependency folders as well (`prisma generate`, patch-package). */
  readonly writesDependencies: boolean;
  /** Names of environment variables that it bakes into its output (`VITE_*`), patterns allowed. */
  readonly bakes: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** A program that a start command runs. */
export interface ProgramStart {
  readonly kind: 'program';
  /**
   * The file that starts (source or build output), context-relative or, where it begins with `/`, an absolute image path; null: a tool of a
   * dependency, over `alsoLoads` and `alsoReads`.
   */
  readonly entry: string | null;
  /** Executables besides the runtime (npm, sh). */
  readonly tools: readonly string[];
  /** Packages that the command itself needs (`dotenv-cli`, `ts-node`, `pm2`). */
  readonly packages: readonly string[];
  /** Context-relative files or folders that run beside the entry (`-r ./instrument.js`, a process file, migrations). */
  readonly alsoLoads?: readonly string[];
  /** Context-relative files or folders that are read as data (a schema, an entrypoint script). */
  readonly alsoReads?: readonly string[];
  /** Absolute image paths outside the project that the command itself writes (`envsubst < a > /etc/b`). */
  readonly writes?: readonly string[];
  /** The tool that compiles the sources while they are loaded (`ts-node`): its types and presets are development dependencies. */
  readonly compiledBy?: string;
  /** Absolute image folders, where an ecosystem asks for them later: the one that it starts in, and the one that the project lies in. */
  readonly at?: { readonly workdir: string; readonly folder: string };
  /** The context-relative folder that holds everything the entry needs, dependencies included (`.output`); left out: it needs the installed ones. */
  readonly bundle?: string;
  /** Reads the manifest at start (`npm start`). */
  readonly readsManifest: boolean;
  readonly evidence: readonly Evidence[];
  /** What the same command runs before it or beside it (migrations, a second process). */
  readonly beside?: readonly ProgramStart[];
}

/** How a static file server answers, as far as another one has to do the same. */
export interface Serving {
  readonly port: number;
  /** What is answered where no file lies: the first page, or an error. `index-for-pages`: the first page for every address without an extension, whatever lies there. */
  readonly fallback: 'index' | 'index-for-pages' | 'error';
  /** `/about` answers with about.html; `redirect`: and `/about.html` leads to `/about`. */
  readonly cleanUrls: 'answer' | 'redirect';
  /** Cache-Control of every answer; null: none. */
  readonly cacheControl: string | null;
  readonly compresses: boolean;
  /** Sentences for the reader: what another server does otherwise all the same. */
  readonly differences: readonly string[];
}

/** A program started without what started it before. */
export interface DirectStart {
  readonly words: readonly string[];
  /** What is not started any more (`npm`). */
  readonly without: string;
  readonly evidence: readonly Evidence[];
}

/** What serves in production what a development server serves. */
export interface ProductionForm {
  /** Builds it, in the project's folder. */
  readonly build: string;
  readonly serves:
    | { readonly kind: 'site'; readonly folder: string; readonly serving: Serving }
    /** The start command from then on, in the project's folder. */
    | { readonly kind: 'program'; readonly words: readonly string[] };
  readonly evidence: readonly Evidence[];
}

/** What the start command is. */
export type StartReading =
  | ProgramStart
  /** Watches or compiles sources: a development image. */
  | {
      readonly kind: 'development';
      readonly tool: string;
      readonly evidence: readonly Evidence[];
      /** What takes its place in an image that is deployed; not known: why nothing does. Left out: no table knows. */
      readonly production?: Known<ProductionForm>;
    }
  /** A static file server over a build output. */
  | {
      readonly kind: 'static-site';
      readonly folder: string;
      readonly tool: string;
      /** The project's own packages that bring the tool; none: it is installed beside the project, whose dependencies nothing needs then. */
      readonly packages: readonly string[];
      readonly evidence: readonly Evidence[];
      /** How it answers; not known: something in its command or its configuration is not read. */
      readonly serving: Known<Serving>;
      /** What the same command runs before it (a script that writes the configuration of the page). */
      readonly beside?: readonly ProgramStart[];
    };

/** A start and what the same command runs beside it, one by one. */
export function withBeside<Start extends StartReading>(start: Start): readonly [Start, ...ProgramStart[]] {
  return [start, ...(start.kind === 'development' ? [] : (start.beside ?? []))];
}

/** One file or folder that the program reads while it runs. */
export interface ProgramRead {
  /** Context-relative. */
  readonly path: string;
  readonly evidence: readonly Evidence[];
  /** It lies nowhere, and is a folder when somebody adds it. */
  readonly isFolder?: true;
}

/** What the program needs beside its dependencies and build outputs. */
export interface ProgramReading {
  /** Files and folders named by evidence in the sources. */
  readonly reads: readonly ProgramRead[];
  /**
   * Context-relative entries (top level of the project) that certainly are not read: sources that were compiled and that nothing names,
   * tests, documentation, configuration of development tools. Everything that is in neither list may be read, and stays.
   */
  readonly notRead: readonly ProgramRead[];
  /** The program reads paths that no literal names (`fs.readFileSync(variable)`), with one example: then nothing may be left out. */
  readonly dynamicReads: readonly Evidence[];
  /** Optional files that a deployment may add and that are not tracked (`.env`): globs that match nothing are fine. */
  readonly optional: readonly ProgramRead[];
  /** Absolute paths outside the application folder that it may write (`/data/db.sqlite`). */
  readonly writesOutside: readonly ProgramRead[];
  /** Executables that it starts (`child_process`), with the place. */
  readonly runs: readonly { readonly program: string; readonly evidence: readonly Evidence[] }[];
  /** It starts programs whose name is not known. */
  readonly runsUnknown: readonly Evidence[];
  /** What it needs of the system beside programs; absent: nothing, or it brings its own. */
  readonly systemFiles?: readonly { readonly file: SystemFile; readonly evidence: readonly Evidence[] }[];
  /** Listens on these ports, as far as literals say. */
  readonly ports: readonly number[];
  /** Handles SIGTERM. */
  readonly handlesSigterm: boolean;
}

/** Whether the installed tree holds compiled code that is bound to one libc. */
export type NativeCode =
  | { readonly kind: 'none'; readonly evidence: readonly Evidence[] }
  | {
      readonly kind: 'some';
      readonly packages: readonly string[];
      /** Those of them that are not known to bring every shared library they load. */
      readonly needsLibraries: readonly string[];
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly kind: 'unknown';
      readonly because: Because;
      /** True: nothing installed shows that it loads shared libraries of the system, so that a smaller image on the same libc holds all it needs. */
      readonly noLibraries?: true;
    };

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
   * what these load of the system's libraries. `named`: what installs name on their command lines, and the manifest may not.
   */
  nativeCode(tree: 'production' | 'all', builds?: readonly CommandReading[], named?: readonly string[]): NativeCode;
  /** How a build's output runs without libraries of the system; not known: it needs them, or may. Left out: it is never asked for. */
  staticBuild?(build: CommandReading, place?: BuildPlace): Known<StaticBuild>;
  /** The words of a build whose product carries nothing that only debuggers read; null: it carries nothing of the kind. Left out: it is never asked for. */
  strippedBuild?(build: CommandReading): Known<string | null>;
  /** How to get the production tree after `install`, when `start` and the given scripts run. `runtimeMajor`: of the base image that prunes. */
  production(install: CommandReading, start: StartReading, runtimeMajor: number | null): ProductionTree;
  /**
   * A frozen form of an install command, as its words; not known: why the install must stay as it is. `runtimeMajor`: of the base image that
   * installs; left out or null, it is not known, and the install stays.
   */
  frozenInstall(install: CommandReading, runtimeMajor?: number | null): Known<string>;
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
  program(start: StartReading, builds: readonly BuildReading[]): Known<ProgramReading>;
  /**
   * The start command without the package manager that starts the program, where the process is the same one: arguments, directory and what it reads of
   * its environment. Null: no package manager starts it. Left out: none ever does.
   */
  directStart?(question: RuntimeQuestion, program: ProgramReading): Known<DirectStart> | null;
  /** Images of other families that could run the program, in no order; whether their requirements are met is not asked here. */
  runtimes(question: RuntimeQuestion): readonly RuntimeCandidate[];
}

/** A start that compiles first, taken apart: the program that it starts, built beforehand. */
export interface CompiledStart {
  /** The command that builds it, in the working directory of the start. */
  readonly build: string;
  /** Absolute image path of what it makes. */
  readonly program: string;
  readonly args: readonly string[];
}

/** One language's knowledge: the same shape for each. It never imports a transform. */
export interface Ecosystem {
  readonly name: string;
  /** The words for every circumstance that its answers name, as a clause that reads after «because». */
  readonly reasons: Readonly<Record<string, (data: ReasonData) => string>>;
  /** What the reader can do about a circumstance, where it is more than the transform's own advice. */
  readonly advice?: Readonly<Record<string, string>>;
  /** Variables that decide what an install installs (`NODE_ENV`). */
  readonly installVariables: readonly string[];
  /**
   * Projects whose manifest is in the context, outermost first. `commands`: the text of the Dockerfile's RUN instructions, which says which of
   * several package managers installs.
   */
  detect(context: BuildContext, commands?: string): readonly Project[];
  /** What a command is for, or null when it is none of this ecosystem's. */
  readCommand(command: Command, place: CommandPlace): CommandReading | null;
  /** The words of a start that compiles and runs, as a build and the start of its product; null: they are no such start. Left out: there is none. */
  compiledStart?(words: readonly string[]): CompiledStart | null;
}
