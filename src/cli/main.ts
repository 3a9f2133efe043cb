import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { untilInterrupted } from '../prove/interrupt.ts';
import { bulk } from './bulk-command.ts';
import { type Paint, paintFor } from './color.ts';
import type { Engine } from './engine.ts';
import { EXIT_CODES } from './exit-code.ts';
import type { Invocation, Settings } from './invocation.ts';
import { migratePaths } from './migrate-paths.ts';
import { systemErrorCode } from './problems.ts';
import { readArguments } from './program.ts';
import { mergedReports } from './report-command.ts';
import { explain, listTransforms } from './reporters/explain.ts';
import { reportOfFile, reportText } from './reporters/index.ts';
import { printable } from './reporters/printable.ts';
import { progressDisplay } from './reporters/progress.ts';
import type { ReportedFile } from './reporters/reported.ts';
import { type Reporter, reporterOf } from './reporters/reporter.ts';
import { countsOf, faultNote, summaryLine } from './reporters/summary.ts';
import type { FileResult } from './result.ts';
import { type Sink, sinkOf } from './sink.ts';
import type { Surroundings } from './surroundings.ts';
import { ownVersion } from './version.ts';

/** The process that runs this module. */
export function thisProcess(): Surroundings {
  return {
    argv: process.argv.slice(2),
    cwd: currentFolder(),
    env: process.env,
    stdin: { [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator]() },
    stdout: process.stdout,
    stderr: process.stderr,
    uninterrupted: (work) =>
      untilInterrupted(async () => {
        const result = work();
        // A signal that came while the work ran is noticed when the event loop polls. The first turn may still belong to the poll before.
        await turn();
        await turn();
        return result;
      }),
    untilInterrupted,
  };
}

/** A folder that was deleted under us is no reason for a stack: its paths are then simply not there. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return process.env.PWD ?? '/';
  }
}

/**
 * The command line. Returns the exit code (see {@link EXIT_CODES}) and never throws: what nobody expected is one line on stderr, with
 * `MSB_DEBUG=1` also its stack.
 */
export async function main(surroundings: Surroundings, engine: Engine): Promise<number> {
  const [stdout, stderr] = [sinkOf(surroundings.stdout), sinkOf(surroundings.stderr)];
  try {
    const code = await invoke(surroundings, engine, stdout, stderr);
    await turn();
    return code === 0 && failed(stdout, stderr) ? EXIT_CODES.badInput.code : code;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    stderr.write(`msb-migrate: ${printable(message.split('\n')[0] ?? '')}\n${faultNote(ownVersion())}\n`);
    if (surroundings.env.MSB_DEBUG === '1' && error instanceof Error) stderr.write(`${error.stack}\n`);
    return EXIT_CODES.fault.code;
  }
}

/** Whether the result could not be printed whole. A reader that has gone away has what it wanted. */
function failed(stdout: Sink, stderr: Sink): boolean {
  const ended = stdout.ended();
  if (ended === null || ended === 'EPIPE') return false;
  stderr.write(`error: the result could not be written to stdout (${ended})\n`);
  return true;
}

async function invoke(surroundings: Surroundings, engine: Engine, stdout: Sink, stderr: Sink): Promise<number> {
  const speech = { out: stdout.write, err: stderr.write };
  const invocation = readArguments(surroundings.argv, engine.transforms, ownVersion(), speech);
  const misused = (message: string): number => {
    stderr.write(`error: ${message}\n`);
    return EXIT_CODES.badInput.code;
  };
  switch (invocation.kind) {
    case 'done':
      return invocation.exitCode;
    case 'list':
      stdout.write(listTransforms(engine.transforms, paintOn('stdout', invocation.color, surroundings)));
      return 0;
    case 'explain': {
      const explanation = explain(
        invocation.name,
        engine.transforms,
        paintOn('stdout', invocation.color, surroundings),
      );
      if (explanation.kind === 'unknown') {
        const hint = explanation.nearest === null ? '' : `; did you mean ${explanation.nearest}?`;
        return misused(`there is no transform or code «${invocation.name}»${hint} (msb-migrate explain prints them)`);
      }
      stdout.write(explanation.text);
      return 0;
    }
    case 'bulk': {
      const result = await bulk(invocation.settings, invocation.bulk, surroundings, engine, stdout.write);
      if ('misuse' in result) return misused(result.misuse);
      const unwritten = await writeReports(invocation.settings, result.files, surroundings, engine);
      if (unwritten !== null) return misused(unwritten);
      return result.failed > 0 ? EXIT_CODES.badInput.code : EXIT_CODES.fine.code;
    }
    case 'merge': {
      const files = mergedReports(invocation.paths, surroundings.cwd);
      if ('misuse' in files) return misused(files.misuse);
      const unwritten = await writeReports(invocation.settings, files, surroundings, engine);
      if (unwritten !== null) return misused(unwritten);
      if (!invocation.settings.quiet) stdout.write(`${summaryLine(countsOf(files), false)}\n`);
      return EXIT_CODES.fine.code;
    }
    case 'migrate':
      return migrateAll(invocation, surroundings, engine, stdout, stderr, misused);
  }
}

