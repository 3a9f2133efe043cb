import type { CommandReading, Paths } from '../../src/command-reading.ts';
import type { Decision } from '../../src/decision.ts';
import type { Facts, Item } from '../../src/facts.ts';
import { effectsOf } from '../../src/filesystem/effects.ts';
import { isWithin, meets, resolvePath } from '../../src/filesystem/path.ts';
import { textOf } from '../../src/plan/plan.ts';
import { decide } from './decide.ts';
import { at, type Install } from './install.ts';

/** What stands between the copy and the install has to work without the sources; other copies that are moved keep their order. */
export function betweenObstacle(
  items: readonly Item[],
  copy: Item,
  moved: readonly Item[],
  install: Install,
  isOwn: Part,
  facts: Facts,
): Decision | null {
  const copied = effectsOf(copy, facts.context);
  const own = (item: Item) =>
    item.readings.length > 0 &&
    item.readings.every((reading) => isOwn(reading, item, item.index >= install.first.index));
  const between = items.slice(copy.index + 1, install.item.index).filter((item) => !own(item) && !moved.includes(item));
  for (const item of [...between, ...groupsBefore(install, isOwn)]) {
    const effects = effectsOf(item, facts.context);
    const behind = item.index >= install.first.index;
    const enters = item.readings.some((reading) => reading.command.name === 'cd' && !isOwn(reading, item, behind));
    if (enters || meets(effects.reads, copied.writes) || meets(effects.writes, copied.writes))
      return decide('steps-between-need-sources', {
        data: { text: textOf(item.step).split(/\r?\n/)[0]?.trim() ?? '' },
        at: at(item),
      });
  }
  return null;
}

/** Whether a command of an item may stand before the copy; `behind`: the manifests have been copied by then. */
export type Part = (reading: CommandReading, item: Item, behind: boolean) => boolean;

/**
 * One of the installs, whose manifests are copied before all of them, or what cleans up (packages too, behind the install) or looks at something (`ls`, `test -f`) that the copy does
 * not bring, or the manifests do.
 */
export function isPartOf({ all }: Install, copied: Paths, manifests: readonly string[]): Part {
  return (reading, item, behind) => {
    if (all.includes(reading)) return true;
    // Compilers that are removed in the RUN that installs them are in no layer only as long as it is one.
    const removes = behind && reading.detail.kind === 'packages' && reading.detail.action === 'remove';
    if (reading.role !== 'cleanup' && reading.role !== 'nothing' && !removes) return false;
    const { reads, writes, command } = reading;
    const isThere = (path: string) => behind && manifests.some((one) => isWithin(path, one));
    if (command.name === 'cd')
      return !entersCopied(reading, item, copied, (folder) => behind && manifests.some((one) => isWithin(one, folder)));
    const looked = reads === 'anything' ? reads : reads.filter((path) => !isThere(path));
    return !meets(looked, copied) && !meets(writes, copied);
  };
}

/** `cd client` needs the folder, which WORKDIR or the manifests may make, and otherwise the copy does. */
function entersCopied(
  { command }: CommandReading,
  { state }: Item,
  copied: Paths,
  isThere: (folder: string) => boolean,
): boolean {
  const [, to] = command.words;
  const workdir = state.workdir.certain;
  // Home, and where the shell was before.
  if (to === undefined || to.value === '-' || to.value === '~') return false;
  if (workdir === null || command.cwd === null || to.value === null) return true;
  const folder = resolvePath(resolvePath(workdir, command.cwd), to.value);
  return !isWithin(workdir, folder) && !isThere(folder) && meets([folder], copied);
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
    (reading) => !isOwn(reading, install.item, install.fetch === null),
  );
  return readings.length === 0 ? [] : [{ ...install.item, readings }];
}
