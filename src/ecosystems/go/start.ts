import { posix } from 'node:path';
import type { Evidence } from '../../decision.ts';
import type { Invocation } from '../../dockerfile/view.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Command } from '../../shell/command.ts';
import { readScript } from '../../shell/read-script.ts';
import type { Known } from '../known.ts';
import type { StartPlace, StartReading } from '../start-reading.ts';
import { cite, known, notKnown } from './known.ts';
import { type ImagePlace, imagePlace, toContext } from './places.ts';

/** Programs that build again whenever a source changes. */
const WATCHERS = new Set(
  'air CompileDaemon compiledaemon fresh gin realize reflex modd watcher nodemon gow wgo gowatch bee dlv'.split(' '),
);

/** Programs that start another one and stay, or are replaced by it. */
const STARTERS = new Set(['tini', 'dumb-init', 'catatonit', 'su-exec', 'gosu', 'nice', 'nohup']);

/** Shell commands that need nothing of a project. */
const PLAIN = new Set(
  '[ [[ : cd chmod chown cp cat date echo env exit export false mkdir printf pwd rm sed set shift sleep source . test touch trap true ulimit umask unset wait'.split(
    ' ',
  ),
);

interface Asked {
  readonly context: BuildContext;
  /** Context folder of the project. */
  readonly root: string;
  readonly env: ReadonlyMap<string, string>;
  readonly place: StartPlace;
}

/** What has been found of a start so far. */
interface Trail {
  readonly entries: { readonly path: string; readonly at: ImagePlace }[];
  readonly tools: Set<string>;
  readonly files: Set<string>;
  readonly evidence: Evidence[];
}

type Failure = ReturnType<typeof notKnown>;

/** What ENTRYPOINT and CMD start. */
export function startOf(
  context: BuildContext,
  root: string,
  entrypoint: Invocation | null,
  cmd: Invocation | null,
  env: ReadonlyMap<string, string>,
  place: StartPlace = { folder: '', contextAt: null },
): Known<StartReading> {
  const asked = { context, root, env, place };
  const trail: Trail = { entries: [], tools: new Set(), files: new Set(), evidence: [] };
  const failure =
    entrypoint?.form === 'shell'
      ? ofShell(entrypoint.script, asked, trail, [])
      : ofWords([...wordsOf(entrypoint), ...wordsOf(cmd)], asked, trail);
  if (failure !== null)
    return 'development' in failure
      ? known({ kind: 'development', tool: failure.development, evidence: trail.evidence })
      : failure;
  const [entry] = trail.entries;
  if (entry === undefined) return notKnown('start-not-built', { program: [...trail.tools].join(', ') });
  return known({
    kind: 'program',
    entry: entry.path,
    tools: [...trail.tools],
    packages: [],
    alsoLoads: [...trail.files],
    readsManifest: false,
    at: entry.at,
    evidence: trail.evidence,
  });
}

function wordsOf(invocation: Invocation | null): readonly string[] {
  if (invocation === null) return [];
  return invocation.form === 'exec' ? invocation.words : ['/bin/sh', '-c', invocation.script];
}

type Result = Failure | { readonly development: string } | null;

/** Follows an exec form to the program that runs; null: it is found. */
function ofWords(words: readonly string[], asked: Asked, trail: Trail): Result {
  const [program, ...args] = words;
  if (program === undefined) return notKnown('start-not-built', { program: 'nothing' });
  const name = posix.basename(program);
  if (/^(?:ba|da|a)?sh$/.test(name)) {
    trail.tools.add(name);
    const at = args.findIndex((word) => /^-\w*c$/.test(word));
    const script = args[at + 1];
    if (at >= 0 && script !== undefined) return ofShell(script, asked, trail, args.slice(at + 2));
    const file = args.find((word) => !word.startsWith('-'));
    return file === undefined
      ? notKnown('start-shell')
      : ofScriptFile(file, args.slice(args.indexOf(file) + 1), asked, trail);
  }
  if (STARTERS.has(name)) {
    trail.tools.add(name);
    const rest = args[0] === '--' ? args.slice(1) : args.filter((word, index) => index > 0 || !word.startsWith('-'));
    const inner = ['su-exec', 'gosu'].includes(name) ? rest.slice(1) : rest[0] === '--' ? rest.slice(1) : rest;
    return ofWords(inner, asked, trail);
  }
  if (WATCHERS.has(name)) return { development: name };
  if (name === 'make') return { development: `make ${args.join(' ')}`.trim() };
  if (name === 'go')
    return args[0] === 'run' ? { development: 'go run' } : notKnown('runs-go', { command: words.join(' ') });
  noteFiles(args, asked, trail);
  const made = resolveProgram(program, asked);
  if (made !== null) {
    trail.entries.push({ path: made, at: imagePlace(asked.place) });
    return null;
  }
  return ofScriptFile(program, args, asked, trail);
}

