import type { Known } from '../known.ts';
import { type ProgramStart, type StartReading, withBeside } from '../start-reading.ts';
import { known, notKnown, some } from './known.ts';
import { readManagerWords } from './npm-words.ts';
import { nearestManifest } from './package-json.ts';
import { commandOf, type LineWord, type SimpleCommand } from './script-line.ts';
import { isArguments, readCommands } from './shell-commands.ts';
import { startOfCommand, startOfWords } from './start-command.ts';
import { systemStep, type Traces } from './start-steps.ts';
import { contextPath, startSays, type Trail } from './start-trail.ts';
import { unwrap } from './unwrap.ts';

type Serving = Exclude<StartReading, { readonly kind: 'development' }>;

/** What the commands of a line start, in their order, and what those of the system need. */
interface Gathered {
  readonly starts: readonly Serving[];
  readonly traces: Traces;
}

/**
 * A shell line or a script: every command in it that may run, and what each of them needs. `args`: what `"$@"` stands for.
 */
export function startOfLine(trail: Trail, text: string, args: readonly LineWord[] = []): Known<StartReading> {
  const gathered = gather(trail, text, args);
  return gathered.known
    ? gathered.value.kind === 'development'
      ? known(gathered.value)
      : together(trail, [gathered.value])
    : gathered;
}

/** A line with another one that runs before it (`prestart`). */
export function startOfLines(trail: Trail, before: string | undefined, text: string): Known<StartReading> {
  if (before === undefined) return startOfLine(trail, text);
  const parts: Gathered[] = [];
  for (const line of [before, text]) {
    const gathered = gather({ ...trail, evidence: [...trail.evidence, startSays(line)] }, line, []);
    if (!gathered.known) return gathered;
    if (gathered.value.kind === 'development') return known(withoutForm(gathered.value));
    parts.push(gathered.value);
  }
  return together(trail, parts);
}

/** What else the line runs would be lost with the server. */
function withoutForm({ kind, tool, evidence }: Development): Development {
  return { kind, tool, evidence };
}

type Development = Extract<StartReading, { readonly kind: 'development' }>;

function gather(
  trail: Trail,
  text: string,
  args: readonly LineWord[],
): Known<(Gathered & { readonly kind: 'gathered' }) | Development> {
  const refuse = (why: string) => notKnown('start-not-understood', { command: shortened(text), why }, trail.evidence);
  if (trail.depth > 12) return refuse('scripts call each other too deeply');
  const shell = readCommands(text);
  if (shell.kind === 'not-understood') return refuse(shell.because);
  const starts: Serving[] = [];
  let traces: Traces = { tools: [], alsoReads: [], writes: [] };
  const add = (more: Traces): void => {
    traces = {
      tools: [...traces.tools, ...more.tools],
      alsoReads: [...traces.alsoReads, ...more.alsoReads],
      writes: [...traces.writes, ...more.writes],
    };
  };
  for (const written of shell.commands) {
    // A function that runs its arguments is read by what it is given; every other one by what it holds.
    const command = shell.runners.has(written.name ?? '') ? commandOf(written.words.slice(1), written) : written;
    const folder = command.cwd === null ? null : contextPath(trail, command.cwd);
    const at: Trail = { ...trail, folder: folder ?? trail.folder, depth: trail.depth + 1 };
    if (command.words.length === 0 || (command.name !== null && shell.functions.has(command.name))) continue;
    const step = command.name === null ? null : systemStep(at, command);
    if (step?.kind === 'refused') return refuse(step.why);
    if (step?.kind === 'traces') {
      add(step.traces);
      continue;
    }
    if (folder === null) return refuse('it changes to a folder that is not known');
    if (isArguments(command) && args.length === 0) continue;
    const early = stepBefore(at, command, text);
    const result = isArguments(command) ? startOfWords(at, args) : startOfCommand(at, command, args);
    const developing = result.known && result.value.kind === 'development' ? result.value : null;
    // A build tool alone may be a server that something else takes the place of.
    if (early !== null) return shell.commands.length === 1 && developing !== null ? known(developing) : early;
    if (!result.known) return result;
    if (result.value.kind === 'development')
      return known(shell.commands.length > 1 ? withoutForm(result.value) : result.value);
    starts.push(result.value);
  }
  return known({ kind: 'gathered', starts, traces });
}

