import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Engine } from './engine.ts';

/** A client's command whose output is larger than what is kept in memory. */
export interface Streamed {
  readonly output: Readable;
  /** Its exit code; null: it was ended, or is not there. */
  readonly ended: Promise<number | null>;
  readonly end: () => void;
}

/**
 * Runs a client's command and gives its output as it comes.
 *
 * Podman opens `/dev/stdout` by that name, which a socket, as Node.js gives its children, does not allow («no such device or address»). So a
 * shell stands between them, whose pipe can be opened; it hands the exit code on by a descriptor of its own.
 */
export function streamCommand(engine: Engine, args: readonly string[], seconds: number): Streamed {
  const command = [...engine.command, ...args];
  const throughShell = engine.client === 'podman';
  const [file = 'docker', ...rest] = throughShell
    ? ['/bin/sh', '-c', '{ "$@"; echo "$?" >&3; } | cat', 'sh', ...command]
    : command;
  const signals = [AbortSignal.timeout(seconds * 1000), ...(engine.signal === undefined ? [] : [engine.signal])];
  const child = spawn(file, rest, {
    env: { ...engine.environment },
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    // A group of its own: a Ctrl-C in the terminal reaches us alone, and the shell's children end with it.
    detached: true,
  });
  const end = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended.
    }
  };
  const signal = AbortSignal.any(signals);
  signal.addEventListener('abort', end, { once: true });
  const told: Buffer[] = [];
  (child.stdio[3] as Readable | null)?.on('data', (chunk: Buffer) => told.push(chunk));
  const ended = new Promise<number | null>((resolve) => {
    const settle = (code: number | null) => {
      signal.removeEventListener('abort', end);
      resolve(code);
    };
    child.once('error', () => settle(null));
    child.once('close', (code) => {
      const own = Number.parseInt(Buffer.concat(told).toString('utf8'), 10);
      settle(throughShell ? (Number.isNaN(own) ? null : own) : code);
    });
  });
  return { output: child.stdout as Readable, ended, end };
}