/** The path of a program that a build made: as named, or found on PATH. */
function resolveProgram(program: string, { env, place }: Asked): string | null {
  const outputs = place.outputs ?? [];
  const workdir = place.workdir ?? '/';
  const folders = program.includes('/') ? [workdir] : (env.get('PATH') ?? '').split(':').filter(Boolean);
  const paths = folders.map((folder) => posix.resolve(folder, program));
  return paths.find((path) => outputs.includes(path)) ?? null;
}

/** A script of the context, found where it lies or, copied elsewhere, by its name alone. */
function ofScriptFile(file: string, args: readonly string[], asked: Asked, trail: Trail): Result {
  const { context } = asked;
  const there = toContext(file, imagePlace(asked.place), asked.root);
  const named = context.files().filter((path) => posix.basename(path) === posix.basename(file));
  const path = there !== null && context.has(there) === 'yes' ? there : named.length === 1 ? named[0] : undefined;
  const text = path === undefined ? null : context.read(path);
  if (path === undefined || text === null) return notKnown('start-not-built', { program: file });
  const shell = /^#!\s*(?:\/usr\/bin\/env\s+)?(?:\S*\/)?(\w+)/.exec(text)?.[1] ?? 'sh';
  if (!/^(?:ba|da|a)?sh$/.test(shell)) return notKnown('start-not-built', { program: file });
  trail.tools.add(shell);
  trail.files.add(path);
  trail.evidence.push(cite(context, path, text.split('\n')[0] ?? ''));
  return ofShell(text.replace(/^#!.*/, ''), asked, trail, args);
}

/** Every command of a script is a program that a build made, or one of the system. `args`: what `"$@"` stands for. */
function ofShell(script: string, asked: Asked, trail: Trail, args: readonly string[]): Result {
  trail.tools.add('sh');
  const parsed = readScript({ kind: 'run', flags: [], form: 'shell', words: [], script, scriptStart: 0 }, null);
  if (parsed.kind === 'not-understood') return notKnown('start-shell', { why: parsed.because });
  const before = trail.entries.length;
  for (const command of parsed.commands) {
    const result = ofCommand(command, asked, trail, args);
    if (result !== null) return result;
  }
  return trail.entries.length > before
    ? null
    : notKnown('start-not-built', { program: script.trim().split('\n').at(-1) ?? '' });
}

function ofCommand(command: Command, asked: Asked, trail: Trail, args: readonly string[]): Result {
  const texts = command.words.map((word) => word.value ?? expanded(word.text, asked.env));
  const [first] = texts;
  if (first === undefined) return null;
  if (/^"?\$[@*]"?$/.test(first)) return args.length === 0 ? null : ofWords(args, asked, trail);
  if (first.includes('$') || first.includes('`')) return notKnown('start-by-variable', { command: texts.join(' ') });
  if (PLAIN.has(first)) {
    return null;
  }
  const inside = placeOf(command, asked.place);
  if (inside === null) return notKnown('start-shell', { why: 'it changes its folder' });
  const there = { ...asked, place: inside };
  const name = posix.basename(first);
  const isOwn =
    resolveProgram(first, there) !== null ||
    first.includes('/') ||
    WATCHERS.has(name) ||
    /^(?:go|make|(?:ba|da|a)?sh)$/.test(name) ||
    STARTERS.has(name);
  if (isOwn) return ofWords(texts, there, trail);
  // A program of the system that the script calls: the runtime needs it as well.
  trail.tools.add(name);
  noteFiles(texts.slice(1), there, trail);
  return null;
}

/** Where a command of a script runs: `cd server && ./main`. Null: that is not known. */
function placeOf({ cwd }: Command, place: StartPlace): StartPlace | null {
  if (cwd === null) return null;
  const from = place.workdir ?? '/';
  const workdir = posix.resolve(from, cwd);
  return { ...place, workdir, folder: posix.join(place.folder, posix.relative(from, workdir)) };
}

function expanded(text: string, env: ReadonlyMap<string, string>): string {
  return text.replace(/^"(.*)"$/, '$1').replace(/\$\{?(\w+)\}?/g, (all, name: string) => env.get(name) ?? all);
}

/** Files of the context that arguments name: `-config config.yml`, `-config=/app/config.yml`. */
function noteFiles(args: readonly string[], { context, root, place }: Asked, trail: Trail): void {
  for (const text of args.flatMap((word) => [word, ...word.split('=').slice(1)])) {
    const path = /^[\w./@-]+$/.test(text) ? toContext(text, imagePlace(place), root) : null;
    if (path !== null && path !== root && context.kind(path) !== null) trail.files.add(path);
  }
}
