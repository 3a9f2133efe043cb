import type { BuildContext } from '../../repository/repository.ts';
import { flagValue, operandsOf } from './build-effect.ts';
import { type ManagerWords, readManagerWords } from './npm-words.ts';
import { type Manifest, nearestManifest } from './package-json.ts';
import type { LineWord } from './script-line.ts';
import { membersNamed, membersOf, workspaceRootOf } from './workspaces.ts';

/** A script that a command runs in members of a workspace. */
export interface WorkspaceScript {
  readonly script: string;
  /** The members that have it. */
  readonly members: readonly Manifest[];
}

/** The workspace that a command runs in: the nearest manifest, or the root that it is a member of. */
function workspaceAt(
  context: BuildContext,
  folder: string,
): { readonly root: Manifest; readonly members: readonly Manifest[] } | null {
  const nearest = nearestManifest(context, folder);
  if (nearest === null) return null;
  const own = membersOf(context, nearest);
  if (own.length > 0) return { root: nearest, members: own };
  const root = workspaceRootOf(context, nearest.folder);
  return root === null ? null : { root, members: membersOf(context, root) };
}

/** What a package manager is told to run in members; null: nothing in members; `unknown`: in members that are not known. */
export function workspaceScript(
  context: BuildContext,
  folder: string,
  tool: string,
  words: ManagerWords,
): WorkspaceScript | 'unknown' | null {
  const asks =
    ['workspace', 'workspaces', 'filter', 'recursive'].some((flag) => words.flags.has(flag)) ||
    (tool === 'yarn' && (words.verb === 'workspace' || words.verb === 'workspaces'));
  if (!asks) return null;
  const found = workspaceAt(context, folder);
  const members = found === null ? null : membersNamed(found.members, found.root, tool, words);
  const script = scriptOf(tool, words);
  if (members === null || script === null) return 'unknown';
  const having = members.filter((member) => member.scripts.has(script));
  return having.length === 0 ? 'unknown' : { script, members: having };
}

/** `yarn workspace api run build`, `yarn workspaces foreach -A run build`, `pnpm -r build`, `npm run build --workspaces`. */
function scriptOf(tool: string, { verb, operands }: ManagerWords): string | null {
  if (tool === 'yarn' && verb === 'workspace')
    return operands[1] === 'run' ? (operands[2] ?? null) : (operands[1] ?? null);
  if (tool === 'yarn' && verb === 'workspaces') return operands.at(operands.indexOf('run') + 1) ?? null;
  if (verb === 'run') return operands[0] ?? null;
  return verb === 'start' || verb === 'test' || tool === 'pnpm' ? verb : null;
}

/** Scripts of members that `turbo run build --filter=api` or `lerna run build` runs, those of their dependencies included. */
export function taskScripts(
  context: BuildContext,
  folder: string,
  args: readonly LineWord[],
): readonly WorkspaceScript[] | 'unknown' {
  const found = workspaceAt(context, folder);
  const tasks = operandsOf(args, [
    '--filter',
    '-F',
    '--scope',
    '--concurrency',
    '--cache-dir',
    '--output-logs',
    '--env-mode',
  ])
    .map((word) => word.value)
    .filter((word) => word !== 'run');
  const filter = flagValue(args, ['--filter', '-F', '--scope']);
  if (found === null || filter === 'unknown' || tasks.length === 0) return 'unknown';
  const chosen =
    filter === null
      ? found.members
      : membersNamed(
          found.members,
          found.root,
          'pnpm',
          readManagerWords([...named(`--filter=${filter.replace(/(?:\.{3})?$/, '...')}`)]),
        );
  if (chosen === null || chosen.length === 0) return 'unknown';
  return tasks.flatMap((script) => {
    const members = chosen.filter((member) => script !== null && member.scripts.has(script));
    return script === null || members.length === 0 ? [] : [{ script, members }];
  });
}

function named(flag: string): readonly LineWord[] {
  return ['pnpm', flag].map((text) => ({ text, value: text }));
}
