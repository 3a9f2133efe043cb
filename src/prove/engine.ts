import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Ended, type Environment, failureOf, runChild } from './child.ts';
import { type Client, COMMAND_LINES, clientOf } from './client.ts';
import { makesReachableNetworks } from './network.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

/** A container engine that was tried and does build: docker with BuildKit, or podman. */
export interface Engine {
  readonly kind: 'engine';
  /** What the client is, whatever it is called. */
  readonly client: Client;
  /** How it is called: a path or name, with arguments where `MSB_ENGINE` has some (`sudo docker`). */
  readonly command: readonly string[];
  /** The server's version. */
  readonly version: string;
  readonly environment: Environment;
  /** A command that makes the base images of a Dockerfile available, from `MSB_PREPARE_IMAGES`. */
  readonly prepareImages?: readonly string[];
  /** Whether a container gets a network of its own, by whose address it is reached from here. */
  readonly ownNetworks: boolean;
  /** The folder that keeps the log of every build and every run. */
  readonly logs: string;
  /** Aborted when the user interrupts: commands end, then everything is cleaned up. */
  readonly signal?: AbortSignal | undefined;
  /** Takes secrets out of whatever is kept or told: logs, last words, answers. */
  readonly redact?: ((text: string) => string) | undefined;
  /** Told what is going on, for live progress. */
  readonly onStep?: ((step: string) => void) | undefined;
}

/** No engine, and what was tried. */
export interface NoEngine {
  readonly kind: 'none';
  readonly because: string;
}

/** Where an engine is looked for. */
export interface EngineOptions {
  /** The process's variables: `PATH`, `MSB_ENGINE`, `MSB_PREPARE_IMAGES` and what the client itself reads (`DOCKER_HOST`). */
  readonly environment: Environment;
  /** A folder for logs; made when it is missing. */
  readonly logs: string;
  readonly signal?: AbortSignal | undefined;
}

/** In this order. */
const CLIENTS = ['docker', 'podman', 'buildah'] as const;

/** The client answers a version question at once; a trial build sends one file. Seconds. */
const LIMITS = { version: 20, trialBuild: 90, remove: 60 } as const;

/**
 * Finds an engine by trying: `MSB_ENGINE` alone where it is set, otherwise every `docker` on PATH in order, then every `podman`, `buildah`.
 *
 * A version answer is not enough: since Docker 23 the client builds through the buildx plugin, and a client without it
 * answers «BuildKit is enabled but the buildx component is missing or broken» while an older client on the same
 * machine builds. So each candidate builds an image of one file from scratch.
 */
export async function findEngine(options: EngineOptions): Promise<Engine | NoEngine> {
  await mkdir(options.logs, { recursive: true });
  const asked = words(options.environment.MSB_ENGINE);
  const path = options.environment.PATH ?? '';
  const onPath = async () => (await Promise.all(CLIENTS.map((name) => clientsOnPath(name, path)))).flat();
  const candidates = asked.length > 0 ? [asked] : await onPath();
  const tried: string[] = [];
  for (const command of candidates) {
    const tryout = await tryClient(command, options);
    if (tryout.kind === 'engine') return tryout;
    tried.push(`${command.join(' ')}: ${tryout.because}`);
  }
  return {
    kind: 'none',
    because: tried.length > 0 ? tried.join('; ') : `there is no ${CLIENTS.join(', no ')} on PATH`,
  };
}

async function tryClient(command: readonly string[], options: EngineOptions): Promise<Engine | NoEngine> {
  const { environment, signal } = options;
  const ask = (args: readonly string[]) =>
    runChild([...command, ...args], { environment, seconds: LIMITS.version, signal });
  const is = await ask(['--version']);
  if (is.kind === 'not-found') return { kind: 'none', because: is.because };
  const client = clientOf(textOf(is));
  if (client === undefined)
    return { kind: 'none', because: 'it builds images and starts none; docker or podman is needed' };
  const version = await ask(COMMAND_LINES[client].version);
  const silent = failureOf(version);
  if (silent !== undefined) return { kind: 'none', because: silent };
  const prepareImages = words(environment.MSB_PREPARE_IMAGES);
  const engine: Engine = {
    kind: 'engine',
    client,
    command,
    version: textOf(version).trim(),
    environment,
    ownNetworks: false,
    logs: options.logs,
    signal,
    ...(prepareImages.length > 0 ? { prepareImages } : {}),
  };
  const broken = await trialBuild(engine);
  if (broken !== undefined) return { kind: 'none', because: broken };
  return { ...engine, ownNetworks: await makesReachableNetworks(engine) };
}

/** Why this client cannot build, or undefined. */
function trialBuild(engine: Engine): Promise<string | undefined> {
  return withTemporaryFolder(async (folder) => {
    const idFile = join(folder, 'id');
    await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n');
    const trial = uniqueName();
    try {
      const built = await engineCommand(engine, ['build', '-q', '-t', trial, '--iidfile', idFile, folder], {
        seconds: LIMITS.trialBuild,
      });
      const failure = failureOf(built);
      if (failure !== undefined) return failure;
      return (await readFile(idFile, 'utf8')).startsWith('sha256:') ? undefined : 'a build gave no image';
    } finally {
      await removeImage(engine, trial);
    }
  });
}

/** How an engine command is run. */
export interface EngineCommandOptions {
  readonly seconds: number;
  readonly logFile?: string;
  /** True for what cleans up: it runs after an interruption too. */
  readonly always?: boolean;
  /** More variables for the client: values that must not stand in its arguments, where every user of the machine reads them. */
  readonly variables?: Environment;
  readonly onLine?: (line: string) => void;
}

/** Runs the engine's client with BuildKit on. Never rejects. */
export function engineCommand(engine: Engine, args: readonly string[], options: EngineCommandOptions): Promise<Ended> {
  return runChild([...engine.command, ...args], {
    environment: { ...engine.environment, DOCKER_BUILDKIT: '1', BUILDKIT_PROGRESS: 'plain', ...options.variables },
    seconds: options.seconds,
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
    redact: engine.redact,
    onLine: options.onLine,
    signal: options.always === true ? undefined : engine.signal,
  });
}

/** Removes an image, if it is there. The build cache keeps its layers, so that a rebuild still finds them. */
export async function removeImage(engine: Engine, image: string): Promise<void> {
  await engineCommand(engine, [...COMMAND_LINES[engine.client].removeImage, image], {
    seconds: LIMITS.remove,
    always: true,
  });
}

/** Removes a container, running or not, with its anonymous volumes, if it is there. */
export async function removeContainer(engine: Engine, container: string): Promise<void> {
  const args = [...COMMAND_LINES[engine.client].removeContainer, container];
  await engineCommand(engine, args, { seconds: LIMITS.remove, always: true });
}

/** A name that no other image or container has; `about` is for the reader of the logs. */
export function uniqueName(about = ''): string {
  const readable = about
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60);
  return ['msb', readable, randomBytes(6).toString('hex')]
    .filter((part) => part !== '')
    .join('-')
    .replace(/-+/g, '-');
}

/** What a command that succeeded wrote to its standard output. */
export function textOf(ended: Ended): string {
  return ended.kind === 'ended' ? ended.stdout : '';
}

async function clientsOnPath(name: string, path: string): Promise<readonly (readonly string[])[]> {
  const found: string[] = [];
  for (const folder of new Set(path.split(delimiter).filter((each) => each !== ''))) {
    const file = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) found.push(file);
  }
  return found.map((file) => [file]);
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}
