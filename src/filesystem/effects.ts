import type { Paths } from '../command-reading.ts';
import type { Item } from '../facts.ts';
import type { BuildContext } from '../repository/repository.ts';
import { copyDestination } from './context-copy.ts';
import { resolvePath, union } from './path.ts';

/** What one step of a stage writes to and reads from the image's file system. */
export interface Effects {
  readonly writes: Paths;
  readonly reads: Paths;
}

const NONE: Effects = { writes: [], reads: [] };

/** Writers and readers, step by step: the one model that ordering, carrying over and the laws ask. */
export function effectsOf(item: Item, context: BuildContext): Effects {
  const { view } = item;
  switch (view.kind) {
    case 'run':
      return runEffects(item);
    case 'copy':
    case 'add':
      return { writes: copyWrites(item, context), reads: [] };
    case 'unread':
      return { writes: 'anything', reads: 'anything' };
    default:
      return NONE;
  }
}

function runEffects(item: Item): Effects {
  if (item.script?.kind !== 'commands') return { writes: 'anything', reads: 'anything' };
  // `cd` needs the folder to be there, not its content: whatever is read in it, the commands that follow say.
  const readings = item.readings.filter(({ command }) => command.name !== 'cd');
  return readings.reduce<Effects>(
    (sum, reading) => ({ writes: union(sum.writes, reading.writes), reads: union(sum.reads, reading.reads) }),
    NONE,
  );
}

/** A copied folder writes each of its direct entries, so that `COPY . .` does not count as a writer of a folder the context lacks. */
function copyWrites(item: Item, context: BuildContext): Paths {
  const { view, state } = item;
  if (view.kind !== 'copy' && view.kind !== 'add') return [];
  const destination = copyDestination(view, state);
  if (destination === null) return 'anything';
  if (view.from !== null || item.entries === null) return [destination];
  return item.entries.flatMap((entry) =>
    entry.kind === 'folder' && context.state === 'known'
      ? context.list(entry.source).map((child) => resolvePath(entry.destination, child.name))
      : [entry.destination],
  );
}
