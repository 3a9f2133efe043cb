import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, ask } from './ask.ts';
import { type Ended, failureOf } from './child.ts';
import { type Listener, type ProcessView, viewProcesses } from './container-processes.ts';
import { type Engine, engineCommand, removeContainer, textOf } from './engine.ts';
import { exposedPorts, reachable } from './exposed-ports.ts';
import { passVariables } from './pass-variables.ts';
import { runSmoke, type Smoke } from './smoke.ts';
import { createInTurn } from './turn.ts';
import { ownVolumes, removeVolume } from './volumes.ts';

/** How an image is started and asked. */
export interface StartInput {
  /** Image id or tag. */
  readonly image: string;
  /** Paths to ask every port for; default `/`. */
  readonly paths?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** As `docker run --volume` takes them. A named volume is replaced by a new one for this run, removed after it. */
  readonly volumes?: readonly string[];
  /** The user's own check, for a shell, run beside the container when it is ready. Ports are asked for `paths` only where these are given too. */
  readonly smoke?: string;
  /** How long to wait for a listening port or an exit; default 30. */
  readonly seconds?: number;
  /** Memory limit as the engine writes it; default `1g`. */
  readonly memory?: string;
  /** Compare bodies as they came, dates and ids included. */
  readonly exact?: boolean;
}

/** How the container ended when it was asked to. */
export interface Stop {
  readonly seconds: number;
  /** 137: it did not end by itself and was killed. */
  readonly exitCode: number;
}

interface Kept {
  /** Path of the kept output of the container. */
  readonly log: string;
  readonly lastLines: readonly string[];
  /** Effective user id of process 1. Unknown where it was not seen in time. */
  readonly pidOneUid?: number;
  /** What the user's own check said. Absent where there is none, or where the container had ended before it. */
  readonly smoke?: Smoke;
}

/** What an image did when it was started. */
export type Run =
  | (Kept & {
      readonly kind: 'listened';
      /** `exposed`: the container's processes could not be seen; these are its EXPOSEd ports that answered. */
      readonly seenBy: 'processes' | 'exposed';
      readonly listeners: readonly Listener[];
      readonly answers: readonly Answer[];
      readonly stop: Stop;
    })
  | (Kept & {
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly output: string;
      readonly listenedBefore: boolean;
    })
  /** It ran until the time limit and listened on no port: a worker, or a program that waits for something. */
  | (Kept & { readonly kind: 'kept-running'; readonly seconds: number; readonly stop: Stop })
  /** The engine could not start it: no such program, no such user, or the engine failed. */
  | { readonly kind: 'not-started'; readonly because: string };

const START_SECONDS = 30;
const COMMAND_SECONDS = 60;
const STOP_SECONDS = 10;
const POLL_MILLISECONDS = 250;
/** A program that has opened a port may open more. The set counts once it has been the same for so long. */
const SETTLED_MILLISECONDS = 1_500;
const LAST_LINES = 20;
/** How often an image is started again that found its port taken: the machine's other programs share the ports. */
const PORT_RETRIES = 3;
const PORT_RETRY_MILLISECONDS = 5_000;
/** After a container listened: asking its ports, stopping and removing it take no longer. */
const ASK_AND_STOP_SECONDS = 600;

/**
 * Starts an image as its users would, waits until it listens, exits or the time is over, asks its ports, stops it and
 * removes it. Errors are values. One container runs at a time on one engine, because all share the host's network.
 * There is no `--init`: process 1 is what the image says, as in production, and so is how it takes SIGTERM.
 */
export async function startImage(engine: Engine, input: StartInput): Promise<Run> {
  for (let tries = 0; ; tries += 1) {
    const run = await startOnce(engine, input);
    const taken = run.kind === 'exited' && /EADDRINUSE|address already in use/i.test(run.output);
    if (!taken || tries === PORT_RETRIES || engine.signal?.aborted === true) return run;
    await wait(PORT_RETRY_MILLISECONDS);
  }
}

async function startOnce(engine: Engine, input: StartInput): Promise<Run> {
  const seconds = input.seconds ?? START_SECONDS;
  const exposed = await exposedPorts(engine, input.image);
  const volumes = ownVolumes(input.volumes ?? []);
  const { args, environment } = passVariables('--env', input.environment ?? {});
  const options = ['--network', 'host', '--memory', input.memory ?? '1g', ...volumes.args, ...args];
  engine.onStep?.('waiting for its turn to start');
  const created = await createInTurn(engine, seconds + ASK_AND_STOP_SECONDS, [...options, input.image], environment);
  const id = textOf(created).trim();
  try {
    const uncreated = refusalOf(created);
    if (uncreated !== undefined) return { kind: 'not-started', because: uncreated };
    const takenBefore = await reachable(exposed);
    engine.onStep?.('starting');
    const unstarted = refusalOf(await engineCommand(engine, ['start', id], { seconds: COMMAND_SECONDS }));
    if (unstarted !== undefined) return { kind: 'not-started', because: unstarted };
    const ready = await untilReady(engine, id, exposed, takenBefore, seconds);
    return await finish(engine, input, id, ready);
  } finally {
    if (id !== '') await removeContainer(engine, id);
    for (const name of volumes.names) await removeVolume(engine, name);
  }
}

