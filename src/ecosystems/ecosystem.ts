import type { CommandReading } from '../command-reading.ts';
import type { Because, ReasonData } from '../decision.ts';
import type { BuildContext } from '../repository/repository.ts';
import type { Command } from '../shell/command.ts';
import type { Project } from './project.ts';
import type { CompiledStart } from './start-reading.ts';

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
  /** Commands that ran before it in the image: settings of its tool may be among them. Left out: none are known. */
  readonly before?: Iterable<CommandReading>;
  /** The context path whose file or folder the copies made so far bring to an absolute image path; null: none, or not known. */
  contextPath?(path: string): string | null;
}

/** Where a container starts. */
export type StartFolder = Pick<CommandPlace, 'context' | 'folder' | 'contextFolder'>;

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
  /** Why there may be no manifest where a command asks for one; null: nothing is known of that. Left out: nothing ever is. */
  withoutManifest?(folder: string, context: BuildContext): Because | null;
  /** What a command is for, or null when it is none of this ecosystem's. */
  readCommand(command: Command, place: CommandPlace): CommandReading | null;
  /** The words of a start that compiles and runs, as a build and the start of its product; null: they are no such start. Left out: there is none. */
  compiledStart?(words: readonly string[], place: StartFolder): CompiledStart | null;
}
