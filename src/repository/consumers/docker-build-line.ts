import type { Consumer } from '../consumer.ts';
import type { Repository } from '../repository.ts';
import { joinPath } from '../repository-path.ts';
import { type CommandLine, pathOfWord } from './command-lines.ts';

/** A command line that builds an image. */
export interface BuildLine extends Pick<Consumer, 'dockerfile' | 'context' | 'target' | 'buildArgs' | 'builder'> {
  readonly line: number;
  /** What it calls the image, as written. */
  readonly tags: readonly string[];
  readonly cacheTo?: string;
  readonly buildKit?: string;
}

interface Program {
  readonly builder: Consumer['builder'];
  readonly buildKit: string | null;
  /** Kaniko has no context argument but `--context`, and looks for its Dockerfile in it. */
  readonly contextFlag: boolean;
  readonly args: readonly string[];
}

/** Options of `docker`, `podman` and `buildah` before the subcommand that take a value. */
const GLOBAL_VALUES = new Set([
  '--context',
  '-c',
  '-H',
  '--host',
  '--config',
  '-l',
  '--log-level',
  '--connection',
  '--root',
  '--runroot',
  '--storage-driver',
]);

/** Short options of the build commands that take no value. */
const SHORT_FLAGS = new Set(['-q', '-D']);

/**
 * Long options of the build commands that take a value (docker buildx 0.20, podman-build 5, buildah-build 1.39, Kaniko 1.23); all others are
 * switches or carry their value behind `=`.
 */
const LONG_VALUES = new Set(
  `add-host allow annotation arch attest authfile build-arg build-arg-file build-context builder cache-from cache-to cache-ttl call cap-add cap-drop cert-dir
  cgroup-parent cgroupns context cpu-period cpu-quota cpu-shares cpuset-cpus cpuset-mems cpp-flag creds decryption-key destination device dns dns-option
  dns-search dockerfile env env-file file format from git group-add hooks-dir http-proxy ignorefile iidfile isolation jobs label layer-label log-level logfile
  manifest memory memory-swap metadata-file network no-cache-filter os os-feature os-version output pid platform progress provenance registry-mirror
  retry retry-delay runtime runtime-flag sbom sbom-output secret security-opt shm-size snapshot-mode ssh stop-signal sub-path tag target
  timestamp ulimit unsetenv userns userns-gid-map userns-uid-map uts variant verbosity volume`.split(/\s+/),
);

/** Reads `docker build`, `docker buildx build`, `podman build`, `buildah bud` and Kaniko's executor; null for any other command. */
export function readBuildLine(command: CommandLine, repository: Repository, file: string): BuildLine | null {
  const program = programOf(command);
  if (program === null) return null;
  const { options, positional } = readOptions(program.args);
  const named = (...names: readonly string[]) =>
    options.filter(([name]) => names.includes(name)).map(([, value]) => value);
  const contextWord = program.contextFlag ? named('--context', '-c').at(-1) : positional.at(-1);
  const context = contextWord === undefined || contextWord === '-' ? null : pathOfWord(contextWord, command.cwd, file);
  const dockerfileWord = named('-f', '--file', '--dockerfile').at(-1);
  const cacheTo = named('--cache-to').at(-1);
  return {
    line: command.line,
    context,
    dockerfile: findDockerfile(repository, dockerfileWord, context, program.contextFlag, command.cwd, file),
    target: named('--target').at(-1) ?? null,
    buildArgs: Object.fromEntries(named('--build-arg').map(readBuildArg)),
    tags: named('-t', '--tag', '--destination', '-d'),
    builder: program.builder,
    ...(cacheTo === undefined ? {} : { cacheTo }),
    ...(program.buildKit === null ? {} : { buildKit: program.buildKit }),
  };
}

