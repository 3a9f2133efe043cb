import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, ask, withoutAddress } from './ask.ts';
import type { Ended, Environment } from './child.ts';
import { outputOf, refusalOf, type Stop, stateOf, stopContainer } from './container.ts';
import type { Listener } from './container-processes.ts';
import { type Engine, engineCommand, removeContainer, textOf, uniqueName } from './engine.ts';
import { exposedPorts, reachable } from './exposed-ports.ts';
import { type Health, runHealthCheck } from './health.ts';
import type { ImageConfig } from './inspect.ts';
import { type Network, withNetwork } from './network.ts';
import { passVariables } from './pass-variables.ts';
import { type Ready, untilReady } from './readiness.ts';
import { askedNetwork, withoutNetwork } from './run-arguments.ts';
import { runSmoke, type Smoke } from './smoke.ts';
import { createInTurn } from './turn.ts';
import { type Received, receivedSince, volumeContents } from './volume-content.ts';
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
  /** More arguments for `docker create`, one each. A network that they name is used in place of one of its own. */
  readonly runArgs?: readonly string[];
  /** In place of the image's CMD. */
  readonly command?: readonly string[];
  /** What the image says of itself: its health check is run, and its volumes are looked at. */
  readonly config?: Pick<ImageConfig, 'healthcheck' | 'shell' | 'volumes'>;
  /** The user's own check, for a shell, run beside the container when it is ready. Ports are asked for `paths` only where these are given too. */
  readonly smoke?: string;
  /** How long to wait for a listening port or an exit; default 30. */
  readonly seconds?: number;
  /** How long it may take to end when it is asked to, before it is killed; default 10, as the engines' own. */
  readonly stopSeconds?: number;
  /** Memory limit as the engine writes it; default `1g`. */
  readonly memory?: string;
  /** Compare bodies as they came, dates and ids included. */
  readonly exact?: boolean;
}

