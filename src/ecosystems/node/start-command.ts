import { posix } from 'node:path';
import type { Known } from '../known.ts';
import type { StartReading } from '../start-reading.ts';
import { cite } from './cite.ts';
import { known, notKnown } from './known.ts';
import { compilerIn } from './load-compilers.ts';
import { moduleAt } from './module-resolution.ts';
import { nodeEntry, preloadsOf } from './node-arguments.ts';
import { readManagerWords } from './npm-words.ts';
import { type Manifest, nearestManifest } from './package-json.ts';
import { commandOf, type LineWord, type SimpleCommand } from './script-line.ts';
import { ARGUMENTS } from './shell-commands.ts';
import { startOfBun } from './start-bun.ts';
import { startOfLine, startOfLines } from './start-line.ts';
import { startOfTool } from './start-tools.ts';
import { contextPath, program, scriptAt, startSays, type Trail, withTool } from './start-trail.ts';
import { startedByTimeout } from './timeout.ts';
import { unwrap } from './unwrap.ts';
import { type Waiting, waitingFor } from './wait-scripts.ts';
import { workspaceScript } from './workspace-scripts.ts';

/** Entrypoints that run their arguments: the official image's own, and init processes. */
const TRANSPARENT_ENTRYPOINT = /(?:^|\/)(?:docker-entrypoint\.sh|tini|tini-static|dumb-init|catatonit)$/;

/** Removes entrypoints that only run what follows; a script of that name which the project brings is not one of them. */
export function withoutEntrypoint(trail: Trail, words: readonly LineWord[]): readonly LineWord[] {
  let rest = words;
  for (;;) {
    const name = rest[0]?.value ?? null;
    if (name === null || !TRANSPARENT_ENTRYPOINT.test(name) || scriptAt(trail, name) !== null) return rest;
    rest = rest.slice(1);
    while (rest[0]?.text.startsWith('-') === true && posix.basename(name) !== 'docker-entrypoint.sh')
      rest = rest.slice(rest[0].text === '--' ? 1 : /^-[pe]$/.test(rest[0].text) ? 2 : 1);
  }
}

/** An argument list, as ENTRYPOINT and CMD together make it. */
export function startOfWords(trail: Trail, words: readonly LineWord[]): Known<StartReading> {
  const rest = withoutEntrypoint(trail, words);
  const first = rest[0]?.value ?? null;
  if (rest.length === 0) return notKnown('start-missing', {}, []);
  // The official entrypoint puts `node` before a first word that is a flag or that is no executable on the PATH.
  const isScript =
    first !== null &&
    (first.startsWith('-') ||
      (rest.length < words.length &&
        /\.[cm]?js$/.test(first) &&
        moduleAt(trail.context, contextPath(trail, first) ?? '\0') !== null));
  return startOfCommand(trail, commandOf(isScript ? [{ text: 'node', value: 'node' }, ...rest] : rest));
}

/** Servers of the distribution that a site is often built beside. */
const WEB_SERVERS: ReadonlySet<string> = new Set([
  'nginx',
  'apache2ctl',
  'apachectl',
  'apache2',
  'httpd',
  'caddy',
  'lighttpd',
]);

