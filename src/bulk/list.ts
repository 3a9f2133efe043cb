import { createHash } from 'node:crypto';

/** A repository of the list. */
export interface Entry {
  /** As the list names it: a path or an address for git. */
  readonly name: string;
  /** A name for its folder in the workspace: readable, and its own. */
  readonly slug: string;
}

/** Part `index` of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** `3/16`; null for anything else. */
export function readShard(text: string): Shard | null {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  return match !== null && index >= 1 && index <= count ? { index, count } : null;
}

/** One repository a line; blank lines and what follows a `#` at a line's start or after a blank are left out; each once. */
export function readList(text: string): readonly Entry[] {
  const names = text.split(/\r?\n/).map((line) => line.replace(/(?:^|\s)#.*$/, '').trim());
  return [...new Set(names)].filter((name) => name !== '').map((name) => ({ name, slug: slugOf(name) }));
}

/** Every `count`-th repository of the list, so that all parts together are the whole of it and none is in two. */
export function inShard<T>(entries: readonly T[], shard: Shard | null): readonly T[] {
  if (shard === null) return entries;
  return entries.filter((_, position) => position % shard.count === shard.index - 1);
}

function slugOf(name: string): string {
  const last = name
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split(/[/:]/)
    .slice(-2)
    .join('-');
  const readable = last
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 60);
  return `${readable === '' ? 'repository' : readable}-${createHash('sha256').update(name).digest('hex').slice(0, 10)}`;
}
