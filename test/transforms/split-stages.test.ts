import { describe, expect, it } from 'vitest';
import { BUILD, dockerfile, type Files, migrated, server } from './project.ts';

interface Case {
  readonly title: string;
  readonly lines: readonly string[];
  readonly files?: Files;
  readonly base?: string;
  readonly start?: string;
  /** Lines, or parts of lines, of the runtime stage. */
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
}

const COPIED = ['COPY package*.json ./', 'RUN npm ci', 'COPY . .'];

const CASES: readonly Case[] = [
  {
    title: 'carries nothing that a command of the build removed',
    lines: [...COPIED, 'RUN npm run build && rm -rf src tests'],
    has: ['/app/dist ./dist'],
    lacks: ['tests', 'src'],
  },
  {
    title: 'carries what a build output was moved to, not where it was',
    lines: [...COPIED, 'RUN npm run build && mv dist out'],
    start: '["node", "out/index.js"]',
    has: ['/app/out ./out'],
    lacks: ['/app/dist'],
  },
  {
    title: 'carries a folder from the builder when a pattern removed some of it',
    lines: [...COPIED, 'RUN npm run build && rm -f config/*.example'],
    files: server({}, { 'config/a.json': '{}', 'config/b.example': '' }),
    has: ['COPY --from=builder --chown=node:node /app/config ./config'],
  },
  {
    title: 'carries a tracked folder whole when the build writes into it',
    lines: BUILD,
    files: server(
      { scripts: { build: 'tsc --outDir public/js' } },
      { 'public/index.html': '', 'src/index.ts': "import express from 'express';\nexpress.static('public');\n" },
    ),
    has: ['COPY --from=builder --chown=node:node /app/public ./public'],
    lacks: ['/app/public/js'],
  },
  {
    title: 'keeps files that a RUN behind the build changes or removes',
    lines: [...BUILD, 'RUN chmod -R 755 src && rm tsconfig.json package-lock.json'],
    has: ['src ./src', 'package-lock.json package.json tsconfig.json ./'],
  },
  {
    title: 'leaves behind what a RUN behind the build removes with force',
    lines: [...BUILD, 'RUN rm -rf src'],
    lacks: ['src ./src'],
  },
  {
    title: 'carries the whole folder when a symbolic link is among its files',
    lines: BUILD,
    files: server({}, { views: { text: '', symlink: 'src/views' }, 'src/views/a.pug': '' }),
    has: ['COPY --from=builder --chown=node:node /app ./'],
  },
  {
    title: 'carries the whole folder when a build runs where the context’s folders do not lie as in the project',
    lines: ['COPY package*.json ./', 'RUN npm ci', 'COPY src/ .', 'COPY tsconfig.json .', 'RUN npx tsc --outDir dist'],
    has: ['COPY --from=builder --chown=node:node /app ./'],
  },
  {
    title: 'writes names with blanks in JSON form',
    lines: BUILD,
    files: server({}, { 'my data/x.json': '{}', 'read me.txt': '' }),
    has: ['COPY --chown=node:node ["my data", "./my data"]', '["package.json", "read me.txt", "./"]'],
  },
  {
    title: 'lets a generated .env win over one of the working copy',
    lines: [...COPIED, 'RUN echo "A=1" > .env', 'RUN npm run build'],
    files: server({ dependencies: { dotenv: '16.0.0' } }, { 'src/index.ts': "import 'dotenv/config';\n" }),
    has: ['COPY --from=builder --chown=node:node /app/.env ./.env'],
    lacks: ['.env*'],
  },
  {
    title: 'writes a glob that may match nothing beside a file that is there, for a builder that fails otherwise',
    lines: BUILD,
    files: server(
      { dependencies: { dotenv: '16.0.0' } },
      {
        'src/index.ts': "import 'dotenv/config';\n",
        '.gitlab-ci.yml':
          'build:\n  image: gcr.io/kaniko-project/executor:debug\n  script:\n    - /kaniko/executor --context . --dockerfile Dockerfile\n',
      },
    ),
    has: ['package.json .env* ./'],
  },
  {
    title: 'keeps a copied file before the command that reads it',
    lines: ['COPY ca.crt /usr/local/share/ca-certificates/', 'RUN update-ca-certificates', ...BUILD],
    files: server({}, { 'ca.crt': '' }),
    has: ['COPY ca.crt /usr/local/share/ca-certificates/\nRUN update-ca-certificates\n'],
  },
  {
    title: 'keeps an interpreter that the program starts',
    lines: ['RUN apt-get update && apt-get install -y python3', ...BUILD],
    base: 'node:20-slim',
    files: server({}, { 'src/index.ts': "import { spawn } from 'child_process';\nspawn('python3', ['x.py']);\n" }),
    has: ['apt-get install -y python3'],
  },
  {
    title: 'keeps compilers that the program starts',
    lines: ['RUN apt-get update && apt-get install -y build-essential', ...BUILD],
    base: 'node:20-slim',
    files: server({}, { 'src/index.ts': "import { execSync } from 'child_process';\nexecSync('make all');\n" }),
    has: ['apt-get install -y build-essential'],
  },
  {
    title: 'keeps every package when the program starts others whose names are not known',
    lines: ['RUN apt-get update && apt-get install -y python3 make g++', ...BUILD],
    files: server({}, { 'src/index.ts': "import { spawn } from 'child_process';\nspawn(String(process.argv[2]));\n" }),
    has: ['apt-get install -y python3 make g++'],
  },
  {
    title: 'keeps an interpreter that the health check starts',
    lines: ['RUN apt-get update && apt-get install -y python3', ...BUILD, 'HEALTHCHECK CMD python3 -c "1"'],
    base: 'node:20-slim',
    has: ['apt-get install -y python3'],
  },
  {
    title: 'leaves an interpreter behind that only compiling needs',
    lines: ['RUN apt-get update && apt-get install -y python3 make g++', ...BUILD],
    base: 'node:20-slim',
    lacks: ['apt-get'],
  },
  {
    title: 'leaves compilers behind beside another install of packages',
    lines: ['RUN apk add --no-cache python3 make g++', 'RUN apk add tzdata', ...BUILD],
    base: 'node:20-alpine',
    has: ['RUN apk add tzdata'],
    lacks: ['python3'],
  },
  {
    title: 'carries the whole folder for a program that calls git',
    lines: BUILD,
    files: server(
      {},
      { 'src/index.ts': "import { execSync } from 'node:child_process';\nexecSync('git rev-parse HEAD')" },
    ),
    has: ['COPY --from=builder --chown=node:node /app ./'],
  },
  {
    title: 'carries the whole folder for a program that reads in .git',
    lines: BUILD,
    files: server({}, { 'src/index.ts': "import { readFileSync } from 'node:fs';\nreadFileSync('.git/HEAD')" }),
    has: ['COPY --from=builder --chown=node:node /app ./'],
  },
  {
    title: 'carries the whole folder for a program that loads a package that does',
    lines: BUILD,
    files: server({}, { 'src/index.ts': "import { short } from 'git-rev-sync';\nshort()" }),
    has: ['COPY --from=builder --chown=node:node /app ./'],
  },
  {
    title: 'carries exact files for a program that calls git where .git is not in the context',
    lines: BUILD,
    files: server(
      {},
      {
        'src/index.ts': "import { execSync } from 'node:child_process';\nexecSync('git rev-parse HEAD')",
        '.dockerignore': '.git\n',
      },
    ),
    has: ['/app/dist ./dist'],
  },
  {
    title: 'installs a global tool in the runtime that the start command calls',
    lines: ['RUN npm install -g pm2', ...BUILD],
    start: '["pm2-runtime", "dist/index.js"]',
    has: ['RUN npm install -g pm2'],
  },
  {
    title:
      'leaves a global tool behind whose name is its package’s, and installs the one beside it that the start command calls',
    lines: ['RUN npm install -g http-server && npm install -g @vue/cli', ...BUILD],
    start: '["http-server", "dist"]',
    has: ['RUN npm install -g http-server\n'],
    lacks: ['@vue/cli'],
  },
  {
    title: 'installs a global tool in the runtime that the health check calls',
    lines: ['RUN npm install -g wait-on', ...BUILD, 'HEALTHCHECK CMD wait-on http://localhost:3000'],
    has: ['RUN npm install -g wait-on'],
  },
  {
    title: 'installs a global package in the runtime whose folder a variable names',
    lines: ['ENV NODE_PATH=/usr/local/lib/node_modules', 'RUN npm i -g lodash', ...BUILD],
    has: ['RUN npm i -g lodash'],
  },
  {
    title: 'carries what the health check runs, and nothing more for it',
    lines: [...BUILD, 'HEALTHCHECK CMD ["node", "tests/health.js"]'],
    files: server({}, { 'tests/health.js': '' }),
    has: ['tests ./tests'],
    lacks: ['src ./src'],
  },
  {
    title: 'carries what another compose service runs of the same image',
    lines: BUILD,
    files: server(
      {},
      {
        'src/worker.js': '',
        'docker-compose.yml': 'services:\n  a:\n    build: .\n  w:\n    build: .\n    command: node src/worker.js\n',
      },
    ),
    has: ['src ./src'],
  },
];

