import { describe, expect, it } from 'vitest';
import { nodeEcosystem } from '../../../src/ecosystems/node/index.ts';
import { buildContext } from '../../../src/repository/build-context.ts';
import { memoryRepository } from '../../../src/repository/memory.ts';

function mayRead(files: Record<string, string>): readonly string[] {
  const repository = memoryRepository({ Dockerfile: '', 'package.json': '{"name":"a"}', ...files });
  const [project] = nodeEcosystem.detect(buildContext(repository, '', 'Dockerfile', 'test'));
  return project?.installMayRead.map((read) => read.path) ?? [];
}

const lock = (resolved: string) =>
  JSON.stringify({ lockfileVersion: 3, packages: { '': {}, 'node_modules/x': { version: '1.0.0', resolved } } });

describe('settings that a pipeline may add', () => {
  it('are expected where git ignores .npmrc', () => {
    expect(mayRead({ '.gitignore': 'node_modules\n.npmrc\n' })).toEqual(['.npmrc']);
  });
  it('are expected where the lockfile names another registry', () => {
    expect(mayRead({ 'package-lock.json': lock('https://npm.example.org/x/-/x-1.0.0.tgz') })).toEqual(['.npmrc']);
  });
  it('are not expected for the public registry, a tracked file, or one that the context hides', () => {
    expect(mayRead({ 'package-lock.json': lock('https://registry.npmjs.org/x/-/x-1.0.0.tgz') })).toEqual([]);
    expect(mayRead({ '.gitignore': '.npmrc', '.npmrc': 'a=b' })).toEqual([]);
    expect(mayRead({ '.gitignore': '.npmrc', '.dockerignore': '.npmrc' })).toEqual([]);
  });
});
