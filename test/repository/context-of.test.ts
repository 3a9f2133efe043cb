import { describe, expect, test } from 'vitest';
import { readConsumers } from '../../src/repository/consumers/index.ts';
import { contextOf } from '../../src/repository/context-of.ts';
import { type MemoryFile, memoryRepository } from '../../src/repository/memory.ts';

function find(
  files: Readonly<Record<string, MemoryFile>>,
  dockerfile: string,
  sources: readonly string[],
  override: string | null = null,
) {
  const repository = memoryRepository({ [dockerfile]: '', ...files });
  const { state, folder, because } = contextOf(
    repository,
    dockerfile,
    readConsumers(repository).consumers,
    override,
    sources,
  );
  return { state, folder, because };
}

describe('the context of a Dockerfile', () => {
  test('is what the user says, before all else', () => {
    const files = { 'compose.yml': 'services: { a: { build: . } }', 'api/x': '' };
    expect(find(files, 'Dockerfile', ['x'], './api/')).toEqual({
      state: 'known',
      folder: 'api',
      because: '--context api',
    });
    expect(find(files, 'Dockerfile', ['x'], '.')).toMatchObject({ folder: '', because: '--context .' });
    expect(find(files, 'Dockerfile', ['x'], '../x')).toMatchObject({ state: 'unknown' });
  });

  test('is where its consumers build it', () => {
    const files = {
      'compose.yml': 'services:\n  a:\n    build: { context: ., dockerfile: api/Dockerfile }\n',
      Makefile: 'b:\n\tdocker build -f api/Dockerfile .\n',
      'api/x': '',
    };
    expect(find(files, 'api/Dockerfile', ['x'])).toEqual({
      state: 'known',
      folder: '',
      because: 'compose.yml:2 (a) builds it in .',
    });
  });

  test('is the consumer’s folder in which all sources exist, when they disagree', () => {
    const files = {
      'compose.yml': 'services: { a: { build: ./api } }',
      Makefile: 'b:\n\tdocker build -f api/Dockerfile .\n',
      'yarn.lock': '',
      'api/x': '',
    };
    expect(find(files, 'api/Dockerfile', ['yarn.lock'])).toMatchObject({ state: 'known', folder: '' });
    expect(find(files, 'api/Dockerfile', ['x'])).toMatchObject({ state: 'known', folder: 'api' });
  });

  test('is unknown when they disagree and nothing tells who is right', () => {
    const files = {
      'compose.yml': 'services: { a: { build: ./api } }',
      Makefile: 'b:\n\tdocker build -f api/Dockerfile .\n',
      'api/x': '',
      x: '',
    };
    const { state, because } = find(files, 'api/Dockerfile', ['x']);
    expect(state).toBe('unknown');
    expect(because).toBe('compose.yml:1 (a) builds it in api, but Makefile:2 (b) builds it in .');
    expect(find(files, 'api/Dockerfile', ['nowhere'])).toMatchObject({ state: 'unknown' });
  });

  test('is not taken from those who build another Dockerfile', () => {
    const files = { 'compose.yml': 'services: { a: { build: { context: web } } }', 'package.json': '' };
    expect(find(files, 'Dockerfile', ['package.json'])).toMatchObject({ state: 'known', folder: '' });
  });

  test('is its own folder when what it copies exists there, else the root', () => {
    expect(
      find({ 'api/package.json': '', 'package.json': '' }, 'api/Dockerfile', ['package*.json', '.']),
    ).toMatchObject({ state: 'known', folder: 'api' });
    expect(
      find({ 'api/package.json': '', 'yarn.lock': '', 'package.json': '' }, 'api/Dockerfile', [
        'package.json',
        'yarn.lock',
      ]),
    ).toMatchObject({ folder: '' });
    expect(
      find({ 'docker/nginx.conf': '', 'src/a': '' }, 'docker/Dockerfile', ['docker/nginx.conf', 'src']),
    ).toMatchObject({ folder: '' });
  });

  test('does not ask for globs that may find nothing, nor for files that are only on this disk', () => {
    expect(find({ 'api/package.json': '' }, 'api/Dockerfile', ['package.json', 'yarn.lock*'])).toMatchObject({
      folder: 'api',
    });
    expect(
      find({ 'api/package.json': '', 'api/dist/a.js': { text: '', untracked: true } }, 'api/Dockerfile', [
        'package.json',
        'dist',
      ]),
    ).toMatchObject({ folder: 'api' });
    expect(find({ 'a.jar': '' }, 'api/Dockerfile', ['*.jar'])).toMatchObject({ folder: '' });
  });

  test('is not a folder that holds nothing to build, when everything is copied', () => {
    expect(
      find({ 'docker/entrypoint.sh': '', 'docker/README.md': '', 'src/a.js': '' }, 'docker/Dockerfile', ['.']),
    ).toMatchObject({ folder: '' });
    expect(find({ 'api/main.go': '', 'src/a.js': '' }, 'api/Dockerfile', ['.'])).toMatchObject({ folder: 'api' });
  });

  test('is the root for a Dockerfile there of which only a build output is missing', () => {
    expect(find({ 'package.json': '' }, 'Dockerfile', ['package.json', 'dist'])).toMatchObject({
      state: 'known',
      folder: '',
    });
  });

  test('is unknown when nothing tells', () => {
    expect(find({ 'a/x': '' }, 'api/Dockerfile', ['x'])).toMatchObject({ state: 'unknown' });
    expect(find({ 'a/x': '' }, 'Dockerfile', ['x'])).toMatchObject({ state: 'unknown' });
  });
});
