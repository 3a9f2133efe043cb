import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inOrder } from '../../src/bulk/in-order.ts';

async function all<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

describe('work in order', () => {
  it('gives results in the order of the jobs, whatever finishes first', async () => {
    const finished: number[] = [];
    const results = inOrder([30, 1, 20, 2], 4, async (job) => {
      await wait(job);
      finished.push(job);
      return job;
    });
    expect(await all(results)).toEqual([30, 1, 20, 2]);
    expect(finished).not.toEqual([30, 1, 20, 2]);
  });

  it('begins no more jobs than it may be ahead', async () => {
    let begun = 0;
    const results = inOrder([...Array(100).keys()], 3, async (job) => {
      begun += 1;
      return job;
    });
    expect((await results.next()).value).toBe(0);
    expect(begun).toBe(4);
  });

  it('meets a failure at its turn, and those before it are given', async () => {
    const seen: number[] = [];
    const results = inOrder([1, 2, 3], 3, async (job) => {
      if (job === 2) throw new Error('two');
      return job;
    });
    await expect(
      (async () => {
        for await (const result of results) seen.push(result);
      })(),
    ).rejects.toThrow('two');
    expect(seen).toEqual([1]);
  });
});
