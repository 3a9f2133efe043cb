import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Problem } from '../problem.ts';
import { withEdits } from '../repository/overlay.ts';
import type { Repository } from '../repository/repository.ts';
import type { Engine } from './engine.ts';
import { type Input, resolveInputs } from './inputs.ts';
import type { Settings } from './invocation.ts';
import { faultOf, migrateFile, type Source } from './migrate-file.ts';
import { below, realPath } from './paths.ts';
import { type ContextFolder, openOnce, type Place, placeOf } from './places.ts';
import type { Fault } from './problems.ts';
import { type ProveSession, proveSession } from './prove-session.ts';
import { readStream, readText } from './read-file.ts';
import type { ProgressDisplay } from './reporters/progress.ts';
import type { FileEdit, FileResult } from './result.ts';
import type { Surroundings } from './surroundings.ts';
import { writeAll } from './write.ts';

/** What one call works on. */
export interface Job {
  readonly paths: readonly string[];
  readonly settings: Settings;
  readonly surroundings: Pick<Surroundings, 'cwd' | 'env' | 'stdin' | 'uninterrupted' | 'untilInterrupted'>;
  readonly engine: Engine;
  /** Absent: nobody wants to see it. */
  readonly progress?: ProgressDisplay;
}

/** The name that messages have for stdin. */
const STDIN = '<stdin>';

/** Wrong usage that shows only once the disk was looked at. */
export interface Misuse {
  readonly misuse: string;
}

/** Looks at the paths one after the other. Ends early when whoever takes the results stops. */
export async function* migratePaths(job: Job): AsyncGenerator<FileResult | Misuse> {
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
  try {
    yield* migrateInputs(inputs, job, (file, repository) => placeOf(file, repository, context, cwd, open), session);
  } finally {
    job.progress?.clear();
    await session?.end();
  }
}

async function* migrateInputs(
  inputs: readonly Input[],
  job: Job,
  place: FindPlace,
  session: ProveSession | null,
): AsyncGenerator<FileResult | Misuse> {
  const { cwd } = job.surroundings;
  const companions = new Map<string, string>();
  for (const input of inputs) {
    // Signals and the end of a pipe are noticed between two files.
    await turn();
    if (session?.interrupted()) return;
    const read = guarded(input, () => sourceOf(input, place));
    const source = 'status' in read ? read : beside(read, companions);
    const result = 'status' in source ? source : migrateFile(source, job.settings.options, cwd, job.engine);
    const isToProve = session !== null && !('status' in source) && result.status === 'changed';
    const proven = isToProve ? await session.prove(source, result) : result;
    job.progress?.clear();
    if ('misuse' in proven) {
      yield proven;
      return;
    }
    if (session?.interrupted()) return;
    const done = job.settings.write && proven.status === 'changed' ? await written(proven, job) : proven;
    for (const edit of companionsOf(done)) companions.set(edit.file, edit.after);
    yield done;
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
  return migrateFile({ shown: STDIN, place, text: read.text }, job.settings.options, job.surroundings.cwd, job.engine);
}

type FindPlace = (file: string, found: Repository | null) => Place | Fault;

function guarded<T>(input: Input, work: () => T): T | FileResult {
  try {
    return work();
  } catch (error) {
    return faultOf(input.kind === 'file' ? input.shown : input.problem.path, error);
  }
}

function sourceOf(input: Input, place: FindPlace): Source | FileResult {
  if (input.kind === 'problem') return refused(input.problem.path, input.problem);
  const read = readText(input.file);
  if (read.kind === 'problem') return refused(input.shown, read.problem);
  const at = place(input.file, input.repository);
  return 'cause' in at ? refused(input.shown, at) : { shown: input.shown, place: at, text: read.text };
}

/** Two Dockerfiles may share an ignore file: the second is looked at as if the first one's edit were made. */
function beside(source: Source, companions: ReadonlyMap<string, string>): Source {
  const { repository } = source.place;
  const edits = [...companions].flatMap(([file, after]) => {
    const path = below(repository.root, file);
    return path === null ? [] : [{ path, before: repository.read(path) ?? '', after }];
  });
  return edits.length === 0
    ? source
    : { ...source, place: { ...source.place, repository: withEdits(repository, edits) } };
}

/** The edits of other files than the Dockerfile itself. */
function companionsOf(result: FileResult): readonly FileEdit[] {
  return result.edits.filter(({ isDockerfile }) => !isDockerfile);
}

async function written(result: FileResult, job: Job): Promise<FileResult> {
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

function refused(shown: string, problem: Problem | Fault): FileResult {
  return {
    shown,
    status: 'refused',
    source: null,
    edits: [],
    written: false,
    decisions: [],
    problem: { path: shown, ...problem },
    stack: null,
  };
}
