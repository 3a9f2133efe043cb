import type { CommandReading } from '../../src/command-reading.ts';
import { readView } from '../../src/dockerfile/read-view.ts';
import type { Span } from '../../src/dockerfile/view.ts';
import type { CacheUse } from '../../src/download-caches/cache.ts';
import { emptiesCaches } from '../../src/download-caches/caches-of.ts';
import { scriptOf } from '../../src/facts.ts';
import { isWithin, overlaps } from '../../src/filesystem/path.ts';
import { type Plan, textOf } from '../../src/plan/plan.ts';
import { divide } from '../../src/shell/divide.ts';
import { type Candidate, wordsOf } from './candidates.ts';

/** A RUN's text without what would empty or switch off the mounted caches, and what was taken out; or the command that stands in the way. */
export type Cleaned =
  | { readonly kind: 'text'; readonly text: string; readonly removed: readonly string[] }
  | { readonly kind: 'refused'; readonly command: string };

/**
 * Takes out what defeats the mounts: flags that switch the cache off, and commands that empty it. In a cache mount those would empty the cache
 * of every other build, and `rm` of the mount's own folder fails (device or resource busy).
 */
export function cleanedRun(candidate: Candidate, uses: readonly CacheUse[], { document }: Plan): Cleaned {
  const { item, view } = candidate;
  const emptying: CommandReading[] = [];
  const cuts: Span[] = [];
  for (const reading of item.readings) {
    const effect = effectOn(reading, uses);
    if (effect.kind === 'blocks') return { kind: 'refused', command: wordsOf(reading) };
    if (effect.kind === 'empties') emptying.push(reading);
    if (effect.kind === 'cut') cuts.push(...effect.spans);
    if (view.form === 'exec' && effect.kind !== 'none') return { kind: 'refused', command: wordsOf(reading) };
  }
  const [first] = emptying;
  const groups = new Set(emptying.map(({ command }) => command.group));
  const shared = item.readings.some((one) => groups.has(one.command.group) && !emptying.includes(one));
  const refused = {
    kind: 'refused',
    command: first ? wordsOf(first) : cuts.map(({ text }) => text).join(' '),
  } as const;
  if (shared) return refused;
  const source = textOf(item.step);
  let text = source;
  for (const { start, end } of cuts.toSorted((a, b) => b.start - a.start))
    text = text.slice(0, start) + text.slice(end);
  if (groups.size > 0) {
    const cut = readView(text, 'RUN', document.escape);
    if (cut.kind !== 'run') return refused;
    const script = scriptOf(cut, item.state, document);
    if (script.kind !== 'commands') return refused;
    const kept = script.groups.map(({ index }) => index).filter((index) => !groups.has(index));
    const divided = divide(text, cut, script, kept);
    if (divided.kind === 'refused') return refused;
    text = divided.text;
  }
  // A comment that stood between what was cut is the author's: then nothing is cut.
  if (comments(text) !== comments(source)) return refused;
  return { kind: 'text', text, removed: [...cuts.map((span) => span.text), ...emptying.map(wordsOf)] };
}

type Effect =
  | { readonly kind: 'none' | 'empties' | 'blocks' }
  /** Words to take out, each with the blank before it. */
  | { readonly kind: 'cut'; readonly spans: readonly Span[] };

function effectOn(reading: CommandReading, uses: readonly CacheUse[]): Effect {
  const { command, role, writes, reads } = reading;
  if (uses.some(({ tool }) => emptiesCaches(command, tool))) return { kind: 'empties' };
  const folders = uses.map(({ folder }) => folder);
  const off = (reading.caches ?? [])
    .filter(({ folder }) => folders.includes(folder))
    .flatMap((use) => use.switchedOffBy);
  if (off.length > 0) return { kind: 'cut', spans: [...new Set(off)].map((word) => cutOf(reading, word)) };
  if (role !== 'cleanup' && role !== 'file-setup') return { kind: 'none' };
  const removes = command.name === 'rm' || command.name === 'find' || role === 'cleanup';
  if (writes === 'anything') return { kind: removes ? 'blocks' : 'none' };
  const inside = (path: string) => folders.some((folder) => isWithin(path, folder));
  const touches = (path: string) => folders.some((folder) => overlaps(path, folder));
  if (reads !== 'anything' && !removes && reads.some(touches)) return { kind: 'blocks' };
  const touched = writes.filter(touches);
  if (touched.length === 0 || MAKES.includes(command.name ?? '')) return { kind: 'none' };
  if (!removes || !touched.every(inside)) return { kind: 'blocks' };
  if (touched.length === writes.length) return { kind: 'empties' };
  const operands = command.words.slice(1).filter((word) => !word.text.startsWith('-'));
  if (command.name !== 'rm' || operands.length !== writes.length) return { kind: 'blocks' };
  return {
    kind: 'cut',
    spans: operands.filter((_, at) => inside(writes[at] ?? '')).map((word) => cutOf(reading, word)),
  };
}

/** Programs that leave what is in a folder. */
const MAKES = ['mkdir', 'chown', 'chmod'];

function cutOf(
  { command }: CommandReading,
  word: { readonly text: string; readonly start: number; readonly end: number },
) {
  const before = command.words[command.words.findIndex(({ start }) => start === word.start) - 1];
  return { text: word.text, start: before?.end ?? word.start, end: word.end };
}

function comments(text: string): number {
  return text.split('\n').filter((line) => line.trimStart().startsWith('#')).length;
}
