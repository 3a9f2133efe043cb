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

/**
 * The COPY lines that bring the carried paths, seen from the working directory in force. A file that may be missing stands beside files that are
 * there where it can: a COPY of which nothing matches is nothing to do for BuildKit, and an error for
 * other builders; where one source matches, none complains (tried with Docker's classic builder and buildah 1.28).
 */
export function copyLines(
  carried: readonly Carried[],
  runtime: CopyPlace,
): readonly { readonly text: string; readonly optional: boolean }[] {
  const { workdir } = runtime;
  const lines: { text: string; optional: boolean }[] = [];
  const files = new Map<string, { readonly flags: string; readonly folder: string; readonly sources: string[] }>();
  const keyOf = (entry: Carried) => `${flagsOf(entry, runtime)} ${posix.dirname(entry.destination)}`;
  for (const entry of carried) {
    if (!isPlainFile(entry)) continue;
    const folder = posix.dirname(entry.destination);
    const group = files.get(keyOf(entry)) ?? { flags: flagsOf(entry, runtime), folder, sources: [] };
    group.sources.push(entry.source);
    files.set(keyOf(entry), group);
  }
  for (const entry of carried) {
    if (isPlainFile(entry)) continue;
    const isOptionalFile = entry.optional === true && !entry.isFolder;
    const beside = isOptionalFile ? files.get(keyOf(entry)) : undefined;
    if (beside !== undefined) {
      beside.sources.push(entry.source);
      continue;
    }
    const target = isOptionalFile
      ? destinationFrom(workdir, posix.dirname(entry.destination), true)
      : destinationFrom(workdir, entry.destination, entry.optional === true);
    lines.push({
      text: `COPY ${flagsOf(entry, runtime)}${pathList([entry.source, target])}`,
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

/** Whether a file that may be missing can stand in one COPY with another that is there. */
export function standsBeside(entry: Carried, carried: readonly Carried[]): boolean {
  if (entry.isFolder) return false;
  const like = (other: Carried) => `${other.flags.join(' ')} ${posix.dirname(other.destination)}`;
  return carried.some((other) => isPlainFile(other) && other.owner === entry.owner && like(other) === like(entry));
}

/** A file of the context that keeps its name. */
function isPlainFile(entry: Pick<Carried, 'from' | 'isFolder' | 'optional' | 'source' | 'destination'>): boolean {
  return (
    entry.from === 'context' &&
    !entry.isFolder &&
    !entry.optional &&
    posix.basename(entry.source) === posix.basename(entry.destination)
  );
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
