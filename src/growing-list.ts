/**
 * A list that never changes, and of which a next one with more at its end costs no more than that: a Dockerfile of thousands of RUN lines has as many
 * lists of what ran before.
 */
export class GrowingList<T> implements Iterable<T> {
  readonly #items: T[];
  readonly #length: number;

  private constructor(items: T[], length: number) {
    this.#items = items;
    this.#length = length;
  }

  static empty<T>(): GrowingList<T> {
    return new GrowingList<T>([], 0);
  }

  /** The next one. */
  with(added: readonly T[]): GrowingList<T> {
    if (added.length === 0) return this;
    // Another list has grown from this one already: what that one added is not ours.
    const items = this.#items.length === this.#length ? this.#items : this.#items.slice(0, this.#length);
    for (const item of added) items.push(item);
    return new GrowingList(items, items.length);
  }

  *[Symbol.iterator](): Iterator<T> {
    let left = this.#length;
    for (const item of this.#items) {
      if (left === 0) return;
      left -= 1;
      yield item;
    }
  }
}
