import type { Because, Evidence } from './decision.ts';
import type { CacheUse } from './download-caches/cache.ts';
import type { Known } from './ecosystems/known.ts';
import type { Command } from './shell/command.ts';

/** What a command is for. See DESIGN: each role answers which stage, how often, what it writes. */
export type Role =
  | 'system-packages'
  | 'install-dependencies'
  | 'install-tool'
  | 'fetch-source'
  | 'build'
  | 'codegen'
  | 'test'
  | 'prune'
  | 'user'
  | 'file-setup'
  | 'cleanup'
  | 'nothing'
  | 'unknown';

/** Absolute paths; each stands for itself and everything below. `anything`: a command that is not understood. */
export type Paths = readonly string[] | 'anything';

/** What is known of one command of a RUN. */
export interface CommandReading {
  readonly command: Command;
  readonly role: Role;
  readonly writes: Paths;
  readonly reads: Paths;
  /** Why the role is what it is. */
  readonly evidence: readonly Evidence[];
  readonly detail: CommandDetail;
  /** Folders that it fills and reads again. Left out: what the table of tools says (`src/download-caches`); empty: it has none. */
  readonly caches?: readonly CacheUse[];
}

export type CommandDetail =
  /** Takes packages out of an installed tree. `production`: those for development. */
  | { readonly kind: 'prune'; readonly production: boolean }
  | { readonly kind: 'none' }
  /** `apt-get install` and its kin; `packages` are names without versions; `complete` is false when a name holds a variable. */
  | {
      readonly kind: 'packages';
      readonly manager: 'apt' | 'apk' | 'dnf' | 'yum' | 'zypper';
      readonly action: 'update' | 'install' | 'remove' | 'clean' | 'other';
      readonly packages: readonly string[];
      readonly complete: boolean;
      /** The name that `apk add --virtual` gives to these packages, and by which `apk del` removes them. */
      readonly virtual?: string;
      /** Packages of the same file come from a repository that this adds. Absent: it adds none. */
      readonly addsRepository?: true;
    }
  /** An ecosystem's install in its project's folder. */
  | {
      readonly kind: 'install';
      readonly ecosystem: string;
      /** The project's folder, relative to the build context. */
      readonly project: string;
      /** Absolute folder in the image. */
      readonly folder: string;
      /** Already without development dependencies. */
      readonly production: boolean;
      /** Its own words say whether it is, whatever variables say. Left out: variables may decide. */
      readonly saysProduction?: true;
      /** Refuses to run when lockfile and manifest are out of step (`npm ci`), or reads no lockfile that could be (`pip install`). */
      readonly frozen: boolean;
      /** Names a package instead of reading the manifest (`npm install express`). */
      readonly packages: readonly string[];
      /** Flags which a later prune must repeat, for example `--legacy-peer-deps`. */
      readonly carriedFlags: readonly string[];
      readonly ignoresScripts: boolean;
      /** It runs in the folder of a member of a workspace, and installs what that member needs alone. */
      readonly ofMember?: string;
      /** What it writes outside of the project for development dependencies alone: a browser for tests. */
      readonly forDevelopment?: readonly string[];
      /** Absolute image paths that its scripts write among the sources, where that is known though they read sources; nothing else there. */
      readonly leaves?: readonly string[];
      /** What the command itself names of the build context (`pip install -r x.txt`), where that is no matter of the project alone. */
      readonly contextReads?: Known<readonly string[]>;
    }
  /** A package script or a build tool. */
  | {
      readonly kind: 'build';
      readonly ecosystem: string;
      readonly project: string;
      readonly folder: string;
      readonly script: string;
      /** Variables in force that its ecosystem asks about later (`CGO_ENABLED`), null where the value is not known; left out: it asks about none. */
      readonly variables?: Readonly<Record<string, string | null>>;
      /** Absolute image paths that it makes, where they depend on more than its words; {@link Because}: it is not known. */
      readonly made?: readonly string[] | Because;
    }
  /** A tool that lands outside the project (`npm install -g pm2`). */
  | {
      readonly kind: 'tool';
      readonly ecosystem: string;
      readonly names: readonly string[];
      readonly provides: readonly string[];
      /**
       * Whoever calls it first downloads something into the home folder: what a name on the PATH stands for (corepack), or the version that the project
       * asks for (`pnpm@10.32.1`).
       */
      readonly fetchesWhenCalled?: { readonly what: string; readonly into: string };
      /** It is no tool for building: where no command calls it, people may call it in the container (a migrator, a debugger). */
      readonly forPeople?: true;
    };
