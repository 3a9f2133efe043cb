import { setTimeout as wait } from 'node:timers/promises';
import { type Engine, engineCommand } from './engine.ts';

/** What an image's own health check says. */
export interface Health {
  /** 0: the container is healthy. 126 and 127: what it calls is not there. */
  readonly exitCode: number;
  readonly lastLines: readonly string[];
}

/** As the engines: how long one check may take, when the image says nothing. */
const SECONDS = 30;
/** A program may listen before it is ready. */
const RETRIES = 3;
const RETRY_MILLISECONDS = 1_000;
const LAST_LINES = 5;

/**
 * Runs an image's health check in its container, as the engine would (same user, same variables), without waiting for the interval, which is
 * half a minute by default, and without systemd, which podman's own needs. Undefined where there is none.
 *
 * @param check as the image has it: `['CMD', 'curl', …]`, `['CMD-SHELL', 'curl …']`, `['NONE']` or nothing
 * @param shell as the image's SHELL says; empty: `/bin/sh -c`
 */
export async function runHealthCheck(
  engine: Engine,
  container: string,
  check: readonly string[],
  shell: readonly string[],
): Promise<Health | undefined> {
  const command = commandOf(check, shell);
  if (command === undefined) return undefined;
  engine.onStep?.('health check');
  for (let tries = 0; ; tries += 1) {
    const ended = await engineCommand(engine, ['exec', container, ...command], { seconds: SECONDS });
    const exitCode = ended.kind === 'ended' ? ended.code : 1;
    if (exitCode === 0 || tries === RETRIES || engine.signal?.aborted === true) {
      const said = ended.kind === 'ended' || ended.kind === 'timed-out' ? `${ended.stdout}\n${ended.stderr}` : '';
      const lines = said.split('\n').filter((line) => line.trim() !== '');
      return { exitCode, lastLines: lines.slice(-LAST_LINES) };
    }
    await wait(RETRY_MILLISECONDS);
  }
}

function commandOf(check: readonly string[], shell: readonly string[]): readonly string[] | undefined {
  const [kind, ...words] = check;
  if (words.length === 0) return undefined;
  if (kind === 'CMD') return words;
  return kind === 'CMD-SHELL' ? [...(shell.length === 0 ? ['/bin/sh', '-c'] : shell), words.join(' ')] : undefined;
}
