import { dirname } from 'node:path';
import type { Options } from '../options.ts';
import { contextListings } from '../repository/build-context.ts';
import { withEdits } from '../repository/overlay.ts';
import type { Repository } from '../repository/repository.ts';
import { type RepositoryFacts, repositoryFacts } from '../repository/repository-facts.ts';
import type { Engine } from './engine.ts';
import { faultOf, migrateFile, type Source } from './migrate-file.ts';
import { below } from './paths.ts';
import { type ContextFolder, type OpenRepository, placeOf } from './places.ts';
import { readText } from './read-file.ts';
import { type FileResult, refused } from './result.ts';

/** One Dockerfile to look at. */
export interface Look {
  /** As messages name it. */
  readonly shown: string;
  /** Absolute, symlinks followed except for the file itself. */
  readonly file: string;
  /** A folder of the repository that it was found in; null: the user named the file. */
  readonly foundIn: string | null;
}

/** What is the same for every file of a call. Plain data: threads are given it. */
export interface LookSettings {
  readonly cwd: string;
  readonly context: ContextFolder | null;
  readonly options: Options;
}

/** A file that was looked at. */
export interface Looked {
  /** Null: the file could not be read. */
  readonly source: Source | null;
  readonly result: FileResult;
}

/** New texts of files that other Dockerfiles may share, by absolute path. */
export type Companions = ReadonlyMap<string, string>;

/** Looks at Dockerfiles one by one, and reads what holds for a whole repository once. */
export type Looker = (look: Look, companions: Companions) => Promise<Looked>;

export function lookerOf(settings: LookSettings, engine: Engine, open: OpenRepository): Looker {
  const { cwd, context } = settings;
  const facts = new Map<Repository, RepositoryFacts>();
  const factsOf = (repository: Repository): RepositoryFacts => {
    const known = facts.get(repository) ?? repositoryFacts(repository);
    facts.set(repository, known);
    return known;
  };
  const sourceOf = ({ shown, file, foundIn }: Look): Source | FileResult => {
    const read = readText(file);
    if (read.kind === 'problem') return refused(shown, read.problem);
    const place = placeOf(file, foundIn === null ? null : open(foundIn), context, cwd, open);
    if ('cause' in place) return refused(shown, place);
    return { shown, place, text: read.text, known: factsOf(place.repository) };
  };
  return async (look, companions) => {
    try {
      const read = sourceOf(look);
      if ('status' in read) return { source: null, result: read };
      const source = beside(read, companions);
      return { source, result: migrateFile(source, settings.options, cwd, engine) };
    } catch (error) {
      return { source: null, result: faultOf(look.shown, error) };
    }
  };
}

/** Two Dockerfiles may share an ignore file: the second is looked at as if the first one's edit were made. */
function beside(source: Source, companions: Companions): Source {
  const { repository } = source.place;
  const edits = [...companions].flatMap(([file, after]) => {
    const path = below(repository.root, file);
    return path === null ? [] : [{ path, before: repository.read(path) ?? '', after }];
  });
  if (edits.length === 0) return source;
  return {
    ...source,
    place: { ...source.place, repository: withEdits(repository, edits) },
    known: { consumers: source.known.consumers, listings: contextListings() },
  };
}

/** Whether an edit of another file reaches this one: it is to an ignore file of its build context. */
export function isReached(result: FileResult, companions: Companions): boolean {
  if (companions.size === 0 || result.context === null) return false;
  for (const file of companions.keys()) if (dirname(file) === result.context) return true;
  return false;
}
