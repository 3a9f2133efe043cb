import { buildContext, type ContextListings, contextListings, unknownContext } from './build-context.ts';
import type { Consumer } from './consumer.ts';
import { hasWildcards } from './glob.ts';
import type { BuildContext, Repository } from './repository.ts';
import { contextPath, folderOf, nameOf, repositoryPath } from './repository-path.ts';

/**
 * The build context of a Dockerfile. In order: the folder that the user names (`override`, a repository path); the one that the consumers who build this Dockerfile
 * agree on; its own folder, then the repository's root, when the COPY sources exist there. Where consumers disagree, the only one of theirs in which all sources
 * exist; else the context is unknown.
 *
 * @param sources the sources of its COPY and ADD lines from the context, literal and glob; those with variables left out.
 */
export function contextOf(
  repository: Repository,
  dockerfile: string,
  consumers: readonly Consumer[],
  override: string | null,
  sources: readonly string[],
  listings: ContextListings = contextListings(),
): BuildContext {
  const at = (folder: string, because: string) => buildContext(repository, folder, dockerfile, because, listings);
  const fits = (folder: string) => holdsSources(at(folder, ''), sources, listings);
  if (override !== null) {
    const folder = repositoryPath(override);
    if (folder === null) return unknownContext(repository, `--context ${override} is outside the repository`);
    return at(folder, `--context ${folder === '' ? '.' : folder}`);
  }

  const stated = statedContexts(dockerfile, consumers);
  const [first, second] = stated;
  if (first !== undefined && second === undefined) return at(first.folder, first.because);
  if (first !== undefined && second !== undefined) {
    const fitting = stated.filter(({ folder }) => fits(folder));
    const [only] = fitting;
    const both = `${first.because}, but ${second.because}`;
    if (only === undefined || fitting.length > 1) return unknownContext(repository, both);
    return at(only.folder, `${only.because}, where all that it copies exists`);
  }

  const own = folderOf(dockerfile);
  if (fits(own))
    return at(
      own,
      own === '' ? 'the Dockerfile is in the repository’s root' : `all that it copies exists next to it, in ${own}`,
    );
  if (fits('')) return at('', 'all that it copies exists in the repository’s root');
  // A build output that CI makes before (`COPY dist .`) is missing from every folder; next to a Dockerfile in the root there is no other to think of.
  if (own === '' && sources.some((source) => contextPath(source) !== '' && isThere(at('', ''), source))) {
    return at('', 'the Dockerfile and part of what it copies are in the repository’s root');
  }
  return unknownContext(
    repository,
    `what it copies is neither in ${own === '' ? 'the repository’s root' : `${own} nor in the repository’s root`}, and nothing says where it is built`,
  );
}

interface StatedContext {
  readonly folder: string;
  readonly because: string;
}

/** The different folders that consumers build it in, each with the first who says so. */
function statedContexts(dockerfile: string, consumers: readonly Consumer[]): readonly StatedContext[] {
  const stated = new Map<string, StatedContext>();
  for (const consumer of consumers) {
    const folder = consumer.context;
    if (consumer.dockerfile !== dockerfile || folder === null || stated.has(folder)) continue;
    stated.set(folder, { folder, because: `${placeOf(consumer)} builds it in ${folder === '' ? '.' : folder}` });
  }
  return [...stated.values()];
}

function placeOf({ file, lines, name }: Consumer): string {
  return `${file}${lines === null ? '' : `:${lines.first}`} (${name})`;
}

/**
 * Whether all literal sources are there; a glob may find nothing, but where there is nothing else one has to. A source that is only on this disk, or in a
 * submodule, speaks neither for the folder nor against it. `COPY . .` alone fits wherever there is something to copy.
 */
function holdsSources(context: BuildContext, sources: readonly string[], listings: ContextListings): boolean {
  const named = sources.filter((source) => contextPath(source) !== '');
  if (named.length === 0) return listings.about(context.files(), holdsMore);
  const literal = named.filter((source) => !hasWildcards(source));
  return literal.length > 0
    ? literal.every((source) => isThere(context, source))
    : named.some((source) => isThere(context, source));
}

function isThere(context: BuildContext, source: string): boolean {
  const found = context.matches(source);
  return found === 'unknown' || found.length > 0;
}

function holdsMore(files: readonly string[]): boolean {
  return files.some((path) => !BUILD_FILES.test(nameOf(path)));
}

/** What stands next to a Dockerfile in a folder that is only about building: no program is made of it. */
const BUILD_FILES =
  /^(?:.*dockerfile.*|.*containerfile.*|\.(?:docker|container|git)ignore|\.gitkeep|(?:docker-)?compose.*\.ya?ml|docker-bake.*|makefile|license|.*\.(?:md|sh|conf|cfg|ini|env)|\.env.*)$/i;
