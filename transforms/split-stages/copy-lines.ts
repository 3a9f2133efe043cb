import { posix } from 'node:path';
import { destinationFrom, isWithin } from '../../src/filesystem/path.ts';
import type { Carried } from './carry.ts';
import type { Ownership } from './ownership.ts';

/** What COPY lines depend on beside what they bring. */
export interface CopyPlace {
  readonly stages: Readonly<Record<'builder' | 'dependencies', string>>;
  readonly workdir: string;
  /** The application folder. */
  readonly folder: string;
  readonly ownership: Pick<Ownership, 'owner' | 'whole'>;
}

/** The COPY lines that bring the carried paths, seen from the working directory in force. */
export function copyLines(
  carried: readonly Carried[],
  runtime: CopyPlace,
): readonly { readonly text: string; readonly optional: boolean }[] {
  const { workdir } = runtime;
  const lines: { text: string; optional: boolean }[] = [];
  const files = new Map<string, { readonly flags: string; readonly folder: string; readonly sources: string[] }>();
  for (const entry of carried) {
    const flags = flagsOf(entry, runtime);
    if (
      entry.from === 'context' &&
      !entry.isFolder &&
      !entry.optional &&
      posix.basename(entry.source) === posix.basename(entry.destination)
    ) {
      const folder = posix.dirname(entry.destination);
      const key = `${flags} ${folder}`;
      const group = files.get(key) ?? { flags, folder, sources: [] };
      group.sources.push(entry.source);
      files.set(key, group);
      continue;
    }
    const target =
      entry.optional && !entry.isFolder
        ? destinationFrom(workdir, posix.dirname(entry.destination), true)
        : destinationFrom(workdir, entry.destination, entry.optional === true);
    lines.push({
      text: `COPY ${flags}${pathList([entry.source, target])}`,
      optional: entry.optional === true,
    });
  }
  for (const { flags, folder, sources } of files.values())
    lines.push({
      text: `COPY ${flags}${pathList([...sources, destinationFrom(workdir, folder, true)])}`,
      optional: false,
    });
  return lines;
}

function flagsOf(entry: Carried, { stages, folder, ownership }: CopyPlace): string {
  const { owner, whole } = ownership;
  const from = entry.from === 'context' ? [] : [`--from=${stages[entry.from]}`];
  const handed = whole && isWithin(entry.destination, folder);
  const own = entry.owner === undefined || handed ? owner : entry.owner;
  const chown = (entry.from !== 'context' || handed) && own !== null ? [`--chown=${own}`] : [];
  const others = chown.length === 0 ? entry.flags : entry.flags.filter((flag) => !flag.startsWith('--chown='));
  const flags = [...from, ...chown, ...others];
  return flags.length === 0 ? '' : `${flags.join(' ')} `;
}

/** Paths as COPY takes them; names with blanks only in JSON form. */
function pathList(paths: readonly string[]): string {
  return paths.some((path) => /\s/.test(path))
    ? `[${paths.map((path) => JSON.stringify(path)).join(', ')}]`
    : paths.join(' ');
}
