import type { CommandReading, Paths } from '../../src/command-reading.ts';
import type { Decision } from '../../src/decision.ts';
import type { Facts, Item } from '../../src/facts.ts';
import { effectsOf } from '../../src/filesystem/effects.ts';
import { isWithin, meets } from '../../src/filesystem/path.ts';
import { textOf } from '../../src/plan/plan.ts';
import { decide } from './decide.ts';
import { at, type Install } from './install.ts';

/** What stands between the copy and the install has to work without the sources. */
export function betweenObstacle(
  items: readonly Item[],
  copy: Item,
  install: Install,
  isOwn: Part,
  facts: Facts,
): Decision | null {
  const copied = effectsOf(copy, facts.context);
  const own = ({ index, readings }: Item) =>
    readings.length > 0 && readings.every((reading) => isOwn(reading, index >= install.first.index));
  const between = items.slice(copy.index + 1, install.item.index).filter((item) => !own(item));
  for (const item of [...between, ...groupsBefore(install, isOwn)]) {
    const effects = effectsOf(item, facts.context);
    if (meets(effects.reads, copied.writes) || meets(effects.writes, copied.writes))
      return decide('steps-between-need-sources', {
        data: { text: textOf(item.step).split(/\r?\n/)[0]?.trim() ?? '' },
        at: at(item),
      });
  }
  return null;
}

/** Whether a command may stand before the copy; `behind`: the manifests have been copied by then. */
export type Part = (reading: CommandReading, behind: boolean) => boolean;

/**
 * One of the installs, whose manifests are copied before all of them, or what cleans up (packages too, behind the install) or looks at something (`ls`, `test -f`) that the copy does
 * not bring, or the manifests do.
 */
export function isPartOf({ all }: Install, copied: Paths, manifests: readonly string[]): Part {
  return (reading, behind) => {
    if (all.includes(reading)) return true;
    // Compilers that are removed in the RUN that installs them are in no layer only as long as it is one.
    const removes = behind && reading.detail.kind === 'packages' && reading.detail.action === 'remove';
    if (reading.role !== 'cleanup' && reading.role !== 'nothing' && !removes) return false;
    const { reads, writes, command } = reading;
    // `cd` needs the folder, which WORKDIR or the manifests make.
    if (command.name === 'cd') return true;
    const isThere = (path: string) => behind && manifests.some((one) => isWithin(path, one));
    const looked = reads === 'anything' ? reads : reads.filter((path) => !isThere(path));
    return !meets(looked, copied) && !meets(writes, copied);
  };
}

/**
 * The RUN of the install with only what decides about it: what runs before it (`chmod +x x.sh && npm ci`), and what stands in one group with it
 * (`if [ -f src/x ]; then npm ci; fi`).
 */
function groupsBefore(install: Install, isOwn: Part): readonly Item[] {
  const before = install.item.readings.filter(({ command }) => command.group < install.group);
  const beside = install.item.readings.filter(
    ({ command, role }) => command.group === install.group && role !== 'install-dependencies',
  );
  // A build that fetches stays behind the copy, with whatever only looks in front of it.
  if (install.fetch !== null && before.every(({ role }) => role === 'nothing')) return [];
  const readings = [...before, ...(install.fetch === null ? beside : [])].filter(
    (reading) => !isOwn(reading, install.fetch === null),
  );
  return readings.length === 0 ? [] : [{ ...install.item, readings }];
}
