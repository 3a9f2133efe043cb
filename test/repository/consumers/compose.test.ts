import { describe, expect, test } from 'vitest';
import { readComposeConsumers } from '../../../src/repository/consumers/compose.ts';
import { type MemoryFile, memoryRepository } from '../../../src/repository/memory.ts';

const read = (files: Readonly<Record<string, MemoryFile>>) => readComposeConsumers(memoryRepository(files));
const one = (text: string, files: Readonly<Record<string, MemoryFile>> = {}) =>
  read({ 'docker-compose.yml': text, ...files }).consumers[0];

describe('a compose file', () => {
  test('names what it builds, and where it says so', () => {
    const text =
      'services:\n  db:\n    image: postgres\n  api:\n    build:\n      context: ./api\n      dockerfile: docker/Dockerfile\n      target: dev\n      args:\n        A: 1\n        B:\n';
    expect(read({ 'deploy/compose.yaml': text }).consumers).toEqual([
      {
        kind: 'compose',
        file: 'deploy/compose.yaml',
        lines: { first: 4, last: 11 },
        name: 'api',
        dockerfile: 'deploy/api/docker/Dockerfile',
        context: 'deploy/api',
        target: 'dev',
        buildArgs: { A: '1', B: null },
        command: null,
        entrypoint: null,
        user: null,
        healthcheck: null,
        mounts: [],
        builder: null,
      },
    ]);
  });

  test('reads the short form, and arguments as a list', () => {
    expect(one('services: { web: { build: . } }')).toMatchObject({ context: '', dockerfile: 'Dockerfile' });
    expect(one('services: { web: { build: { args: [A=1=2, B] } } }')).toMatchObject({
      context: '',
      buildArgs: { A: '1=2', B: null },
    });
    expect(one('web:\n  build: ./x\n')).toMatchObject({ name: 'web', context: 'x', lines: { first: 1, last: 2 } });
  });

  test('knows an image that was pushed from here by a mount into the folder in which the Dockerfile works', () => {
    const service = (image: string, target: string) =>
      `services: { bot: { image: ${image}, volumes: ['./data:${target}'] } }`;
    const files = { Dockerfile: 'FROM node:20\nWORKDIR /usr/app\nCOPY . .\n' };
    expect(one(service('somebody/bot:latest', '/usr/app/data'), files)).toMatchObject({
      name: 'bot',
      dockerfile: 'Dockerfile',
    });
    expect(one(service('postgres:16', '/usr/app/data'), files)).toBeUndefined();
    expect(one(service('bitnami/postgresql', '/var/lib/data'), files)).toBeUndefined();
    expect(one(service('somebody/bot:latest', '/usr/app/data'))).toBeUndefined();
  });

  test('says how the container is run, each form on one line', () => {
    const run = one(`services:
  web:
    build: .
    command: ["npm", "run", "dev -- x"]
    entrypoint: ./entry.sh --wait
    user: "1000:1000"
    healthcheck: { test: ["CMD", "curl", "-f", "http://localhost"] }
`);
    expect(run).toMatchObject({
      command: "npm run 'dev -- x'",
      entrypoint: './entry.sh --wait',
      user: '1000:1000',
      healthcheck: 'curl -f http://localhost',
    });
    expect(
      one('services: { a: { build: ., healthcheck: { test: [CMD-SHELL, "wget x || exit 1"] } } }')?.healthcheck,
    ).toBe('wget x || exit 1');
    expect(one('services: { a: { build: ., healthcheck: { disable: true } } }')?.healthcheck).toBe('NONE');
    expect(one('services: { a: { build: ., entrypoint: [] } }')?.entrypoint).toBe('');
    expect(one('services: { a: { build: ., command: null } }')?.command).toBe(null);
  });

  test('tells bind mounts of repository folders from volumes', () => {
    const run = one(`services:
  web:
    build: .
    volumes:
      - .:/app
      - ./src:/app/src:ro
      - /app/node_modules
      - data:/data
      - /etc/localtime:/etc/localtime
      - ../..:/up
      - \${HOME}/x:/x
      - { type: bind, source: ./conf, target: /conf }
      - { type: volume, source: cache, target: /cache }
      - { type: tmpfs, target: /tmp }
`);
    expect(run?.mounts).toEqual([
      { kind: 'bind', source: '', target: '/app' },
      { kind: 'bind', source: 'src', target: '/app/src' },
      { kind: 'volume', source: null, target: '/app/node_modules' },
      { kind: 'volume', source: null, target: '/data' },
      { kind: 'bind', source: null, target: '/etc/localtime' },
      { kind: 'bind', source: null, target: '/up' },
      { kind: 'bind', source: null, target: '/x' },
      { kind: 'bind', source: 'conf', target: '/conf' },
      { kind: 'volume', source: null, target: '/cache' },
    ]);
  });

  test('fills in defaults and tracked .env values, and leaves the rest unknown', () => {
    expect(one('services: { a: { build: "${DIR:-api}" } }')?.context).toBe('api');
    expect(one('services: { a: { build: "${A:-${B:-deep}}/x" } }')?.context).toBe('deep/x');
    expect(one('services: { a: { build: $DIR } }', { '.env': 'DIR=web # here\n' })?.context).toBe('web');
    expect(one('services: { a: { build: $DIR } }', { '.env': { text: 'DIR=web', untracked: true } })).toMatchObject({
      context: null,
      dockerfile: null,
    });
    expect(one('services: { a: { build: { target: "${T}" }, command: "echo $$HOME" } }')).toMatchObject({
      target: '${T}',
      command: 'echo $HOME',
    });
  });

  test('knows no path of a remote or absolute context, nor of an inline Dockerfile', () => {
    expect(one('services: { a: { build: "https://example.org/x.git" } }')).toMatchObject({
      context: null,
      dockerfile: null,
    });
    expect(one('services: { a: { build: /srv/x } }')).toMatchObject({ context: null, dockerfile: null });
    expect(one('services: { a: { build: { context: ., dockerfile_inline: "FROM x" } } }')).toMatchObject({
      context: '',
      dockerfile: null,
    });
    expect(one('services: { a: { build: ../../x } }')).toMatchObject({ context: null, dockerfile: null });
  });

  test('follows anchors, merge keys and extends', () => {
    const text = `x-app: &app
  build: { context: ./app, target: prod }
  user: app
services:
  web:
    <<: *app
    command: web
  job:
    extends: web
    command: job
  far:
    extends: { file: other/base.yml, service: it }
`;
    const { consumers } = read({
      'compose.yml': text,
      'other/base.yml': 'services: { it: { build: ., volumes: [".:/x"] } }',
    });
    expect(
      consumers.map(({ name, context, target, user, command }) => ({ name, context, target, user, command })),
    ).toEqual(
      [
        { name: 'web', context: 'app', target: 'prod', user: 'app', command: 'web' },
        { name: 'job', context: 'app', target: 'prod', user: 'app', command: 'job' },
        { name: 'far', context: 'other', target: null, user: null, command: null },
      ].map((expected) => expect.objectContaining(expected)),
    );
    expect(consumers[2]?.mounts).toEqual([{ kind: 'bind', source: 'other', target: '/x' }]);
  });

  test('ends in a circle of extends', () => {
    expect(
      read({ 'compose.yml': 'services:\n  a: { extends: b, build: . }\n  b: { extends: a }\n' }).consumers.map(
        ({ name }) => name,
      ),
    ).toEqual(['a', 'b']);
  });

  test('is overridden by its override file', () => {
    const { consumers } = read({
      'docker-compose.yml':
        'services: { web: { build: { context: ., target: prod }, command: start, volumes: ["data:/data", "/x"] } }',
      'docker-compose.override.yml': 'services: { web: { build: { target: dev }, command: dev, volumes: [".:/x"] } }',
    });
    expect(consumers).toMatchObject([
      {
        file: 'docker-compose.override.yml',
        target: 'dev',
        context: '',
        dockerfile: 'Dockerfile',
        command: 'dev',
        mounts: [{ target: '/data' }, { kind: 'bind', target: '/x' }],
      },
      { file: 'docker-compose.yml', target: 'prod', command: 'start' },
    ]);
  });

  test('lends its build to variants that say nothing of it, and to services that run the same image', () => {
    const { consumers } = read({
      'docker-compose.yml':
        'services:\n  web: { build: ./web, image: us/web }\n  worker: { image: us/web, command: work }\n  db: { image: postgres }\n',
      'docker-compose.dev.yml': 'services:\n  web: { command: dev }\n  db: { command: x }\n',
      'docker-compose.prod.yml': 'services:\n  web: { image: registry/web }\n',
    });
    expect(consumers.map(({ file, name, dockerfile, command }) => [file, name, dockerfile, command])).toEqual([
      ['docker-compose.dev.yml', 'web', 'web/Dockerfile', 'dev'],
      ['docker-compose.yml', 'web', 'web/Dockerfile', null],
      ['docker-compose.yml', 'worker', 'web/Dockerfile', 'work'],
    ]);
  });

  test('may have another name near the root', () => {
    expect(
      read({
        'local.yml': 'services:\n  django:\n    build:\n      context: .\n',
        'a/b/c/x.yml': 'services:\n  a:\n    build: .\n',
      }).consumers,
    ).toHaveLength(1);
  });

  test('that is broken is a problem with a line, and the others still count', () => {
    const { consumers, problems } = read({
      'compose.yml': 'services:\n  a:\n    build: [\n',
      'x/compose.yml': 'services: { a: { build: . } }',
    });
    expect(consumers).toHaveLength(1);
    expect(problems).toMatchObject([{ code: 'consumer-unreadable', path: 'compose.yml' }]);
    expect(problems[0]?.line).toBeGreaterThan(0);
  });

  test.each([
    '',
    '~',
    '[]',
    'services:',
    'services: [a]',
    'services: { a: 1, b: { build: 7, volumes: 3, healthcheck: x } }',
    '&a [*a]',
    'a: *missing',
    '\u0000',
  ])('never throws for %j', (text) => {
    expect(() => read({ 'compose.yml': text })).not.toThrow();
  });
});
