import type { Known, StartReading } from '../ecosystem.ts';
import { cite } from './cite.ts';
import { transparentScript } from './entrypoint-script.ts';
import { known, notKnown } from './known.ts';
import { nodeEntry, preloadsOf } from './node-arguments.ts';
import { readManagerWords } from './npm-words.ts';
import { type Manifest, nearestManifest } from './package-json.ts';
import { commandOf, readLine, type SimpleCommand } from './script-line.ts';
import { startOfTool } from './start-tools.ts';
import { contextPath, program, startSays, type Trail, withTool } from './start-trail.ts';
import { unwrap } from './unwrap.ts';
import { workspaceScript } from './workspace-scripts.ts';

/** A shell line: simple lines before one last command that stays. */
export function startOfLine(trail: Trail, text: string): Known<StartReading> {
  const line = readLine(text);
  if (trail.depth > 12)
    return notKnown(
      'start-not-understood',
      { command: text, why: 'scripts call each other too deeply' },
      trail.evidence,
    );
  if (line.kind === 'not-understood')
    return notKnown('start-not-understood', { command: text, why: line.because }, trail.evidence);
  let folder: string | null = trail.folder;
  let result: Known<StartReading> | null = null;
  for (const [index, command] of line.commands.entries()) {
    const isLast = index === line.commands.length - 1;
    const { tool } = unwrap(command);
    if (command.name === null || tool === null) {
      if (command.words.length > 0)
        return notKnown(
          'start-not-understood',
          { command: text, why: 'the program’s name holds a variable' },
          trail.evidence,
        );
      continue;
    }
    folder = command.cwd === null ? null : contextPath(trail, command.cwd);
    if (tool === 'cd') continue;
    if (folder === null)
      return notKnown(
        'start-not-understood',
        { command: text, why: 'it changes to a folder that is not known' },
        trail.evidence,
      );
    if (!isLast) {
      if (QUIET.has(tool)) continue;
      if (command.connector === '|' || line.commands[index + 1]?.connector === '|') {
        result ??= startOfCommand({ ...trail, folder, depth: trail.depth + 1 }, command);
        continue;
      }
      const before = stepBefore({ ...trail, folder }, command, text);
      if (before !== null) return before;
      continue;
    }
    if (result === null || command.connector !== '|')
      result = startOfCommand({ ...trail, folder, depth: trail.depth + 1 }, command);
  }
  return result ?? notKnown('start-missing', {}, trail.evidence);
}

/** Commands before the start that leave the image as it is. */
const QUIET = new Set([
  'echo',
  'sleep',
  'export',
  'set',
  'true',
  'printf',
  'date',
  'env',
  'ulimit',
  'umask',
  ':',
  'wait-on',
  'cat',
  'ls',
  'pwd',
  'clear',
]);

/** What a step before the start makes of it: a build makes a development image, another program is not understood. Null: harmless. */
function stepBefore(trail: Trail, command: SimpleCommand, text: string): Known<StartReading> | null {
  const { tool, command: bare } = unwrap(command);
  const words = readManagerWords(bare.words);
  const isManager = tool === 'npm' || tool === 'yarn' || tool === 'pnpm';
  const name = isManager
    ? words.verb === 'run'
      ? (words.operands[0] ?? null)
      : tool === 'npm'
        ? null
        : words.verb
    : null;
  const line = name === null ? undefined : nearestManifest(trail.context, trail.folder)?.scripts.get(name);
  const says = [...trail.evidence, { source: 'start command', says: text }];
  if (isManager && (words.verb === 'install' || words.verb === 'ci')) {
    return notKnown('start-not-understood', { command: text, why: 'it installs at start' }, says);
  }
  if ((name !== null && /build|compile/.test(`${name} ${line ?? ''}`)) || (tool !== null && BUILDERS.has(tool))) {
    return known({ kind: 'development', tool: tool ?? 'build', evidence: says });
  }
  if (tool === 'mkdir' || tool === 'touch') return null;
  return notKnown(
    'start-not-understood',
    { command: text, why: `it runs ${bare.words.map((word) => word.text).join(' ')} first` },
    says,
  );
}

