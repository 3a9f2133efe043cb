import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gitWith } from '../bulk/git.ts';
import { inOrder } from '../bulk/in-order.ts';
import { type Entry, inShard, readList, type Shard } from '../bulk/list.ts';
import { workerPool } from '../bulk/pool.ts';
import { type Bench, type Done, filesOf, migrateRepository, type Wish } from '../bulk/repository.ts';
import type { State } from '../bulk/state.ts';
import type { Engine } from './engine.ts';
import type { Settings } from './invocation.ts';
import { migrateTree } from './migrate-tree.ts';
import { systemErrorCode } from './problems.ts';
import { readStream, readText } from './read-file.ts';
import { markdownReport } from './reporters/markdown.ts';
import { printable } from './reporters/printable.ts';
import type { ReportedFile } from './reporters/reported.ts';
import { sayDone, sayTotals } from './reporters/repositories.ts';
import type { Surroundings } from './surroundings.ts';
import { ownVersion } from './version.ts';
import type { ThreadTask, TreeJob } from './worker.ts';

/** What `msb-migrate bulk` was asked for, checked. */
export interface BulkSettings {
  /** A file, or `-`. */
  readonly list: string;
  readonly workspace: string;
  readonly branch: string;
  readonly remote: string;
  readonly dryRun: boolean;
  readonly push: boolean;
  readonly open: 'gh' | 'glab' | null;
  readonly shard: Shard | null;
}

/** What came of it. */
export interface BulkResult {
  readonly files: readonly ReportedFile[];
  readonly failed: number;
}

/** Works through a list of repositories, several at a time; a line for each, in the order of the list, as soon as it is done. */
export async function bulk(
  asked: Settings,
  bulkSettings: BulkSettings,
  surroundings: Surroundings,
  engine: Engine,
  write: (text: string) => void,
): Promise<BulkResult | { readonly misuse: string }> {
  const { cwd } = surroundings;
  // Every repository is worked on in a folder of its own.
  const settings = typeof asked.config === 'string' ? { ...asked, config: resolve(cwd, asked.config) } : asked;
  const read =
    bulkSettings.list === '-' ? await readStream(surroundings.stdin) : readText(resolve(cwd, bulkSettings.list));
  if (read.kind === 'problem') return { misuse: `${bulkSettings.list}: ${read.problem.cause}. ${read.problem.remedy}` };
  const entries = inShard(readList(read.text), bulkSettings.shard);
  const workspace = resolve(cwd, bulkSettings.workspace);
  const lock = take(workspace, bulkSettings.shard);
  if ('misuse' in lock) return lock;
  try {
    return await surroundings.untilInterrupted((signal) =>
      work(entries, workspace, settings, bulkSettings, surroundings, engine, write, signal),
    );
  } finally {
    lock.release();
  }
}

async function work(
  entries: readonly Entry[],
  workspace: string,
  settings: Settings,
  { branch, remote, dryRun, push, open }: BulkSettings,
  surroundings: Surroundings,
  engine: Engine,
  write: (text: string) => void,
  signal: AbortSignal,
): Promise<BulkResult> {
  const threads = settings.prove === null && engine.worker !== undefined ? Math.min(settings.jobs, entries.length) : 0;
  const task: ThreadTask = { kind: 'trees', settings };
  const pool =
    threads > 0 && engine.worker ? workerPool<TreeJob, readonly ReportedFile[]>(engine.worker, threads, task) : null;
  const { options, prove } = settings;
  const wish: Wish = {
    branch,
    remote,
    dryRun,
    push,
    open,
    options: JSON.stringify({ ...options, prove, config: settings.config }),
  };
  const bench: Bench = {
    workspace,
    cwd: surroundings.cwd,
    env: surroundings.env,
    git: gitWith(surroundings.env),
    version: ownVersion(),
    migrate: (folder, writes) =>
      pool
        ? pool.run({ folder, write: writes })
        : migrateTree(folder, { ...settings, write: writes }, engine, surroundings),
    describe: (files) =>
      markdownReport(
        files.map(({ repository: _, ...file }) => file),
        !dryRun,
      ),
  };
  const result = { files: [] as ReportedFile[], failed: 0 };
  const states: State[] = [];
  // Clones and pushes wait for others; a few more than there are threads keep those busy.
  const ahead = settings.prove === null ? Math.max(2, threads * 2) : 1;
  try {
    const all = inOrder(entries, ahead, async (entry) => ({ entry, done: await attempt(bench, entry, wish, signal) }));
    for await (const { entry, done } of all) {
      if (done === null) break;
      states.push(done.state);
      if (done.state.stand === 'failed') result.failed += 1;
      write(sayDone(done));
      if (settings.reports.length > 0) result.files.push(...reportOf(filesOf(workspace, entry).report));
      if (settings.maxFailures !== null && result.failed >= settings.maxFailures) {
        write(`stopped after ${result.failed} failures (--max-failures); run again to go on\n`);
        break;
      }
    }
    write(sayTotals(states, entries.length));
    return result;
  } finally {
    await pool?.end();
  }
}

/** Null where the user interrupted. A fault of ours is this repository's; the others go on. */
async function attempt(bench: Bench, entry: Entry, wish: Wish, signal: AbortSignal): Promise<Done | null> {
  if (signal.aborted) return null;
  try {
    return await migrateRepository(bench, entry, wish);
  } catch (error) {
    const cause = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const state: State = {
      version: 1,
      repository: entry.name,
      wish: '',
      stand: 'failed',
      changed: 0,
      cause: `msb-migrate met a fault of its own (${cause})`,
      remedy: 'Run again, and report it if it comes back.',
    };
    return { state, resumed: false };
  }
}

function reportOf(file: string): readonly ReportedFile[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}

/** Two runs on one workspace would push over each other's work; shards have repositories of their own. */
function take(workspace: string, shard: Shard | null): { readonly release: () => void } | { readonly misuse: string } {
  const file = join(workspace, shard === null ? 'lock' : `lock-${shard.index}-of-${shard.count}`);
  const release = () => rmSync(file, { force: true });
  for (let attempts = 0; ; attempts++) {
    try {
      mkdirSync(workspace, { recursive: true });
      const descriptor = openSync(file, 'wx');
      writeFileSync(descriptor, String(process.pid));
      closeSync(descriptor);
      return { release };
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST')
        return { misuse: `--workspace ${printable(workspace)} cannot be written (${systemErrorCode(error)})` };
      const owner = Number(readFileSync(file, 'utf8'));
      if (attempts > 0 || isRunning(owner))
        return { misuse: `another run works on this workspace (process ${owner}; ${file})` };
      release();
    }
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}
