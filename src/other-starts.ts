import { posix } from 'node:path';
import type { StageState } from './dockerfile/state.types.ts';
import type { Invocation } from './dockerfile/view.ts';
import type { Project } from './ecosystems/project.ts';
import { type ProgramStart, withBeside } from './ecosystems/start-reading.ts';
import type { Facts, Survey } from './facts.ts';
import { contextPath } from './filesystem/context-copy.ts';
import { isWithin, resolvePath } from './filesystem/path.ts';
import { readScript } from './shell/read-script.ts';
import { contextRoot, copiedTo, installedByName } from './start-of.ts';

/** Something beside ENTRYPOINT and CMD that runs in a container of the image. */
export interface OtherStart {
  readonly invocation: Invocation;
  /** Who runs it, for messages. */
  readonly where: string;
  /** The image's own health check, or a file that runs the image. */
  readonly by: 'check' | 'consumer';
}

/** The health check of the image, and what compose files and their kin run and check instead. */
export function otherStarts(facts: Facts, end: StageState): readonly OtherStart[] {
  const check = end.healthcheck?.invocation;
  const own: readonly OtherStart[] = check ? [{ invocation: check, where: 'the health check', by: 'check' }] : [];
  const consumed = facts.consumers
    .filter((consumer) => consumer.dockerfile === facts.path)
    .flatMap(({ command, entrypoint, healthcheck, file }) =>
      [command, entrypoint, healthcheck].flatMap((script): readonly OtherStart[] =>
        script === null ? [] : [{ invocation: shellForm(script), where: file, by: 'consumer' }],
      ),
    );
  return [...own, ...consumed];
}

function shellForm(script: string): Invocation {
  return { form: 'shell', script, start: 0, end: script.length };
}

/** The words of each simple command; null: the shell of it is not understood. `sh -c '…'` is looked into. */
export function simpleCommands(invocation: Invocation): readonly (readonly string[])[] | null {
  if (invocation.form === 'exec') {
    const { words } = invocation;
    const [first, flag, script] = words;
    if (first === undefined) return [];
    if (!isShell(first) || !/^-[a-z]*c$/.test(flag ?? '') || script === undefined) return [words];
    const nested = simpleCommands(shellForm(script));
    return nested === null ? null : [[first], ...nested];
  }
  const script = readScript(
    { kind: 'run', flags: [], form: 'shell', words: [], script: invocation.script, scriptStart: 0 },
    null,
  );
  if (script.kind === 'not-understood') return null;
  return script.commands.flatMap((command) => {
    if (command.name === null) return [];
    const words = command.words.map((word) => word.value ?? word.text);
    const nested =
      isShell(command.name) && /^-[a-z]*c$/.test(words[1] ?? '') && words[2] !== undefined
        ? simpleCommands(shellForm(words[2]))
        : [];
    // A wrapper that is taken off elsewhere, and that is a program all the same.
    const sudo = SUDO.test(invocation.script.slice(command.start, command.end)) ? [['sudo']] : [];
    return nested === null ? [...sudo, words] : [...sudo, words, ...nested];
  });
}

const SUDO = /^(?:(?:\w+=\S*|env|exec|command|nice|time)\s+)*sudo\s/;

function isShell(program: string): boolean {
  return /^(?:ba|da|a)?sh$/.test(posix.basename(program));
}

/** What the other starts need of a project. */
export interface OtherNeeds {
  readonly starts: readonly ProgramStart[];
  /** Context paths that their words name. */
  readonly files: readonly string[];
  /** Every word of their commands: programs, and what programs like `npx` are told to start. */
  readonly words: readonly string[];
  /** The first command that may need more than can be told. */
  readonly unknown: { readonly where: string; readonly command: string } | null;
}

/** Programs that need nothing of a project. */
const PLAIN = new Set(
  (
    '[ : bash busybox cat cd command cut curl dash date echo env exec exit export false grep head kill ls nc netstat pgrep ' +
    'pidof printf ps pwd sed set sh sleep ss stat tail tee test timeout touch tr true type wc wget which redis-cli ' +
    'pg_isready psql mysqladmin mysql nslookup getent curl-minimal grpc_health_probe'
  ).split(' '),
);

/** The program is told what to do on its command line. */
const INLINE = /^(?:-c|-e|-p|-pe|--eval|--print|--version|-v)$/;

/** Reads each command that runs beside the start command as the project would. `provided`: programs that the file installs itself. `outputs`: what builds made. */
export function readOtherStarts(
  project: Project,
  folder: string,
  { end, items }: Survey,
  provided: ReadonlySet<string>,
  facts: Facts,
  outputs: readonly string[] = [],
): OtherNeeds {
  const workdir = end.workdir.certain ?? folder;
  const env = new Map([...end.env].flatMap(([name, value]) => (value.certain === null ? [] : [[name, value.certain]])));
  const place = {
    folder: posix.relative(folder, workdir),
    contextAt: contextRoot(project, folder),
    workdir,
    outputs,
    copiedFrom: copiedTo(items),
    installed: installedByName(project, folder, items),
  };
  const starts: ProgramStart[] = [];
  const files: string[] = [];
  const said: string[] = [];
  let unknown: OtherNeeds['unknown'] = null;
  for (const { invocation, where } of otherStarts(facts, end)) {
    for (const words of simpleCommands(invocation) ?? []) {
      said.push(...words.map((word) => posix.basename(word)));
      files.push(...namedFiles(words, project, folder, workdir, facts));
      const [program = '', flag = ''] = words;
      if (PLAIN.has(posix.basename(program)) || INLINE.test(flag)) continue;
      const start = project.start(null, { form: 'exec', words, start: 0, end: 0 }, env, place);
      if (start.known && start.value.kind === 'program') starts.push(...withBeside(start.value));
      else if (!provided.has(posix.basename(program))) unknown ??= { where, command: words.join(' ') };
    }
  }
  return { starts, files: [...new Set(files)], words: said, unknown };
}

/** Words, and strings inside words (`node -e "require('./x')"`), that name something of the project in the build context. */
function namedFiles(
  words: readonly string[],
  project: Project,
  folder: string,
  workdir: string,
  facts: Facts,
): readonly string[] {
  const texts = words.flatMap((word) => [
    word,
    ...[...word.matchAll(/['"`]([^'"`\s]+)['"`]/g)].map((one) => one[1] ?? ''),
  ]);
  return texts.flatMap((text) => {
    const path = resolvePath(workdir, text);
    if (!/[./]/.test(text) || path === folder || !isWithin(path, folder)) return [];
    const inContext = contextPath(posix.join(project.root, posix.relative(folder, path)));
    if (inContext === null) return [];
    return [inContext, `${inContext}.js`].filter((one) => facts.context.kind(one) !== null);
  });
}
