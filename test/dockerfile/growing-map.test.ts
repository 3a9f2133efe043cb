import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withEntries } from '../../src/dockerfile/growing-map.ts';

const pairs = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C', 'D'), fc.nat(9)), { maxLength: 4 });

describe('a map that grows', () => {
  it('holds what a copied map would hold, however many grow from the same one', () => {
    fc.assert(
      fc.property(pairs, fc.array(fc.tuple(fc.nat(), pairs), { maxLength: 12 }), (start, steps) => {
        const plain: ReadonlyMap<string, number>[] = [new Map(start)];
        const grown: ReadonlyMap<string, number>[] = [new Map(start)];
        for (const [from, added] of steps) {
          const at = from % plain.length;
          plain.push(new Map([...(plain[at] ?? []), ...added]));
          grown.push(withEntries(grown[at] ?? new Map(), added));
        }
        plain.forEach((map, index) => {
          const same = grown[index];
          expect([...(same ?? [])]).toEqual([...map]);
          expect([...(same?.keys() ?? [])]).toEqual([...map.keys()]);
          expect([...(same?.values() ?? [])]).toEqual([...map.values()]);
          expect(same?.size).toBe(map.size);
          for (const name of ['A', 'B', 'C', 'D', 'E'])
            expect([same?.get(name), same?.has(name)]).toEqual([map.get(name), map.has(name)]);
        });
      }),
    );
  });

  it('grows by one entry without a copy of the others: thousands of ENV lines have thousands of maps', () => {
    let map: ReadonlyMap<string, number> = new Map();
    const maps = [map];
    for (let at = 0; at < 40_000; at += 1) {
      map = withEntries(map, [[`NAME_${at}`, at]]);
      maps.push(map);
    }
    expect([maps[20_000]?.size, maps[20_000]?.has('NAME_20000'), map.get('NAME_20000')]).toEqual([
      20_000,
      false,
      20_000,
    ]);
  });
});
