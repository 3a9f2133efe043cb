import { describe, expect, it } from 'vitest';
import { GrowingList } from '../src/growing-list.ts';

describe('a list that grows', () => {
  it('keeps what it was when a next one has more', () => {
    const first = GrowingList.empty<string>().with(['a', 'b']);
    const next = first.with(['c']);
    expect([[...first], [...next]]).toEqual([
      ['a', 'b'],
      ['a', 'b', 'c'],
    ]);
  });

  it('has two next ones that know nothing of each other', () => {
    const first = GrowingList.empty<string>().with(['a']);
    const [left, right] = [first.with(['b']), first.with(['c', 'd'])];
    expect([[...first], [...left], [...right], [...left.with(['e'])]]).toEqual([
      ['a'],
      ['a', 'b'],
      ['a', 'c', 'd'],
      ['a', 'b', 'e'],
    ]);
  });

  it('is itself where nothing is added', () => {
    const list = GrowingList.empty<string>().with(['a']);
    expect(list.with([])).toBe(list);
  });

  it('is not changed by a next one that grows while it is read', () => {
    const list = GrowingList.empty<string>().with(['a', 'b']);
    const seen: string[] = [];
    for (const item of list) {
      seen.push(item);
      list.with(['c']);
    }
    expect(seen).toEqual(['a', 'b']);
  });
});
