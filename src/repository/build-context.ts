import { hasWildcards, translateGlob, withoutEscapes } from './glob.ts';
import { type IgnoreRules, readIgnoreFile } from './ignore-file.ts';
import type { BuildContext, EntryKind, Repository } from './repository.ts';
import { contextPath, filesWithin, folderOf, foldersOf, nameOf } from './repository-path.ts';

/** Symlinks that are followed one after the other before it counts as a loop. */
const MOST_LINKS = 40;

/** The files that a context folder sends once its ignore rules are applied, and every folder that they stand in. */
interface Listing {
  readonly files: readonly string[];
  readonly set: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

/** Listings of one repository by folder and ignore file: several Dockerfiles on one context list it once. */
export interface ContextListings {
  /** The listing of this key, made when it is asked for the first time. */
  readonly at: (key: string, make: () => Listing) => Listing;
  /** The answer to the one question that is asked of these files. */
  readonly about: (files: readonly string[], ask: (files: readonly string[]) => boolean) => boolean;
  readonly readings: Readings;
}

/** What readers made of texts: other than listings, this holds for another version of the repository too, as far as its texts are the same. */
export interface Readings {
  readonly of: <T>(reader: (text: string, path: string) => T, text: string, path: string, folder: string) => T;
}

function noReadings(): Readings {
  const known = new Map<unknown, Map<string, { readonly text: string; readonly made: unknown }>>();
  return {
    of: <T>(reader: (text: string, path: string) => T, text: string, path: string, folder: string): T => {
      const key = `${folder}\0${path}`;
      const own = known.get(reader) ?? new Map<string, { readonly text: string; readonly made: unknown }>();
      known.set(reader, own);
      const last = own.get(key);
      if (last !== undefined && last.text === text) return last.made as T;
      const made = reader(text, path);
      own.set(key, { text, made });
      return made;
    },
  };
}

export function contextListings(readings: Readings = noReadings()): ContextListings {
  const known = new Map<string, Listing>();
  const answers = new WeakMap<readonly string[], boolean>();
  return {
    at: (key, make) => {
      const listing = known.get(key) ?? make();
      known.set(key, listing);
      return listing;
    },
    about: (files, ask) => {
      const answer = answers.get(files) ?? ask(files);
      answers.set(files, answer);
      return answer;
    },
    readings,
  };
}

/**
 * The build context at `folder` for one Dockerfile (both repository paths), with the ignore file that the builder applies: `<Dockerfile>.dockerignore` next to the
 * Dockerfile, else `.dockerignore` in the context folder; a `Containerfile` is podman's, which looks for `.containerignore` first.
 * `because` is the evidence for the folder, for messages.
 */
export function buildContext(
  repository: Repository,
  folder: string,
  dockerfile: string,
  because: string,
  listings: ContextListings = contextListings(),
): BuildContext {
  const ignoreFile = ignoreFileFor(repository, folder, dockerfile);
  const rules = readIgnoreFile(ignoreFile === null ? '' : (repository.read(ignoreFile) ?? ''));
  return knownContext(repository, folder, because, ignoreFile, rules, listings);
}

/** A context of which nothing is known: every question about it is answered `unknown`, and it lists and reads nothing. */
export function unknownContext(_repository: Repository, because = 'where it is built is not known'): BuildContext {
  return {
    folder: '',
    state: 'unknown',
    because,
    ignoreFile: null,
    has: () => 'unknown',
    ignores: () => false,
    matches: () => 'unknown',
    files: () => [],
    list: () => [],
    read: () => null,
    reading: () => null,
    kind: () => null,
    mode: () => null,
  };
}

function ignoreFileFor(repository: Repository, folder: string, dockerfile: string): string | null {
  const inContext = (name: string) => (folder === '' ? name : `${folder}/${name}`);
  const podman = /^containerfile|\.containerfile$/i.test(nameOf(dockerfile));
  const candidates = podman
    ? [
        `${dockerfile}.containerignore`,
        `${dockerfile}.dockerignore`,
        inContext('.containerignore'),
        inContext('.dockerignore'),
      ]
    : [`${dockerfile}.dockerignore`, inContext('.dockerignore')];
  // An untracked ignore file hides files on this machine all the same; assuming less in the context is the safe side.
  return (
    candidates.find((path) => repository.presence(path) !== 'missing' && repository.kind(path) !== 'directory') ?? null
  );
}

function knownContext(
  repository: Repository,
  folder: string,
  because: string,
  ignoreFile: string | null,
  rules: IgnoreRules,
  listings: ContextListings,
): BuildContext {
  const inRepository = (path: string) => (folder === '' ? path : path === '' ? folder : `${folder}/${path}`);
  let found: Listing | null = null;
  const content = () => {
    found ??= listings.at(`${folder}\0${ignoreFile ?? ''}`, () => {
      const skip = folder === '' ? 0 : folder.length + 1;
      const files = filesWithin(repository.files(), folder)
        .map((path) => path.slice(skip))
        .filter((path) => !rules.ignores(path));
      return { files, set: new Set(files), folders: foldersOf(files) };
    });
    return found;
  };

  /** Where a path ends when its symlinks are followed as the builder does, never out of the context; null: in a loop, or through an ignored link. */
  const resolve = (path: string): string | null => {
    let resolved = '';
    let links = 0;
    const rest = path.split('/');
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
      if (next === '' || next === '.') continue;
      if (next === '..') {
        resolved = folderOf(resolved);
        continue;
      }
      const at = resolved === '' ? next : `${resolved}/${next}`;
      const target = repository.kind(inRepository(at)) === 'symlink' ? repository.linkTarget(inRepository(at)) : null;
      if (target === null) {
        resolved = at;
        continue;
      }
      links += 1;
      if (links > MOST_LINKS || rules.ignores(at)) return null;
      if (target.startsWith('/')) resolved = '';
      rest.unshift(...target.split('/'));
    }
    return resolved;
  };

