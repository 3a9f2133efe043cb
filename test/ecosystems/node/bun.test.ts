import { describe, expect, it } from 'vitest';
import { readBunLock } from '../../../src/ecosystems/node/bun-lock.ts';
import { codeOf, exec, type Files, manifest, projectOf, readOne, shell } from './project.ts';

const LOCK = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": {
      "name": "a",
      "dependencies": { "sharp": "0.33.5", "hono": "4.6.14", },
      "devDependencies": { "esbuild": "0.24.0", },
    },
  },
  "packages": {
    "hono": ["hono@4.6.14", "", {}, "sha512-x"],
    "sharp": ["sharp@0.33.5", "", { "dependencies": { "semver": "^7.0.0" }, "optionalDependencies": { "@img/sharp-linux-x64": "0.33.5" } }, "sha512-x"],
    "@img/sharp-linux-x64": ["@img/sharp-linux-x64@0.33.5", "", { "os": "linux", "cpu": "x64" }, "sha512-x"],
    "semver": ["semver@6.0.0", "", {}, "sha512-x"],
    "sharp/semver": ["semver@7.6.3", "", {}, "sha512-x"],
    "esbuild": ["esbuild@0.24.0", "", { "optionalDependencies": { "@esbuild/linux-x64": "0.24.0" } }, "sha512-x"],
    "@esbuild/linux-x64": ["@esbuild/linux-x64@0.24.0", "", { "os": "linux", "cpu": "x64" }, "sha512-x"],
  },
}
`;

const FIELDS = { dependencies: { hono: '4.6.14' }, devDependencies: { typescript: '5.7.2' } };

function lockOf(text: string, name = 'bun.lock') {
  const context = { read: () => text } as unknown as Parameters<typeof readBunLock>[0];
  return readBunLock(context, name);
}

function treeOf(fields: object, line = 'bun install --frozen-lockfile', more: Files = {}) {
  const files: Files = {
    'package.json': manifest({ ...FIELDS, ...fields }),
    'bun.lockb': '',
    'server.ts': '',
    ...more,
  };
  const start = projectOf(files).start(null, exec('bun', 'server.ts'), new Map());
  if (!start.known) throw new Error('the start is not read');
  return projectOf(files).production(readOne(line, files), start.value, 20);
}

describe('bun.lock', () => {
  it('tells production packages apart, each found from where it is asked for', () => {
    const packages = [...(lockOf(LOCK)?.packages.values() ?? [])];
    expect(packages.filter(({ dev }) => !dev).map(({ location }) => location)).toEqual([
      'node_modules/hono',
      'node_modules/sharp',
      'node_modules/@img/sharp-linux-x64',
      'node_modules/sharp/semver',
    ]);
  });

  it('says for which platforms a package is', () => {
    expect(lockOf(LOCK)?.packages.get('node_modules/@img/sharp-linux-x64')).toMatchObject({
      os: ['linux'],
      cpu: ['x64'],
      version: '0.33.5',
    });
  });

  it('is none in its binary form, or where it is broken', () => {
    expect(lockOf(LOCK, 'bun.lockb')).toBeNull();
    expect(lockOf('{')).toBeNull();
    expect(lockOf('{}')).toBeNull();
  });
});

describe('a program that Bun starts', () => {
  const files = {
    'package.json': manifest({ scripts: { start: 'bun src/server.ts' } }),
    'src/server.ts': '',
    'tsconfig.json': '{}',
  };
  it.each([
    exec('bun', 'src/server.ts'),
    exec('bun', 'run', 'src/server.ts'),
    exec('bun', 'run', 'start'),
    exec('bun', 'start'),
    exec('bun', '--smol', 'run', './src/server.ts', '--watch'),
    shell('bun run src/server.ts'),
  ])('is the file: %j', (cmd) => {
    const start = projectOf(files).start(null, cmd, new Map());
    expect(start).toMatchObject({
      known: true,
      value: { kind: 'program', entry: 'src/server.ts', alsoReads: ['tsconfig.json'] },
    });
    expect(start.known && start.value.kind === 'program' && start.value.tools.includes('bun')).toBe(true);
  });

  it.each([
    exec('bun', '--watch', 'src/server.ts'),
    exec('bun', 'run', '--hot', 'src/server.ts'),
  ])('is development where it watches: %j', (cmd) => {
    expect(projectOf(files).start(null, cmd, new Map())).toMatchObject({ known: true, value: { kind: 'development' } });
  });

  it('is not known where it is neither a script nor a file', () => {
    expect(codeOf(projectOf(files).start(null, exec('bun', 'run', 'other'), new Map()))).toBe('start-not-understood');
  });
});

describe('the production tree of Bun', () => {
  it('is installed once more, into an empty folder', () => {
    expect(treeOf({})).toMatchObject({
      kind: 'prune',
      command: 'rm -rf node_modules && bun install --production --frozen-lockfile',
      mayFetch: true,
      undoesChanges: true,
    });
  });

  it.each([
    ['a script of the project would run again', { scripts: { prepare: 'husky' } }, 'bun install'],
    ['no lockfile is written', {}, 'bun install --no-save'],
  ])('stays whole where %s', (_, fields, line) => {
    expect(treeOf(fields, line).kind).toBe('keep');
  });

  it('is installed once more into every package of a workspace', () => {
    expect(
      treeOf({ workspaces: ['a', 'packages/*'] }, 'bun install', {
        'a/package.json': manifest({ name: 'x' }),
        'packages/b/package.json': manifest({ name: 'y' }),
        'packages/c/package.json': manifest({ name: 'z' }),
      }),
    ).toMatchObject({
      command:
        'rm -rf node_modules a/node_modules packages/*/node_modules && bun install --production --frozen-lockfile',
    });
  });

  it('stays whole where tsconfig.json extends a package, which may be for development alone', () => {
    const tree = treeOf({}, 'bun install', { 'tsconfig.json': '{"extends":"@tsconfig/bun/tsconfig.json"}' });
    expect(tree.kind === 'keep' ? tree.because.code : tree.kind).toBe('start-compiles');
  });
});
