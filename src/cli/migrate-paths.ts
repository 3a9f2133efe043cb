import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { inOrder } from '../bulk/in-order.ts';
import { workerPool } from '../bulk/pool.ts';
import { repositoryFacts } from '../repository/repository-facts.ts';
import type { Engine } from './engine.ts';
import { type Input, resolveInputs } from './inputs.ts';
import type { Settings } from './invocation.ts';
import { type Companions, isReached, type Look, type Looked, type LookSettings, lookerOf } from './look.ts';
import { faultOf, migrateFile } from './migrate-file.ts';
import { below, realPath } from './paths.ts';
import { type ContextFolder, openOnce } from './places.ts';
import { leadsOut } from './problems.ts';
import { type ProveSession, proveSession } from './prove-session.ts';
import { readStream } from './read-file.ts';
import type { ProgressDisplay } from './reporters/progress.ts';
import { type FileEdit, type FileResult, refused } from './result.ts';
import type { Surroundings } from './surroundings.ts';
import type { ThreadTask } from './worker.ts';
import { writeAll } from './write.ts';

/** What one call works on. */
export interface Job {
  readonly paths: readonly string[];
  readonly settings: Settings;
  readonly surroundings: Pick<Surroundings, 'cwd' | 'env' | 'stdin' | 'uninterrupted' | 'untilInterrupted'>;
  readonly engine: Engine;
  /** Absent: nobody wants to see it. */
  readonly progress?: ProgressDisplay;
  /** Whether code in configuration files is run; absent: yes. */
  readonly runsCode?: boolean;
  /** Whether these files may be written at all; absent: yes. */
  readonly mayWrite?: (edits: readonly FileEdit[]) => boolean;
}

/** The name that messages have for stdin. */
const STDIN = '<stdin>';

/** Below this many files, starting threads takes longer than looking at the files. */
const WORTH_THREADS = 24;

/** Files that each thread may be ahead of the one whose turn it is: enough to keep it busy behind a slow file, few enough to hold in memory. */
const AHEAD = 16;

/** Wrong usage that shows only once the disk was looked at. */
export interface Misuse {
  readonly misuse: string;
}

/** Why the files after this one were not looked at. */
export interface Stopped {
  readonly stopped: string;
}

/** Looks at the paths and gives the results in their order. Ends early when whoever takes the results stops. */
export async function* migratePaths(job: Job): AsyncGenerator<FileResult | Misuse | Stopped> {
  const { cwd } = job.surroundings;
  const context = contextFolder(job.settings.context, cwd);
  if (context && 'misuse' in context) {
    yield context;
    return;
  }
  if (job.paths.includes('-')) {
    if (context) yield await fromStdin(job, context);
    return;
  }
  const open = openOnce(job.engine.openRepository);
  const inputs = resolveInputs(job.paths, cwd, open, job.engine.discoverDockerfiles);
  const files = inputs.filter(({ kind }) => kind === 'file').length;
  if (job.settings.format === 'text' && files > 1) {
    yield { misuse: `--stdout prints exactly one file, and the paths name ${files}` };
    return;
  }
  const session = job.settings.prove === null ? null : proveSession(job, job.settings.prove);
  const { options, given } = job.settings;
  const config = typeof job.settings.config === 'string' ? resolve(cwd, job.settings.config) : job.settings.config;
  const settings: LookSettings = { cwd, context, options, config, given, runsCode: job.runsCode ?? true };
  const look = lookerOf(settings, job.engine, open);
  const lookAt = (input: Input, companions: Companions): Promise<Looked> =>
    input.kind === 'problem'
      ? Promise.resolve({ source: null, result: refused(input.problem.path, input.problem) })
      : look(lookOf(input), companions);
  const { worker } = job.engine;
  const threads = Math.min(job.settings.jobs, Math.ceil(files / AHEAD));
  try {
    if (worker === undefined || threads < 2 || files < WORTH_THREADS || session !== null)
      yield* finish(inputs.length, oneByOne(inputs, lookAt), job, session, lookAt);
    else yield* finish(inputs.length, inThreads(inputs, worker, threads, settings), job, null, lookAt);
  } finally {
    job.progress?.clear();
    await session?.end();
  }
}

/** An input, and what became of it; it was looked at beside these edits of other files. */
interface Seen {
  readonly input: Input;
  readonly looked: Looked;
  readonly besideAll: boolean;
}

type LookAt = (input: Input, companions: Companions) => Promise<Looked>;

/** Gives what it is sent back: the edits of other files so far. */
type Looks = AsyncGenerator<Seen, void, Companions | undefined>;

