import type { Evidence } from '../decision.ts';
import type { Known } from './known.ts';

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
  /** Packages that installs of the file name (`serve@14`), beside what the manifest lists. */
  readonly installed?: readonly string[];
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
  /** Ports that the command itself names (`--port 80`); left out: none. */
  readonly ports?: readonly number[];
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
      /** Executables that start the tool, besides the runtime (`pnpm preview`). */
      readonly tools: readonly string[];
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

/** A start that compiles first, taken apart: the program that it starts, built beforehand. */
export interface CompiledStart {
  /** The command that builds it, in the working directory of the start. */
  readonly build: string;
  /** Absolute image path of what it makes. */
  readonly program: string;
  /** The start command from then on. */
  readonly words: readonly string[];
  /** It makes what the start made, at the same place: whoever may start it may build it. Left out: it may write elsewhere. */
  readonly asStarted?: true;
  /** Its compiler is a development dependency. */
  readonly byDevelopment?: boolean;
  readonly evidence?: readonly Evidence[];
}

/** The executables that a start calls, besides the runtime. */
export function executablesOf(start: StartReading): readonly string[] {
  switch (start.kind) {
    case 'program':
      return start.tools;
    case 'static-site':
      return [...start.tools, start.tool];
    case 'development':
      return [start.tool];
  }
}