interface Kept {
  /** Path of the kept output of the container. */
  readonly log: string;
  readonly lastLines: readonly string[];
  /** Effective user id of process 1. Unknown where it was not seen in time. */
  readonly pidOneUid?: number;
  /** What the user's own check said. Absent where there is none, or where the container had ended before it. */
  readonly smoke?: Smoke;
  /** What the image's health check said. Absent where there is none, or where the container had ended before it. */
  readonly health?: Health;
  /** What the volumes received that are this run's own. */
  readonly received?: readonly Received[];
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
const LAST_LINES = 20;
/** How often an image is started again that found its port taken: on the machine's network, other programs share the ports. */
const PORT_RETRIES = 3;
const PORT_RETRY_MILLISECONDS = 5_000;
/** After a container listened: asking its ports, stopping and removing it take no longer. */
const ASK_AND_STOP_SECONDS = 600;
/** Programs print the name of their machine: it is the same on both sides. */
const HOST_NAME = 'msb-prove';

/**
 * Starts an image as its users would, waits until it listens, exits or the time is over, asks its ports, stops it and
 * removes it. Errors are values. There is no `--init`: process 1 is what the image says, as in production, and so is how
 * it takes SIGTERM.
 */
export async function startImage(engine: Engine, input: StartInput): Promise<Run> {
  for (let tries = 0; ; tries += 1) {
    const run = await withNetwork(engine, askedNetwork(input.runArgs ?? []), (network) =>
      startOnce(engine, input, network),
    );
    const taken = run.kind === 'exited' && /EADDRINUSE|address already in use/i.test(run.output);
    if (!taken || engine.ownNetworks || tries === PORT_RETRIES || engine.signal?.aborted === true) return run;
    await wait(PORT_RETRY_MILLISECONDS);
  }
}

async function startOnce(engine: Engine, input: StartInput, network: Network): Promise<Run> {
  const seconds = input.seconds ?? START_SECONDS;
  const ports = await exposedPorts(engine, input.image);
  const volumes = ownVolumes(input.volumes ?? []);
  const { args, environment } = passVariables('--env', input.environment ?? {});
  const own = network.kind === 'host' ? withoutNetwork(input.runArgs ?? []) : (input.runArgs ?? []);
  const options = ['--memory', input.memory ?? '1g', ...volumes.args, ...args, ...own];
  const line = [...options, input.image, ...(input.command ?? [])];
  const created = await create(engine, network, line, environment, seconds);
  const id = textOf(created).trim();
  try {
    const uncreated = refusalOf(engine, created);
    if (uncreated !== undefined) return { kind: 'not-started', because: uncreated };
    const folders = [...new Set([...volumes.folders, ...(input.config?.volumes ?? [])])];
    const empty = await volumeContents(engine, id, folders);
    const takenBefore = network.kind === 'host' ? await reachable(ports) : [];
    engine.onStep?.('starting');
    const unstarted = refusalOf(engine, await engineCommand(engine, ['start', id], { seconds: COMMAND_SECONDS }));
    if (unstarted !== undefined) return { kind: 'not-started', because: unstarted };
    const ready = await untilReady(engine, id, network, { ports, takenBefore }, seconds);
    const run = await finish(engine, input, id, ready);
    const received = receivedSince(empty, await volumeContents(engine, id, folders));
    return received.length === 0 || run.kind === 'not-started' ? run : { ...run, received };
  } finally {
    if (id !== '') await removeContainer(engine, id);
    for (const name of volumes.names) await removeVolume(engine, name);
  }
}

function create(
  engine: Engine,
  network: Network,
  args: readonly string[],
  variables: Environment,
  seconds: number,
): Promise<Ended> {
  switch (network.kind) {
    case 'users':
    case 'own':
      // Not interruptible: a client that is killed here leaves a container whose id nobody knows.
      return engineCommand(
        engine,
        ['create', '--name', uniqueName('run'), ...(network.kind === 'own' ? ownNetwork(network.name) : []), ...args],
        { seconds: COMMAND_SECONDS, always: true, variables },
      );
    case 'host':
      engine.onStep?.('waiting for its turn to start');
      return createInTurn(engine, seconds + ASK_AND_STOP_SECONDS, ['--network', 'host', ...args], variables);
  }
}

function ownNetwork(name: string): readonly string[] {
  return ['--network', name, '--hostname', HOST_NAME];
}

async function finish(engine: Engine, input: StartInput, id: string, ready: Ready): Promise<Run> {
  const { pidOneUid, listeners, seenBy, address } = ready;
  const answers: Answer[] = [];
  const paths = input.paths ?? (input.smoke === undefined ? ['/'] : []);
  for (const listener of ready.running ? listeners.filter((each) => isAsked(each, address)) : []) {
    for (const path of paths) {
      engine.onStep?.(`GET :${listener.port}${path}`);
      answers.push(await ask(listener, path, { exact: input.exact ?? false, signal: engine.signal, address }));
    }
  }
  const { healthcheck = [], shell = [] } = input.config ?? {};
  const health = ready.running ? await runHealthCheck(engine, id, healthcheck, shell) : undefined;
  const smoke = ready.running ? await runSmoke(engine, input.smoke, id, listeners, address) : undefined;
  const stillRunning = ready.running && (await stateOf(engine, id)).running;
  if (stillRunning) engine.onStep?.('stopping');
  const stop = stillRunning ? await stopContainer(engine, id, input.stopSeconds ?? STOP_SECONDS) : undefined;
  const log = join(engine.logs, `${input.image.replace(/[^\w.-]+/g, '-')}.run.log`);
  const output = withoutAddress(await outputOf(engine, id, log), address);
  const kept: Kept = {
    log,
    lastLines: output
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-LAST_LINES),
    ...(pidOneUid === undefined ? {} : { pidOneUid }),
    ...(smoke === undefined ? {} : { smoke }),
    ...(health === undefined ? {} : { health }),
  };
  if (stop === undefined) {
    const { exitCode } = await stateOf(engine, id);
    return { kind: 'exited', exitCode, output, listenedBefore: listeners.length > 0, ...kept };
  }
  return listeners.length > 0
    ? { kind: 'listened', seenBy, listeners, answers, stop, ...kept }
    : { kind: 'kept-running', seconds: ready.seconds, stop, ...kept };
}

/** On the machine's network, one address may be anybody's. In a network of its own, nobody outside reaches the container's loopback. */
function isAsked({ scope }: Listener, address: string | undefined): boolean {
  return scope === 'any' || scope === (address === undefined ? 'loopback' : 'one-address');
}