const DECLINED: readonly (Omit<Case, 'has' | 'lacks'> & { readonly code: string })[] = [
  {
    title: 'a build script that writes outside the project',
    lines: BUILD,
    files: server({ scripts: { build: 'tsc && cp -r dist /srv/site' } }),
    code: 'build-output-unknown',
  },
  {
    title: 'a dependency folder that git tracks and a copy brings',
    lines: BUILD,
    files: server({}, { '.dockerignore': 'dist\n', 'node_modules/own/index.js': '' }),
    code: 'context-brings-dependencies',
  },
  {
    title: 'dependencies that are moved above the application folder',
    lines: ['COPY package*.json ./', 'RUN npm ci && mv node_modules /', 'COPY . .', 'RUN npm run build'],
    code: 'setup-crosses-stages',
  },
  {
    title: 'an install that keeps a browser in the home folder',
    lines: BUILD,
    files: server({ dependencies: { puppeteer: '22.0.0' } }),
    code: 'written-elsewhere',
  },
  {
    title: 'a health check that runs something of the project which is not understood',
    lines: [...BUILD, 'HEALTHCHECK CMD npx is-up localhost:3000'],
    code: 'other-start-not-understood',
  },
];

describe('split-stages', () => {
  it.each(CASES)('$title', ({ lines, files = server(), base = 'node:20', start, has = [], lacks = [] }) => {
    const { status, codes, runtime } = migrated(dockerfile(lines, { base, ...(start ? { start } : {}) }), files);
    expect(status).toBe('changed');
    expect(codes.some((code) => code.startsWith('split-stages/split-to-'))).toBe(true);
    for (const part of has) expect(runtime).toContain(part);
    for (const part of lacks) expect(runtime.replace(/^RUN rm .*$/gm, '')).not.toContain(part);
  });

  it('makes no stage for production dependencies where there are none', () => {
    const only = { name: 'a', version: '1.0.0', scripts: { build: 'tsc' }, devDependencies: { typescript: '5.4.5' } };
    const packages = { '': only, 'node_modules/typescript': { version: '5.4.5', dev: true } };
    const files = server(
      {},
      {
        'package.json': JSON.stringify(only),
        'package-lock.json': JSON.stringify({ name: 'a', version: '1.0.0', lockfileVersion: 3, packages }),
        'src/index.ts': "import { createServer } from 'node:http';\ncreateServer().listen(3000);\n",
      },
    );
    const { text, codes } = migrated(dockerfile(BUILD), files);
    expect(codes).toContain('split-stages/split-to-artifacts');
    expect(codes).not.toContain('split-stages/dependencies-pruned');
    expect(text).not.toMatch(/prune|production-deps|node_modules/);
  });

  it.each([
    ['ARG NPM_TOKEN', true],
    ['ENV NODE_AUTH_TOKEN=abc', true],
    ['ARG TOKENIZER=simple', false],
  ])('advises a secret mount for %s: %s', (line, advised) => {
    const { codes } = migrated(dockerfile([line, ...BUILD]), server());
    expect(codes.includes('split-stages/token-in-variable')).toBe(advised);
  });

  it.each([
    ['node:24.9.0', true],
    ['node:24.10.0', false],
    ['node:24.11', false],
    ['node:24.12.0-slim', false],
    ['node:24.13.0', false],
    ['node:24.13', true],
    ['node:24.13.1', true],
    ['node:24', true],
    ['node:25.2-alpine', false],
    ['node:25.4.0', true],
    ['node:lts', true],
  ])('on %s, «npm prune» is run: %s', (base, isPruned) => {
    const { text, codes } = migrated(dockerfile(BUILD, { base }), server());
    expect(text.includes('npm prune')).toBe(isPruned);
    expect(codes.includes('split-stages/development-dependencies-kept')).toBe(!isPruned);
  });

  it.each(DECLINED)('declines $title', ({ lines, files = server(), start, code }) => {
    const { status, codes } = migrated(dockerfile(lines, start ? { start } : {}), files);
    expect(['changed', 'unchanged']).toContain(status);
    expect(codes).toContain(`split-stages/${code}`);
  });
});

