import type { BaseImage } from '../base-images/base-image.ts';
import type { CommandReading } from '../command-reading.ts';
import type { Because, Evidence } from '../decision.ts';
import type { StartReading } from './start-reading.ts';

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

/** What of a workspace has to be in an image that starts some of its packages, once everything is built. */
export interface StartedPart {
  /** Ways to make its tree, the one that leaves least first; each takes the place of the tree that is made of the whole workspace. */
  readonly trees: readonly Extract<ProductionTree, { kind: 'prune' }>[];
  /** Folders, relative to the context, of the packages that nothing needs: they are removed before the command of the tree runs. */
  readonly leaves: readonly string[];
  /** The package manager insists on finding every package that its lockfile names: they are removed behind the command. */
  readonly leavesLast?: true;
  /** Names of the packages that stay. */
  readonly stays: readonly string[];
  readonly evidence: readonly Evidence[];
}

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
  /** The same for each of the installs, where they differ; an install that is left out runs with the ones above. */
  readonly each?: ReadonlyMap<CommandReading, Pick<DependencyPlace, 'env' | 'home'>>;
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
  /** What the runtime runs before it receives them: its image has packages of its own, of which another version is carried; absent: it has none. */
  readonly cleared?: { readonly command: string; readonly why: string };
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

/** Whether the installed tree holds compiled code that is bound to one libc. */
export type NativeCode =
  | { readonly kind: 'none'; readonly evidence: readonly Evidence[] }
  | {
      readonly kind: 'some';
      readonly packages: readonly string[];
      /** Those of them that are not known to bring every shared library they load, and of which no table knows who has it. */
      readonly needsLibraries: readonly string[];
      /** Debian's packages that hold what the others load and slim images lack. */
      readonly systemPackages?: readonly string[];
      /** All of it is C: what a compiler for C++ brings along is not loaded. */
      readonly plainC?: true;
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly kind: 'unknown';
      readonly because: Because;
      /** True: nothing installed shows that it loads shared libraries of the system, so that a smaller image on the same libc holds all it needs. */
      readonly noLibraries?: true;
    };

/** A command, and what is in force where it runs. */
export interface PlacedCommand {
  readonly reading: CommandReading;
  readonly folder: string;
  readonly env: ReadonlyMap<string, string>;
  readonly home: string | null;
}

/** A folder that holds an interpreter's packages and programs alone, and comes first on PATH. */
export interface VirtualEnvironment {
  /** The command that makes it. */
  readonly command: string;
  readonly variables: Readonly<Record<string, string>>;
}
