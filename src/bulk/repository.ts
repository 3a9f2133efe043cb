import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportedFile } from '../cli/reporters/reported.ts';
import { command, type Git } from './git.ts';
import type { Entry } from './list.ts';
import { messageOf, subjectOf } from './message.ts';
import { readState, type Stand, type State, writeState, writeWhole } from './state.ts';
import { closeWorkTree, openWorkTree, type Trouble, type WorkTree } from './work-tree.ts';

/** Characters of a pull request's text that are given as an argument: systems take about 128 KB in one. */
const LONGEST_ARGUMENT = 40_000;

/** What is wanted of every repository. */
export interface Wish {
  readonly branch: string;
  readonly remote: string;
  /** Only look. */
  readonly dryRun: boolean;
  readonly push: boolean;
  /** The program that opens pull requests; null: none is opened. */
  readonly open: 'gh' | 'glab' | null;
  /** Everything else that decides about the outcome, as text. */
  readonly options: string;
}

/** What the work on a repository needs of the world. */
export interface Bench {
  readonly workspace: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly git: Git;
  readonly version: string;
  /** Migrates every Dockerfile of a folder and writes it there. Paths are seen from the folder. */
  readonly migrate: (folder: string, write: boolean) => Promise<readonly ReportedFile[]>;
  /** The text of a pull request about these files. */
  readonly describe: (files: readonly ReportedFile[]) => string;
}

/** What became of a repository. `resumed`: an earlier run had done it already. */
export interface Done {
  readonly state: State;
  readonly resumed: boolean;
}

/** Files of one repository in the workspace. */
export function filesOf(workspace: string, { slug }: Entry) {
  const folder = join(workspace, slug);
  return {
    folder,
    state: join(folder, 'state.json'),
    report: join(folder, 'report.json'),
    body: join(folder, 'pull-request.md'),
  };
}

/**
 * Takes one repository as far as is wished: a work tree of its own, the migration, one commit on a branch of its own, a push that overwrites nothing, a
 * pull request. Every step that others see is looked up before it is made, so that a run which was killed goes on without doing anything twice.
 */
export async function migrateRepository(bench: Bench, entry: Entry, wish: Wish): Promise<Done> {
  const files = filesOf(bench.workspace, entry);
  const asked = JSON.stringify(wish);
  const before = readState(files.state);
  if (before !== null && before.wish === asked && isEnd(before.stand, wish) && existsSync(files.report))
    return { state: before, resumed: true };
  mkdirSync(files.folder, { recursive: true });
  const note = (state: Omit<State, 'version' | 'repository' | 'wish'>): State => {
    const whole: State = { version: 1, repository: entry.name, wish: asked, ...state };
    writeState(files.state, whole);
    return whole;
  };
  note({ stand: 'begun', changed: 0 });
  const tree = await openWorkTree(bench.git, entry, { ...wish, folder: files.folder, cwd: bench.cwd });
  if ('cause' in tree) return { state: note({ stand: 'failed', changed: 0, ...tree }), resumed: false };
  try {
    return { state: note(await carryOut(bench, wish, tree, files, entry)), resumed: false };
  } finally {
    await closeWorkTree(bench.git, tree);
  }
}

/** Whether nothing is left to do for this wish. */
function isEnd(stand: Stand, { dryRun, push, open }: Wish): boolean {
  if (stand === 'nothing-to-do') return true;
  return stand === (dryRun ? 'would-change' : open !== null ? 'opened' : push ? 'pushed' : 'committed');
}

type Outcome = Omit<State, 'version' | 'repository' | 'wish'>;

async function carryOut(
  bench: Bench,
  wish: Wish,
  tree: WorkTree,
  files: ReturnType<typeof filesOf>,
  { name }: Entry,
): Promise<Outcome> {
  const { branch } = wish;
  const fail = (changed: number, { cause, remedy }: Trouble): Outcome => ({ stand: 'failed', changed, cause, remedy });
  if (tree.isProtected(branch))
    return fail(0, { cause: `«${branch}» is a default branch of it`, remedy: 'Choose another name with --branch.' });
  const migrated = (await bench.migrate(tree.folder, !wish.dryRun)).map((file) => ({ ...file, repository: name }));
  writeWhole(files.report, `${JSON.stringify(migrated)}\n`);
  const changed = migrated.filter(({ edits }) => edits.length > 0).length;
  const fault = migrated.find(({ status }) => status === 'fault');
  if (fault)
    return fail(changed, { cause: `${fault.path}: ${fault.problem?.cause ?? 'a fault'}`, remedy: 'Please report it.' });
  const refused = migrated.filter(({ status }) => status === 'refused' || status === 'unproven').length;
  const counts = { changed, ...(refused === 0 ? {} : { refused }) };
  if (changed === 0) return { stand: 'nothing-to-do', ...counts };
  writeWhole(files.body, bench.describe(migrated));
  if (wish.dryRun) return { stand: 'would-change', ...counts };

  const commit = await commitOf(bench, wish, tree, migrated);
  if (typeof commit !== 'string') return fail(changed, commit);
  if (!wish.push && wish.open === null) return { stand: 'committed', ...counts, branch, commit };
  const pushed = await push(bench.git, wish, tree, commit);
  if (pushed !== null) return fail(changed, pushed);
  if (wish.open === null) return { stand: 'pushed', ...counts, branch, commit };
  const opened = await openRequest(bench, wish.open, wish, tree, subjectOf(migrated), files.body);
  if (typeof opened !== 'string') return fail(changed, opened);
  return { stand: 'opened', ...counts, branch, commit, pullRequest: opened };
}

