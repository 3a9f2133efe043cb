import { expect, test } from 'vitest';
import { memoryRepository } from '../../src/repository/memory.ts';

const repository = memoryRepository({
  './b/x.txt': 'x',
  'a.sh': { text: '', mode: 0o755 },
  'dist/y.js': { text: 'y', untracked: true },
  link: { text: 'x', symlink: 'b/x.txt' },
});

test('a repository in memory lists its tracked files, sorted', () => {
  expect(repository.files()).toEqual(['a.sh', 'b/x.txt', 'link']);
});

test('a repository in memory answers as one on disk does', () => {
  expect(['b/x.txt', 'b', '', 'dist', 'dist/y.js', 'c', '../b'].map(repository.presence)).toEqual([
    'tracked',
    'tracked',
    'tracked',
    'untracked',
    'untracked',
    'missing',
    'missing',
  ]);
  expect(['b/x.txt', 'b', 'link', 'dist', 'c'].map(repository.kind)).toEqual([
    'file',
    'directory',
    'symlink',
    'directory',
    null,
  ]);
  expect([repository.read('./b/x.txt'), repository.read('b'), repository.read('link')]).toEqual(['x', null, 'x']);
  expect([repository.mode('a.sh'), repository.mode('b/x.txt'), repository.linkTarget('link')]).toEqual([
    0o755,
    null,
    'b/x.txt',
  ]);
});
