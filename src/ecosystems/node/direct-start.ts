import { posix } from 'node:path';
import type { RuntimeQuestion, StartThere } from '../../base-images/runtime-candidate.ts';
import type { Invocation } from '../../dockerfile/view.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../known.ts';
import type { ProgramReading } from '../program-reading.ts';
import type { DirectStart as WithoutManager } from '../start-reading.ts';
import { cite, within } from './cite.ts';
import { known, notKnown } from './known.ts';
import { isOfTools } from './module-graph.ts';
import { readManagerWords } from './npm-words.ts';
import { readManifest } from './package-json.ts';
import { readLine } from './script-line.ts';
import { executablesOf } from './tools.ts';

/** A start command as arguments of node. */
export interface DirectStart {
  readonly start: StartThere;
  /** The package manager that started the program until now, and that does not any more. */
  readonly withoutManager: string | null;
}

/**
 * `node x.js` in the place of `npm start`: the same arguments, directory and environment, but for variables of npm that no source reads. A program that is
 * found only by npm's PATH, or settings of npm that reach it, keep it.
 */
export function startWithoutManager(
  context: BuildContext,
  folder: string,
  question: RuntimeQuestion,
  { runs, runsUnknown }: ProgramReading,
): Known<WithoutManager> | null {
  if (ownEntrypoint(question) !== null || question.cmd === null) return null;
  const words = wordsOf(question.cmd);
  const manager = words.known ? (words.value[0] ?? '') : '';
  if (!['npm', 'yarn', 'pnpm'].includes(manager)) return null;
  const settings = within(folder, '.npmrc');
  const setting = /^\s*(node-options|script-shell|scripts-prepend-node-path)\s*=/m.exec(
    settings === null ? '' : (context.read(settings) ?? ''),
  )?.[1];
  if (setting !== undefined) return otherProgram(`${manager} with ${setting} of .npmrc`);
  const manifest = readManifest(context, folder === '' ? 'package.json' : `${folder}/package.json`);
  if (manifest === null) return null;
  const [called] = runsUnknown;
  if (called !== undefined) return notKnown('start-needs-path', { program: 'a program that is not known' }, [called]);
  const bins = new Set([...manifest.dependencies.keys(), ...manifest.devDependencies.keys()].flatMap(executablesOf));
  const local = runs.find(({ program }) => bins.has(program));
  if (local !== undefined) return notKnown('start-needs-path', { program: local.program }, local.evidence);
  const script = scriptOf(context, folder, question, words.known ? words.value : []);
  if (!script.known) return script;
  const name = readManagerWords((words.known ? words.value : []).map((word) => ({ text: word, value: word })))
    .operands[0];
  const line = manifest.scripts.get(name ?? 'start') ?? manifest.scripts.get('start');
  return known({
    words: ['node', ...script.value],
    without: manager,
    evidence: line === undefined ? [] : [cite(context, manifest.path, `the script is «${line}»`)],
  });
}

/** ENTRYPOINT and CMD for an image whose own ENTRYPOINT is `node`; not known: something beside node has to run. */
export function directStart(
  context: BuildContext,
  folder: string,
  question: RuntimeQuestion,
  node: string,
): Known<DirectStart> {
  const own = ownEntrypoint(question);
  if (own?.form === 'shell') return ofShellEntrypoint(own, question, node);
  const prefix = own?.words ?? [];
  if (prefix.length > 0) {
    if (!isNode(prefix[0])) return otherProgram(prefix[0]);
    const cmd = question.cmd === null ? null : wordsOf(question.cmd);
    if (question.cmd?.form === 'shell') return needsShell(question.cmd, 'node would be given a line of shell');
    if (cmd !== null && !cmd.known) return cmd;
    return known({
      start: { entrypoint: [node, ...prefix.slice(1)], cmd: cmd?.value ?? null },
      withoutManager: null,
    });
  }
  return question.cmd === null
    ? notKnown('start-missing', {}, [])
    : fromWords(context, folder, question, wordsOf(question.cmd));
}

/** ENTRYPOINT in shell form ignores CMD; in exec form it would be given it. */
function ofShellEntrypoint(own: Invocation, { cmd }: RuntimeQuestion, node: string): Known<DirectStart> {
  const words = wordsOf(own);
  if (!words.known) return words;
  if (!isNode(words.value[0])) return otherProgram(words.value[0]);
  if (cmd !== null) return needsShell(own, 'in shell form it ignores CMD');
  return known({ start: { entrypoint: [node, ...words.value.slice(1)], cmd: null }, withoutManager: null });
}

/** The ENTRYPOINT that the author wrote; the official image's only puts `node` in front of a flag or a file. */
function ownEntrypoint({ entrypoint, base }: RuntimeQuestion): Invocation | null {
  const inherited =
    entrypoint?.form === 'exec' && JSON.stringify(entrypoint.words) === JSON.stringify(base.entrypoint ?? []);
  return inherited ? null : entrypoint;
}