describe('a static file server that the file installs beside the project’s packages', () => {
  const split = (install: string, start: string) =>
    migrated(dockerfile(['COPY package*.json ./', 'RUN npm ci', ...BUILD.slice(2), install], { start }), server());

  it.each([
    ['RUN npm install serve@14', '["npx", "serve", "-s", "dist"]'],
    ['RUN npm install http-server', '["./node_modules/.bin/http-server", "dist"]'],
    ['RUN npm install http-server', '["npx", "hs", "dist"]'],
  ])('takes them along: %s, %s', (install, start) => {
    const { runtime } = split(install, start);
    expect(runtime).toMatch(/^COPY --from=builder .*node_modules/m);
    expect(runtime).toContain('/app/dist ./dist');
  });

  it('is not meant by an install of something else, which npx fetches at every start', () => {
    const { runtime } = split('RUN npm install rimraf', '["npx", "serve", "-s", "dist"]');
    expect(runtime).not.toContain('node_modules');
  });
});

describe('a start command that goes into the project’s folder first', () => {
  const files = Object.fromEntries(
    Object.entries(server()).map(([path, text]) => [path === '.dockerignore' ? path : `api/${path}`, text]),
  );

  it.each(['cd api && npm start', 'cd ./api/ ; npm start', 'cd /app/api && npm start'])('«%s»', (start) => {
    const lines = [
      'FROM node:20',
      'WORKDIR /app',
      'COPY . .',
      'RUN cd api && npm ci && npm run build',
      `CMD ${start}`,
      '',
    ];
    const { runtime } = migrated(lines.join('\n'), files);
    expect(runtime).toMatch(/^COPY --from=builder .*\/app\/api\/dist /m);
  });

  it('may not be followed by a variable', () => {
    const lines = [
      'FROM node:20',
      'WORKDIR /app',
      'COPY . .',
      'RUN cd api && npm ci && npm run build',
      'CMD cd $API && npm start',
      '',
    ];
    expect(migrated(lines.join('\n'), files).codes).toContain('split-stages/starts-elsewhere');
  });
});

