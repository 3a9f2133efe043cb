import { readFile, writeFile } from 'node:fs/promises';
import { type Ended, failureOf } from './child.ts';
import { COMMAND_LINES } from './client.ts';
import { type Engine, engineCommand, textOf } from './engine.ts';

/** What the engine says of a container. */
export interface ContainerState {
  readonly running: boolean;
  /** Its process 1, as this machine numbers it; 0 when it has ended. */
  readonly pid: number;
  readonly exitCode: number;
}

/** How the container ended when it was asked to. */
export interface Stop {
  readonly seconds: number;
  /** 137: it did not end by itself and was killed. */
  readonly exitCode: number;
}

const SECONDS = 60;

/** Asks the engine what a container does. */
export async function stateOf(engine: Engine, id: string): Promise<ContainerState> {
  const format = '{{.State.Running}} {{.State.Pid}} {{.State.ExitCode}}';
  const inspected = await engineCommand(engine, ['container', 'inspect', '--format', format, id], { seconds: SECONDS });
  const [running, pid, exitCode] = textOf(inspected).trim().split(' ');
  return { running: running === 'true', pid: Number(pid ?? 0), exitCode: Number(exitCode ?? -1) };
}

/** Asks a container to end, and kills it after `limit` seconds. */
export async function stopContainer(engine: Engine, id: string, limit: number): Promise<Stop> {
  const started = performance.now();
  await engineCommand(engine, ['stop', '--time', String(limit), id], { seconds: SECONDS });
  const seconds = (performance.now() - started) / 1000;
  return { seconds, exitCode: (await stateOf(engine, id)).exitCode };
}

/** What a container printed, which a file keeps. */
export async function outputOf(engine: Engine, id: string, log: string): Promise<string> {
  await writeFile(log, '');
  await engineCommand(engine, ['logs', id], { seconds: SECONDS, logFile: log });
  return readFile(log, 'utf8');
}

/** Why the engine did not do what it was asked to, in its own words. */
export function refusalOf(engine: Engine, ended: Ended): string | undefined {
  const failure = failureOf(ended);
  if (failure === undefined || ended.kind !== 'ended') return failure;
  return COMMAND_LINES[engine.client].complaint.exec(ended.stderr)?.[1] ?? failure;
}