function fromWords(
  context: BuildContext,
  folder: string,
  question: RuntimeQuestion,
  words: Known<readonly string[]>,
): Known<DirectStart> {
  if (!words.known) return words;
  const [program = '', ...args] = words.value;
  const start = (cmd: readonly string[], withoutManager: string | null): Known<DirectStart> =>
    known({ start: { entrypoint: 'inherited', cmd }, withoutManager });
  if (isNode(program)) return start(args, null);
  if (question.base.entrypoint !== null && (program.startsWith('-') || /\.[cm]?js$/.test(program)))
    return start(words.value, null);
  if (program !== 'npm' && program !== 'yarn' && program !== 'pnpm') return otherProgram(program);
  const script = scriptOf(context, folder, question, words.value);
  return script.known ? start(script.value, program) : script;
}

/** What `npm start` and its kin run, where that is one plain call of node in the project's folder. */
function scriptOf(
  context: BuildContext,
  folder: string,
  { workdir, folder: imageFolder }: RuntimeQuestion,
  words: readonly string[],
): Known<readonly string[]> {
  const [manager = ''] = words;
  const refuse = () => otherProgram(manager);
  const read = readManagerWords(words.map((word) => ({ text: word, value: word })));
  const quiet = [...read.flags.keys()].every((flag) => /^(?:loglevel-silent|silent|loglevel)$/.test(flag));
  if (!quiet || read.rest.length > 0 || workdir !== imageFolder) return refuse();
  const plain = read.verb === 'start' || manager !== 'npm';
  const name = read.verb === 'run' ? read.operands[0] : plain ? read.verb : null;
  const more = read.operands.length > (read.verb === 'run' ? 1 : 0);
  const manifest = readManifest(context, folder === '' ? 'package.json' : `${folder}/package.json`);
  if (name == null || more || manifest === null) return refuse();
  const hook = [`pre${name}`, `post${name}`].find((one) => manifest.scripts.has(one));
  if (hook !== undefined) return otherProgram(`the script «${hook}»`);
  const line = manifest.scripts.get(name) ?? (name === 'start' && manager === 'npm' ? 'node server.js' : null);
  if (line === null) return notKnown('script-missing', { script: name }, []);
  const plainWords = wordsOfLine(line);
  if (!plainWords.known) return plainWords;
  if (!isNode(plainWords.value[0])) return otherProgram(plainWords.value[0]);
  const reader = readerOfVariables(context, folder);
  if (reader !== null) return notKnown('program-reads-npm-variables', { path: reader }, []);
  return known(plainWords.value.slice(1));
}

function wordsOf(invocation: Invocation): Known<readonly string[]> {
  return invocation.form === 'exec' ? known(invocation.words) : wordsOfLine(invocation.script);
}

/** A line of shell that is one command with literal words: what exec form can say as well. */
function wordsOfLine(text: string): Known<readonly string[]> {
  const refuse = (why: string) => notKnown('start-needs-shell', { command: text, why }, []);
  const line = readLine(text);
  if (line.kind === 'not-understood') return refuse(line.because);
  const [command, second] = line.commands;
  if (command === undefined) return refuse('it is empty');
  if (second !== undefined) return refuse('it is more than one command');
  if (command.assignments.length > 0) return refuse('it sets a variable');
  if (command.redirections.length > 0) return refuse('it redirects');
  if (/&\s*$/.test(text)) return refuse('it goes to the background');
  const words = command.words.map((word) => word.value);
  return words.every((word) => word !== null) ? known(words) : refuse('it holds a variable or a pattern');
}

/** A source of the project that reads what only a package manager sets. */
export function readerOfVariables(context: BuildContext, folder: string): string | null {
  const sources = context
    .files()
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !/(?:^|\/)(?:node_modules|test|tests|__tests__)\//.test(file));
  return (
    sources.find(
      (file) =>
        (folder === '' || file.startsWith(`${folder}/`)) &&
        !isOfTools(posix.relative(folder || '.', file)) &&
        /\bnpm_(?:package|config|lifecycle|execpath|node_execpath|command)/.test(context.read(file) ?? ''),
    ) ?? null
  );
}

function isNode(program: string | undefined): boolean {
  return program !== undefined && ['node', 'nodejs'].includes(posix.basename(program));
}

function otherProgram(program = ''): ReturnType<typeof notKnown> {
  return notKnown('start-needs-other-program', { program: program === '' ? 'nothing' : program }, []);
}

function needsShell(invocation: Invocation, why: string): ReturnType<typeof notKnown> {
  const command = invocation.form === 'shell' ? invocation.script : invocation.words.join(' ');
  return notKnown('start-needs-shell', { command, why }, []);
}