/** One command: a runner of scripts, Node itself, or a tool that the table knows. `args`: what `"$@"` stands for. */
export function startOfCommand(
  trail: Trail,
  command: SimpleCommand,
  args: readonly LineWord[] = [],
): Known<StartReading> {
  const started = startedByTimeout(command);
  if (started !== null) return startOfCommand(withTool(trail, 'timeout'), started, args);
  const waiting = waitingFor(trail, command);
  if (waiting !== null) return startOfWaiting(trail, waiting, command, args);
  const bare = unwrap(command);
  const text = command.words.map((word) => word.text).join(' ');
  const options = bare.command.assignments.find((assignment) => assignment.name === 'NODE_OPTIONS')?.value ?? '';
  const here: Trail = {
    ...trail,
    tools: [...trail.tools, ...bare.runners],
    packages: [...trail.packages, ...bare.packages, ...preloadsOf(options)],
    compiledBy: preloadsOf(options).reduce((by, loader) => compilerIn(trail, loader) ?? by, trail.compiledBy),
    alsoLoads: [...trail.alsoLoads, ...bare.files.flatMap((file) => contextPath(trail, file) ?? [])],
  };
  const { tool } = bare;
  const refuse = (why: string) => notKnown('start-not-understood', { command: text, why }, here.evidence);
  if (tool === null) return refuse('the program’s name holds a variable');
  switch (tool) {
    case 'npm':
    case 'yarn':
    case 'pnpm':
      return startOfManager(withTool(here, tool), tool, bare.command, text);
    case 'bun':
      return (
        startOfBun(withTool(here, tool), bare.args, text) ??
        startOfManager(withTool(here, tool), tool, bare.command, text)
      );
    case 'node':
    case 'nodejs':
      return startOfNode(here, bare.command, text);
    case 'sh':
    case 'bash':
    case 'ash':
    case 'dash': {
      const line = /^-[a-z]*c$/.test(bare.args[0]?.value ?? '') ? bare.args[1]?.value : undefined;
      if (line != null) return startOfLine({ ...withTool(here, tool), depth: here.depth + 1 }, line, args);
      const index = bare.args.findIndex((word) => !word.text.startsWith('-'));
      const script = bare.args[index]?.value ?? null;
      return script === null
        ? refuse('it starts a shell')
        : startOfFile(withTool(here, tool), script, given(bare.args.slice(index + 1), args));
    }
    case 'gosu':
    case 'su-exec': {
      const rest = bare.args.slice(1);
      return rest.length === 0 ? refuse('it starts nothing') : followed(withTool(here, tool), rest, args);
    }
    default:
      break;
  }
  const name = bare.command.name ?? '';
  if (scriptAt(here, name) !== null || /\.sh$/.test(tool)) return startOfFile(here, name, given(bare.args, args));
  if (WEB_SERVERS.has(tool)) return notKnown('served-by-web-server', { program: tool }, here.evidence);
  return startOfTool(here, tool, bare, text, startOfLine) ?? refuse(`no table knows ${tool}`);
}

/** What runs behind a script that waits; a script that only waits runs nothing of the project. */
function startOfWaiting(
  trail: Trail,
  { tools, script, runs }: Waiting,
  command: SimpleCommand,
  args: readonly LineWord[],
): Known<StartReading> {
  const at: Trail = { ...trail, tools: [...trail.tools, ...tools], alsoReads: [...trail.alsoReads, script] };
  const rest = runs === null ? [] : given(runs.words, args);
  return runs === null || rest.length === 0
    ? program(at, null, command.words.map((word) => word.text).join(' '))
    : startOfCommand(at, commandOf(rest, runs));
}

/** What a program that steps down to a user runs then. */
function followed(trail: Trail, words: readonly LineWord[], args: readonly LineWord[]): Known<StartReading> {
  const all = given(words, args);
  return all.length === 0 ? notKnown('start-missing', {}, trail.evidence) : startOfWords(trail, all);
}

/** Words with `"$@"` replaced by what it stands for. */
function given(words: readonly LineWord[], args: readonly LineWord[]): readonly LineWord[] {
  return words.flatMap((word) => (ARGUMENTS.test(word.text) ? args : [word]));
}

function startOfNode(trail: Trail, command: SimpleCommand, text: string): Known<StartReading> {
  const entry = nodeEntry(trail, command);
  if (!entry.known) return entry;
  const { path, packages, alsoLoads, watches, compiledBy } = entry.value;
  if (watches)
    return known({ kind: 'development', tool: 'node --watch', evidence: [...trail.evidence, startSays(text)] });
  return program(
    {
      ...trail,
      packages: [...trail.packages, ...packages],
      alsoLoads: [...trail.alsoLoads, ...alsoLoads],
      compiledBy: compiledBy ?? trail.compiledBy,
    },
    path,
    text,
  );
}