/** The commit on the branch. One of an earlier, killed run that holds the same on the same base is taken as it is. */
async function commitOf(
  { git, version }: Bench,
  { branch }: Wish,
  { folder, base }: WorkTree,
  files: readonly ReportedFile[],
): Promise<string | Trouble> {
  const paths = [...new Set(files.flatMap(({ edits }) => edits.map(({ path }) => path)))];
  const added = await git(folder, 'add', '--', ...paths.map((path) => `:(literal)${path}`));
  if (added.kind === 'failed')
    return { cause: `git takes no changes (${added.because})`, remedy: 'Look whether git ignores the file.' };
  const tree = await git(folder, 'write-tree');
  if (tree.kind === 'failed') return { cause: `git writes no tree (${tree.because})`, remedy: 'Check the disk.' };
  const there = await git(folder, 'rev-parse', '--verify', '--quiet', `refs/heads/${branch}`);
  if (there.kind === 'done')
    return (await isSame(git, folder, there.out, base, tree.out)) ? there.out : taken(branch, 'the clone');
  const commit = await git(folder, 'commit-tree', tree.out, '-p', base, '-m', messageOf(files, version).trimEnd());
  if (commit.kind === 'failed')
    return {
      cause: `git makes no commit (${commit.because})`,
      remedy: 'Set user.name and user.email in your git configuration.',
    };
  // Fails where somebody else made the branch meanwhile.
  const made = await git(folder, 'update-ref', `refs/heads/${branch}`, commit.out, '0'.repeat(commit.out.length));
  return made.kind === 'failed' ? taken(branch, 'the clone') : commit.out;
}

async function isSame(git: Git, folder: string, commit: string, base: string, tree: string): Promise<boolean> {
  const found = await git(folder, 'log', '-1', '--format=%T %P', commit);
  return found.kind === 'done' && found.out === `${tree} ${base}`;
}

function taken(branch: string, where: string): Trouble {
  return {
    cause: `${where} has a branch «${branch}» already, which holds something else`,
    remedy: 'Delete that branch, or choose another name with --branch.',
  };
}

/** Never forced. Null: the remote's branch is this commit, or holds the same on the same base. */
async function push(
  git: Git,
  { branch, remote }: Wish,
  { folder, base }: WorkTree,
  commit: string,
): Promise<Trouble | null> {
  const ref = `refs/heads/${branch}`;
  const listed = await git(folder, 'ls-remote', '--heads', remote, ref);
  if (listed.kind === 'failed')
    return { cause: `its remote does not answer (${listed.because})`, remedy: 'Check the network and your access.' };
  if (listed.out !== '') {
    const fetched = await git(folder, 'fetch', '--quiet', '--no-tags', '--depth', '1', remote, ref);
    const tree = await git(folder, 'rev-parse', `${commit}^{tree}`);
    const same = fetched.kind === 'done' && tree.kind === 'done' && (await holdsSame(git, folder, tree.out, base));
    return same ? null : taken(branch, 'the remote');
  }
  const pushed = await git(folder, 'push', '--quiet', remote, `${commit}:${ref}`);
  return pushed.kind === 'done'
    ? null
    : { cause: `the push was refused (${pushed.because})`, remedy: 'Check your rights to push to it.' };
}

/** What was fetched last holds this tree. A shallow history does not tell the parent, but the commit's own text does. */
async function holdsSame(git: Git, folder: string, tree: string, base: string): Promise<boolean> {
  const text = await git(folder, 'cat-file', 'commit', 'FETCH_HEAD');
  return text.kind === 'done' && text.out.startsWith(`tree ${tree}\nparent ${base}\n`);
}

/** The address of the pull request; one that is open for the branch already is taken. */
async function openRequest(
  { env }: Bench,
  program: 'gh' | 'glab',
  { branch }: Wish,
  { folder, baseBranch }: WorkTree,
  title: string,
  body: string,
): Promise<string | Trouble> {
  const run = (...args: readonly string[]) => command(program, args, folder, env);
  const address = (text: string) => /https?:\/\/\S+/.exec(text)?.[0];
  const known =
    program === 'gh'
      ? await run('pr', 'list', '--head', branch, '--state', 'open', '--json', 'url', '--jq', '.[].url')
      : await run('mr', 'list', '--source-branch', branch);
  const there = known.kind === 'done' ? address(known.out) : undefined;
  if (there !== undefined) return there;
  const base = baseBranch === null ? [] : [program === 'gh' ? '--base' : '--target-branch', baseBranch];
  const opened =
    program === 'gh'
      ? await run('pr', 'create', '--head', branch, ...base, '--title', title, '--body-file', body)
      : await run(
          'mr',
          'create',
          '--source-branch',
          branch,
          ...base,
          '--title',
          title,
          '--description',
          readFileSync(body, 'utf8').slice(0, LONGEST_ARGUMENT),
          '--yes',
        );
  if (opened.kind === 'failed')
    return {
      cause: `${program} opened no pull request (${opened.because})`,
      remedy: `The branch is pushed. Run ${program} auth status, then run again.`,
    };
  return address(opened.out) ?? opened.out;
}
