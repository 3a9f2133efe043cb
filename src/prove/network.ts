import { createServer } from 'node:net';
import { failureOf } from './child.ts';
import { type Engine, engineCommand, textOf, uniqueName } from './engine.ts';

/** The network that a container is started in. */
export type Network =
  /** Made for this one container, and removed after it: its ports are nobody else's, and several containers may run at once. */
  | { readonly kind: 'own'; readonly name: string }
  /** The machine's: its ports are shared, so that containers run one after the other. */
  | { readonly kind: 'host' }
  /** The one that the user's own arguments name: where a database is, say. */
  | { readonly kind: 'users' };

const SECONDS = 60;
const IPV4 = /\d+(?:\.\d+){3}/g;

/**
 * True where the engine makes networks whose containers this machine reaches by their addresses: the network's gateway is then
 * one of the machine's own. Not so for an engine in a virtual machine, without root, or without bridges.
 */
export async function makesReachableNetworks(engine: Engine): Promise<boolean> {
  const name = uniqueName('network');
  try {
    if (failureOf(await networkCommand(engine, ['create', name])) !== undefined) return false;
    // Podman makes the bridge, and with it the gateway, with the first container.
    if (engine.client === 'podman') return await isRootful(engine);
    const format = '{{range .IPAM.Config}}{{.Gateway}} {{end}}';
    const inspected = await networkCommand(engine, ['inspect', '--format', format, name]);
    const gateways = textOf(inspected).match(IPV4) ?? [];
    return (await Promise.all(gateways.map(isOwnAddress))).includes(true);
  } finally {
    await removeNetwork(engine, name);
  }
}

async function isRootful(engine: Engine): Promise<boolean> {
  const told = await engineCommand(engine, ['info', '--format', '{{.Host.Security.Rootless}}'], { seconds: SECONDS });
  return textOf(told).trim() === 'false';
}

/** Only an address of this machine can be bound. (Its list of interfaces leaves out bridges that nothing is connected to.) */
function isOwnAddress(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: address, port: 0 }, () => server.close(() => resolve(true)));
  });
}

/**
 * Gives the work a network, one of its own where the engine can, and removes it afterwards.
 *
 * @param asked what the user's own arguments name
 */
export async function withNetwork<T>(
  engine: Engine,
  asked: string | undefined,
  work: (network: Network) => Promise<T>,
): Promise<T> {
  if (asked !== undefined && asked !== 'host') return work({ kind: 'users' });
  if (asked === 'host' || !engine.ownNetworks) return work({ kind: 'host' });
  const name = uniqueName('network');
  try {
    // All of the engine's address ranges may be in use: the machine's own network is there still.
    const created = await networkCommand(engine, ['create', name]);
    return await work(failureOf(created) === undefined ? { kind: 'own', name } : { kind: 'host' });
  } finally {
    await removeNetwork(engine, name);
  }
}

/** The container's own address, or undefined where it has none: on the machine's network, or once it has ended. */
export async function addressOf(engine: Engine, container: string): Promise<string | undefined> {
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}';
  const inspected = await engineCommand(engine, ['container', 'inspect', '--format', format, container], {
    seconds: SECONDS,
  });
  return textOf(inspected).match(IPV4)?.[0];
}

// Not interruptible: a client that is killed here may leave a network behind.
function networkCommand(engine: Engine, args: readonly string[]) {
  return engineCommand(engine, ['network', ...args], { seconds: SECONDS, always: true });
}

function removeNetwork(engine: Engine, name: string) {
  return networkCommand(engine, ['rm', name]);
}
