import { describe, expect, it } from 'vitest';
import { TRANSFORMS } from '../../src/index.ts';
import { migrate } from '../../src/migrate.ts';
import { DEFAULTS } from '../../src/options.ts';
import { memoryRepository } from '../../src/repository/memory.ts';
import { type Files, server } from './project.ts';

const ONLY = { ...DEFAULTS, only: ['add-dockerignore'] };

/** What the transform says and which ignore file it writes. */
function hidden(source: string, files: Files, dockerfile = 'Dockerfile') {
  const repository = memoryRepository({ [dockerfile]: source, ...files });
  const found = migrate({ repository, dockerfile, source, context: '', options: ONLY }, TRANSFORMS);
  const [edit] = found.edits;
  return {
    codes: found.decisions.map(({ code }) => code),
    path: edit?.path ?? null,
    text: edit?.after ?? '',
    problem: found.problem?.cause ?? null,
  };
}

const plain = (files: Files = {}): Files => ({
  ...server({}, { 'index.js': "require('express')().listen(3000);\n" }),
  '.dockerignore': 'node_modules\n',
  ...files,
});
const lines = (...middle: readonly string[]) =>
  ['FROM node:20', 'WORKDIR /app', ...middle, 'CMD ["node", "index.js"]', ''].join('\n');
const PLAIN = lines('COPY package*.json ./', 'RUN npm ci --ignore-scripts', 'COPY . .');

describe('node_modules', () => {
  it.each(['node_modules', 'node_modules/*', '**/node_modules/**'])('is hidden by %s already', (line) => {
    expect(hidden(PLAIN, plain({ '.dockerignore': `${line}\n.git\n` })).path).toBeNull();
  });

  it('is not hidden by a line for some of it', () => {
    expect(hidden(PLAIN, plain({ '.dockerignore': 'node_modules/.cache\n.git\n' })).text).toContain('\nnode_modules\n');
  });
});

describe('.git', () => {
  it('is hidden where no command and no source looks at it', () => {
    expect(hidden(PLAIN, plain())).toMatchObject({
      codes: ['git-hidden'],
      path: '.dockerignore',
      text: 'node_modules\n.git\n',
    });
  });

  it.each<[string, string, Files]>([
    ['a build', lines('COPY . .', 'RUN npm ci', 'RUN npm run build'), {}],
    ['a script', lines('COPY . .', 'RUN npm ci && ./setup.sh'), {}],
    ['a RUN of git', lines('COPY . .', 'RUN npm ci', 'RUN git config --global x y'), {}],
    [
      'a bind mount',
      lines('COPY package*.json ./', 'RUN npm ci', 'RUN --mount=type=bind,target=/s make -C /s', 'COPY index.js .'),
      {},
    ],
    [
      'a program that starts git',
      PLAIN,
      { 'index.js': "require('child_process').execFileSync('git', ['describe']);\n" },
    ],
    ['a program that reads it', PLAIN, { 'index.js': "require('fs').readFileSync('.git/HEAD');\n" }],
    ['a program that reads unknown paths', PLAIN, { 'index.js': "require('fs').readFileSync(process.argv[2]);\n" }],
    [
      'a package that does',
      PLAIN,
      server({ dependencies: { 'git-rev-sync': '3.0.2' } }, { 'index.js': '', '.dockerignore': 'node_modules\n' }),
    ],
    [
      'another Dockerfile of the folder',
      PLAIN,
      { 'Dockerfile.docs': 'FROM alpine/git\nWORKDIR /d\nCOPY . .\nRUN git describe > v\n' },
    ],
    [
      'a file that compose builds there',
      PLAIN,
      {
        'ops/image': 'FROM alpine/git\nWORKDIR /d\nCOPY . .\nRUN git describe > v\n',
        'compose.yaml': 'services:\n  a:\n    build:\n      context: .\n      dockerfile: ops/image\n',
      },
    ],
    ['a COPY of another Dockerfile', PLAIN, { 'Dockerfile.docs': 'FROM busybox\nCOPY .git/HEAD /v\n' }],
  ])('stays where %s may look at it', (_, source, files) => {
    expect(hidden(source, plain(files))).toMatchObject({ codes: ['git-may-be-read'], path: null });
  });

  it.each<[string, string, Files]>([
    ['it is hidden', PLAIN, { '.dockerignore': 'node_modules\n.git*\n' }],
    ['only a few names are let through', PLAIN, { '.dockerignore': '*\n!package*.json\n!index.js\n' }],
    ['no copy takes it', lines('COPY package*.json ./', 'RUN npm ci', 'COPY index.js .'), {}],
  ])('needs nothing where %s', (_, source, files) => {
    expect(hidden(source, plain(files))).toMatchObject({ codes: ['nothing-to-hide'], path: null });
  });
});