  const has = (path: string): 'yes' | 'no' | 'unknown' => {
    const end = resolve(contextPath(path));
    if (end === null) return 'no';
    if (end === '' || content().set.has(end) || content().folders.has(end)) return 'yes';
    if (repository.presence(inRepository(end)) !== 'untracked') return 'no';
    if (!rules.ignores(end)) return 'unknown';
    return rules.hasExceptions && repository.kind(inRepository(end)) === 'directory' ? 'unknown' : 'no';
  };
  const matches = (pattern: string): readonly string[] | 'unknown' => {
    if (!hasWildcards(pattern)) {
      const path = contextPath(withoutEscapes(pattern));
      const answer = has(path);
      return answer === 'unknown' ? 'unknown' : answer === 'yes' ? [path] : [];
    }
    const expression = translateGlob(contextPath(pattern), 'copy');
    if (expression === null) return [];
    return [...content().files, ...content().folders].filter((path) => path !== '' && expression.test(path)).sort();
  };
  const kind = (path: string): EntryKind | null => {
    const at = contextPath(path);
    if (at === '' || content().folders.has(at)) return 'directory';
    return rules.ignores(at) ? null : repository.kind(inRepository(at));
  };
  const visible = (path: string): string | null => {
    const at = contextPath(path);
    return rules.ignores(at) ? null : inRepository(at);
  };
  return {
    folder,
    state: 'known',
    because,
    ignoreFile,
    has,
    ignores: (path) => rules.ignores(contextPath(path)),
    matches,
    files: () => content().files,
    list: (at) => listFolder(content().files, contextPath(at), kind),
    read: (path) => {
      const at = visible(path);
      return at === null ? null : repository.read(at);
    },
    reading: (path, reader) => {
      const at = visible(path);
      const text = at === null ? null : repository.read(at);
      return text === null ? null : listings.readings.of(reader, text, path, folder);
    },
    kind,
    mode: (path) => {
      const at = visible(path);
      return at === null ? null : repository.mode(at);
    },
  };
}

function listFolder(files: readonly string[], folder: string, kind: (path: string) => EntryKind | null) {
  const prefix = folder === '' ? '' : `${folder}/`;
  const names = new Set<string>();
  for (const file of files) {
    if (!file.startsWith(prefix)) continue;
    const rest = file.slice(prefix.length);
    const slash = rest.indexOf('/');
    names.add(slash === -1 ? rest : rest.slice(0, slash));
  }
  return [...names].sort().map((name) => ({ name, kind: kind(`${prefix}${name}`) ?? 'file' }));
}