describe('a user behind the build', () => {
  const runtime = (...lines: readonly string[]) => migrated(dockerfile([...BUILD, ...lines]), server()).runtime;

  it('is made before the copies that name it', () => {
    const text = runtime('RUN groupadd app', 'RUN useradd -g app app', 'USER app');
    expect(text.indexOf('RUN useradd')).toBeLessThan(text.indexOf('COPY --from'));
    expect(text).toContain('--chown=app /app/dist');
  });

  it('receives its files by the copies where chown -R hands over the application folder', () => {
    const text = runtime('RUN chown -R node:node .', 'USER node');
    expect(text).toContain('COPY --chown=node:node package.json ./\nRUN chown node:node .\nUSER node\n');
    expect(text).not.toContain('tsconfig.json');
  });

  it.each([
    ['made behind a variable that it may see', ['ENV A=1', 'RUN useradd app && chown -R app /app', 'USER app']],
    ['made behind a command that it may need', ['RUN mkdir /data && useradd app && chown -R app /app', 'USER app']],
  ])('owns nothing before it is there: %s', (_, lines) => {
    const text = runtime(...lines);
    expect(text).not.toContain('--chown');
    expect(text).toContain(lines.at(-2));
  });
});

describe('what stands in the way only of some files', () => {
  const tracked = { '.dockerignore': 'dist\n', 'node_modules/own/index.js': '' };
  const COPIES = [
    'COPY package*.json ./',
    'RUN npm ci',
    'COPY tsconfig.json ./',
    'COPY src ./src',
    'RUN npm run build',
  ];

  it('is a tracked dependency folder where no copy brings it', () => {
    expect(migrated(dockerfile(COPIES), server({}, tracked)).text).toContain('AS runtime');
    expect(migrated(dockerfile([...COPIES, 'COPY node_modules ./node_modules']), server({}, tracked)).codes).toContain(
      'split-stages/context-brings-dependencies',
    );
  });

  it('is a build argument where the install itself says what it leaves out', () => {
    const withArgument = (install: string) =>
      migrated(
        dockerfile(
          ['ARG NODE_ENV=production', 'ENV NODE_ENV=$NODE_ENV', 'COPY package*.json ./', install, 'COPY . .'],
          {
            start: '["node", "index.js"]',
          },
        ),
        server({}, { 'index.js': "require('express')().listen(3000)" }),
      ).codes;
    expect(withArgument('RUN npm ci')).toContain('split-stages/install-mode-is-argument');
    expect(withArgument('RUN npm ci --only=production')).not.toContain('split-stages/install-mode-is-argument');
    expect(withArgument('RUN npm ci --omit=dev')).not.toContain('split-stages/install-mode-is-argument');
  });
});

