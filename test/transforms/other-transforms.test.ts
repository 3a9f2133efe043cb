import { describe, expect, it } from 'vitest';
import { BUILD, dockerfile, type Files, migrated, server } from './project.ts';

interface Case {
  readonly title: string;
  readonly lines: readonly string[];
  readonly files?: Files;
  readonly base?: string;
  /** A decision, `transform/code`. */
  readonly code?: string;
  /** The image of the runtime stage. */
  readonly image?: string;
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
}

const SWAPS: readonly Case[] = [
  {
    title: 'keeps the full image for update-ca-certificates, which slim lacks',
    lines: [...BUILD, 'COPY ca.crt /usr/local/share/ca-certificates/', 'RUN update-ca-certificates'],
    files: server({}, { 'ca.crt': '' }),
    image: 'node:20',
    code: 'swap-base-image/needs-program',
  },
  {
    title: 'takes slim where a RUN calls usermod, which BusyBox lacks',
    lines: ['RUN usermod -d /x node', ...BUILD],
    image: 'node:20-slim',
  },
  {
    title: 'takes slim where a RUN calls Debian’s adduser, which has other options',
    lines: ['RUN adduser --system --group app', ...BUILD, 'USER app'],
    image: 'node:20-slim',
  },
  {
    title: 'takes slim where a RUN calls a common program with a long option',
    lines: [...BUILD, 'RUN ln --symbolic dist out'],
    image: 'node:20-slim',
  },
  {
    title: 'keeps the full image for a time zone file that no package of the stage brings',
    lines: ['RUN ln -sf /usr/share/zoneinfo/Europe/Berlin /etc/localtime', ...BUILD],
    image: 'node:20',
    code: 'swap-base-image/needs-file',
  },
  {
    title: 'lets node ask where BusyBox’ wget would not try every address of localhost',
    lines: [...BUILD, 'HEALTHCHECK CMD wget -qO- http://localhost:3000'],
    image: 'node:20-alpine',
    has: ['HEALTHCHECK CMD ["node", "-e", "const ask='],
  },
  {
    title: 'installs the program of a health check that nothing else can make',
    lines: [...BUILD, 'HEALTHCHECK CMD curl -fsS http://localhost:3000 | grep -q ok'],
    image: 'node:20-alpine',
    has: ['RUN apk add --no-cache curl'],
  },
  {
    title: 'crosses to BusyBox’ wget for a health check of an address',
    lines: [...BUILD, 'HEALTHCHECK CMD wget -q --spider http://127.0.0.1:3000'],
    image: 'node:20-alpine',
  },
  {
    title: 'keeps the base of a start command that names an init which nothing brings',
    lines: [...BUILD, 'ENTRYPOINT ["dumb-init", "--"]'],
    image: 'node:20',
    code: 'swap-base-image/needs-program',
  },
  {
    title: 'keeps the base of a health check that names a program which nothing brings',
    lines: [...BUILD, 'HEALTHCHECK CMD grpc_health_probe -addr=:3000'],
    image: 'node:20',
    code: 'swap-base-image/needs-program',
  },
  {
    title: 'refuses a smaller base for a program that starts a script',
    lines: BUILD,
    files: server(
      {},
      {
        'src/index.ts': "import { spawn } from 'child_process';\nspawn('./scripts/run.sh');\n",
        'scripts/run.sh': '#!/bin/bash\ncurl x\n',
      },
    ),
    image: 'node:20',
    code: 'swap-base-image/unknown-programs',
  },
];

const OTHERS: readonly Case[] = [
  {
    title: 'freeze-install keeps an install behind a removed lockfile',
    lines: ['COPY package*.json ./', 'RUN rm -f package-lock.json && npm install', 'COPY . .', 'RUN npm run build'],
    code: 'freeze-install/lockfile-changed-before',
    lacks: ['npm ci'],
  },
  {
    title: 'freeze-install keeps an install behind a changed manifest',
    lines: [
      'COPY package*.json ./',
      'RUN sed -i s/4/5/ package.json',
      'RUN npm install',
      'COPY . .',
      'RUN npm run build',
    ],
    code: 'freeze-install/lockfile-changed-before',
    lacks: ['npm ci'],
  },
  {
    title: 'freeze-install keeps an install behind one of another manager that writes the manifest',
    lines: ['COPY . .', 'RUN yarn add http-server', 'RUN npm install', 'RUN npm run build'],
    code: 'freeze-install/lockfile-changed-before',
    lacks: ['npm ci'],
  },
  {
    title: 'reorder-copy ignores no dependencies that another Dockerfile takes from the working copy',
    lines: ['COPY . .', 'RUN npm ci', 'RUN npm run build'],
    files: server(
      {},
      {
        '.dockerignore': 'dist\n',
        'Dockerfile.dev': 'FROM node:20\nWORKDIR /app\nCOPY . .\nCMD ["npm", "run", "dev"]\n',
      },
    ),
    code: 'reorder-copy/context-brings-dependencies',
  },
  {
    title: 'reorder-copy leaves an install whose folder would hold the contents of another one',
    lines: ['COPY package*.json ./', 'COPY src ./', 'COPY . .', 'RUN npm ci', 'RUN npm run build'],
    files: server({}, { 'src/page.ts': '' }),
    code: 'reorder-copy/copy-not-movable',
  },
  {
    title: 'add-non-root-user declines for files in root’s home',
    lines: ['COPY aws.cfg /root/.aws/config', ...BUILD],
    files: server({}, { 'aws.cfg': '' }),
    code: 'add-non-root-user/home-holds-files',
    lacks: ['USER node'],
  },
  {
    title: 'read-dockerfile leaves an image alone that others build on',
    lines: ['ONBUILD COPY . .', ...BUILD],
    code: 'read-dockerfile/image-for-other-images',
    lacks: ['AS runtime'],
  },
];

