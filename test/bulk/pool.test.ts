import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { workerPool } from '../../src/bulk/pool.ts';

const folder = mkdtempSync(join(tmpdir(), 'msb-pool-'));
const script = join(folder, 'thread.mjs');
writeFileSync(
  script,
  `import { parentPort, threadId, workerData } from 'node:worker_threads';
   parentPort.on('message', (job) => {
     if (job === 'exit') process.exit(3);
     if (job === 'throw') throw new Error('uncaught');
     if (job === 'fault') parentPort.postMessage({ kind: 'fault', message: 'met a fault' });
     else parentPort.postMessage({ kind: 'done', result: [job, workerData, threadId] });
   });`,
);
afterAll(() => rmSync(folder, { recursive: true }));

const open = (threads: number) => workerPool<string, [string, string, number]>(pathToFileURL(script), threads, 'data');

describe('a pool of threads', () => {
  it('answers every job, with the data that the threads were given', async () => {
    const pool = open(2);
    const results = await Promise.all([...Array(20).keys()].map((job) => pool.run(String(job))));
    expect(results.map(([job, data]) => [job, data])).toEqual(
      [...Array(20).keys()].map((job) => [String(job), 'data']),
    );
    expect(new Set(results.map(([, , thread]) => thread)).size).toBeLessThanOrEqual(2);
    await pool.end();
  });

  it.each([
    ['exit', 'ended early'],
    ['throw', 'uncaught'],
    ['fault', 'met a fault'],
  ])('fails the one job that meets %s, and does the others', async (job, message) => {
    const pool = open(1);
    const jobs = ['a', job, 'b', 'c'].map((each) => pool.run(each));
    const settled = await Promise.allSettled(jobs);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    await expect(jobs[1]).rejects.toThrow(message);
    await pool.end();
  });
});
