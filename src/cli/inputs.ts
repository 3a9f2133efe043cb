import { type Stats, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import type { Problem } from '../problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { Engine } from './engine.ts';
import { below, realPath, shownPath, standing } from './paths.ts';
import type { OpenRepository } from './places.ts';
import { emptyGlob, type Fault, noDockerfile, noSuchFile, systemErrorCode, unreadable } from './problems.ts';

/** One Dockerfile to look at, or a path that cannot be used. */
export type Input =
  | {
      readonly kind: 'file';
      /** As messages name it. */
      readonly shown: string;
      /** Absolute, symlinks followed except for the file itself. */
      readonly file: string;
      /** The repository whose folder it was found in; null: the user named the file. */
      readonly repository: Repository | null;
    }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** The files that paths mean, in the order of the paths and each once, whatever ways lead to it. Never throws for any path. */
export function resolveInputs(
  paths: readonly string[],
  cwd: string,
  open: OpenRepository,
  discover: Engine['discoverDockerfiles'],
): readonly Input[] {
  const seen = new Set<string>();
  return (paths.length === 0 ? ['.'] : paths)
    .flatMap((path) => resolvePath(path, cwd, open, discover))
    .filter((input) => {
      const key = input.kind === 'file' ? realPath(input.file) : `problem ${input.problem.path}`;
      return seen.has(key) ? false : seen.add(key);
    });
}

function resolvePath(
  path: string,
  cwd: string,
  open: OpenRepository,
  discover: Engine['discoverDockerfiles'],
): readonly Input[] {
  const absolute = resolve(cwd, path);
  const found = statOf(absolute);
  if (found === null) return isDynamicPattern(path) ? filesOfGlob(path, cwd) : [problem(path, noSuchFile)];
  if ('cause' in found) return [problem(path, found)];
  return found.isDirectory()
    ? filesBelow(path, absolute, cwd, open(realPath(absolute)), discover)
    : [file(absolute, cwd, null)];
}

/** Null when there is nothing. A path that exists is never taken for a pattern: `[id]/Dockerfile` is a folder's name too. */
function statOf(path: string): Stats | Fault | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    const code = systemErrorCode(error);
    return code === 'ENOTDIR' || code === 'ENAMETOOLONG' ? null : unreadable(code);
  }
}

function filesOfGlob(pattern: string, cwd: string): readonly Input[] {
  const files = globSync(pattern, {
    cwd,
    dot: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**', '**/.git/**'],
  });
  if (files.length === 0) return [problem(pattern, emptyGlob)];
  return [...files].sort().map((name) => file(resolve(cwd, name), cwd, null));
}

function filesBelow(
  path: string,
  absolute: string,
  cwd: string,
  repository: Repository,
  discover: Engine['discoverDockerfiles'],
): readonly Input[] {
  const folder = below(repository.root, realPath(absolute));
  const found = folder === null ? [] : discover(repository, folder);
  if (found.length === 0) return [problem(path, noDockerfile)];
  return found.map((name) => file(join(absolute, folder ? name.slice(folder.length + 1) : name), cwd, repository));
}

function file(path: string, cwd: string, repository: Repository | null): Input {
  return { kind: 'file', shown: shownPath(cwd, path), file: standing(path), repository };
}

function problem(path: string, fault: Fault): Input {
  return { kind: 'problem', problem: { ...fault, path } };
}
