import { failureOf } from './child.ts';
import { type Engine, engineCommand, textOf } from './engine.ts';

const SECONDS = 20;

/**
 * Why an engine is of no use to a proof although it builds, or undefined: containers are asked on this machine's own ports, so the
 * engine has to run here. `DOCKER_HOST` comes before the client's context (docs.docker.com/engine/context/working-with-contexts).
 */
export async function unfitBecause(engine: Engine): Promise<string | undefined> {
  if (engine.client === 'podman') return podmanIsElsewhere(engine);
  const asked = engine.environment.DOCKER_HOST;
  if (asked !== undefined && asked !== '') return isHere(asked) ? undefined : remote(`DOCKER_HOST is ${asked}`);
  const inspected = await engineCommand(engine, ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'], {
    seconds: SECONDS,
  });
  const host = textOf(inspected).trim();
  // A client that knows no contexts has only the engine on this machine.
  return failureOf(inspected) !== undefined || host === '' || isHere(host)
    ? undefined
    : remote(`its context leads to ${host}`);
}

/** `CONTAINER_HOST` and a connection that is the default make it a client of another podman, which may be in a virtual machine. */
async function podmanIsElsewhere(engine: Engine): Promise<string | undefined> {
  const asked = engine.environment.CONTAINER_HOST;
  if (asked !== undefined && asked !== '' && !isHere(asked)) return remote(`CONTAINER_HOST is ${asked}`);
  const info = await engineCommand(engine, ['info', '--format', '{{.Host.ServiceIsRemote}}'], { seconds: SECONDS });
  return textOf(info).trim() === 'true' ? remote('podman is the client of a service') : undefined;
}

function remote(because: string): string {
  return `the container engine is on another machine (${because}); containers are asked on this machine’s ports`;
}

function isHere(host: string): boolean {
  return /^(?:unix|npipe|fd):/.test(host) || /^tcp:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|$)/.test(host);
}
