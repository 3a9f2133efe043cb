import type { CommandReading } from '../../../src/command-reading.ts';
import { goEcosystem } from '../../../src/ecosystems/go/index.ts';
import type { Project } from '../../../src/ecosystems/project.ts';
import type { StartReading } from '../../../src/ecosystems/start-reading.ts';
import { buildContext } from '../../../src/repository/build-context.ts';
import { type MemoryFile, memoryRepository } from '../../../src/repository/memory.ts';
import { readScript } from '../../../src/shell/read-script.ts';

export type Files = Readonly<Record<string, MemoryFile>>;

export const MODULE = {
  'go.mod': 'module example.com/shop/v2\n\ngo 1.21\n',
  'main.go': 'package main\n\nfunc main() {}\n',
};

function contextOf(files: Files) {
  return buildContext(memoryRepository(files), '', 'Dockerfile', 'the test');
}

/** The project at a folder of a context made of these files. */
export function projectOf(files: Files, root = ''): Project {
  const found = goEcosystem.detect(contextOf(files)).find((project) => project.root === root);
  if (found === undefined) throw new Error(`no project at «${root}»`);
  return found;
}

/** The folders of the projects that are found where these commands run. */
export function rootsOf(files: Files, commands: string): readonly string[] {
  return goEcosystem.detect(contextOf(files), commands).map(({ root }) => root);
}

/** The reading of a RUN's only command, in /app unless said otherwise. */
export function readOne(
  script: string,
  files: Files,
  at: {
    readonly folder?: string;
    readonly contextFolder?: string;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): CommandReading {
  const read = readScript({ kind: 'run', flags: [], form: 'shell', words: [], script, scriptStart: 0 });
  const [command] = read.kind === 'commands' ? read.commands : [];
  if (command === undefined) throw new Error(`no command: ${script}`);
  const { folder = '/app', contextFolder = '', env = { GOPATH: '/go' } } = at;
  const place = {
    folder,
    contextFolder,
    env: new Map(Object.entries(env)),
    home: '/root',
    runtimeMajor: 1,
    context: contextOf(files),
  };
  const reading = goEcosystem.readCommand(command, place);
  if (reading === null) throw new Error(`not read: ${script}`);
  return reading;
}

/** What a build makes, or the code of why that is not known. */
export function madeBy(
  script: string,
  files: Files,
  at: Parameters<typeof readOne>[2] = {},
): readonly string[] | string {
  const { detail } = readOne(script, files, at);
  const made = detail.kind === 'build' ? (detail.made ?? []) : [];
  return 'code' in made ? made.code : made;
}

/** A start in /app of a binary that was built there. */
export function startOf(files: Files, words: readonly string[], outputs: readonly string[] = ['/app/shop']) {
  return projectOf(files).start(null, { form: 'exec', words, start: 0, end: 0 }, new Map([['PATH', '/go/bin:/bin']]), {
    folder: '',
    contextAt: '/app',
    workdir: '/app',
    outputs,
  });
}

/** What a program is known to do that was built in /app and is started there. */
export function programOf(files: Files) {
  const start: StartReading = {
    kind: 'program',
    entry: '/app/shop',
    tools: [],
    packages: [],
    readsManifest: false,
    at: { workdir: '/app', folder: '/app' },
    evidence: [],
  };
  return projectOf(files).program(start, []);
}

/** Context paths that a program started in /app reads. */
export function readsOf(files: Files): readonly string[] {
  const program = programOf(files);
  return program.known ? program.value.reads.map(({ path }) => path) : [program.because.code];
}

/** Context paths that it reads where a deployment adds them. */
export function optionalOf(files: Files): readonly string[] {
  const program = programOf(files);
  return program.known ? program.value.optional.map(({ path }) => path) : [program.because.code];
}
