import type { CommandReading, Paths } from '../command-reading.ts';
import type { Command } from '../shell/command.ts';
import { ARCHIVES } from './archives.ts';
import { CLEANUP } from './cleanup.ts';
import { FETCH_SOURCE } from './fetch-source.ts';
import { FILE_SETUP } from './file-setup.ts';
import { type ArgumentReader, type Footprint, type Place, together } from './footprint.ts';
import { asksForVersion, NOTHING } from './nothing.ts';
import { pathsOf } from './paths.ts';
import { SYSTEM_SETTINGS } from './system-settings.ts';
import { USERS } from './users.ts';

const READERS: Readonly<Record<string, ArgumentReader>> = {
  ...NOTHING,
  ...FILE_SETUP,
  ...ARCHIVES,
  ...USERS,
  ...CLEANUP,
  ...FETCH_SOURCE,
  ...SYSTEM_SETTINGS,
};

/**
 * Reads a command that every image may have (coreutils, users, archives, downloads); null: not one of these, so it may do anything. Redirections
 * count as reads and writes; a program that only prints becomes file setup when its output goes to a file.
 */
export function readGenericCommand(command: Command, place: Place): CommandReading | null {
  const known = withoutShadowed(place, command);
  const footprint = footprintOf(command, known);
  if (footprint === null) return null;
  const { written, read } = redirected(command, known);
  const writes = together(footprint.writes, written);
  return {
    command,
    role: footprint.role === 'nothing' && written.length > 0 ? 'file-setup' : footprint.role,
    writes,
    reads: together(footprint.reads, read),
    evidence: [],
    detail: { kind: 'none' },
  };
}

function footprintOf(command: Command, place: Place): Footprint | null {
  if (command.words.length === 0) return { role: 'nothing', writes: [], reads: [] };
  const name = command.name?.replace(/^\/(?:usr\/)?s?bin\//, '') ?? '';
  const args = command.words.slice(1);
  if (asksForVersion(name, args)) return { role: 'nothing', writes: [], reads: [] };
  return Object.hasOwn(READERS, name) ? (READERS[name]?.(args, place) ?? null) : null;
}

function redirected(command: Command, place: Place): { readonly written: Paths; readonly read: Paths } {
  const targets = command.redirections.flatMap(({ operator, target }) => {
    const name = target?.value;
    // `2>&1` names a descriptor; what goes to a device is gone.
    const nowhere =
      target === null ||
      operator === '<<<' ||
      name?.startsWith('/dev/') ||
      (operator.endsWith('&') && /^(?:\d+|-)$/.test(name ?? ''));
    return nowhere ? [] : [{ operator, target }];
  });
  const of = (reads: boolean) =>
    pathsOf(
      targets.flatMap(({ operator, target }) => (operator.startsWith('<') === reads ? [target] : [])),
      place,
    );
  return { written: of(false), read: of(true) };
}

/** Variables that the RUN itself may have set are not what the environment says. */
function withoutShadowed(place: Place, { shadowed = [], assignments }: Command): Place {
  if (shadowed.length === 0 && assignments.length === 0) return place;
  const env = new Map(place.env);
  for (const name of shadowed) env.delete(name);
  return { ...place, env, shadowed: new Set([...shadowed, ...assignments.map(({ name }) => name)]) };
}
