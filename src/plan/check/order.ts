import { posix } from 'node:path';
import type { CommandReading, Paths } from '../../command-reading.ts';
import type { Instruction } from '../../dockerfile/document.ts';
import { type Facts, type Item, parentStage, survey } from '../../facts.ts';
import { type Effects, effectsOf } from '../../filesystem/effects.ts';
import { isWithin, meets, overlaps, union } from '../../filesystem/path.ts';
import { mayUseTool } from '../../tool-use.ts';
import type { Plan, Step } from '../plan.ts';
import { type Breach, type CheckInput, type Law, lineOf } from './law.ts';

/** Law 6: no reader moves before its writer, and no two writers of one path swap. */
export const order: Law = {
  name: 'order',
  promise: 'No step runs before a step whose output it reads, and no two writers of one path swap.',
  check(input) {
    const moved = input.after.stages.flatMap((_, stage) => (isAsItWas(stage, input) ? [] : [stage]));
    if (moved.length === 0) return [];
    const originals = input.before.stages.map((_, stage) => lineage(input.before, stage, input.facts));
    return moved.flatMap((stage) => {
      const now = lineage(input.after, stage, input.facts);
      return [...swapped(now, input), ...missing(now, originals, input)];
    });
  },
};

/** Every instruction of the stage, and of those that it starts from, is there as a whole and in its place; what was added reads and writes for itself. */
function isAsItWas(stage: number, input: CheckInput): boolean {
  const { before, after } = input;
  const parent = parentStage(after, stage);
  if (parent !== parentStage(before, stage) || (parent !== null && !isAsItWas(parent, input))) return false;
  const was = before.stages[stage]?.steps ?? [];
  const kept = (after.stages[stage]?.steps ?? []).filter((step) => step.kind !== 'added');
  return kept.length === was.length && kept.every((step, at) => isWhole(step) && step.of === ofStep(was[at]));
}

function isWhole(step: Step): step is Extract<Step, { kind: 'original' | 'rewritten' }> {
  return step.kind === 'original' || step.kind === 'rewritten';
}

function ofStep(step: Step | undefined): Instruction | null {
  return step === undefined || step.kind === 'added' ? null : step.of;
}

interface Placed {
  readonly item: Item;
  readonly effects: Effects;
  /** The position in the original file; null for added steps. */
  readonly origin: Position | null;
}
interface Position {
  readonly of: Instruction;
  readonly group: number;
}

/** The steps that a stage has run through at its end, those of the stages that it starts from first. */
function lineage(plan: Plan, stage: number, facts: Facts): readonly Placed[] {
  const parent = parentStage(plan, stage);
  const above = parent === null ? [] : lineage(plan, parent, facts);
  const own = survey(plan, stage, facts).items.map((item): Placed => {
    const { step } = item;
    const group = step.kind === 'part' || step.kind === 'repeated' ? Math.min(...(step.groups ?? [0])) : 0;
    return {
      item,
      effects: effectsOf(item, facts.context),
      origin: step.kind === 'added' ? null : { of: step.of, group },
    };
  });
  return [...above, ...own];
}

function precedes(a: Position, b: Position): boolean {
  return a.of.id < b.of.id || (a.of === b.of && a.group < b.group);
}

/** Pairs that stand in the other order now and that are writer and reader, or two writers. */
function swapped(now: readonly Placed[], input: CheckInput): readonly Breach[] {
  return now.flatMap((later, i) =>
    now.slice(0, i).flatMap((earlier) => {
      if (!later.origin || !earlier.origin || !precedes(later.origin, earlier.origin)) return [];
      const fault = conflict(earlier, later, now.slice(0, now.indexOf(earlier)), input);
      return fault ? [{ law: 'order', line: lineOf(earlier.item.step), says: fault }] : [];
    }),
  );
}

