import { posix } from 'node:path';
import type { CommandReading, Paths, Role } from '../../command-reading.ts';
import type { Evidence } from '../../decision.ts';
import type { Command } from '../../shell/command.ts';
import type { CommandPlace } from '../ecosystem.ts';
import { ofBuild, reading } from './build-command.ts';
import { cite, within } from './cite.ts';
import { ofGlobal } from './global-command.ts';
import { installOf } from './install-command.ts';
import { type ManagerWords, readManagerWords } from './npm-words.ts';
import { type Manifest, nearestManifest } from './package-json.ts';
import { TEST_SCRIPT, TOOL_ROLES } from './tool-roles.ts';
import { unwrap } from './unwrap.ts';
import { type WorkspaceScript, workspaceScript } from './workspace-scripts.ts';

const MANAGERS = new Set(['npm', 'yarn', 'yarnpkg', 'pnpm', 'bun']);

/** What a command of a RUN is for; null when it is none of Node's. */
export function readNodeCommand(command: Command, place: CommandPlace): CommandReading | null {
  if (command.name === null) return null;
  const { tool, local, command: bare } = unwrap(command);
  const direct = posix.basename(command.name);
  if (direct === 'corepack') return corepack(command, place);
  if (tool === null) return null;
  if (MANAGERS.has(tool) && !local)
    return ofManager(command, tool === 'yarnpkg' ? 'yarn' : tool, readManagerWords(bare.words), place);
  if (tool === 'node-gyp') return reading(command, 'build', 'anything', 'anything', []);
  if (tool === 'node' || tool === 'nodejs') {
    if (/^(?:-v|--version)$/.test(bare.words[1]?.text ?? '')) return reading(command, 'nothing', [], [], []);
    return ofBuild(
      command,
      'build',
      place,
      bare.words
        .slice(1)
        .map((word) => word.text)
        .join(' '),
    );
  }
  const role = Object.hasOwn(TOOL_ROLES, tool) ? TOOL_ROLES[tool] : local ? 'unknown' : undefined;
  if (role === undefined) return null;
  if (bare.words.length === 2 && /^(?:-v|--version|-h|--help|version)$/.test(bare.words[1]?.text ?? ''))
    return reading(command, 'nothing', [], [], []);
  if (role === 'unknown' || role === 'install-dependencies') return reading(command, role, 'anything', 'anything', []);
  if (tool === 'prisma' && bare.words[1]?.value !== 'generate')
    return reading(command, 'unknown', 'anything', 'anything', []);
  return ofBuild(command, role, place, tool);
}

function ofManager(command: Command, tool: string, words: ManagerWords, place: CommandPlace): CommandReading | null {
  const verb = words.verb ?? (tool === 'yarn' ? 'install' : null);
  const isGlobal =
    words.flags.get('global') === 'true' ||
    words.flags.get('location') === 'global' ||
    (tool === 'yarn' && verb === 'global');
  if (isGlobal) return ofGlobal(command, tool, words, place);
  const inMembers =
    place.contextFolder === null ? null : workspaceScript(place.context, place.contextFolder, tool, words);
  if (inMembers !== null && inMembers !== 'unknown' && verb !== 'install') return ofMembers(command, inMembers, place);
  switch (verb) {
    case null:
    case 'version':
    case 'list':
    case 'audit':
    case 'fund':
    case 'help':
    case 'whoami':
    case 'view':
    case 'ping':
    case 'doctor':
    case 'outdated':
      return verb === 'audit' && words.operands[0] === 'fix'
        ? reading(command, 'unknown', 'anything', 'anything', [])
        : reading(command, 'nothing', [], [], []);
    case 'install':
    case 'ci':
      return installOf(command, tool, verb, words, place);
    case 'prune':
      return ofPrune(command, words, place);
    case 'fetch':
      if (tool !== 'pnpm') return reading(command, 'unknown', 'anything', 'anything', []);
      return reading(command, 'install-dependencies', installed(place, words), projectReads(place), []);
    case 'rebuild':
      return reading(command, 'install-dependencies', installed(place, words), projectReads(place), []);
    case 'cache':
      return reading(
        command,
        'cleanup',
        place.home === null ? [] : [posix.join(place.home, '.npm'), posix.join(place.home, '.cache')],
        [],
        [],
      );
    case 'store':
      return reading(command, 'cleanup', [], [], []);
    case 'config':
    case 'set':
      // `yarn set version berry` downloads another yarn and changes the project.
      if (verb === 'set' && tool === 'yarn' && words.operands[0] === 'version')
        return reading(command, 'unknown', 'anything', 'anything', []);
      return place.home === null
        ? reading(command, 'file-setup', 'anything', [], [])
        : reading(command, 'file-setup', [posix.join(place.home, tool === 'yarn' ? '.yarnrc' : '.npmrc')], [], []);
    case 'run':
    case 'test':
    case 'start':
      return ofScript(command, tool, verb === 'run' ? (words.operands[0] ?? null) : verb, words, place);
    default:
      if (tool === 'npm' || tool === 'bun') return reading(command, 'unknown', 'anything', 'anything', []);
      return [
        'add',
        'remove',
        'link',
        'upgrade',
        'up',
        'import',
        'dedupe',
        'dlx',
        'exec',
        'create',
        'init',
        'deploy',
        'workspace',
        'workspaces',
      ].includes(verb)
        ? reading(command, 'unknown', 'anything', 'anything', [])
        : ofScript(command, tool, verb, words, place);
  }
}

