import { describe, expect, it } from 'vitest';
import { type Files, migrated, server } from './project.ts';

function reordered(
  lines: readonly string[],
  files: Files = server(),
  { base = 'node:20', start = '["node", "dist/index.js"]' } = {},
) {
  const source = [`FROM ${base}`, 'WORKDIR /app', ...lines, `CMD ${start}`, ''].join('\n');
  const { text, codes, status } = migrated(source, files, { only: ['reorder-copy'] });
  return {
    lines: text.split('\n').slice(2, -2),
    codes: codes.map((code) => code.slice(code.indexOf('/') + 1)),
    status,
  };
}

const MANIFESTS = 'COPY package.json package-lock.json ./';

describe('a step that only looks at what is there keeps the sources before it', () => {
  it.each(['RUN ls -l /app', 'RUN ls src', 'RUN cat package.json', 'RUN test -f src/index.ts'])('%s', (looks) => {
    const { codes, status } = reordered(['COPY . .', looks, 'RUN npm ci']);
    expect({ codes, status }).toEqual({ codes: ['steps-between-need-sources'], status: 'unchanged' });
  });

  it.each([
    'ls /app && npm ci',
    'ls src && npm ci',
    'if [ -f src/index.ts ]; then npm ci; fi',
  ])('in the RUN of the install: %s', (command) => {
    expect(reordered(['COPY . .', `RUN ${command}`]).codes).toEqual(['steps-between-need-sources']);
  });

  it('and stands behind them where it follows the install', () => {
    const { lines } = reordered(['COPY . .', 'RUN npm ci && ls src']);
    expect(lines).toEqual([MANIFESTS, 'RUN npm ci', 'COPY . .', 'RUN ls src']);
  });
});

describe('a step that goes into a folder of the sources keeps them before it', () => {
  it.each(['RUN cd src', 'RUN cd ./src/../src && node --version'])('%s', (enters) => {
    expect(reordered(['COPY . .', enters, 'RUN npm ci']).codes).toEqual(['steps-between-need-sources']);
  });

  it.each([
    'cd src && cd .. && npm ci',
    'cd $FOLDER && cd /app && npm ci',
  ])('in the RUN of the install: %s', (command) => {
    expect(reordered(['COPY . .', `RUN ${command}`]).codes).toEqual(['steps-between-need-sources']);
  });

  it('and stands behind them where it follows the install', () => {
    const { lines } = reordered(['COPY . .', 'RUN npm ci && cd src && node --version && cd ..']);
    expect(lines).toEqual([MANIFESTS, 'RUN npm ci', 'COPY . .', 'RUN cd src && node --version && cd ..']);
  });
});

describe('an install of a folder that its command names', () => {
  const inFolder = (folder: string): Files =>
    Object.fromEntries(
      Object.entries(server()).map(([path, text]) => [path === '.dockerignore' ? path : `${folder}/${path}`, text]),
    );

  it.each([
    'npm ci --prefix web',
    'npm --prefix ./web ci',
    'npm ci --prefix /app/web',
  ])('goes before the sources: %s', (install) => {
    const { lines, status } = reordered(['COPY . .', `RUN ${install} && npm run build --prefix web`], inFolder('web'), {
      start: '["node", "web/dist/index.js"]',
    });
    expect({ lines, status }).toEqual({
      lines: [
        'COPY web/package.json web/package-lock.json ./web/',
        `RUN ${install}`,
        'COPY . .',
        'RUN npm run build --prefix web',
      ],
      status: 'changed',
    });
  });
});

