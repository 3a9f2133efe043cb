import { describe, expect, it } from 'vitest';
import { nestStart } from '../../../src/ecosystems/node/nest-start.ts';
import { contextOf, type Files, manifest } from './project.ts';

const SCRIPTS = { build: 'nest build', start: 'nest start', 'start:prod': 'node dist/main' };
const SOURCES: Files = {
  'tsconfig.json': '{"compilerOptions":{"outDir":"./dist","rootDir":"./src"}}',
  'src/main.ts': '',
};

function started(command: string, scripts: Readonly<Record<string, string>> = {}, files: Files = {}) {
  const fields = { scripts: { ...SCRIPTS, ...scripts }, devDependencies: { '@nestjs/cli': '^10.0.0' } };
  const context = contextOf({ 'package.json': manifest(fields), ...SOURCES, ...files });
  return nestStart(command.split(' '), { context, folder: '/app', contextFolder: '' });
}

describe('nest start', () => {
  it.each<[string, Readonly<Record<string, string>>, string, string]>([
    ['npm start', {}, 'npm run build', 'npm run start:prod'],
    ['npm run start', {}, 'npm run build', 'npm run start:prod'],
    ['yarn start', {}, 'yarn run build', 'yarn run start:prod'],
    ['pnpm run start', {}, 'pnpm run build', 'pnpm run start:prod'],
    ['npx nest start', {}, 'npm run build', 'npm run start:prod'],
    ['yarn nest start', {}, 'yarn run build', 'yarn run start:prod'],
    ['npm start', { start: 'npx nest start' }, 'npm run build', 'npm run start:prod'],
    ['npm start', { start: 'nest start -b swc' }, 'npx nest build -b swc', 'npm run start:prod'],
    ['yarn start', { build: 'tsc' }, 'yarn nest build', 'yarn run start:prod'],
    ['npm start', { prebuild: 'rm -rf dist' }, 'npm run build', 'npm run start:prod'],
    ['npm start', { prebuild: 'rimraf dist' }, 'npx nest build', 'npm run start:prod'],
    ['npm start', { prebuild: 'npm run lint' }, 'npx nest build', 'npm run start:prod'],
    ['npm start', { postbuild: 'node upload' }, 'npx nest build', 'npm run start:prod'],
    ['npm start', { 'start:prod': 'node --enable-source-maps dist/main.js' }, 'npm run build', 'npm run start:prod'],
  ])('«%s» with %j is built by «%s» and started by «%s»', (command, scripts, build, words) => {
    expect(started(command, scripts)).toMatchObject({ build, words: words.split(' '), program: '/app/dist/main.js' });
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['watches', 'npm run dev', { dev: 'nest start --watch' }],
    ['takes an inspector', 'npm start', { start: 'nest start --debug' }],
    ['names one of several applications', 'npm start', { start: 'nest start api' }],
    ['starts another binary', 'npm start', { start: 'nest start --exec bun' }],
    ['reads another configuration', 'npm start', { start: 'nest start -p tsconfig.prod.json' }],
    ['runs a script before', 'npm start', { prestart: 'node seed.js' }],
    ['runs a script behind', 'npm start', { poststart: 'node seed.js' }],
    ['migrates before', 'npm start', { start: 'npm run migrate && nest start' }],
    ['sets a variable', 'npm start', { start: 'NODE_ENV=test nest start' }],
    ['passes arguments', 'npm start -- --port 80', {}],
    ['has no script that starts what it builds', 'npm start', { 'start:prod': 'node dist/src/main' }],
    ['has a script that does more', 'npm start', { 'start:prod': 'node migrate && node dist/main' }],
    ['has a script that runs one before', 'npm start', { 'prestart:prod': 'node migrate' }],
    ['is no Nest at all', 'npm run build', {}],
  ])('is not known where it %s', (_, command, scripts) => {
    expect(started(command, scripts)).toBeNull();
  });

  it('starts the bundle of webpack, which lies at the top of the output', () => {
    const files = {
      'nest-cli.json': '{"compilerOptions":{"webpack":true}}',
      'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
      'libs/x.ts': '',
    };
    expect(started('npm start', {}, files)).toMatchObject({ program: '/app/dist/main.js' });
  });

  it('follows the folders of the sources into the output', () => {
    const files = { 'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}', 'scripts/seed.ts': '' };
    expect(started('npm start', {}, files)).toBeNull();
    expect(started('npm start', { 'start:prod': 'node dist/src/main' }, files)).toMatchObject({
      program: '/app/dist/src/main.js',
    });
  });

  it.each<[string, Files]>([
    ['reads variables that only the package manager sets', { 'src/main.ts': 'process.env.npm_lifecycle_event;' }],
    ['lies in a monorepo of Nest', { 'nest-cli.json': '{"monorepo":true,"sourceRoot":"apps/api/src"}' }],
    ['runs in another binary', { 'nest-cli.json': '{"exec":"bun"}' }],
  ])('is not known where the project %s', (_, files) => {
    expect(started('npm start', {}, files)).toBeNull();
  });
});
