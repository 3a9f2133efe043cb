import { basename, dirname, join } from 'node:path';
import { type Configured, configuration, UNCONFIGURED } from '../config/load-configs.ts';
import type { Options } from '../options.ts';
import { contextListings } from '../repository/build-context.ts';
import { withEdits } from '../repository/overlay.ts';
import type { Repository } from '../repository/repository.ts';
import { type RepositoryFacts, repositoryFacts } from '../repository/repository-facts.ts';
import type { Engine } from './engine.ts';
import { faultOf, migrateFile, type Source } from './migrate-file.ts';
import { below, shownPath } from './paths.ts';
import { type ContextFolder, type OpenRepository, placeOf } from './places.ts';
import { readText } from './read-file.ts';
import { type FileResult, refused, untouched } from './result.ts';

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
  /** The configuration file to read, absolute; null: they are looked for; false: none is read. */
  readonly config: string | null | false;
  /** Whether code in configuration files is run: yes in one's own repository, no in those of a list. */
  readonly runsCode: boolean;
  /** Options that were given on the command line, and win over configuration files. */
  readonly given: readonly (keyof Options)[];
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
  const configured =
    settings.config === false ? null : configuration(settings.config, engine.transforms, settings.runsCode);
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
    return { shown, place, text: read.text, known: factsOf(place.repository), options: settings.options, custom: [] };
  };
  return async (look, companions) => {
    try {
      const read = sourceOf(look);
      if ('status' in read) return { source: null, result: read };
      const said =
        configured === null
          ? UNCONFIGURED
          : await configured(join(dirname(look.file), basename(look.file)), read.place.repository.root);
      if ('cause' in said)
        return { source: null, result: refused(look.shown, { ...said, path: shownPath(cwd, said.path) }) };
      if (said.excluded !== null) return { source: null, result: leftOut(look.shown, read.text, said.excluded, cwd) };
      const source = beside({ ...read, options: laidUnder(settings, said), custom: said.custom }, companions);
      return { source, result: migrateFile(source, cwd, engine) };
    } catch (error) {
      return { source: null, result: faultOf(look.shown, error) };
    }
  };
}

/** The command line wins over configuration files. */
function laidUnder({ options, given }: LookSettings, said: Configured): Options {
  const named = options.only ?? [];
  return {
    ...options,
    skip: [...new Set([...options.skip, ...said.skip.filter((name) => !named.includes(name))])],
    ...Object.fromEntries(Object.entries(said.options).filter(([name]) => !given.some((each) => each === name))),
    ...(Object.keys(said.images).length === 0 ? {} : { images: said.images }),
  };
}

/** A file that a configuration leaves out is unchanged, and says so. */
function leftOut(
  shown: string,
  text: string,
  { pattern, by }: { readonly pattern: string; readonly by: string },
  cwd: string,
): FileResult {
  return untouched(shown, text, [
    {
      verdict: 'unneeded',
      transform: 'read-dockerfile',
      code: 'excluded-by-configuration',
      data: { pattern },
      evidence: [{ source: shownPath(cwd, by), says: `exclude: ${pattern}` }],
      at: [],
      sentence: `left out by «${pattern}» in ${shownPath(cwd, by)}`,
      advice: null,
    },
  ]);
}

/** Two Dockerfiles may share an ignore file or a compose file: the second is looked at as if the first one's edit were made. */
function beside(source: Source, companions: Companions): Source {
  const { repository } = source.place;
  const edits = [...companions].flatMap(([file, after]) => {
    const path = below(repository.root, file);
    return path === null ? [] : [{ path, before: repository.read(path) ?? '', after }];
  });
  if (edits.length === 0) return source;
  const edited = withEdits(repository, edits);
  // An ignore file says nothing of who builds the image.
  const reads = edits.some(({ path }) => !path.endsWith('ignore'));
  return {
    ...source,
    place: { ...source.place, repository: edited },
    known: reads
      ? repositoryFacts(edited)
      : { consumers: source.known.consumers, listings: contextListings(source.known.listings.readings) },
  };
}

/** Whether an edit of another file reaches this one: it is to an ignore file of its build context, or to a file that it edits too. */
export function isReached(result: FileResult, companions: Companions): boolean {
  if (companions.size === 0) return false;
  if (result.edits.some(({ file, isDockerfile }) => !isDockerfile && companions.has(file))) return true;
  if (result.context === null) return false;
  for (const file of companions.keys()) if (dirname(file) === result.context) return true;
  return false;
}
