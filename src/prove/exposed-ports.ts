import { connect } from 'node:net';
import { type Engine, engineCommand, textOf } from './engine.ts';

/** The TCP ports that an image EXPOSEs. Empty where it exposes none, or is not there. */
export async function exposedPorts(engine: Engine, image: string): Promise<readonly number[]> {
  const format = '{{range $port, $_ := .Config.ExposedPorts}}{{$port}} {{end}}';
  const inspected = await engineCommand(engine, ['image', 'inspect', '--format', format, image], { seconds: 60 });
  return [...textOf(inspected).matchAll(/(\d+)\/tcp/g)].map((match) => Number(match[1]));
}

const CONNECT_MILLISECONDS = 500;

/** Those of the ports on which something accepts connections, at an address; default: this machine's. */
export async function reachable(ports: readonly number[], address = '127.0.0.1'): Promise<readonly number[]> {
  const accepted = await Promise.all(ports.map((port) => accepts(port, address)));
  return ports.filter((_, index) => accepted[index]);
}

function accepts(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_MILLISECONDS });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}
