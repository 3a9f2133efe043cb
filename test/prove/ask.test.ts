import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ask } from '../../src/prove/ask.ts';
import type { Listener } from '../../src/prove/container-processes.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listening(server: Server): Promise<Listener> {
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, scope: 'loopback', v6: false };
}
const http = (listener: RequestListener) => listening(createHttpServer(listener));

describe('ask', () => {
  it('takes dates out of a body, so that two runs can be compared', async () => {
    const listener = await http((_, response) => {
      response.setHeader('content-type', 'application/json; charset=utf-8').end(JSON.stringify({ at: new Date() }));
    });
    expect(await ask(listener, '/', {})).toMatchObject({
      kind: 'answer',
      status: 200,
      contentType: 'application/json',
      body: '{"at":"<time>"}',
    });
    expect(await ask(listener, '/', {})).not.toHaveProperty('again');
  });

  it('notices a body that is another one with every request', async () => {
    let count = 0;
    const listener = await http((_, response) => {
      count += 1;
      response.end(`n=${count}`);
    });
    expect(await ask(listener, '/', {})).toMatchObject({ body: 'n=1', again: 'n=2' });
  });

  it('asks again while a server is starting', async () => {
    let count = 0;
    const listener = await http((_, response) => {
      count += 1;
      response.writeHead(count === 1 ? 503 : 200).end('ready');
    });
    expect(await ask(listener, '/', {})).toMatchObject({ status: 200, body: 'ready' });
  });

  it('follows no redirect', async () => {
    const listener = await http((_, response) => response.writeHead(302, { location: '/login' }).end());
    expect(await ask(listener, '/', {})).toMatchObject({ status: 302, location: '/login' });
  });

  it('is a value where something else than HTTP is spoken', async () => {
    const listener = await listening(createServer((socket) => socket.end('-ERR unknown command\r\n')));
    expect(await ask(listener, '/', {})).toMatchObject({ kind: 'no-http', path: '/' });
  });
});
