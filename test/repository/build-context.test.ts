import { describe, expect, test } from 'vitest';
import { buildContext, contextListings, unknownContext } from '../../src/repository/build-context.ts';
import { memoryRepository } from '../../src/repository/memory.ts';

const FILES = {
  Dockerfile: 'FROM scratch\n',
  'package.json': '{}',
  'package-lock.json': '{}',
  'src/index.ts': '',
  'src/lib/a.ts': '',
  'dist/index.js': { text: '', untracked: true },
};
const context = (files: Parameters<typeof memoryRepository>[0], folder = '', dockerfile = 'Dockerfile') =>
  buildContext(memoryRepository(files), folder, dockerfile, 'test');

describe('a build context', () => {
  test.each([
    ['package.json', 'yes'],
    ['./package.json', 'yes'],
    ['/package.json', 'yes'],
    ['src', 'yes'],
    ['src/', 'yes'],
    ['src/lib', 'yes'],
    ['.', 'yes'],
    ['/', 'yes'],
    ['yarn.lock', 'no'],
    ['dist', 'unknown'],
    ['dist/index.js', 'unknown'],
    ['src/*.ts', 'no'],
    ['package*.json', 'no'],
    ['../package.json', 'yes'],
  ])('answers for %j: %s', (path, answer) => {
    expect(context(FILES).has(path)).toBe(answer);
  });

  test('does not have what is ignored, tracked or not', () => {
    const ignoring = context({ ...FILES, '.dockerignore': 'dist\nsrc/lib\npackage-lock.json\n' });
    expect(['dist', 'dist/index.js', 'src/lib', 'package-lock.json', 'src'].map(ignoring.has)).toEqual([
      'no',
      'no',
      'no',
      'no',
      'yes',
    ]);
    expect(ignoring.files()).toEqual(['.dockerignore', 'Dockerfile', 'package.json', 'src/index.ts']);
    expect([ignoring.read('package-lock.json'), ignoring.kind('package-lock.json'), ignoring.kind('src/lib')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('does not know an ignored local folder into which an exception reaches', () => {
    const ignoring = context({ ...FILES, '.dockerignore': 'dist\n!dist/index.js\n' });
    expect(ignoring.has('dist')).toBe('unknown');
    expect(ignoring.has('dist/other.js')).toBe('no');
  });

  test('has a folder of which all but one file is ignored, and none of which all are', () => {
    const files = { 'a/keep.txt': '', 'a/drop.txt': '', 'b/drop.txt': '', '.dockerignore': '*\n!a/keep.txt\n' };
    expect(context(files).has('a')).toBe('yes');
    expect(context(files).has('b')).toBe('no');
    expect(context(files).list('')).toEqual([{ name: 'a', kind: 'directory' }]);
  });

  test('hides Dockerfile and .dockerignore themselves when they are ignored', () => {
    const ignoring = context({ ...FILES, '.dockerignore': '*\n!package.json' });
    expect([ignoring.has('Dockerfile'), ignoring.has('.dockerignore')]).toEqual(['no', 'no']);
    expect(ignoring.files()).toEqual(['package.json']);
  });

  test('is unsure of git’s own folder', () => {
    const files = { ...FILES, '.git/HEAD': { text: '', untracked: true } };
    expect(context(files).has('.git')).toBe('unknown');
  });

  test('holds only what is below its folder', () => {
    const api = context(
      { 'api/package.json': '{"a":1}', 'api/src/a.js': '', 'apix/b.js': '', 'c.js': '' },
      'api',
      'api/Dockerfile',
    );
    expect(api.files()).toEqual(['package.json', 'src/a.js']);
    expect([api.has('c.js'), api.has('../c.js')]).toEqual(['no', 'no']);
    expect(api.read('package.json')).toBe('{"a":1}');
    expect(api.list('src')).toEqual([{ name: 'a.js', kind: 'file' }]);
  });

  test('prefers the ignore file of its own Dockerfile', () => {
    const files = { ...FILES, '.dockerignore': 'src', 'Dockerfile.dockerignore': 'package.json' };
    expect(context(files).ignoreFile).toBe('Dockerfile.dockerignore');
    expect([context(files).has('src'), context(files).has('package.json')]).toEqual(['yes', 'no']);
    const other = context(
      { ...files, 'docker/api.Dockerfile': '', 'docker/api.Dockerfile.dockerignore': '' },
      '',
      'docker/api.Dockerfile',
    );
    expect(other.ignoreFile).toBe('docker/api.Dockerfile.dockerignore');
  });

  test('reads .containerignore for a Containerfile only', () => {
    const files = { ...FILES, Containerfile: '', '.dockerignore': 'src', '.containerignore': 'package.json' };
    expect(context(files, '', 'Containerfile').ignoreFile).toBe('.containerignore');
    expect(context(files, '', 'Dockerfile').ignoreFile).toBe('.dockerignore');
    expect(context({ ...FILES, '.dockerignore': 'src' }, '', 'Containerfile').ignoreFile).toBe('.dockerignore');
  });

  test('follows a symlink that is a source, within the context only', () => {
    const link = (symlink: string) => ({ text: '', symlink });
    const files = {
      ...FILES,
      current: link('src/lib'),
      dangling: link('nowhere'),
      out: link('/etc/hostname'),
      loop: link('loop'),
      abs: link('/src'),
    };
    const linked = context(files);
    expect(['current', 'current/a.ts', 'dangling', 'out', 'loop', 'abs/index.ts'].map(linked.has)).toEqual([
      'yes',
      'yes',
      'no',
      'no',
      'no',
      'yes',
    ]);
    expect(linked.kind('current')).toBe('symlink');
  });
});

describe('the sources that a pattern matches', () => {
  const files = {
    ...FILES,
    'npm-shrinkwrap.json': '',
    'packages/api/package.json': '',
    'packages/web/package.json': '',
    'a[b].txt': '',
    'config-dev/x': '',
  };
  test.each([
    ['package*.json', ['package-lock.json', 'package.json']],
    ['./package*.json', ['package-lock.json', 'package.json']],
    ['yarn.lock*', []],
    ['package-loc[k].json', ['package-lock.json']],
    ['package-loc[^k].json', []],
    ['package-loc[a-m].json', ['package-lock.json']],
    ['package.jso?', ['package.json']],
    ['*.json', ['npm-shrinkwrap.json', 'package-lock.json', 'package.json']],
    ['packages/*/package.json', ['packages/api/package.json', 'packages/web/package.json']],
    ['packages/*', ['packages/api', 'packages/web']],
    ['s*', ['src']],
    ['config-*', ['config-dev']],
    ['package.json', ['package.json']],
    ['missing.json', []],
    ['a\\[b\\].txt', ['a[b].txt']],
    ['a[[]b].txt', ['a[b].txt']],
    ['[', []],
  ])('%j are %j', (pattern, found) => {
    expect(context(files).matches(pattern)).toEqual(found);
  });

  test('leave out what is ignored', () => {
    expect(context({ ...files, '.dockerignore': 'package-lock.json' }).matches('package*.json')).toEqual([
      'package.json',
    ]);
  });

  test('are not known for a source that is only on this disk', () => {
    expect(context(files).matches('dist')).toBe('unknown');
  });
});

test('an unknown context knows nothing', () => {
  const nothing = unknownContext(memoryRepository(FILES));
  expect([nothing.state, nothing.has('package.json'), nothing.matches('*'), nothing.files()]).toEqual([
    'unknown',
    'unknown',
    'unknown',
    [],
  ]);
});

describe('what a reader makes of a file', () => {
  const contextOf = (text: string, listings = contextListings()) =>
    buildContext(
      memoryRepository({ Dockerfile: '', a: text, '.dockerignore': 'b\n', b: '' }),
      '',
      'Dockerfile',
      '',
      listings,
    );

  test('is made once for the same text, also where the files are listed anew, and again for another text', () => {
    let made = 0;
    const length = (text: string) => {
      made += 1;
      return text.length;
    };
    const listings = contextListings();
    expect([
      contextOf('one', listings).reading('a', length),
      contextOf('one', listings).reading('a', length),
      made,
    ]).toEqual([3, 3, 1]);
    const anew = contextListings(listings.readings);
    expect([contextOf('one', anew).reading('a', length), made]).toEqual([3, 1]);
    expect([contextOf('longer', anew).reading('a', length), made]).toEqual([6, 2]);
  });

  test('is nothing for a file that is missing or ignored', () => {
    expect([contextOf('').reading('c', () => 1), contextOf('').reading('b', () => 1)]).toEqual([null, null]);
  });
});
