import type { CommandDetail, CommandReading } from '../command-reading.ts';
import type { Command, ShellWord } from '../shell/command.ts';
import { SYSTEM_FOLDERS } from './system-folders.ts';

type Packages = Extract<CommandDetail, { kind: 'packages' }>;

/** Options of dpkg(1) and rpm(8) that only ask. */
const ASKS =
  /^(?:--print-(?:foreign-)?architecture(?:s)?|-l|-L|-s|-S|-W|--list|--listfiles|--get-selections|--status|-q[a-z]*|--query|-E|--eval|-V|--version)$/;
const INSTALLS = /^(?:-i|--install|-[iUF][vhi]*|-[ivh]*[iUF][vh]*|--upgrade|--unpack)$/;
const REMOVES = /^(?:-r|-P|-e|--remove|--purge|--erase)$/;

/** `dpkg` and `rpm`, which take files instead of names; null: neither, or something else of theirs. */
export function readLocalPackages(command: Command): CommandReading | null {
  const manager = command.name === 'dpkg' ? 'apt' : command.name === 'rpm' ? 'yum' : null;
  const words = command.words.slice(1);
  if (manager === null) return null;
  const has = (pattern: RegExp) => words.some((word) => pattern.test(word.text));
  const writesFile = command.redirections.some(
    ({ operator, target }) => operator.includes('>') && !/^(?:\/dev\/.*|\d+)$/.test(target?.value ?? ''),
  );
  if (writesFile) return null;
  if (has(ASKS))
    return {
      command,
      role: 'nothing',
      writes: [],
      reads: ['/var/lib/dpkg', '/var/lib/rpm'],
      evidence: [],
      detail: { kind: 'none' },
    };
  if (has(INSTALLS)) return reading(command, manager, 'install', words);
  if (has(REMOVES)) return reading(command, manager, 'remove', words);
  return has(/^--(?:add-architecture|remove-architecture|configure|import|rebuilddb|set-selections)$/)
    ? reading(command, manager, 'other', [])
    : null;
}

/** The names of what is in a file are not known, so the list of packages is not complete. */
function reading(
  command: Command,
  manager: 'apt' | 'yum',
  action: Packages['action'],
  words: readonly ShellWord[],
): CommandReading {
  const operands = words.filter((word) => !word.text.startsWith('-'));
  const files = action === 'install' ? operands.map(({ value }) => value) : [];
  const known = files.every((path) => path?.startsWith('/'));
  const packages = action === 'remove' ? operands.flatMap(({ value }) => value ?? []) : [];
  return {
    command,
    role: 'system-packages',
    writes: SYSTEM_FOLDERS,
    reads: known ? [...SYSTEM_FOLDERS, ...files.flatMap((path) => path ?? [])] : 'anything',
    evidence: [],
    detail: {
      kind: 'packages',
      manager,
      action,
      packages,
      complete: action !== 'install' && packages.length === operands.length,
    },
  };
}