function programOf(command: CommandLine): Program | null {
  const [first = '', ...words] = command.words;
  const name = first
    .replace(/^[@-]+/, '')
    .replace(/.*\//, '')
    .replace(/\.exe$/, '');
  if (name === 'executor' && /kaniko/.test(first))
    return { builder: 'kaniko', buildKit: null, contextFlag: true, args: words };
  const isDocker = isContainerProgram(name);
  if (!isDocker && name !== 'podman' && name !== 'buildah') return null;
  let at = 0;
  while (words[at]?.startsWith('-')) at += GLOBAL_VALUES.has(words[at] ?? '') ? 2 : 1;
  const inGroup = /^(?:buildx|image|builder)$/.test(words[at] ?? '');
  if (inGroup) {
    at += 1;
    while (words[at]?.startsWith('-')) at += words[at] === '--builder' ? 2 : 1;
  }
  const subcommand = words[at] ?? '';
  if (!/^(?:build|b|bud|build-using-dockerfile)$/.test(subcommand) || (subcommand === 'b' && !inGroup)) return null;
  const variable = command.environment.DOCKER_BUILDKIT ?? '';
  const buildx = isDocker && words.slice(0, at).includes('buildx');
  const classic = isDocker && /^(?:0|false)$/i.test(variable) && !words.includes('buildx');
  const asked = isDocker && /^(?:1|true)$/i.test(variable);
  return {
    builder: isDocker ? (classic ? 'classic' : null) : 'buildah',
    buildKit: buildx ? 'docker buildx' : asked ? `DOCKER_BUILDKIT=${variable}` : null,
    contextFlag: false,
    args: words.slice(at + 1),
  };
}

/** `docker`, and a variable that is named after what it holds: `$DOCKER`, `${CONTAINER_RUNTIME}`, `$(CONTAINER_ENGINE)`. */
export function isContainerProgram(name: string): boolean {
  return /^(?:docker|nerdctl|\$[({]?\w*(?:DOCKER|CONTAINER|OCI)\w*[)}]?)$/i.test(name);
}

function readOptions(args: readonly string[]): {
  options: readonly (readonly [string, string])[];
  positional: readonly string[];
} {
  const options: (readonly [string, string])[] = [];
  const positional: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const equals = word.indexOf('=');
    if (/^(?:\d?>|<|&>)/.test(word)) {
      if (/[<>]$/.test(word)) at += 1;
    } else if (!word.startsWith('-') || word === '-') positional.push(word);
    else if (word.startsWith('--')) {
      if (equals !== -1) options.push([word.slice(0, equals), word.slice(equals + 1)]);
      else if (LONG_VALUES.has(word.slice(2))) {
        at += 1;
        options.push([word, args[at] ?? '']);
      }
    } else if (!SHORT_FLAGS.has(word)) {
      // `-t name`, `-tname`, `-t=name`
      if (word.length > 2) options.push([word.slice(0, 2), word.slice(2).replace(/^=/, '')]);
      else {
        at += 1;
        options.push([word, args[at] ?? '']);
      }
    }
  }
  return { options, positional };
}

function readBuildArg(text: string): readonly [string, string | null] {
  const equals = text.indexOf('=');
  return equals === -1 ? [text, null] : [text.slice(0, equals), text.slice(equals + 1)];
}

/** Docker reads `-f` from the working directory, Kaniko from the context first; where it is there, it is. */
function findDockerfile(
  repository: Repository,
  word: string | undefined,
  context: string | null,
  contextFirst: boolean,
  cwd: string | null,
  file: string,
): string | null {
  if (word === undefined) {
    const names = ['Dockerfile', 'Containerfile'].flatMap((name) =>
      context === null ? [] : [joinPath(context, name) ?? name],
    );
    return names.find((path) => repository.presence(path) !== 'missing') ?? names[0] ?? null;
  }
  if (word === '-') return null;
  const fromFolder = pathOfWord(word, cwd, file);
  const fromContext = context === null || fromFolder === null ? null : pathOfWord(word, context, file);
  const candidates = contextFirst ? [fromContext, fromFolder] : [fromFolder, fromContext];
  return candidates.find((path) => path !== null && repository.presence(path) !== 'missing') ?? fromFolder;
}