describe('a step that looks at nothing that the sources bring does not', () => {
  it.each([
    'RUN ls',
    'RUN node --version',
    'RUN cat /etc/os-release',
    'RUN cd /app',
    'RUN mkdir x && cd x',
  ])('%s', (looks) => {
    const { lines } = reordered(['COPY . .', looks, 'RUN npm ci']);
    expect(lines).toEqual([looks, MANIFESTS, 'RUN npm ci', 'COPY . .']);
  });

  it.each([
    'if [ -f package.json ]; then npm ci; fi',
    'cat package.json && npm ci',
    'cd /app && npm ci',
    'cd / && cd app && npm ci && cd',
    'npm ci && ls node_modules',
  ])('%s', (command) => {
    const { lines } = reordered(['COPY . .', `RUN ${command}`]);
    expect(lines).toEqual([MANIFESTS, `RUN ${command}`, 'COPY . .']);
  });

  it('in front of a build that fetches, which stays behind the sources', () => {
    const files = {
      'go.mod': 'module bell\n\ngo 1.22\n\nrequire github.com/google/uuid v1.6.0\n',
      'go.sum': 'github.com/google/uuid v1.6.0 h1:a=\ngithub.com/google/uuid v1.6.0/go.mod h1:b=\n',
      'main.go': 'package main\n\nimport "github.com/google/uuid"\n\nfunc main() { println(uuid.NewString()) }\n',
    };
    const { lines } = reordered(['COPY . .', 'RUN ls /app && go build -o bell .'], files, {
      base: 'golang:1.22',
      start: '["./bell"]',
    });
    expect(lines).toEqual([
      'COPY go.mod go.sum ./',
      'RUN go mod download',
      'COPY . .',
      'RUN ls /app && go build -o bell .',
    ]);
  });
});

describe('copies of parts of the sources before the install', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'folders',
      ['COPY package*.json ./', 'COPY src ./src', 'RUN npm ci && npm run build'],
      ['COPY package*.json ./', 'RUN npm ci', 'COPY src ./src', 'RUN npm run build'],
    ],
    [
      'sources beside the manifests',
      ['COPY package*.json src/index.ts ./', 'RUN npm ci'],
      [MANIFESTS, 'RUN npm ci', 'COPY package*.json src/index.ts ./'],
    ],
    [
      'several, which keep their order and their owner',
      ['COPY --chown=node package*.json src/index.ts ./', 'COPY --chown=node src ./src', 'RUN npm ci'],
      [
        MANIFESTS.replace('COPY', 'COPY --chown=node'),
        'RUN npm ci',
        'COPY --chown=node package*.json src/index.ts ./',
        'COPY --chown=node src ./src',
      ],
    ],
  ])('come behind it: %s', (_name, before, after) => {
    expect(reordered(before)).toEqual({
      lines: after,
      codes: expect.arrayContaining(['manifests-first']),
      status: 'changed',
    });
  });

  it('bring no manifest a second time that a folder has brought', () => {
    const prisma = server(
      { dependencies: { '@prisma/client': '5.22.0', prisma: '5.22.0' } },
      { 'prisma/schema.prisma': 'generator client {}' },
    );
    const { lines } = reordered(
      ['COPY package*.json ./', 'COPY prisma ./prisma', 'COPY src ./src', 'RUN npm ci'],
      prisma,
    );
    expect(lines).toEqual(['COPY package*.json ./', 'COPY prisma ./prisma', 'RUN npm ci', 'COPY src ./src']);
  });

  it('bring the install no lockfile that it did not have', () => {
    const { lines } = reordered(['COPY package.json src/index.ts ./', 'RUN npm install']);
    expect(lines).toEqual(['COPY package.json ./', 'RUN npm install', 'COPY package.json src/index.ts ./']);
  });

  it('stay where what they bring would lie below what the install fills', () => {
    const { status } = reordered([
      'COPY package.json /opt/bell/',
      'COPY src /opt/bell/src',
      'RUN cd /opt/bell && npm install',
    ]);
    expect(status).toBe('unchanged');
  });

  it('stay where they configure something, where a step reads them, and where the install does', () => {
    expect(reordered(['COPY package*.json tsconfig.json ./', 'RUN npm ci', 'COPY . .']).codes).toEqual([
      'order-is-good',
    ]);
    expect(reordered(['COPY package*.json ./', 'COPY src ./src', 'RUN ls src', 'RUN npm ci']).codes).toEqual([
      'steps-between-need-sources',
    ]);
    const patched = server({ scripts: { postinstall: 'node src/patch.js' } }, { 'src/patch.js': '' });
    expect(reordered(['COPY package*.json ./', 'COPY src ./src', 'RUN npm ci'], patched).status).toBe('unchanged');
  });
});
