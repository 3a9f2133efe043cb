import type { CommandDetail, CommandReading } from '../command-reading.ts';
import type { Command, ShellWord } from '../shell/command.ts';
import { readLocalPackages } from './local-packages.ts';
import { MANAGERS, type Manager } from './managers.ts';
import { SYSTEM_FOLDERS, WEB_ROOT, WEB_SERVERS } from './system-folders.ts';

type Packages = Extract<CommandDetail, { kind: 'packages' }>;

/**
 * Reads a command of a system package manager; null when it is none, or when its action is not known. Its paths are the folders that packages
 * may fill ({@link SYSTEM_FOLDERS}), not each file.
 */
export function readPackagesCommand(command: Command): CommandReading | null {
  const name = command.name?.replace(/^\/(?:usr\/)?s?bin\//, '') ?? '';
  const manager = Object.hasOwn(MANAGERS, name) ? MANAGERS[name] : undefined;
  if (manager === undefined) return readLocalPackages(command);
  if (command.redirections.some(({ operator, target }) => operator.includes('>') && !isDevice(target))) return null;
  const line = readLine(command.words.slice(1), manager);
  const action = line.operands[0]?.value ?? null;
  const known = action !== null && Object.hasOwn(manager.actions, action) ? manager.actions[action] : undefined;
  if (known === undefined) return null;
  const detail = packagesOf(manager, known, line);
  const local = line.operands.slice(1).flatMap(({ value }) => (value !== null && isFile(value) ? [value] : []));
  return {
    command,
    role: 'system-packages',
    writes: writesOf(manager, detail),
    reads: local.some((path) => !path.startsWith('/')) ? 'anything' : [...manager.settings, ...local],
    evidence: [],
    detail,
  };
}

interface Line {
  readonly operands: readonly ShellWord[];
  readonly virtual: string | null;
}

function readLine(words: readonly ShellWord[], manager: Manager): Line {
  const operands: ShellWord[] = [];
  let virtual: string | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    if (!word.text.startsWith('-')) {
      operands.push(word);
      continue;
    }
    const [option = '', attached] = (word.value ?? word.text).split('=', 2);
    const takesNext = attached === undefined && manager.valued.includes(option);
    const value = takesNext ? words[at + 1]?.value : attached;
    if (manager.manager === 'apk' && (option === '--virtual' || /^-[a-z]*t$/.test(option))) virtual = value ?? null;
    if (takesNext || (manager.manager === 'apk' && attached === undefined && /^-[a-z]+t$/.test(option))) at += 1;
  }
  return { operands, virtual };
}

function packagesOf(manager: Manager, action: Packages['action'], line: Line): Packages {
  const named = line.operands.slice(1);
  const packages = named.flatMap(({ value }) =>
    value === null || isFile(value) || isGroup(value) ? [] : [manager.nameOf(value)],
  );
  return {
    kind: 'packages',
    manager: manager.manager,
    action,
    packages: action === 'install' || action === 'remove' ? packages.filter((name) => name !== '') : [],
    complete: named.every(({ value }) => value !== null && !isFile(value) && !isGroup(value)),
    ...(line.virtual === null ? {} : { virtual: line.virtual }),
  };
}

function writesOf(manager: Manager, detail: Packages): readonly string[] {
  switch (detail.action) {
    case 'update':
    case 'clean':
      return manager.index;
    default:
      return !detail.complete || detail.packages.some((name) => WEB_SERVERS.includes(name))
        ? [...SYSTEM_FOLDERS, WEB_ROOT]
        : SYSTEM_FOLDERS;
  }
}

/** `./tool.deb`, `/tmp/tool.rpm`, a URL. `bash/bookworm` is a name with a suite. */
function isFile(value: string): boolean {
  return /^\.{0,2}\/|^[a-z]+:\/\/|\.(?:deb|rpm|apk)$/.test(value);
}

/** `@development-tools`, `apt-get install foo-` (removes), `apk add !foo`. */
function isGroup(value: string): boolean {
  return /^[@!]|-$/.test(value);
}

function isDevice(target: ShellWord | null): boolean {
  return target?.value?.startsWith('/dev/') === true || /^[0-9]+$/.test(target?.value ?? '');
}
