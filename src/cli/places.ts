import { dirname } from 'node:path';
import type { Repository } from '../repository/repository.ts';
import type { Engine } from './engine.ts';
import { below, gitTop, realPath } from './paths.ts';
import { contextElsewhere, type Fault } from './problems.ts';

/** A Dockerfile and its context as repository paths. */
export interface Place {
  readonly repository: Repository;
  readonly dockerfile: string;
  /** Null: the user named none. */
  readonly context: string | null;
}

/** The context folder that the user named. */
export interface ContextFolder {
  /** As the user wrote it. */
  readonly shown: string;
  /** Absolute and real. */
  readonly folder: string;
}

/** Opens the repository around a folder (absolute and real), and each repository once. */
export type OpenRepository = (folder: string) => Repository;

export function openOnce(open: Engine['openRepository']): OpenRepository {
  const opened = new Map<string, Repository>();
  return (folder) => {
    const top = gitTop(folder);
    const known = opened.get(folder) ?? (top === null ? undefined : opened.get(top));
    // A folder of a git repository without a tracked file in it is a repository of its own.
    if (known && (known.root === folder || known.presence(below(known.root, folder) ?? '') === 'tracked')) return known;
    const repository = open(folder);
    const same = opened.get(repository.root) ?? repository;
    opened.set(folder, same).set(same.root, same);
    return same;
  };
}

/**
 * Finds the repository of a file; where a context is named, one that holds both. `file` is an absolute path whose folders are real; `found` is the
 * repository whose folder it was found in, where it was.
 */
export function placeOf(
  file: string,
  found: Repository | null,
  context: ContextFolder | null,
  cwd: string,
  open: OpenRepository,
): Place | Fault {
  const first = found ? placeIn(found, file, context) : null;
  if (first) return first;
  const folder = dirname(file);
  for (const start of [folder, ...(context ? [context.folder, ...commonFolder(cwd, folder, context.folder)] : [])]) {
    const place = placeIn(open(start), file, context);
    if (place) return place;
  }
  return contextElsewhere(context?.shown ?? '.');
}

function placeIn(repository: Repository, file: string, context: ContextFolder | null): Place | null {
  const dockerfile = below(repository.root, file);
  const folder = context === null ? null : below(repository.root, context.folder);
  return dockerfile === null || (context !== null && folder === null)
    ? null
    : { repository, dockerfile, context: folder };
}

/** The folder that holds both, where it is not above the current one: nobody wants their whole disk read. */
function commonFolder(cwd: string, one: string, other: string): readonly string[] {
  for (let at = one; ; at = dirname(at)) {
    if (below(at, other) !== null) return below(realPath(cwd), at) === null ? [] : [at];
    if (dirname(at) === at) return [];
  }
}