const BUILDERS = new Set([
  'tsc',
  'webpack',
  'vite',
  'babel',
  'next',
  'nest',
  'ng',
  'rollup',
  'esbuild',
  'react-scripts',
  'gulp',
  'grunt',
  'nuxt',
  'tsup',
  'swc',
  'parcel',
]);

/** One command: a runner of scripts, Node itself, or a tool that the table knows. */
export function startOfCommand(trail: Trail, command: SimpleCommand): Known<StartReading> {
  const bare = unwrap(command);
  const text = command.words.map((word) => word.text).join(' ');
  const options = bare.command.assignments.find((assignment) => assignment.name === 'NODE_OPTIONS')?.value ?? '';
  const here: Trail = { ...trail, packages: [...trail.packages, ...bare.packages, ...preloadsOf(options)] };
  const { tool } = bare;
  if (tool === null)
    return notKnown(
      'start-not-understood',
      { command: text, why: 'the program’s name holds a variable' },
      here.evidence,
    );
  switch (tool) {
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bun':
      return startOfManager(withTool(here, tool), tool, bare.command, text);
    case 'node':
    case 'nodejs': {
      const entry = nodeEntry(here, bare.command);
      if (!entry.known) return entry;
      if (entry.value.watches)
        return known({ kind: 'development', tool: 'node --watch', evidence: [...here.evidence, startSays(text)] });
      return program(
        {
          ...here,
          packages: [...here.packages, ...entry.value.packages],
          alsoLoads: [...here.alsoLoads, ...entry.value.alsoLoads],
        },
        entry.value.path,
        text,
      );
    }
    case 'sh':
    case 'bash':
    case 'ash':
    case 'dash': {
      const line = /^-[a-z]*c$/.test(bare.args[0]?.value ?? '') ? bare.args[1]?.value : undefined;
      if (line != null) return startOfLine({ ...withTool(here, tool), depth: here.depth + 1 }, line);
      const script = bare.args.find((word) => !word.text.startsWith('-'))?.value ?? null;
      return script === null
        ? notKnown('start-not-understood', { command: text, why: 'it starts a shell' }, here.evidence)
        : startOfFile(withTool(here, tool), script, text);
    }
    default:
      break;
  }
  if (/\.sh$/.test(tool) || (bare.command.name ?? '').includes('.sh'))
    return startOfFile(withTool(here, 'sh'), bare.command.name ?? '', text);
  const known_ = startOfTool(here, tool, bare, text, startOfLine);
  if (known_ !== null) return known_;
  const own = contextPath(here, bare.command.name ?? '');
  if ((bare.command.name ?? '').includes('/') && own !== null && here.context.kind(own) === 'file') {
    if (/^#!.*\bnode\b/.test(here.context.read(own) ?? '')) return program(here, own, text);
    return startOfFile(withTool(here, 'sh'), bare.command.name ?? '', text);
  }
  return notKnown('start-not-understood', { command: text, why: `no table knows ${tool}` }, here.evidence);
}

function startOfManager(trail: Trail, tool: string, command: SimpleCommand, text: string): Known<StartReading> {
  const words = readManagerWords(command.words);
  const prefix = words.flags.get('prefix') ?? words.flags.get('cwd') ?? words.flags.get('dir');
  const folder = prefix === undefined ? trail.folder : contextPath(trail, prefix);
  const inMembers = folder === null ? null : workspaceScript(trail.context, folder, tool, words);
  if (inMembers !== null && (inMembers === 'unknown' || inMembers.members.length > 1))
    return notKnown('start-not-understood', { command: text, why: 'it runs in a workspace' }, trail.evidence);
  const manifest = inMembers?.members[0] ?? (folder === null ? null : nearestManifest(trail.context, folder));
  const name =
    inMembers !== null
      ? inMembers.script
      : words.verb === 'run'
        ? (words.operands[0] ?? null)
        : words.verb === 'start' || words.verb === 'test' || tool !== 'npm'
          ? words.verb
          : null;
  if (manifest === null || name === null)
    return notKnown('start-not-understood', { command: text, why: 'it runs no package script' }, trail.evidence);
  const at: Trail = { ...trail, folder: manifest.folder, readsManifest: true, depth: trail.depth + 1 };
  if (tool === 'bun' && !manifest.scripts.has(name))
    return notKnown('start-not-understood', { command: text, why: 'it runs with bun' }, trail.evidence);
  const direct = executedBy(tool, name, manifest, command);
  if (direct !== null) return startOfCommand(at, direct);
  const line = manifest.scripts.get(name) ?? (name === 'start' && tool === 'npm' ? 'node server.js' : undefined);
  if (line === undefined)
    return notKnown('script-missing', { script: name }, [cite(trail.context, manifest.path, `no script "${name}"`)]);
  const says = manifest.scripts.has(name)
    ? `scripts.${name} = "${line}"`
    : 'no script "start": npm runs `node server.js`';
  const rest = words.rest.map((word) => word.text).join(' ');
  const followed: Trail = {
    ...withTool(at, 'sh'),
    evidence: [...at.evidence, cite(trail.context, manifest.path, says)],
  };
  const before = hook(followed, manifest, `pre${name}`);
  if (before !== null) return before;
  return startOfLine(followed, rest === '' ? line : `${line} ${rest}`);
}

/** `yarn node x`, and what yarn and pnpm run of `node_modules/.bin` where no script has the name. */
function executedBy(tool: string, name: string, manifest: Manifest, command: SimpleCommand): SimpleCommand | null {
  const isNode = tool === 'yarn' && name === 'node';
  const isProgram = (tool === 'yarn' || tool === 'pnpm') && !['start', 'test', 'run'].includes(name);
  if (!isNode && (!isProgram || manifest.scripts.has(name))) return null;
  const words = command.words.slice(command.words.findIndex((word) => word.value === name));
  return commandOf(words, command);
}

/** `prestart`: read as a step before the start. */
function hook(trail: Trail, manifest: Manifest, name: string): Known<StartReading> | null {
  const text = manifest.scripts.get(name);
  if (text === undefined) return null;
  const evidence = [...trail.evidence, cite(trail.context, manifest.path, `scripts.${name} = "${text}"`)];
  const line = readLine(text);
  if (line.kind === 'not-understood')
    return notKnown('start-not-understood', { command: text, why: line.because }, evidence);
  for (const command of line.commands) {
    const { tool } = unwrap(command);
    if (command.words.length === 0 || (tool !== null && QUIET.has(tool))) continue;
    const result = stepBefore({ ...trail, evidence }, command, text);
    if (result !== null) return result;
  }
  return null;
}

/** A shell script of the context: followed when it only prepares and then runs one command or its arguments. */
function startOfFile(trail: Trail, name: string, text: string): Known<StartReading> {
  const path = contextPath(trail, name);
  const script = path === null ? null : trail.context.read(path);
  const evidence =
    path === null ? trail.evidence : [...trail.evidence, cite(trail.context, path, 'starts the program')];
  const line = script === null ? null : transparentScript(script);
  if (line === null) return notKnown('entrypoint-script', { script: name }, evidence);
  const args = text
    .split(/\s+/)
    .slice(1)
    .filter((word) => word !== name)
    .join(' ');
  const followed = line === '"$@"' ? args : line;
  if (followed === '') return notKnown('entrypoint-script', { script: name }, evidence);
  return startOfLine({ ...trail, evidence, depth: trail.depth + 1 }, followed);
}