/** `first` runs before `second` now; it ran after it. */
function conflict(first: Placed, second: Placed, before: readonly Placed[], input: CheckInput): string | null {
  const line = lineOf(second.item.step);
  if (meets(first.effects.reads, second.effects.writes) && !suppliedBefore(first, second, before, input))
    return `it reads what line ${line} writes, and runs before it now`;
  if (meets(first.effects.writes, second.effects.reads))
    return `it writes what line ${line} reads, and runs before it now`;
  const both = commonWrites(first.effects, second.effects);
  const harmless =
    both !== 'anything' &&
    input.facts.context.state === 'known' &&
    both.every((path) => isRewritten(first, path) || leavesAlone(second.item, path, input));
  return harmless ? null : `it and line ${line} write the same path, and swapped places`;
}

/** A copied folder, in which the context has nothing at that path (`node_modules` of a project inside of it). */
function leavesAlone({ entries }: Item, path: string, { facts: { context } }: CheckInput): boolean {
  return (
    entries?.every(
      (entry) =>
        !overlaps(path, entry.destination) ||
        (entry.kind === 'folder' &&
          isWithin(path, entry.destination) &&
          context.kind(posix.join(entry.source, posix.relative(entry.destination, path))) === null),
    ) ?? false
  );
}

/** A command that reads a file and writes it back (npm's lockfile): the copy that follows restores what was read. */
function isRewritten(placed: Placed, path: string): boolean {
  return placed.effects.reads !== 'anything' && placed.effects.reads.includes(path);
}

/** Every path that `first` reads of what `second` writes has been written by an earlier step. */
function suppliedBefore(first: Placed, second: Placed, before: readonly Placed[], input: CheckInput): boolean {
  const { reads } = first.effects;
  const { writes } = second.effects;
  if (reads === 'anything' || writes === 'anything') return false;
  return reads
    .filter((path) => writes.some((written) => overlaps(path, written)))
    .every((path) =>
      before.some(
        (placed) =>
          copiesFolder(placed.item, path, input) ||
          (placed.effects.writes !== 'anything' && placed.effects.writes.some((written) => isWithin(path, written))),
      ),
    );
}

function commonWrites(a: Effects, b: Effects): readonly string[] | 'anything' {
  if (a.writes === 'anything' || b.writes === 'anything') return meets(a.writes, b.writes) ? 'anything' : [];
  const { writes } = b;
  return a.writes.filter((path) => writes.some((other) => overlaps(path, other)));
}

/** RUNs that read what a step wrote that is not in their stage any more, and that nothing brought. */
function missing(
  now: readonly Placed[],
  originals: readonly (readonly Placed[])[],
  input: CheckInput,
): readonly Breach[] {
  return now.flatMap((placed, i) => {
    const { origin } = placed;
    if (!origin || placed.item.view.kind !== 'run') return [];
    const home = originals.find((stage) => stage.some((candidate) => candidate.origin?.of === origin.of));
    const writers = (home ?? []).filter(
      (writer) =>
        writer.origin &&
        precedes(writer.origin, origin) &&
        meets(writer.effects.writes, placed.effects.reads) &&
        meets(writer.effects.writes, readsFrom(writer, placed, input)),
    );
    const absent = writers.find((writer) => !present(writer, placed, now.slice(0, i), input));
    return absent
      ? [
          {
            law: 'order',
            line: lineOf(placed.item.step),
            says: `line ${lineOf(absent.item.step)} wrote what it reads, and is not before it any more`,
          },
        ]
      : [];
  });
}

/** What a step reads of another one's kind: without commands that certainly take nothing from it. */
function readsFrom(writer: Placed, reader: Placed, input: CheckInput): Paths {
  const written = readingsBefore(writer, reader).filter(({ role }) => role !== 'nothing' && role !== 'cleanup');
  const tools = written.flatMap(({ detail }) => (detail.kind === 'tool' ? [detail] : []));
  const onlyTools = written.length > 0 && tools.length === written.length;
  // Installing a package does not change the settings that the package manager reads.
  const onlyPackages = written.length > 0 && written.every(({ role }) => role === 'system-packages');
  if (!onlyTools && !onlyPackages) return reader.effects.reads;
  return reader.item.readings
    .filter(
      (reading) =>
        !(onlyPackages && reading.role === 'system-packages') &&
        !(onlyTools && !tools.some((tool) => mayUseTool(reading, tool, input.facts))),
    )
    .reduce<Paths>((sum, reading) => union(sum, reading.reads), []);
}