/** The daemon's own words; the client's last line only repeats the container's id. */
function refusalOf(ended: Ended): string | undefined {
  const failure = failureOf(ended);
  if (failure === undefined || ended.kind !== 'ended') return failure;
  return /^Error response from daemon: (.*)$/m.exec(ended.stderr)?.[1] ?? failure;
}

interface Ready {
  readonly running: boolean;
  readonly listeners: readonly Listener[];
  readonly seenBy: 'processes' | 'exposed';
  readonly pidOneUid?: number;
  readonly seconds: number;
}

/** Watches a container until its ports have settled, it ended, or the time is over. */
async function untilReady(
  engine: Engine,
  id: string,
  exposed: readonly number[],
  takenBefore: readonly number[],
  seconds: number,
): Promise<Ready> {
  const started = performance.now();
  let uid: number | undefined;
  let settledSince: { readonly ports: string; readonly at: number } | undefined;
  for (;;) {
    const state = await stateOf(engine, id);
    const view: ProcessView = state.running ? await viewProcesses(id, state.pid) : { kind: 'seen', listeners: [] };
    if (view.kind === 'seen') uid = view.pidOneUid ?? uid;
    const listeners = view.kind === 'seen' ? view.listeners : await listenersOf(exposed, takenBefore);
    const elapsed = performance.now() - started;
    const ready: Ready = {
      running: state.running,
      listeners,
      seenBy: view.kind === 'seen' ? 'processes' : 'exposed',
      seconds: elapsed / 1000,
      ...(uid === undefined ? {} : { pidOneUid: uid }),
    };
    const ports = listeners.map((listener) => listener.port).join(' ');
    if (settledSince?.ports !== ports) settledSince = { ports, at: performance.now() };
    const settled = ports !== '' && performance.now() - settledSince.at >= SETTLED_MILLISECONDS;
    if (!state.running || settled || elapsed >= seconds * 1000 || engine.signal?.aborted === true) return ready;
    await wait(POLL_MILLISECONDS);
  }
}

async function finish(engine: Engine, input: StartInput, id: string, ready: Ready): Promise<Run> {
  const { pidOneUid, listeners, seenBy } = ready;
  const answers: Answer[] = [];
  const paths = input.paths ?? (input.smoke === undefined ? ['/'] : []);
  for (const listener of ready.running ? listeners.filter((each) => each.scope !== 'one-address') : []) {
    for (const path of paths) {
      engine.onStep?.(`GET :${listener.port}${path}`);
      answers.push(await ask(listener, path, { exact: input.exact ?? false, signal: engine.signal }));
    }
  }
  const smoke = ready.running ? await runSmoke(engine, input.smoke, id, listeners) : undefined;
  const stillRunning = ready.running && (await stateOf(engine, id)).running;
  if (stillRunning) engine.onStep?.('stopping');
  const stop = stillRunning ? await stopContainer(engine, id) : undefined;
  const log = join(engine.logs, `${input.image.replace(/[^\w.-]+/g, '-')}.run.log`);
  const output = await outputOf(engine, id, log);
  const kept: Kept = {
    log,
    lastLines: output
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-LAST_LINES),
    ...(pidOneUid === undefined ? {} : { pidOneUid }),
    ...(smoke === undefined ? {} : { smoke }),
  };
  if (stop === undefined) {
    const { exitCode } = await stateOf(engine, id);
    return { kind: 'exited', exitCode, output, listenedBefore: listeners.length > 0, ...kept };
  }
  return listeners.length > 0
    ? { kind: 'listened', seenBy, listeners, answers, stop, ...kept }
    : { kind: 'kept-running', seconds: ready.seconds, stop, ...kept };
}

async function stopContainer(engine: Engine, id: string): Promise<Stop> {
  const started = performance.now();
  await engineCommand(engine, ['stop', '--time', String(STOP_SECONDS), id], { seconds: COMMAND_SECONDS });
  const seconds = (performance.now() - started) / 1000;
  return { seconds, exitCode: (await stateOf(engine, id)).exitCode };
}

async function outputOf(engine: Engine, id: string, log: string): Promise<string> {
  await writeFile(log, '');
  await engineCommand(engine, ['logs', id], { seconds: COMMAND_SECONDS, logFile: log });
  return readFile(log, 'utf8');
}

async function stateOf(
  engine: Engine,
  id: string,
): Promise<{ readonly running: boolean; readonly pid: number; readonly exitCode: number }> {
  const format = '{{.State.Running}} {{.State.Pid}} {{.State.ExitCode}}';
  const inspected = await engineCommand(engine, ['container', 'inspect', '--format', format, id], {
    seconds: COMMAND_SECONDS,
  });
  const [running, pid, exitCode] = textOf(inspected).trim().split(' ');
  return { running: running === 'true', pid: Number(pid ?? 0), exitCode: Number(exitCode ?? -1) };
}

/** Where the processes cannot be seen: the exposed ports that answer now and did not before. */
async function listenersOf(exposed: readonly number[], takenBefore: readonly number[]): Promise<readonly Listener[]> {
  const open = await reachable(exposed.filter((port) => !takenBefore.includes(port)));
  return open.map((port) => ({ port, scope: 'any', v6: false }));
}
