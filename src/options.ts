import { RUNGS, type Rung } from './base-images/runtime-candidate.ts';
import type { RequestedUser } from './requested-user.ts';

/** An image reference as a user names one: `node:20-slim`, `gcr.io/distroless/nodejs22-debian13`. */
export type ImageWish = `${string}:${string}` | `${string}/${string}`;

/** `auto`: the smallest that evidence carries; `keep`: the file's own; `jre`: Java without its compiler; a place on the ladder; or one image. */
export type BaseWish = 'auto' | 'keep' | 'jre' | Rung | ImageWish;

/** What a user may ask for; the defaults are {@link DEFAULTS}. */
export interface Options {
  /** Run only these transforms; null: all. */
  readonly only: readonly string[] | null;
  readonly skip: readonly string[];
  /** The runtime base that is asked for. */
  readonly base: BaseWish;
  /** Whether installs get cache mounts; `auto`: only where something shows that BuildKit builds the file. */
  readonly cacheMounts: 'auto' | 'always' | 'never';
  /** Copies of public images on private registries, by prefix or image, and what they are copies of. */
  readonly images?: Readonly<Record<string, string>>;
  /** Which server a built site gets in place of one on Node.js. */
  readonly staticServer: (typeof STATIC_SERVERS)[number];
  /** What becomes of a development server in the start command: on request it is replaced by what serves the same in production. */
  readonly devServer: (typeof DEV_SERVERS)[number];
  /** Whether files of consumers may change as well: a compose service that needs development tools gets a stage of its own. */
  readonly editConsumers: boolean;
  /** Whether stages that only build run on the platform of the machine that builds, and compile for the one that is asked for. */
  readonly crossCompile: boolean;
  /** The folder of a virtual environment that takes what is installed; null: it is installed where the file does. */
  readonly venv: string | null;
  /** Whether compiled programs lose what only debuggers read. */
  readonly strip: boolean;
  /** The user that the container is to run as: a name or numbers; null: the base image’s own, else `app`. Asking for one also settles what volumes leave open. */
  readonly user: RequestedUser | null;
  /** Native code that no lockfile rules out keeps the stage that runs on its variant; `audited`: not where a build is looked at afterwards, file by file. */
  readonly unknownNativeCode?: 'audited';
}

/** `keep`: the one that the file starts. */
export const STATIC_SERVERS = ['keep', 'nginx'] as const;

/** `keep`: the development server that the file starts. */
export const DEV_SERVERS = ['keep', 'replace'] as const;

export const DEFAULTS: Options = {
  only: null,
  skip: [],
  base: 'auto',
  cacheMounts: 'auto',
  staticServer: 'keep',
  devServer: 'keep',
  editConsumers: false,
  crossCompile: false,
  venv: null,
  strip: false,
  user: null,
};

/** The words that {@link BaseWish} takes beside an image. */
export const BASE_WORDS = ['auto', ...RUNGS, 'jre', 'keep'] as const;

/** Reads what a user asked for; null: neither a word of ours nor an image reference. */
export function readBaseWish(text: string): BaseWish | null {
  const word = BASE_WORDS.find((known) => known === text);
  if (word !== undefined) return word;
  return isImage(text) ? text : null;
}

/** Whether an image was asked for, and no word. */
export function isImage(text: string): text is ImageWish {
  return /^[a-z0-9][a-z0-9._/:-]*(?:@sha256:[0-9a-f]+)?$/.test(text) && /[:/]/.test(text);
}

/** Whether a virtual environment can be made in a folder: an absolute path of its own. */
export function isEnvironmentFolder(text: string): boolean {
  return /^(?:\/[\w.-]+)+$/.test(text) && !/^\/(?:usr(?:\/local)?|bin|etc|lib|opt|root|tmp|var|home)$/.test(text);
}
