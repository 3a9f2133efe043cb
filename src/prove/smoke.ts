import { runChild } from './child.ts';
import type { Listener } from './container-processes.ts';
import type { Engine } from './engine.ts';

/** What the user's own check ended with. */
export interface Smoke {
  /** 0: it passed. */
  readonly exitCode: number;
  readonly lastLines: readonly string[];
}

const SECONDS = 300;
const LAST_LINES = 10;

/**
 * Runs the user's own check on this machine, by a shell, while the container runs. It finds the container, its address and its
 * ports in `MSB_CONTAINER`, `MSB_HOST`, `MSB_PORT` (the first one) and `MSB_PORTS`.
 */
export async function runSmoke(
  engine: Engine,
  command: string | undefined,
  container: string,
  listeners: readonly Listener[],
  address: string | undefined,
): Promise<Smoke | undefined> {
  if (command === undefined) return undefined;
  engine.onStep?.('smoke test');
  const ports = listeners.map(({ port }) => String(port));
  const ended = await runChild(['/bin/sh', '-c', command], {
    environment: {
      ...engine.environment,
      MSB_CONTAINER: container,
      MSB_HOST: address ?? '127.0.0.1',
      MSB_PORT: ports[0] ?? '',
      MSB_PORTS: ports.join(' '),
    },
    seconds: SECONDS,
    signal: engine.signal,
  });
  const said = ended.kind === 'ended' || ended.kind === 'timed-out' ? `${ended.stdout}\n${ended.stderr}` : '';
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  switch (ended.kind) {
    case 'ended':
      return { exitCode: ended.code, lastLines: lines.slice(-LAST_LINES) };
    case 'timed-out':
      return { exitCode: 124, lastLines: [...lines.slice(-LAST_LINES), `no result within ${SECONDS} s`] };
    case 'interrupted':
      return { exitCode: 130, lastLines: ['interrupted'] };
    case 'not-found':
      return { exitCode: 127, lastLines: [ended.because] };
  }
}
