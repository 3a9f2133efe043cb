import type { CommandReading } from '../../../src/command-reading.ts';
import type { Invocation } from '../../../src/dockerfile/view.ts';
import type { Known } from '../../../src/ecosystems/known.ts';
import { nodeEcosystem } from '../../../src/ecosystems/node/index.ts';
import type { Project } from '../../../src/ecosystems/project.ts';
import { buildContext } from '../../../src/repository/build-context.ts';
import { type MemoryFile, memoryRepository } from '../../../src/repository/memory.ts';
import type { BuildContext } from '../../../src/repository/repository.ts';
import { readScript } from '../../../src/shell/read-script.ts';

export type Files = Readonly<Record<string, MemoryFile>>;

export function contextOf(files: Files): BuildContext {
  return buildContext(memoryRepository(files), '', 'Dockerfile', 'the test');
}

/** The project at a folder of a context made of these files. */
export function projectOf(files: Files, root = '', commands = ''): Project {
  const found = nodeEcosystem.detect(contextOf(files), commands).find((project) => project.root === root);
  if (found === undefined) throw new Error(`no project at «${root}»`);
  return found;
}

export function manifest(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(fields);
}

/** A package-lock.json of version 3 with these packages at the top of node_modules. */
export function lock(packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>, version = 3): string {
  const listed = Object.entries(packages).map(([name, fields]) => [
    name.includes('node_modules/') ? name : `node_modules/${name}`,
    fields,
  ]);
  return JSON.stringify({ lockfileVersion: version, packages: { '': {}, ...Object.fromEntries(listed) } });
}

export interface At {
  readonly folder?: string | null;
  readonly contextFolder?: string | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly home?: string | null;
  readonly runtimeMajor?: number | null;
}

/** The readings of a RUN's commands, in order. */
export function readRun(script: string, files: Files = {}, at: At = {}): readonly (CommandReading | null)[] {
  const read = readScript({ kind: 'run', flags: [], form: 'shell', words: [], script, scriptStart: 0 });
  if (read.kind !== 'commands') throw new Error(read.because);
  const context = contextOf(files);
  const { folder = '/app', contextFolder = '', env = {}, home = '/root', runtimeMajor = 20 } = at;
  return read.commands.map((command) =>
    nodeEcosystem.readCommand(command, {
      folder,
      contextFolder,
      env: new Map(Object.entries(env)),
      home,
      runtimeMajor,
      context,
    }),
  );
}

/** The reading of a RUN's only command. */
export function readOne(script: string, files: Files = {}, at: At = {}): CommandReading {
  const reading = readRun(script, files, at)[0];
  if (reading === null || reading === undefined) throw new Error(`not read: ${script}`);
  return reading;
}

export function exec(...words: readonly string[]): Invocation {
  return { form: 'exec', words, start: 0, end: 0 };
}

export function shell(script: string): Invocation {
  return { form: 'shell', script, start: 0, end: 0 };
}

/** The value of a known answer. */
export function answerOf<T>(answer: Known<T>): T {
  if (!answer.known) throw new Error(`not known: ${answer.because.code} ${JSON.stringify(answer.because.data)}`);
  return answer.value;
}

/** The code of an answer that is not known. */
export function codeOf<T>(answer: Known<T>): string {
  return answer.known ? 'known' : answer.because.code;
}
