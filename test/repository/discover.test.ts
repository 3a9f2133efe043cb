import { expect, test } from 'vitest';
import { discoverDockerfiles, isDevelopmentDockerfile } from '../../src/repository/discover.ts';
import { memoryRepository } from '../../src/repository/memory.ts';

test('finds Dockerfiles by their usual names, and nothing else', () => {
  const found = [
    'Dockerfile',
    'Dockerfile-production',
    'Dockerfile.api',
    'a/Containerfile',
    'a/Containerfile.x',
    'a/api.Dockerfile',
    'a/web.dockerfile',
    'b/dockerfile',
  ];
  const others = [
    'Dockerfile.dockerignore',
    'Dockerfile.api.dockerignore',
    'Containerfile.containerignore',
    'Dockerfile.j2',
    'Dockerfile.md',
    'mydockerfile.txt',
    'docker/file',
    'Dockerfiles/x',
    'node_modules/x/Dockerfile',
    'a/vendor/y/Dockerfile',
    'dockerfile.ts',
  ];
  const repository = memoryRepository({
    ...Object.fromEntries([...found, ...others].map((path) => [path, ''])),
    'new/Dockerfile': { text: '', untracked: true },
  });
  expect(discoverDockerfiles(repository, '')).toEqual(found);
  expect(discoverDockerfiles(repository, 'a')).toEqual(found.filter((path) => path.startsWith('a/')));
});

test.each([
  '.devcontainer/Dockerfile',
  'x/.devcontainer/go/Dockerfile',
  'Dockerfile.dev',
  'dev.Dockerfile',
  'Dockerfile.development',
  'Dockerfile.local',
  'Dockerfile-dev-backend',
  'api/Dockerfile.web.dev',
  '.docker/dev/backend.Dockerfile',
  '.gitpod.Dockerfile',
])('says that %s is for development', (path) => {
  expect(isDevelopmentDockerfile(path)?.source).toBe(path);
});

test.each([
  'Dockerfile',
  'Dockerfile.prod',
  'Dockerfile.device',
  'devices/Dockerfile',
  'dev/Dockerfile',
  'locale.Dockerfile',
  '.docker/prod/backend.Dockerfile',
])('does not say so of %s', (path) => {
  expect(isDevelopmentDockerfile(path)).toBe(null);
});