describe('the ignore file', () => {
  it('is the one that the builder applies', () => {
    expect(hidden(PLAIN, plain({ 'Dockerfile.dockerignore': 'node_modules\n' })).path).toBe('Dockerfile.dockerignore');
    const podman = plain({ '.containerignore': 'node_modules\n' });
    expect(hidden(PLAIN, podman, 'Containerfile').path).toBe('.containerignore');
  });

  it('keeps what it says, and its line ends', () => {
    const found = hidden(PLAIN, plain({ '.dockerignore': '# local\r\nnode_modules' }));
    expect(found.text).toBe('# local\r\nnode_modules\r\n.git\r\n');
  });
});

describe('local dependencies', () => {
  const OPEN = { '.dockerignore': '.git\n' };

  it.each([
    ['before', lines('COPY package*.json ./', 'RUN npm ci', 'COPY . .')],
    ['after', lines('COPY . .', 'RUN npm ci')],
  ])('are hidden where the image installs its own %s the copy', (_, source) => {
    expect(hidden(source, plain(OPEN))).toMatchObject({ codes: ['dependencies-hidden'], text: '.git\nnode_modules\n' });
  });

  it.each<[string, string, Files, string]>([
    ['the image installs nothing', lines('COPY . .'), {}, 'nothing-to-hide'],
    ['a single package is added', lines('COPY . .', 'RUN npm install express'), {}, 'nothing-to-hide'],
    ['git holds them', PLAIN, { 'node_modules/a/index.js': '' }, 'dependencies-used'],
    [
      'another Dockerfile copies them',
      PLAIN,
      { 'Dockerfile.dev': 'FROM node\nCOPY node_modules /n\n' },
      'dependencies-used',
    ],
    [
      'another Dockerfile brings them whole',
      PLAIN,
      { 'Dockerfile.dev': 'FROM node\nCOPY . /n\n' },
      'dependencies-used',
    ],
  ])('stay where %s', (_, source, files, code) => {
    const found = hidden(source, plain({ ...OPEN, ...files }));
    expect(found.codes).toContain(code);
    expect(found.path).toBe(null);
  });
});

describe('files with secrets', () => {
  it('are told of, and stay: the program may read them', () => {
    const found = hidden(
      PLAIN,
      plain({ '.dockerignore': 'node_modules\n.git\n', '.gitignore': '.env\n.env.example\n' }),
    );
    expect(found).toMatchObject({ codes: ['secrets-in-context'], path: null });
  });

  it.each([
    ['secrets-in-build', 'takes what the build made', 'COPY --from=builder /app/dist ./dist'],
    ['secrets-in-context', 'takes the whole folder of the build', 'COPY --from=builder /app /app'],
    ['secrets-in-context', 'takes a folder above it', 'COPY --from=builder / /old'],
    ['secrets-in-context', 'takes a folder that a variable names', 'COPY --from=builder $FROM_BUILD ./'],
    ['secrets-in-context', 'takes the file out of the context', 'COPY package.json .env* ./'],
    ['secrets-in-context', 'starts from the build', null],
  ])('say %s where the stage that runs %s', (code, _, copy) => {
    const built = ['FROM node:20 AS builder', 'WORKDIR /app', 'COPY . .', 'RUN npm ci', 'RUN npm run build'];
    const runs = copy === null ? ['FROM builder'] : ['FROM node:20-slim', 'WORKDIR /app', copy];
    const source = [...built, ...runs, 'CMD ["node", "dist/server.js"]', ''].join('\n');
    const files = { '.dockerignore': 'node_modules\n.git\n', '.gitignore': '.env\n' };
    expect(hidden(source, plain(files)).codes).toContain(code);
  });

  it('need no word where the ignore file names them, or no copy takes them', () => {
    const files = { '.dockerignore': 'node_modules\n.git\n.env\n', '.gitignore': '.env\n' };
    expect(hidden(PLAIN, plain(files)).codes).toEqual(['nothing-to-hide']);
  });
});