/** Commands for which each file counts: what builds, installs or tests may read anything in the folder that it reads. */
const READS_EACH_FILE = new Set(['install-dependencies', 'build', 'codegen', 'test', 'prune']);

function present(writer: Placed, reader: Placed, before: readonly Placed[], input: CheckInput): boolean {
  if (runsBefore(writer, reader, before)) return true;
  if (input.after.dropped.some((drop) => drop.of === writer.origin?.of) && isIdle(writer)) return true;
  const { reads } = reader.effects;
  const writes = writtenBefore(writer, reader);
  if (reads === 'anything' || writes === 'anything') return false;
  const { workdir } = reader.item.state;
  // WORKDIR makes its folder.
  if (onlyMakesFolders(writer) && writes.every((path) => workdir.certain !== null && isWithin(workdir.certain, path)))
    return true;
  const isBrought = (path: string, covers: (path: string, written: string) => boolean) =>
    before.some(
      ({ item, effects }) =>
        copiesFolder(item, path, input) ||
        (effects.writes !== 'anything' && effects.writes.some((written) => covers(path, written))),
    );
  if (reader.item.readings.some(({ role }) => READS_EACH_FILE.has(role)))
    return reads.every((read) =>
      writes
        .filter((written) => overlaps(read, written))
        .every((written) => isBrought(isWithin(read, written) ? read : written, isWithin)),
    );
  return reads
    .filter((path) => writes.some((written) => overlaps(path, written)))
    .every((path) => isBrought(path, overlaps));
}

function onlyMakesFolders({ item }: Placed): boolean {
  return item.readings.length > 0 && item.readings.every(({ command }) => command.name === 'mkdir');
}

/** What a step writes; of a RUN that was divided, what stands in it before the part that reads. */
function writtenBefore(writer: Placed, reader: Placed): Paths {
  if (!writer.origin || writer.origin.of !== reader.origin?.of) return writer.effects.writes;
  return readingsBefore(writer, reader).reduce<Paths>((sum, reading) => union(sum, reading.writes), []);
}

/** The commands of a step; of a RUN that was divided, those that stand in it before the part that reads. */
function readingsBefore(writer: Placed, reader: Placed): readonly CommandReading[] {
  const { readings } = writer.item;
  if (!writer.origin || writer.origin.of !== reader.origin?.of) return readings;
  const group = reader.origin.group;
  return readings.filter(({ command }) => command.group < group);
}

/** A copied folder brings what the context has there. */
function copiesFolder({ entries }: Item, path: string, { facts: { context } }: CheckInput): boolean {
  return (entries ?? []).some(
    (entry) =>
      entry.kind === 'folder' &&
      isWithin(path, entry.destination) &&
      context.kind(posix.join(entry.source, posix.relative(entry.destination, path))) !== null,
  );
}

/** The commands of the writer whose output is read stand before the reader, all of them where the RUN was divided. */
function runsBefore(writer: Placed, reader: Placed, before: readonly Placed[]): boolean {
  const same = before.filter((placed) => placed.origin?.of === writer.origin?.of);
  if (same.some(({ item: { step } }) => step.kind !== 'part' && (step.kind !== 'repeated' || !step.groups)))
    return true;
  const there = new Set(
    same.flatMap(({ item: { step } }) => (step.kind === 'part' || step.kind === 'repeated' ? (step.groups ?? []) : [])),
  );
  const own = reader.origin?.of === writer.origin?.of ? reader.origin?.group : undefined;
  const needed = writer.item.readings.filter(
    ({ writes, command }) => meets(writes, reader.effects.reads) && (own === undefined || command.group < own),
  );
  return same.length + needed.length > 0
    ? needed.every(({ command }) => there.has(command.group)) && (same.length > 0 || own !== undefined)
    : own !== undefined;
}

function isIdle(placed: Placed): boolean {
  return placed.item.readings.every(({ role }) => role === 'cleanup' || role === 'nothing');
}
