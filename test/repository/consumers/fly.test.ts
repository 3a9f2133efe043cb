import { expect, test } from 'vitest';
import { readFlyConsumers } from '../../../src/repository/consumers/fly.ts';
import { memoryRepository } from '../../../src/repository/memory.ts';

const read = (text: string, path = 'fly.toml') => readFlyConsumers(memoryRepository({ [path]: text }));

test('a machine with nothing said builds the Dockerfile beside it', () => {
  expect(read('app = "shop"').consumers).toMatchObject([
    { kind: 'fly', name: 'shop', dockerfile: 'Dockerfile', context: '', target: null, command: null, mounts: [] },
  ]);
});

test('each process and the release command is somebody who runs the image', () => {
  const { consumers } = read(
    'app = "shop"\n[processes]\nweb = "npm start"\nworker = "node worker.js"\n[deploy]\nrelease_command = "npx prisma migrate deploy"\n',
  );
  expect(consumers.map(({ name, command }) => [name, command])).toEqual([
    ['web', 'npm start'],
    ['worker', 'node worker.js'],
    ['release_command', 'npx prisma migrate deploy'],
  ]);
});

test('Dockerfile, target, arguments and volumes are read', () => {
  const text =
    '[build]\ndockerfile = "docker/Web.Dockerfile"\nbuild-target = "web"\n[build.args]\nNODE_VERSION = "20"\n[[mounts]]\nsource = "data"\ndestination = "/data"\n';
  expect(read(text, 'api/fly.toml').consumers).toMatchObject([
    {
      dockerfile: 'api/docker/Web.Dockerfile',
      context: 'api',
      target: 'web',
      buildArgs: { NODE_VERSION: '20' },
      mounts: [{ kind: 'volume', source: null, target: '/data' }],
    },
  ]);
});

test('an image or a buildpack builds no Dockerfile', () => {
  expect(read('[build]\nimage = "nginx"').consumers).toEqual([]);
  expect(read('[build]\nbuilder = "paketobuildpacks/builder:base"').consumers).toEqual([]);
});

test('broken TOML is a problem and nothing else', () => {
  const reading = read('app = ');
  expect(reading.consumers).toEqual([]);
  expect(reading.problems).toMatchObject([{ code: 'consumer-unreadable', path: 'fly.toml' }]);
});
