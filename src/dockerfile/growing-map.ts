/** What all maps that grew from one another hold together: for each name its values, with the generation that each came in. */
interface Held<V> {
  readonly entries: Map<string, { readonly since: number; readonly value: V }[]>;
  latest: number;
}

/**
 * A map that never changes, and of which a next one with more entries costs no more than those entries: a Dockerfile of thousands of ENV lines has as many
 * maps. The order is that of a `Map`: where a name came first.
 */
class Generation<V> implements ReadonlyMap<string, V> {
  readonly #held: Held<V>;
  readonly #generation: number;
  readonly size: number;

  constructor(held: Held<V>, size: number) {
    this.#held = held;
    this.#generation = held.latest;
    this.size = size;
  }

  /** The next one. */
  with(added: Iterable<readonly [string, V]>): Generation<V> {
    // Another map has grown from this one already: what that one added is not ours.
    const held = this.#held.latest === this.#generation ? this.#held : heldBy(this);
    held.latest += 1;
    for (const [name, value] of added) {
      const values = held.entries.get(name);
      if (values === undefined) held.entries.set(name, [{ since: held.latest, value }]);
      else if (values.at(-1)?.since === held.latest) values[values.length - 1] = { since: held.latest, value };
      else values.push({ since: held.latest, value });
    }
    return new Generation(held, held.entries.size);
  }

  get(name: string): V | undefined {
    return this.#at(this.#held.entries.get(name))?.value;
  }

  has(name: string): boolean {
    return this.#at(this.#held.entries.get(name)) !== undefined;
  }

  *entries(): MapIterator<[string, V]> {
    for (const [name, values] of this.#held.entries) {
      const found = this.#at(values);
      if (found === undefined) return;
      yield [name, found.value];
    }
  }

  *keys(): MapIterator<string> {
    for (const [name] of this) yield name;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this) yield value;
  }

  forEach(each: (value: V, name: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [name, value] of this) each(value, name, this);
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  /** The last of these values that was there in our generation. */
  #at<Entry extends { readonly since: number }>(values: readonly Entry[] | undefined): Entry | undefined {
    let [low, high] = [0, values?.length ?? 0];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values?.[middle]?.since ?? 0) <= this.#generation) low = middle + 1;
      else high = middle;
    }
    return values?.[low - 1];
  }
}

function heldBy<V>(entries: Iterable<readonly [string, V]>): Held<V> {
  return { entries: new Map([...entries].map(([name, value]) => [name, [{ since: 0, value }]])), latest: 0 };
}

/** The map with these entries beside its own, or in place of them. */
export function withEntries<V>(
  map: ReadonlyMap<string, V>,
  added: readonly (readonly [string, V])[],
): ReadonlyMap<string, V> {
  if (map instanceof Generation) return (map as Generation<V>).with(added);
  const held = heldBy(map);
  return new Generation(held, held.entries.size).with(added);
}
