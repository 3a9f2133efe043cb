import { describe, expect, it } from 'vitest';
import { type Files, manifest, projectOf, readOne } from './project.ts';

const API = { executor: '@nx/esbuild:esbuild', options: { outputPath: 'dist/apps/api', main: 'apps/api/src/main.ts' } };

function project(name: string, targets: object): string {
  return JSON.stringify({ name, targets });
}

function outputsOf(line: string, files: Files = {}, target: object = API): string {
  const all: Files = {
    'package.json': manifest({ scripts: { build: line }, devDependencies: { nx: '20.3.0' } }),
    'nx.json': '{}',
    'apps/api/project.json': project('api', { build: target }),
    ...files,
  };
  const build = projectOf(all).build(readOne('npm run build', all));
  return build.known ? build.value.outputs.join(' ') : `not known: ${build.because.data.why}`;
}

describe('what nx builds', () => {
  it.each([
    'nx build api',
    'nx run api:build',
    'nx run api:build:production',
    'npx nx build api --configuration=production',
    'nx build api --prod --skip-nx-cache',
  ])('is what project.json names: %s', (line) => expect(outputsOf(line)).toBe('dist/apps/api'));

  it.each<[string, string, Files, object]>([
    ['another flag', 'nx build api --outputPath=other', {}, API],
    ['a project that is not there', 'nx build web', {}, API],
    ['a target that is not there', 'nx run api:pack', {}, API],
    ['an executor that no table knows', 'nx build api', {}, { ...API, executor: '@own/tools:build' }],
    ['a place that is put together', 'nx build api', {}, { ...API, options: { outputPath: '{workspaceRoot}/dist' } }],
    [
      'a configuration with another place',
      'nx build api',
      {},
      { ...API, configurations: { production: { outputPath: 'prod' } } },
    ],
    ['other targets that run first', 'nx build api', {}, { ...API, dependsOn: ['generate'] }],
    [
      'packages that are built first',
      'nx build api',
      { 'libs/a/project.json': project('a', { build: API }) },
      { ...API, dependsOn: ['^build'] },
    ],
    [
      'the same said in nx.json',
      'nx build api',
      {
        'libs/a/project.json': project('a', { build: API }),
        'nx.json': '{"targetDefaults":{"build":{"dependsOn":["^build"]}}}',
      },
      API,
    ],
  ])('is not known with %s', (_, line, files, target) => {
    expect(outputsOf(line, files, target)).toMatch(/^not known/);
  });

  it('is known where no other package is built first', () => {
    expect(
      outputsOf('nx build api', { 'libs/a/project.json': project('a', {}) }, { ...API, dependsOn: ['^build'] }),
    ).toBe('dist/apps/api');
  });
});
