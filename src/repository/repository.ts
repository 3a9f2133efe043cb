/** `tracked`: git has it (or there is no git and it is on disk). `untracked`: on disk only. */
export type Presence = 'tracked' | 'untracked' | 'missing';

/** What kind of thing a path is; symlinks are not followed. */
export type EntryKind = 'file' | 'directory' | 'symlink';

/**
 * The repository around a Dockerfile, unfiltered. All paths are POSIX, relative to {@link Repository.root}, without `./`; the root itself is `''`.
 * Reading is lazy and may be cached; implementations never throw for a missing or unreadable file.
 */
export interface Repository {
  /** For messages only. */
  readonly root: string;
  /** Every tracked file, sorted. Without git: every file, minus `node_modules` and `.git` folders. */
  files(): readonly string[];
  presence(path: string): Presence;
  kind(path: string): EntryKind | null;
  /** The text of a tracked or untracked file; null when missing, a folder, binary, or larger than 5 MB. */
  read(path: string): string | null;
  /** The permission bits, or null when not known. */
  mode(path: string): number | null;
  /** What a symlink points to, as written in it; null for anything else. */
  linkTarget(path: string): string | null;
}

/**
 * What `docker build` receives: the context folder with its ignore file applied. Paths are relative to the context folder.
 */
export interface BuildContext {
  /** The context folder, relative to the repository root (`''` is the root). */
  readonly folder: string;
  /** `known`: the folder is certain or the only sensible one; `unknown`: nothing is known of what will be sent. */
  readonly state: 'known' | 'unknown';
  /** Why this folder: evidence for messages, for example `docker-compose.yml: services.api.build.context = "./api"`. */
  readonly because: string;
  /** The ignore file in force (repository path), or null. */
  readonly ignoreFile: string | null;
  /** Whether `COPY path` would find it: tracked and not ignored `yes`; neither on disk nor tracked, or ignored, `no`; untracked on disk `unknown`. A folder is there when a file below it is. */
  has(path: string): 'yes' | 'no' | 'unknown';
  ignores(path: string): boolean;
  /**
   * What a COPY source finds by Go's `filepath.Match` (`package*.json`, `yarn.lock*`, `[ab]`): files and folders, tracked and not ignored, sorted.
   * A source without wildcards finds itself. `unknown` when the context is, or when the source is on disk but not tracked.
   */
  matches(pattern: string): readonly string[] | 'unknown';
  /** Tracked files that are not ignored, relative to the context folder, sorted. */
  files(): readonly string[];
  /** Names directly below a folder (`''`: the context folder), tracked and not ignored, sorted. */
  list(folder: string): readonly { readonly name: string; readonly kind: EntryKind }[];
  read(path: string): string | null;
  /**
   * What a reader makes of a file's text; null where there is none. It is made once for all Dockerfiles of the repository, and for the second run over a
   * result: a reader is a pure function, and the same one at every call.
   */
  reading<T>(path: string, reader: (text: string, path: string) => T): T | null;
  kind(path: string): EntryKind | null;
  mode(path: string): number | null;
}
