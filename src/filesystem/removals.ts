import type { CommandReading } from '../command-reading.ts';
import { isWithin } from './path.ts';

/** Paths that a command takes away for certain: what `rm` names, and what `mv` moves. A pattern names a folder of which something stays. */
export function removedBy({ command, writes, reads }: CommandReading): readonly string[] {
  const touched = command.name === 'mv' ? reads : ['rm', 'rmdir', 'unlink'].includes(command.name ?? '') ? writes : [];
  const isPattern = command.words.slice(1).some((word) => word.value === null);
  return touched === 'anything' || isPattern ? [] : touched;
}

/** Whether a path is gone after the commands: taken away, and not written again by a later one. */
export function isGone(path: string, readings: readonly CommandReading[]): boolean {
  let gone = false;
  for (const reading of readings) {
    const removed = removedBy(reading);
    if (removed.some((other) => isWithin(path, other))) gone = true;
    else if (reading.writes !== 'anything' && reading.writes.some((other) => isWithin(other, path))) gone = false;
  }
  return gone;
}