describe('an application among the folders of the base', () => {
  const at = (folder: string, outDir = 'dist') =>
    migrated(
      [
        'FROM node:20',
        ...(folder === '/' ? [] : [`WORKDIR ${folder}`]),
        ...BUILD,
        `CMD ["node", "${outDir}/index.js"]`,
        '',
      ].join('\n'),
      server({}, { 'tsconfig.json': JSON.stringify({ compilerOptions: { outDir, rootDir: 'src' } }) }),
    );

  it('is carried file by file', () => {
    expect(at('/').runtime).toContain(
      'COPY --from=production-deps /node_modules /node_modules\nCOPY --from=builder /dist /dist\nCOPY package.json /\n',
    );
    expect(at('/home/node').runtime).toContain('COPY --from=builder --chown=node:node /home/node/dist ./dist\n');
  });

  it('stays where what was built lies in a folder of the system', () => {
    expect(at('/', 'lib').codes).toContain('split-stages/application-folder-unknown');
  });
});

describe('a RUN that installs, builds and installs a tool', () => {
  it.each([
    ['with a setting of the shell', 'set -x && '],
    ['in a folder that it goes to', 'cd /app && '],
    ['as it is', ''],
  ])('is divided into three, %s', (_name, before) => {
    const lines = ['COPY . .', `RUN ${before}npm install && npm run build && npm install -g pm2`];
    const { text, runtime, status } = migrated(
      dockerfile(lines, { start: '["pm2-runtime", "dist/index.js"]' }),
      server(),
    );
    expect(status).toBe('changed');
    expect(text).toContain(`RUN ${before}npm run build\n`);
    expect(runtime).toContain('npm install -g pm2\n');
    expect(runtime).not.toContain('npm run build');
  });
});

describe('a container that starts below the folder of the install', () => {
  const below = (folder: string) =>
    migrated(dockerfile([...BUILD, `WORKDIR ${folder}`], { start: '["node", "index.js"]' }), server());

  it('is divided, and starts there', () => {
    const { runtime } = below('/app/dist');
    expect(runtime).toContain('COPY --from=builder --chown=node:node /app/dist ./dist\n');
    expect(runtime).toContain('WORKDIR /app/dist\nCMD ["node", "index.js"]\n');
  });

  it('stays whole where it starts beside it', () => {
    expect(below('/srv').codes).toContain('split-stages/starts-elsewhere');
  });

  it('is about the project that lies there, where another is installed above', () => {
    const api = Object.fromEntries(Object.entries(server()).map(([path, text]) => [`api/${path}`, text]));
    const lines = ['WORKDIR /app', 'COPY . .', 'RUN npm ci', 'WORKDIR /app/api', 'RUN npm ci', 'RUN npm run build'];
    const { codes } = migrated(dockerfile(lines), { ...server(), ...api });
    expect(codes).toContain('split-stages/several-projects');
  });
});

describe('a file that builds nothing on a full image', () => {
  const lines = ['COPY package*.json ./', 'RUN npm install', 'COPY . .'];
  const manifest = (dependencies: Readonly<Record<string, string>>) =>
    JSON.stringify({ name: 'a', version: '1.0.0', dependencies });
  const split = (files: Files) =>
    migrated(dockerfile(lines, { start: '["node", "main.js"]' }), { 'main.js': '', ...files }).codes.find((code) =>
      code.startsWith('split-stages/'),
    );

  it('is not divided where no lockfile rules native code out: the full image would have to stay', () => {
    expect(split({ 'package.json': manifest({ express: '4.18.2' }) })).toBe('split-stages/nothing-left-behind');
  });

  it('is divided for native code that a smaller image of the same libc runs', () => {
    const packages = { '': {}, 'node_modules/bcrypt': { version: '5.1.1', hasInstallScript: true } };
    const files = {
      'package.json': manifest({ bcrypt: '5.1.1' }),
      'package-lock.json': JSON.stringify({ name: 'a', version: '1.0.0', lockfileVersion: 3, packages }),
    };
    expect(split(files)).toBe('split-stages/split-to-artifacts');
  });
});
