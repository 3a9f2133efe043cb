import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRepository } from '../../src/repository/disk.ts';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'repository-')));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, content: string | Uint8Array = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
function git(...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder, stdio: 'pipe' });
}

describe('a repository on disk, with git', () => {
  beforeEach(() => {
    git('init', '-q');
    write('.gitignore', 'dist\nignored\n');
    write('package.json', '{}');
    write('api/src/a.js', 'a');
  });

  test('lists what git tracks, from any folder or file in it', () => {
    git('add', '.');
    write('dist/index.js', '');
    write('new.txt', '');
    for (const start of ['', 'api', 'api/src/a.js']) {
      const repository = openRepository(join(folder, start));
      expect(repository.root).toBe(folder);
      expect(repository.files()).toEqual(['.gitignore', 'api/src/a.js', 'package.json']);
    }
    const { presence, kind } = openRepository(folder);
    expect(
      ['package.json', 'api', '', 'dist', 'dist/index.js', 'new.txt', 'none', '../x', '/etc'].map(presence),
    ).toEqual([
      'tracked',
      'tracked',
      'tracked',
      'untracked',
      'untracked',
      'untracked',
      'missing',
      'missing',
      'missing',
    ]);
    expect(['package.json', 'api', 'dist', 'dist/index.js', 'none'].map(kind)).toEqual([
      'file',
      'directory',
      'directory',
      'file',
      null,
    ]);
  });

  test('counts a tracked file that was deleted as missing', () => {
    git('add', '.');
    rmSync(join(folder, 'api/src/a.js'));
    const repository = openRepository(folder);
    expect(repository.files()).toEqual(['.gitignore', 'package.json']);
    expect([repository.presence('api/src/a.js'), repository.read('api/src/a.js')]).toEqual(['missing', null]);
  });

  test('keeps names with spaces, quotes and other alphabets', () => {
    write('a b/"ü".txt', 'x');
    git('add', '.');
    expect(openRepository(folder).read('a b/"ü".txt')).toBe('x');
  });

  test('reads modes as a clone would have them', () => {
    write('run.sh', '');
    chmodSync(join(folder, 'run.sh'), 0o755);
    chmodSync(join(folder, 'package.json'), 0o600);
    git('add', '.');
    const { mode } = openRepository(folder);
    expect([mode('run.sh'), mode('package.json'), mode('api'), mode('none')]).toEqual([0o755, 0o644, null, null]);
  });

  test('behaves as without git for a folder that git ignores or has nothing of yet', () => {
    git('add', 'package.json');
    write('ignored/app/package.json', '{"x":1}');
    write('ignored/app/node_modules/ms/index.js');
    const ignored = openRepository(join(folder, 'ignored/app'));
    expect([ignored.root, ignored.files()]).toEqual([join(folder, 'ignored/app'), ['package.json']]);
    expect(ignored.presence('package.json')).toBe('tracked');
    expect(ignored.presence('node_modules/ms')).toBe('untracked');
    expect(openRepository(join(folder, 'api')).files()).toEqual(['src/a.js']);
  });

  test('is sure of nothing inside a submodule', () => {
    git('add', '.');
    git('update-index', '--add', '--cacheinfo', '160000,4b825dc642cb6eb9a060e54bf8d69288fbee4904,vendored/lib');
    mkdirSync(join(folder, 'vendored/lib'), { recursive: true });
    const repository = openRepository(folder);
    expect(repository.files()).not.toContain('vendored/lib');
    expect([repository.presence('vendored/lib'), repository.presence('vendored/lib/x.c')]).toEqual([
      'untracked',
      'untracked',
    ]);
    expect(repository.kind('vendored/lib')).toBe('directory');
  });

  test('does not read git’s own folder', () => {
    git('add', '.');
    const repository = openRepository(folder);
    expect([repository.read('.git/config'), repository.presence('.git')]).toEqual([null, 'untracked']);
  });

  test('answers for this repository also inside a hook of another one', () => {
    git('add', '.');
    const before = process.env.GIT_DIR;
    process.env.GIT_DIR = '/nowhere';
    try {
      expect(openRepository(folder).presence('dist/x')).toBe('missing');
      expect(openRepository(folder).files()).toContain('package.json');
      write('dist/x');
      expect(openRepository(folder).presence('dist/x')).toBe('untracked');
    } finally {
      if (before === undefined) delete process.env.GIT_DIR;
      else process.env.GIT_DIR = before;
    }
  });

  test('lists ten thousand files', () => {
    for (let at = 0; at < 10_000; at += 1) write(`many/${at % 100}/${at}.txt`);
    git('add', '.');
    const repository = openRepository(folder);
    expect(repository.files()).toHaveLength(10_003);
    expect(repository.presence('many/7/7.txt')).toBe('tracked');
  }, 60_000);
});

describe('a repository on disk, without git', () => {
  test('lists every file except below node_modules', () => {
    write('.env', 'A=1');
    write('dist/a.js');
    write('node_modules/ms/index.js');
    write('web/node_modules/ms/index.js');
    expect(openRepository(folder).files()).toEqual(['.env', 'dist/a.js']);
  });

  test('walks when git cannot read the repository', () => {
    write('.git', 'gitdir: /nowhere\n');
    write('api/a.js');
    const repository = openRepository(join(folder, 'api'));
    expect([repository.root, repository.files()]).toEqual([folder, ['api/a.js']]);
  });

  test('never follows a symlink out of the repository', () => {
    write('inside/a.txt', 'in');
    const outside = realpathSync(mkdtempSync(join(tmpdir(), 'outside-')));
    writeFileSync(join(outside, 'secret'), 'out');
    try {
      symlinkSync(outside, join(folder, 'link'));
      symlinkSync(join(outside, 'secret'), join(folder, 'secret'));
      symlinkSync('inside/a.txt', join(folder, 'near'));
      symlinkSync('nowhere', join(folder, 'dangling'));
      const repository = openRepository(folder);
      expect(repository.files()).toEqual(['dangling', 'inside/a.txt', 'link', 'near', 'secret']);
      expect(['link', 'near', 'dangling'].map(repository.kind)).toEqual(['symlink', 'symlink', 'symlink']);
      expect(['secret', 'link/secret', 'near', 'dangling'].map(repository.read)).toEqual([null, null, 'in', null]);
      expect(repository.presence('link/secret')).toBe('missing');
      expect([repository.linkTarget('near'), repository.linkTarget('inside/a.txt')]).toEqual(['inside/a.txt', null]);
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });

  test('reads text without loss, and nothing else', () => {
    write('bom.txt', '\uFEFFa\r\nb');
    write('binary', new Uint8Array([65, 0, 66]));
    write('latin1.txt', new Uint8Array([0x63, 0x61, 0x66, 0xe9]));
    write('large.txt', 'x'.repeat(5 * 1024 * 1024 + 1));
    const { read } = openRepository(folder);
    expect([read('bom.txt'), read('binary'), read('latin1.txt'), read('large.txt'), read(''), read('none')]).toEqual([
      '\uFEFFa\r\nb',
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('is empty for a place that does not exist', () => {
    const repository = openRepository(join(folder, 'no/such/place'));
    expect([repository.files(), repository.presence('a'), repository.read('a')]).toEqual([[], 'missing', null]);
  });
});
