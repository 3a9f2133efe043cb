import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import { isBelow } from './known.ts';

/** Files of a project that no program reads while it runs: sources, manifests, tools' settings, documentation. */
const NO_DATA =
  /(?:^|\/)(?:[^/]*\.(?:go|md|mod|sum|proto)|go\.work|go\.work\.sum|\.[^/]*|Makefile|makefile|GNUmakefile|Taskfile[^/]*|magefile[^/]*|Jenkinsfile|[^/]*Dockerfile[^/]*|docker-compose[^/]*|compose\.ya?ml|LICENSE[^/]*|LICENCE[^/]*|CODEOWNERS|AUTHORS|CONTRIBUTORS|NOTICE|skaffold\.ya?ml|codecov\.yml|renovate\.json|buf\.(?:gen\.)?yaml|sqlc\.ya?ml|Procfile)$/i;

/** Nor these, where nothing is told of files that no literal names: only a shell reads them. */
const SCRIPT = /\.(?:sh|bat|ps1)$/i;

/** Folders that hold no data of a program. */
const NO_DATA_FOLDER =
  /(?:^|\/)(?:\.[^/]+|vendor|node_modules|testdata|tests?|e2e|deployments?|charts?|helm|k8s|kubernetes|terraform)\//i;

/**
 * Every file of the project that a program could read as data, as few paths as say it: folders whole where they hold nothing else. A hidden file
 * counts as data only by name. `embedded`: what is in the program already. `withScripts`: something is started that may be told to run one.
 */
export function dataOf(
  context: BuildContext,
  root: string,
  embedded: readonly string[],
  withScripts = false,
): readonly string[] {
  const files = context.files().filter((path) => isBelow(path, root));
  const inside = new Set(embedded.flatMap((pattern) => matching(pattern, context)));
  const isData = (path: string) =>
    !NO_DATA.test(path) &&
    (withScripts || !SCRIPT.test(path)) &&
    !NO_DATA_FOLDER.test(path) &&
    ![...inside].some((one) => isBelow(path, one));
  const whole = (folder: string) => files.filter((path) => isBelow(path, folder)).every(isData);
  const paths = files.filter(isData).map((path) => {
    const parents = parentsOf(path, root);
    return parents.find(whole) ?? path;
  });
  return [...new Set(paths)];
}

function matching(pattern: string, context: BuildContext): readonly string[] {
  const matches = context.matches(pattern);
  return matches === 'unknown' ? [] : matches;
}

/** Folders above a file and below the root, outermost first. */
function parentsOf(path: string, root: string): readonly string[] {
  const parents: string[] = [];
  for (let at = posix.dirname(path); at !== '.' && at !== root; at = posix.dirname(at)) parents.unshift(at);
  return parents;
}

/** A folder with nothing in it but Go sources is a package, not data. */
export function isOnlyCode(context: BuildContext, folder: string): boolean {
  return context
    .files()
    .every((path) => !isBelow(path, folder) || /\.(?:go|s|c|h|proto)$|(?:^|\/)go\.(?:mod|sum)$/.test(path));
}