function paintOn(
  stream: 'stdout' | 'stderr',
  flag: boolean | undefined,
  { env, ...surroundings }: Surroundings,
): Paint {
  return paintFor(surroundings[stream], env, flag);
}

async function migrateAll(
  { paths, settings, color }: Extract<Invocation, { kind: 'migrate' }>,
  surroundings: Surroundings,
  engine: Engine,
  stdout: Sink,
  stderr: Sink,
  misused: (message: string) => number,
): Promise<number> {
  const reporter = reporterOf({
    settings,
    stdout: { write: stdout.write, paint: paintOn('stdout', color, surroundings) },
    stderr: { write: stderr.write, paint: paintOn('stderr', color, surroundings) },
    transforms: engine.transforms,
    version: ownVersion(),
    debug: surroundings.env.MSB_DEBUG === '1',
  });
  const results: Pick<FileResult, 'status'>[] = [];
  let stopped: string | null = null;
  const progress = progressDisplay(surroundings.stderr, stderr.write);
  const silent =
    settings.quiet || (settings.format !== 'diff' && settings.format !== 'text' && surroundings.stderr.isTTY !== true);
  const job = { paths, settings, surroundings, engine, ...(silent ? {} : { progress }) };
  for await (const result of migratePaths(job)) {
    if ('misuse' in result) return misused(result.misuse);
    if ('stopped' in result) {
      stopped = result.stopped;
      break;
    }
    results.push({ status: result.status });
    reporter.file(result);
    // Written files do not depend on who reads about them.
    if (stdout.ended() !== null && !settings.write) return exitCodeOf(results, settings.check);
  }
  reporter.end();
  if (stopped !== null) stderr.write(`${stopped}\n`);
  for (const path of settings.reports) {
    const unwritten = await writeReport(path, reporter, surroundings);
    if (unwritten !== null) return misused(unwritten);
  }
  return exitCodeOf(results, settings.check);
}

/** Null, or why one could not be written. */
async function writeReports(
  { reports }: Pick<Settings, 'reports'>,
  files: readonly ReportedFile[],
  surroundings: Surroundings,
  { transforms }: Engine,
): Promise<string | null> {
  const changed = files.filter(({ status }) => status === 'changed');
  const written = changed.length > 0 && changed.every((file) => file.written);
  const frame = { transforms, version: ownVersion(), written };
  for (const path of reports) {
    const unwritten = await writeReport(path, { report: (name) => reportText(name, files, frame) }, surroundings);
    if (unwritten !== null) return unwritten;
  }
  return null;
}

/** Null, or why it could not be written. */
async function writeReport(
  path: string,
  { report }: Pick<Reporter, 'report'>,
  { cwd }: Surroundings,
): Promise<string | null> {
  const name = reportOfFile(path);
  try {
    if (name !== null) await writeFile(resolve(cwd, path), report(name));
    return null;
  } catch (error) {
    return `--report ${path} cannot be written (${systemErrorCode(error)})`;
  }
}

function exitCodeOf(results: readonly Pick<FileResult, 'status'>[], check: boolean): number {
  const has = (status: FileResult['status']) => results.some((result) => result.status === status);
  if (has('fault')) return EXIT_CODES.fault.code;
  if (has('refused')) return EXIT_CODES.badInput.code;
  if (has('unproven')) return EXIT_CODES.unproven.code;
  return check && has('changed') ? EXIT_CODES.wouldChange.code : EXIT_CODES.fine.code;
}
