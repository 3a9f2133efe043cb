import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureOf, runChild } from '../../src/prove/child.ts';
import { withTemporaryFolder } from '../../src/prove/temporary-folder.ts';

const environment = { PATH: '/usr/bin:/bin' };

describe('runChild', () => {
  it('passes arguments as they are: no shell reads them', async () => {
    const ended = await runChild(['printf', '%s', '$HOME; `id` "x"'], { environment, seconds: 10 });
    expect(ended).toEqual({ kind: 'ended', code: 0, stdout: '$HOME; `id` "x"', stderr: '' });
  });

  it('ends a command and its children when the time is over', async () => {
    const started = performance.now();
    // The grandchild holds the output open: only ending the whole group returns in time.
    const ended = await runChild(['sh', '-c', 'sleep 30 & sleep 30'], { environment, seconds: 0.2 });
    expect(ended).toMatchObject({ kind: 'timed-out', afterSeconds: 0.2 });
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  it('ends a command when it is interrupted, and starts none afterwards', async () => {
    const controller = new AbortController();
    const running = runChild(['sleep', '30'], { environment, seconds: 30, signal: controller.signal });
    controller.abort();
    expect(await running).toEqual({ kind: 'interrupted' });
    expect(await runChild(['true'], { environment, seconds: 30, signal: controller.signal })).toEqual({
      kind: 'interrupted',
    });
  });

  it('is a value where the command does not exist', async () => {
    const ended = await runChild(['no-such-command'], { environment, seconds: 10 });
    expect(ended.kind).toBe('not-found');
    expect(failureOf(ended)).toContain('ENOENT');
  });

  it('keeps both streams in a log file', async () => {
    await withTemporaryFolder(async (folder) => {
      const logFile = join(folder, 'log');
      await runChild(['sh', '-c', 'echo out; echo err >&2'], { environment, seconds: 10, logFile });
      expect(await readFile(logFile, 'utf8')).toBe('out\nerr\n');
    });
  });

  it('changes each line before the log has it, and tells it, the last one without a line break too', async () => {
    await withTemporaryFolder(async (folder) => {
      const logFile = join(folder, 'log');
      const told: string[] = [];
      await runChild(['sh', '-c', 'printf "a se"; sleep 0.2; printf "cret\nünd secret"'], {
        environment,
        seconds: 10,
        logFile,
        redact: (line) => line.replaceAll('secret', '***'),
        onLine: (line) => told.push(line),
      });
      expect(told).toEqual(['a ***', 'ünd ***']);
      expect(await readFile(logFile, 'utf8')).toBe('a ***\nünd ***\n');
    });
  });
});

describe('failureOf', () => {
  it('is the last thing that the command said', () => {
    expect(failureOf({ kind: 'ended', code: 1, stdout: '', stderr: 'a\nb\n' })).toBe('b');
    expect(failureOf({ kind: 'ended', code: 3, stdout: '', stderr: '' })).toBe('exit 3');
    expect(failureOf({ kind: 'ended', code: 0, stdout: '', stderr: 'warning' })).toBeUndefined();
  });
});
