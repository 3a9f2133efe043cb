import { posix } from 'node:path';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import { readScript } from '../../shell/read-script.ts';
import type { ProgramRead, ProgramReading } from '../program-reading.ts';
import { argumentsOf, behindFolder, callOf } from './calls.ts';
import { STARTS } from './file-calls.ts';
import { cite } from './known.ts';
import { type ImagePlace, toContext } from './places.ts';
import type { GoFile } from './sources.ts';
import type { Token } from './tokens.ts';

/** What the programs that a program starts are, and what they are told to read. */
export interface Started extends Pick<ProgramReading, 'runs' | 'runsUnknown'> {
  /** Scripts of the project that are run, and what these name. */
  readonly reads: readonly ProgramRead[];
  /** Started with something that no literal names: it may be any file of the project, scripts among them. */
  readonly told: readonly Evidence[];
}

const SHELL = /^(?:ba|da|a)?sh$/;

interface Place {
  readonly context: BuildContext;
  readonly root: string;
  readonly place: ImagePlace;
}

interface Finding {
  readonly reads: ProgramRead[];
  readonly runs: { program: string; evidence: readonly Evidence[] }[];
  readonly runsUnknown: Evidence[];
  readonly told: Evidence[];
}

/** Of the Go files of a program. */
export function startedBy(files: readonly GoFile[], at: Place): Started {
  const found: Finding = { reads: [], runs: [], runsUnknown: [], told: [] };
  for (const file of files) {
    file.tokens.forEach((token, index) => {
      if (token.kind !== 'name') return;
      if (/^(?:syscall|unix)\.(?:Exec|ForkExec)$|^os\.StartProcess$/.test(token.text))
        found.runsUnknown.push(cite(at.context, file.path, token.text));
      const position = STARTS.get(token.text);
      const call = position === undefined ? null : callOf(file.tokens, index);
      if (call !== null && position !== undefined)
        noteStart(found, argumentsOf(call).slice(position), cite(at.context, file.path, `${token.text}(…)`), at);
    });
  }
  return found;
}

function noteStart(found: Finding, all: readonly (readonly Token[])[], evidence: Evidence, at: Place): void {
  const [program, ...args] = all;
  const name = literal(program ?? []);
  const isShell = name !== null && SHELL.test(posix.basename(name));
  if (name === null) found.runsUnknown.push(evidence);
  else if (!noteScript(found, name, evidence, at, []))
    found.runs.push({ program: posix.basename(name), evidence: [evidence] });
  if (all.some((argument) => !argument.some(({ kind }) => kind === 'string'))) found.told.push(evidence);
  if (!isShell) return;
  const [first = [], second = []] = args;
  const flag = literal(first);
  if (flag !== null && /^-\w*c$/.test(flag)) {
    const script = literal(second);
    if (script === null) found.runsUnknown.push(evidence);
    else noteText(found, script, evidence, at, []);
    return;
  }
  const file = args.find((argument) => !(literal(argument) ?? '').startsWith('-')) ?? [];
  const named = file.flatMap((_, index) => behindFolder(file, index) ?? []);
  // It reads its commands from what it is given, or from a file that no literal names.
  if (!named.some((path) => noteScript(found, path, evidence, at, []))) found.runsUnknown.push(evidence);
}

/** What a script of the project calls and names; false: there is none at that place. */
function noteScript(found: Finding, name: string, evidence: Evidence, at: Place, above: readonly string[]): boolean {
  const path = name === '' ? null : toContext(name, at.place, at.root);
  if (path === null || above.includes(path) || at.context.kind(path) !== 'file') return false;
  found.reads.push({ path, evidence: [evidence] });
  const text = at.context.read(path) ?? '';
  const interpreter = /^#!\s*(?:\/usr\/bin\/env\s+)?(?:\S*\/)?(\w+)/.exec(text)?.[1] ?? 'sh';
  found.runs.push({ program: interpreter, evidence: [evidence] });
  if (SHELL.test(interpreter))
    noteText(found, text.replace(/^[ \t]*#.*$/gm, ''), cite(at.context, path, 'a script'), at, [...above, path]);
  else found.runsUnknown.push(cite(at.context, path, text.split('\n')[0] ?? ''));
  return true;
}

/** What belongs to the shell. */
const BUILT_IN = new Set(
  '[ [[ : . alias break cd continue echo eval exit export false local printf pwd read return set shift source test trap true type ulimit umask unset wait'.split(
    ' ',
  ),
);

/** Commands of a script are programs that start; their words name files. */
function noteText(found: Finding, text: string, evidence: Evidence, at: Place, above: readonly string[]): void {
  const script = readScript({ kind: 'run', flags: [], form: 'shell', words: [], script: text, scriptStart: 0 }, null);
  if (script.kind === 'not-understood') {
    found.runsUnknown.push(evidence);
    return;
  }
  for (const command of script.commands) {
    const [first, ...rest] = command.words;
    if (first === undefined) continue;
    if (command.name === null) found.runsUnknown.push(evidence);
    else if (!noteScript(found, command.name, evidence, at, above) && !BUILT_IN.has(command.name))
      found.runs.push({ program: posix.basename(command.name), evidence: [evidence] });
    const words = [...rest, ...command.redirections.flatMap(({ target }) => target ?? [])];
    if (words.some(({ value }) => value === null)) found.told.push(evidence);
    for (const { value } of words) {
      const path = value === null || value.startsWith('-') ? null : toContext(value, at.place, at.root);
      if (path === at.root) found.told.push(evidence);
      else if (path !== null && at.context.kind(path) !== null) found.reads.push({ path, evidence: [evidence] });
    }
  }
}

function literal(argument: readonly Token[]): string | null {
  const [only] = argument;
  return argument.length === 1 && only?.kind === 'string' ? only.value : null;
}
