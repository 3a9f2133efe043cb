import { spawn } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** The variables a child process gets. Given by the caller, so that nothing here reads the process's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What became of a child process. */
export type Ended =
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'timed-out'; readonly afterSeconds: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'not-found'; readonly because: string };

/** Limits and surroundings of a child process. */
export interface ChildOptions {
  readonly environment: Environment;
  /** After this many seconds the process and its children are ended. */
  readonly seconds: number;
  readonly folder?: string;
  /** Append both streams to this file instead of returning them. */
  readonly logFile?: string;
  /** Changes each line before the log file keeps it: a secret must not stand there for a moment. */
  readonly redact?: ((line: string) => string) | undefined;
  /** Told each line that goes to the log file, as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Ends the process early. Cleaning up passes none: it has to run after an interruption. */
  readonly signal?: AbortSignal | undefined;
}

/** How long a process may take to end after SIGTERM, in milliseconds, before it gets SIGKILL. */
const GRACE = 5_000;

/**
 * Runs a command with an argument array: no shell reads any of it. Never rejects.
 *
 * The child leads a process group of its own. A Ctrl-C in the terminal therefore reaches us alone, and what we were
 * doing with the child is undone in order, instead of by whichever process the signal happened to reach first.
 */
export function runChild(command: readonly string[], options: ChildOptions): Promise<Ended> {
  const [file, ...args] = command;
  if (file === undefined) return Promise.resolve({ kind: 'not-found', because: 'the command is empty' });
  if (options.signal?.aborted === true) return Promise.resolve({ kind: 'interrupted' });
  return new Promise((resolve) => {
    const log = options.logFile === undefined ? undefined : openSync(options.logFile, 'a');
    const watched = log !== undefined && (options.redact !== undefined || options.onLine !== undefined);
    const stream = watched ? 'pipe' : (log ?? 'pipe');
    const child = spawn(file, args, {
      env: { ...options.environment },
      ...(options.folder === undefined ? {} : { cwd: options.folder }),
      stdio: ['ignore', stream, stream],
      detached: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const keep = (line: string) => {
      const told = options.redact?.(line) ?? line;
      if (log !== undefined) writeSync(log, `${told}\n`);
      options.onLine?.(told);
    };
    const lines = watched ? [inLines(keep), inLines(keep)] : [];
    child.stdout?.on('data', (chunk: Buffer) => (watched ? lines[0]?.take(chunk) : stdout.push(chunk)));
    child.stderr?.on('data', (chunk: Buffer) => (watched ? lines[1]?.take(chunk) : stderr.push(chunk)));

    let ending: 'timed-out' | 'interrupted' | undefined;
    let lastResort: NodeJS.Timeout | undefined;
    const end = (why: 'timed-out' | 'interrupted') => {
      ending ??= why;
      killGroup(child.pid, 'SIGTERM');
      lastResort ??= setTimeout(() => killGroup(child.pid, 'SIGKILL'), GRACE);
    };
    const limit = setTimeout(() => end('timed-out'), options.seconds * 1000);
    const interrupt = () => end('interrupted');
    options.signal?.addEventListener('abort', interrupt, { once: true });

    const settle = (result: Ended) => {
      clearTimeout(limit);
      clearTimeout(lastResort);
      options.signal?.removeEventListener('abort', interrupt);
      for (const each of lines) each.end();
      if (log !== undefined) closeSync(log);
      resolve(result);
    };
    child.once('error', (error) => settle({ kind: 'not-found', because: error.message }));
    child.once('close', (code) => {
      const texts = { stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') };
      if (ending === 'interrupted') settle({ kind: 'interrupted' });
      else if (ending === 'timed-out') settle({ kind: 'timed-out', afterSeconds: options.seconds, ...texts });
      else settle({ kind: 'ended', code: code ?? 128, ...texts });
    });
  });
}

/** Cuts a stream into its lines; the last one may have no line break. */
function inLines(give: (line: string) => void) {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    take: (chunk: Buffer) => {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(give);
    },
    end: () => {
      if (rest !== '') give(rest);
    },
  };
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group ended by itself in the meantime.
  }
}

/** One line that says how a child process failed, or undefined where it ended with 0. */
export function failureOf(ended: Ended): string | undefined {
  switch (ended.kind) {
    case 'ended':
      return ended.code === 0 ? undefined : (lastLine(ended.stderr) ?? lastLine(ended.stdout) ?? `exit ${ended.code}`);
    case 'timed-out':
      return `no result within ${ended.afterSeconds} s`;
    case 'interrupted':
      return 'interrupted';
    case 'not-found':
      return ended.because;
  }
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.trim() || undefined;
}
