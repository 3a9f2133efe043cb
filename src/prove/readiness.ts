import { setTimeout as wait } from 'node:timers/promises';
import { stateOf } from './container.ts';
import { type Listener, type ProcessView, viewProcesses } from './container-processes.ts';
import type { Engine } from './engine.ts';
import { reachable } from './exposed-ports.ts';
import { addressOf, type Network } from './network.ts';

/** What a container was when its ports had settled, it had ended, or the time was over. */
export interface Ready {
  readonly running: boolean;
  readonly listeners: readonly Listener[];
  /** `exposed`: the container's processes could not be seen; these are its EXPOSEd ports that answered. */
  readonly seenBy: 'processes' | 'exposed';
  readonly pidOneUid?: number;
  /** Its own address; on the machine's network it has none. */
  readonly address?: string;
  readonly seconds: number;
}

/** Which ports to look at where the processes cannot be seen. */
export interface ExposedPorts {
  readonly ports: readonly number[];
  /** Those that something on this machine's network listened on before the container did. */
  readonly takenBefore: readonly number[];
}

const POLL_MILLISECONDS = 250;
/** A program that has opened a port may open more. The set counts once it has been the same for so long. */
const SETTLED_MILLISECONDS = 1_500;

/** Watches a container until its ports have settled, it ended, or the time is over. */
export async function untilReady(
  engine: Engine,
  id: string,
  network: Network,
  exposed: ExposedPorts,
  seconds: number,
): Promise<Ready> {
  const started = performance.now();
  let uid: number | undefined;
  let address: string | undefined;
  let settledSince: { readonly ports: string; readonly at: number } | undefined;
  for (;;) {
    const state = await stateOf(engine, id);
    if (network.kind !== 'host' && state.running) address ??= await addressOf(engine, id);
    const view: ProcessView = state.running ? await viewProcesses(id, state.pid) : { kind: 'seen', listeners: [] };
    if (view.kind === 'seen') uid = view.pidOneUid ?? uid;
    const listeners = view.kind === 'seen' ? view.listeners : await answering(exposed, address);
    const elapsed = performance.now() - started;
    const ready: Ready = {
      running: state.running,
      listeners,
      seenBy: view.kind === 'seen' ? 'processes' : 'exposed',
      seconds: elapsed / 1000,
      ...(uid === undefined ? {} : { pidOneUid: uid }),
      ...(address === undefined ? {} : { address }),
    };
    const ports = listeners.map((listener) => listener.port).join(' ');
    if (settledSince?.ports !== ports) settledSince = { ports, at: performance.now() };
    const settled = ports !== '' && performance.now() - settledSince.at >= SETTLED_MILLISECONDS;
    if (!state.running || settled || elapsed >= seconds * 1000 || engine.signal?.aborted === true) return ready;
    await wait(POLL_MILLISECONDS);
  }
}

/** Where the processes cannot be seen: the exposed ports that answer now and did not before. */
async function answering({ ports, takenBefore }: ExposedPorts, address?: string): Promise<readonly Listener[]> {
  const candidates = address === undefined ? ports.filter((port) => !takenBefore.includes(port)) : ports;
  const open = await reachable(candidates, address);
  return open.map((port) => ({ port, scope: 'any', v6: false }));
}