function startOfManager(trail: Trail, tool: string, command: SimpleCommand, text: string): Known<StartReading> {
  const words = readManagerWords(command.words);
  const prefix = words.flags.get('prefix') ?? words.flags.get('cwd') ?? words.flags.get('dir');
  const folder = prefix === undefined ? trail.folder : contextPath(trail, prefix);
  const refuse = (why: string) => notKnown('start-not-understood', { command: text, why }, trail.evidence);
  const inMembers = folder === null ? null : workspaceScript(trail.context, folder, tool, words);
  if (inMembers !== null && (inMembers === 'unknown' || inMembers.members.length > 1))
    return refuse('it runs in a workspace');
  const manifest = inMembers?.members[0] ?? (folder === null ? null : nearestManifest(trail.context, folder));
  const name =
    inMembers !== null
      ? inMembers.script
      : words.verb === 'run'
        ? (words.operands[0] ?? null)
        : words.verb === 'start' || words.verb === 'test' || tool !== 'npm'
          ? words.verb
          : null;
  if (manifest === null || name === null) return refuse('it runs no package script');
  if (tool === 'bun' && !manifest.scripts.has(name)) return refuse('it is neither a script nor a file');
  const direct = executedBy(tool, name, manifest, command);
  if (direct !== null)
    return startOfCommand({ ...trail, folder: manifest.folder, readsManifest: true, depth: trail.depth + 1 }, direct);
  const line = manifest.scripts.get(name) ?? (name === 'start' && tool === 'npm' ? 'node server.js' : undefined);
  if (line === undefined)
    return notKnown('script-missing', { script: name }, [cite(trail.context, manifest.path, `no script "${name}"`)]);
  const says = manifest.scripts.has(name)
    ? `scripts.${name} = "${line}"`
    : 'no script "start": npm runs `node server.js`';
  const rest = words.rest.map((word) => word.text).join(' ');
  const at: Trail = {
    ...withTool(trail, 'sh'),
    folder: manifest.folder,
    readsManifest: true,
    depth: trail.depth + 1,
    evidence: [...trail.evidence, cite(trail.context, manifest.path, says)],
  };
  return startOfLines(at, manifest.scripts.get(`pre${name}`), rest === '' ? line : `${line} ${rest}`);
}

/** `yarn node x`, and what yarn and pnpm run of `node_modules/.bin` where no script has the name. */
function executedBy(tool: string, name: string, manifest: Manifest, command: SimpleCommand): SimpleCommand | null {
  const isNode = tool === 'yarn' && name === 'node';
  const isProgram = (tool === 'yarn' || tool === 'pnpm') && !['start', 'test', 'run'].includes(name);
  if (!isNode && (!isProgram || manifest.scripts.has(name))) return null;
  const words = command.words.slice(command.words.findIndex((word) => word.value === name));
  return commandOf(words, command);
}

/** A script that the project brings: a shell's, whose commands are read, or Node's. */
function startOfFile(trail: Trail, name: string, args: readonly LineWord[]): Known<StartReading> {
  const script = scriptAt(trail, name);
  if (script === null)
    return notKnown('entrypoint-script', { script: name, why: 'it is not in the build context' }, trail.evidence);
  const evidence = [...trail.evidence, cite(trail.context, script.path, 'starts the program')];
  const shebang = /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(\S+)/.exec(script.text)?.[1] ?? '/bin/sh';
  const shell = posix.basename(shebang);
  if (shell === 'node') return program({ ...trail, evidence }, script.path, name);
  if (!/^(?:ba|da|a)?sh$/.test(shell))
    return notKnown('entrypoint-script', { script: name, why: `it is written for ${shell}` }, evidence);
  const at: Trail = {
    ...withTool(trail, shell),
    alsoReads: [...trail.alsoReads, script.path],
    evidence,
    depth: trail.depth + 1,
  };
  const result = startOfLine(at, script.text, args);
  if (result.known || result.because.code === 'entrypoint-script') return result;
  const { why } = result.because.data;
  return notKnown(
    'entrypoint-script',
    { script: name, why: typeof why === 'string' ? why : 'it starts nothing that is known' },
    result.because.evidence,
  );
}