function ofPrune(command: Command, words: ManagerWords, place: CommandPlace): CommandReading {
  const { flags } = words;
  const production =
    ['production', 'prod'].some((flag) => flags.get(flag) === 'true') ||
    flags.get('omit') === 'dev' ||
    place.env.get('NODE_ENV') === 'production';
  return {
    ...reading(command, 'prune', installed(place, words), projectReads(place), []),
    detail: { kind: 'prune', production },
  };
}

/** `corepack enable` puts links on the PATH; the managers themselves come when they are called. `use` and `up` change the project. */
function corepack(command: Command, place: CommandPlace): CommandReading {
  const verb = command.words[1]?.value ?? null;
  if (verb === 'use' || verb === 'up') return reading(command, 'unknown', 'anything', 'anything', []);
  const cache = place.env.get('COREPACK_HOME') ?? posix.join(place.home ?? '/root', '.cache/node/corepack');
  return {
    ...reading(
      command,
      'install-tool',
      ['/usr/local/bin', '/usr/local/lib/node_modules', cache],
      projectReads(place),
      [],
    ),
    detail: {
      kind: 'tool',
      ecosystem: 'node',
      names: ['corepack'],
      provides: ['yarn', 'yarnpkg', 'pnpm', 'pnpx'],
      fetchesWhenCalled: { what: 'the package manager', into: cache },
    },
  };
}

function ofScript(
  command: Command,
  tool: string,
  name: string | null,
  words: ManagerWords,
  place: CommandPlace,
): CommandReading {
  if (name === null) return reading(command, 'nothing', [], [], []);
  const manifest = manifestAt(place, words);
  const line = manifest?.scripts.get(name);
  const evidence =
    manifest === null || line === undefined ? [] : [cite(place.context, manifest.path, `scripts.${name} = "${line}"`)];
  if (name === 'start' && tool === 'npm') return reading(command, 'unknown', 'anything', 'anything', evidence);
  if (tool !== 'npm' && manifest !== null && line === undefined) return ofProgram(command, name, place, evidence);
  const role: Role = TEST_SCRIPT.test(name) ? 'test' : /prisma generate\s*$/.test(line ?? '') ? 'codegen' : 'build';
  return ofBuild(command, role, place, name, evidence);
}

/** A script of members: a test, or a build in each of them. */
function ofMembers(command: Command, { script, members }: WorkspaceScript, place: CommandPlace): CommandReading {
  const evidence = members.map((one) =>
    cite(place.context, one.path, `scripts.${script} = "${one.scripts.get(script)}"`),
  );
  return script === 'start'
    ? reading(command, 'unknown', 'anything', 'anything', evidence)
    : ofBuild(command, TEST_SCRIPT.test(script) ? 'test' : 'build', place, script, evidence);
}

/** `yarn tsc`, `pnpm prisma generate`: a program of the dependencies, where no script has the name. */
function ofProgram(command: Command, name: string, place: CommandPlace, evidence: readonly Evidence[]): CommandReading {
  const words = command.words.slice(command.words.findIndex((word) => word.value === name));
  const bare = { ...command, name, words };
  const inner = words.length === 0 ? null : readNodeCommand(bare, place);
  return inner === null ? ofBuild(command, 'build', place, name, evidence) : { ...inner, command };
}

function manifestAt(place: CommandPlace, words: ManagerWords): Manifest | null {
  if (place.contextFolder === null) return null;
  const prefix = words.flags.get('prefix') ?? words.flags.get('cwd');
  const folder = prefix === undefined ? place.contextFolder : within(place.contextFolder, prefix);
  return folder === null ? null : nearestManifest(place.context, folder);
}

function installed(place: CommandPlace, words: ManagerWords): Paths {
  const prefix = words.flags.get('prefix') ?? words.flags.get('cwd');
  return place.folder === null ? 'anything' : [posix.resolve(place.folder, prefix ?? '.', 'node_modules')];
}

function projectReads(place: CommandPlace): Paths {
  return place.folder === null ? 'anything' : [place.folder];
}