/** One start out of several: the last program of the project is the one that stays, the others run before or beside it. */
function together(trail: Trail, parts: readonly Gathered[]): Known<StartReading> {
  const starts = parts.flatMap((part) => part.starts);
  const traces = parts.map((part) => part.traces);
  const [only] = starts;
  if (only === undefined) return notKnown('start-missing', {}, trail.evidence);
  if (starts.length === 1) return known(withTraces(only, traces));
  const programs = starts.flatMap((start) => withBeside(asProgram(start))).map((start) => ({ ...start, beside: [] }));
  const last = programs.findLastIndex((start) => start.entry !== null);
  const main = programs[last === -1 ? programs.length - 1 : last];
  if (main === undefined) return notKnown('start-missing', {}, trail.evidence);
  return known(withTraces({ ...main, beside: programs.filter((start) => start !== main) }, traces));
}

/** A static file server beside a program is one more process, whose folder is read. */
function asProgram(start: Serving): ProgramStart {
  if (start.kind === 'program') return start;
  const { tool, tools, folder, packages, evidence, beside } = start;
  return {
    kind: 'program',
    entry: null,
    tools: [...tools, tool],
    packages,
    alsoReads: [folder],
    readsManifest: true,
    evidence,
    ...(beside === undefined ? {} : { beside }),
  };
}

function withTraces(start: Serving, all: readonly Traces[]): Serving {
  const tools = all.flatMap((one) => one.tools);
  const reads = all.flatMap((one) => one.alsoReads);
  const writes = all.flatMap((one) => one.writes);
  if (tools.length + reads.length + writes.length === 0) return start;
  const program = start.kind === 'program' ? start : asProgram(start);
  return {
    ...program,
    tools: [...new Set([...program.tools, ...tools])],
    ...some('alsoReads', [...(program.alsoReads ?? []), ...reads]),
    ...some('writes', [...(program.writes ?? []), ...writes]),
  };
}

/** An install or a build at start: null when it is neither. */
function stepBefore(trail: Trail, command: SimpleCommand, text: string): ReturnType<typeof gather> | null {
  const { tool, command: bare } = unwrap(command);
  const words = readManagerWords(bare.words);
  const isManager = tool === 'npm' || tool === 'yarn' || tool === 'pnpm';
  const name = !isManager
    ? null
    : words.verb === 'run'
      ? (words.operands[0] ?? null)
      : tool === 'npm'
        ? null
        : words.verb;
  const line = name === null ? undefined : nearestManifest(trail.context, trail.folder)?.scripts.get(name);
  const says = [...trail.evidence, startSays(shortened(text))];
  if (isManager && (words.verb === 'install' || words.verb === 'ci'))
    return notKnown('start-not-understood', { command: shortened(text), why: 'it installs at start' }, says);
  const builds = name !== null && name !== 'start' && /build|compile/.test(`${name} ${withoutBuilt(line ?? '')}`);
  if (
    builds ||
    (tool !== null && BUILDERS.has(tool) && bare.words[1]?.value !== 'start' && bare.words[1]?.value !== 'preview')
  )
    return known({
      kind: 'development',
      tool: name === null ? (tool ?? 'build') : `${tool} run ${name}`,
      evidence: says,
    });
  return null;
}

/** A line without the folders that it names, and without the folder that a program starts or serves: `node build/server.js`, `serve -s build`. */
function withoutBuilt(line: string): string {
  return line
    .replace(/[^\s'"=]*\//g, '')
    .replace(
      /\b(node|nodejs|bun|serve|sirv|http-server|pm2(?:-runtime)?)((?:\s+-\S+|\s+start)*)\s+build(?=\s|$)/g,
      '$1$2',
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

/** The first line of a script, or a command line as it is. */
export function shortened(text: string): string {
  const [first = '', ...rest] = text.trim().split('\n');
  return rest.length === 0 ? first : `${first} …`;
}
