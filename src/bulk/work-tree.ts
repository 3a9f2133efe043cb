import { existsSync, rmSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { Git } from './git.ts';
import type { Entry } from './list.ts';

/** Files of a repository to work on, apart from anybody's own. */
export interface WorkTree {
  readonly folder: string;
  /** The commit that it stands on. */
  readonly base: string;
  /** The branch that a pull request goes to; null: not known. */
  readonly baseBranch: string | null;
  /** Branches that are never written, whatever the name asked for. */
  readonly isProtected: (branch: string) => boolean;
}

export interface Trouble {
  readonly cause: string;
  readonly remedy: string;
}

/** How to get at a repository. */
export interface Place {
  /** Below this one the folder is ours. */
  readonly folder: string;
  /** Where relative paths of the list begin. */
  readonly cwd: string;
  readonly branch: string;
  readonly remote: string;
}

/**
 * A work tree for one repository, new each time: a shallow clone of an address, and a second work tree of a local clone, whose own files, index and
 * branch stay as they are whatever state they are in.
 */
export async function openWorkTree(git: Git, entry: Entry, place: Place): Promise<WorkTree | Trouble> {
  const tree = join(place.folder, 'tree');
  const local =
    isAbsolute(entry.name) || existsSync(resolve(place.cwd, entry.name)) ? resolve(place.cwd, entry.name) : null;
  if (local !== null && !isFolder(local)) return { cause: `${entry.name} is no folder`, remedy: 'Check the list.' };
  const own = local !== null && (await git(local, 'rev-parse', '--is-inside-work-tree'));
  if (local !== null && own !== false && own.kind === 'done' && own.out === 'true') {
    await git(local, 'worktree', 'remove', '--force', tree);
    rmSync(tree, { recursive: true, force: true });
    await git(local, 'worktree', 'prune');
    return secondTree(git, local, tree, place);
  }
  rmSync(tree, { recursive: true, force: true });
  const address = local ?? entry.name;
  const cloned = await git(
    place.folder,
    'clone',
    '--quiet',
    '--depth',
    '1',
    '--no-tags',
    '--single-branch',
    '-o',
    place.remote,
    '--',
    local === null ? address : `file://${address}`,
    tree,
  );
  if (cloned.kind === 'failed')
    return { cause: `it cannot be cloned (${cloned.because})`, remedy: 'Check the address and your access to it.' };
  const head = await git(tree, 'rev-parse', '--verify', '--quiet', 'HEAD');
  if (head.kind === 'failed') return { cause: 'it has no commit', remedy: 'Take it off the list.' };
  const branch = await git(tree, 'symbolic-ref', '--short', '--quiet', 'HEAD');
  return {
    folder: tree,
    base: head.out,
    baseBranch: branch.kind === 'done' ? branch.out : null,
    isProtected: (name) => isDefaultName(name) || (branch.kind === 'done' && branch.out === name),
  };
}

async function secondTree(git: Git, local: string, tree: string, { remote }: Place): Promise<WorkTree | Trouble> {
  // What the remote calls its default branch; a clone whose owner stands on a branch of their own must not bring that branch along.
  const known = await git(local, 'symbolic-ref', '--short', '--quiet', `refs/remotes/${remote}/HEAD`);
  const current = await git(local, 'symbolic-ref', '--short', '--quiet', 'HEAD');
  const start = known.kind === 'done' ? known.out : 'HEAD';
  const base = await git(local, 'rev-parse', '--verify', '--quiet', `${start}^{commit}`);
  if (base.kind === 'failed') return { cause: 'it has no commit', remedy: 'Take it off the list.' };
  const added = await git(local, 'worktree', 'add', '--quiet', '--detach', tree, base.out);
  if (added.kind === 'failed')
    return { cause: `no work tree can be added to it (${added.because})`, remedy: 'Check the clone with git status.' };
  const own = current.kind === 'done' ? current.out : null;
  const baseBranch = known.kind === 'done' ? known.out.slice(remote.length + 1) : own;
  return {
    folder: tree,
    base: base.out,
    baseBranch,
    isProtected: (name) => isDefaultName(name) || name === baseBranch || name === own,
  };
}

/** Leaves nothing of the work tree; branches and commits of a local clone stay. */
export async function closeWorkTree(git: Git, { folder }: Pick<WorkTree, 'folder'>): Promise<void> {
  await git(folder, 'worktree', 'remove', '--force', folder);
  rmSync(folder, { recursive: true, force: true });
}

function isDefaultName(branch: string): boolean {
  return ['main', 'master', 'trunk', 'develop', 'HEAD'].includes(branch);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