async function* oneByOne(inputs: readonly Input[], lookAt: LookAt): Looks {
  let companions: Companions = new Map();
  for (const input of inputs) {
    // Signals and the end of a pipe are noticed between two files.
    await turn();
    companions = (yield { input, looked: await lookAt(input, companions), besideAll: true }) ?? companions;
  }
}

/** The same from several threads, which know nothing of each other's edits. */
async function* inThreads(inputs: readonly Input[], script: URL, threads: number, settings: LookSettings): Looks {
  const pool = workerPool<Look, FileResult>(script, threads, { kind: 'files', settings } satisfies ThreadTask);
  const resultOf = async (input: Input): Promise<FileResult> => {
    if (input.kind === 'problem') return refused(input.problem.path, input.problem);
    try {
      return await pool.run(lookOf(input));
    } catch (error) {
      return faultOf(input.shown, error);
    }
  };
  try {
    const results = inOrder(inputs, threads * AHEAD, async (input) => ({ input, result: await resultOf(input) }));
    for await (const { input, result } of results) yield { input, looked: { source: null, result }, besideAll: false };
  } finally {
    await pool.end();
  }
}

function lookOf({ shown, file, repository }: Extract<Input, { kind: 'file' }>): Look {
  return { shown, file, foundIn: repository?.root ?? null };
}

/** Proves and writes, in the order of the paths; an edit of a file that the next Dockerfile shares is there for it. */
async function* finish(
  total: number,
  looks: Looks,
  job: Job,
  session: ProveSession | null,
  lookAt: LookAt,
): AsyncGenerator<FileResult | Misuse | Stopped> {
  const companions = new Map<string, string>();
  let failures = 0;
  let count = 0;
  for (let next = await looks.next(companions); next.done !== true; next = await looks.next(companions)) {
    if (session?.interrupted()) return;
    const { input, looked, besideAll } = next.value;
    const again = !besideAll && isReached(looked.result, companions);
    const { source, result } = again ? await lookAt(input, companions) : looked;
    const isToProve = session !== null && source !== null && result.status === 'changed';
    const proven = isToProve ? await session.prove(source, result) : result;
    job.progress?.clear();
    if ('misuse' in proven) {
      yield proven;
      return;
    }
    if (session?.interrupted()) return;
    const done = job.settings.write && proven.status === 'changed' ? await written(proven, job) : proven;
    for (const edit of companionsOf(done)) companions.set(edit.file, edit.after);
    count += 1;
    yield done;
    job.progress?.count(count, total);
    if (done.status === 'refused' || done.status === 'fault' || done.status === 'unproven') failures += 1;
    if (job.settings.maxFailures !== null && failures >= job.settings.maxFailures && count < total) {
      yield {
        stopped: `stopped after ${failures} failures (--max-failures); ${total - count} files were not looked at`,
      };
      return;
    }
  }
}

function contextFolder(shown: string | null, cwd: string): ContextFolder | Misuse | null {
  if (shown === null) return null;
  const folder = realPath(resolve(cwd, shown));
  try {
    if (shown !== '' && statSync(folder).isDirectory()) return { shown, folder };
  } catch {
    // Whatever is wrong with it, it is no folder that a build can be given.
  }
  return { misuse: `--context: «${shown}» is no folder` };
}

async function fromStdin(job: Job, context: ContextFolder): Promise<FileResult> {
  const read = await readStream(job.surroundings.stdin);
  if (read.kind === 'problem') return refused(STDIN, read.problem);
  const repository = job.engine.openRepository(context.folder);
  const folder = below(repository.root, context.folder) ?? '';
  const place = { repository, dockerfile: join(folder, 'Dockerfile'), context: folder };
  const { options } = job.settings;
  const source = { shown: STDIN, place, text: read.text, known: repositoryFacts(repository), options, custom: [] };
  return migrateFile(source, job.surroundings.cwd, job.engine);
}

/** The edits of other files than the Dockerfile itself. */
function companionsOf(result: FileResult): readonly FileEdit[] {
  return result.edits.filter(({ isDockerfile }) => !isDockerfile);
}

async function written(result: FileResult, job: Job): Promise<FileResult> {
  if (job.mayWrite?.(result.edits) === false) return { ...result, ...refused(result.shown, leadsOut) };
  const rewrites = result.edits.map(({ file, before, after, isNew }) => ({
    path: file,
    before: isNew ? null : before,
    after,
  }));
  try {
    const failure = await job.surroundings.uninterrupted(() => writeAll(rewrites));
    if (failure === null) return { ...result, written: true };
    const edit = result.edits.find(({ file }) => file === failure.path);
    return { ...result, ...refused(result.shown, { ...failure.fault, path: edit?.shown ?? result.shown }) };
  } catch (error) {
    return faultOf(result.shown, error);
  }
}