describe('swap-base-image', () => {
  it.each(SWAPS)('$title', ({ lines, files = server(), image, code }) => {
    const { status, runtime, codes } = migrated(dockerfile(lines), files);
    expect(status).toBe('changed');
    expect(runtime.split('\n')[0]).toBe(`FROM ${image} AS runtime`);
    if (code !== undefined) expect(codes).toContain(code);
  });
});

describe('the other transforms', () => {
  it.each(OTHERS)('$title', ({ lines, files = server(), code, lacks = [] }) => {
    const { status, text, codes, others } = migrated(dockerfile(lines), files);
    expect(['changed', 'unchanged']).toContain(status);
    expect(codes).toContain(code);
    expect(others).toEqual([]);
    for (const part of lacks) expect(text).not.toContain(part);
  });
});

describe('a divided RUN', () => {
  it('is divided by the SHELL in force', () => {
    const { status, text } = migrated(
      dockerfile(['SHELL ["/bin/bash", "-e", "-c"]', 'COPY . .', 'RUN npm ci; npm run build']),
      server(),
    );
    expect(status).toBe('changed');
    expect(text).toContain('RUN npm ci\n');
    expect(text).toContain('RUN npm run build\n');
  });

  it('has each of its installs frozen, and keeps the folder of the second behind the sources', () => {
    const own = server();
    const files = server(
      {},
      { 'web/package.json': own['package.json'] ?? '', 'web/package-lock.json': own['package-lock.json'] ?? '' },
    );
    const { status, text } = migrated(
      dockerfile(['COPY . .', 'RUN npm install && cd web && npm install && cd ..', 'RUN npm run build']),
      files,
    );
    expect(status).toBe('changed');
    expect(text).toContain('RUN npm ci\n');
    expect(text).toMatch(/ \. \.\nRUN cd web && npm ci && cd \.\.\n/);
  });

  it('restates a variable that ENV exported and the RUN changed', () => {
    const { status, text } = migrated(
      dockerfile(['ENV LEVEL=1', 'COPY . .', 'RUN LEVEL=2 && npm ci && npm run build']),
      server(),
    );
    expect(status).toBe('changed');
    expect(text).toContain('RUN LEVEL=2 && npm run build');
  });
});

describe('native code that no lockfile rules out', () => {
  const lines = ['COPY package.json ./', 'RUN npm install', 'COPY . .', 'RUN npm run build'];
  const files = Object.fromEntries(Object.entries(server()).filter(([path]) => path !== 'package-lock.json'));

  it('keeps the image that was there', () => {
    expect(migrated(dockerfile(lines), files).runtime).toContain('FROM node:20 AS');
  });

  it('lets the stage go to slim, and not to another libc, where the built image is audited', () => {
    const { runtime } = migrated(dockerfile(lines), files, { unknownNativeCode: 'audited' });
    expect(runtime).toContain('FROM node:20-slim AS');
  });
});

describe('libraries that native code loads', () => {
  const files = server({ dependencies: { '@prisma/client': '5.22.0', '@prisma/engines': '5.22.0' } });

  it('are installed on slim', () => {
    const { runtime } = migrated(dockerfile(BUILD), files);
    expect(runtime).toContain('FROM node:20-slim AS');
    expect(runtime).toContain('apt-get install -y --no-install-recommends ca-certificates openssl &&');
  });

  it('keep the full image of a release whose packages move to the archive', () => {
    const { runtime } = migrated(dockerfile(BUILD, { base: 'node:20-bullseye' }), files);
    expect(runtime).toContain('FROM node:20-bullseye AS');
  });
});

describe('packages that the RUN of the install removes again', () => {
  it.each(['cd /app && npm ci', 'cd ${APP} && npm ci', 'npm ci'])('stay in one layer with it: «%s»', (install) => {
    const tools = 'apt-get update && apt-get install -y g++ make';
    const run = `RUN ${tools} && ${install} && apt-get remove -y g++ make && rm -rf /var/lib/apt/lists/*`;
    const lines = [
      'FROM node:20-slim',
      'ENV APP=/app',
      'WORKDIR /app',
      'COPY . .',
      run,
      'CMD ["node", "index.js"]',
      '',
    ];
    const { text, status } = migrated(
      lines.join('\n'),
      server({}, { 'index.js': "require('express')().listen(1);\n" }),
    );
    expect(status).toBe('changed');
    expect(text).toContain(`${run}\n`);
  });
});
