import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith } from './desk.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'msb-shipped-'));
const built = join(place, 'package');
const program = join(built, 'dist/bin/msb-migrate.cjs');

/** Runs what is shipped, with a cache folder of its own. */
function run(cwd: string, argv: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...argv], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, XDG_CACHE_HOME: join(place, 'cache'), HOME: place },
  });
  return { code: status, stdout, stderr };
}

beforeAll(() => {
  execFileSync(process.execPath, ['build.mjs', join(built, 'dist')], { cwd: root });
  cpSync(join(root, 'package.json'), join(built, 'package.json'));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('the shipped program', { timeout: 90_000 }, () => {
  it('starts again with the code that V8 compiled, and says the same', () => {
    const project = folderWith({ Dockerfile: 'FROM node:20\nCMD ["node","x.js"]\n', 'x.js': '' });
    const first = run(project, ['-v']);
    expect(readdirSync(join(place, 'cache/msb-migrate'))).toHaveLength(1);
    expect(run(project, ['-v'])).toEqual(first);
    expect(run(project, ['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('says the same from several threads as from one, in the order of the paths', () => {
    const fixtures = readdirSync(join(root, 'fixtures'), { withFileTypes: true }).filter((each) => each.isDirectory());
    const folder = mkdtempSync(join(place, 'many-'));
    for (const { name } of fixtures.slice(0, 26))
      cpSync(join(root, 'fixtures', name, 'input'), join(folder, name), { recursive: true });
    const one = run(folder, ['--json', '-j1', '.']);
    const files: readonly { readonly path: string }[] = JSON.parse(one.stdout).files;
    expect(files.length).toBeGreaterThan(24);
    expect(run(folder, ['--json', '-j3', '.'])).toEqual(one);
  });

  it('shares the edit of an ignore file between Dockerfiles of one context, also where threads looked at them', () => {
    const files: Record<string, string> = {
      'package.json': '{"name":"x","scripts":{"build":"tsc"},"dependencies":{"express":"1.0.0"}}',
      'package-lock.json':
        '{"lockfileVersion":3,"packages":{"":{"dependencies":{"express":"1.0.0"}},"node_modules/express":{"version":"1.0.0"}}}',
      'index.js': 'require("express")',
    };
    for (let i = 10; i < 36; i++)
      files[`${i}.Dockerfile`] = `FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node","index.js"]\n# ${i}\n`;
    const folder = folderWith(files);
    const one = run(folder, ['--json', '-j1', '.']);
    const report: { readonly files: readonly { readonly edits: readonly { readonly path: string }[] }[] } = JSON.parse(
      one.stdout,
    );
    expect(report.files.flatMap(({ edits }) => edits).filter(({ path }) => path === '.dockerignore')).toHaveLength(1);
    expect(run(folder, ['--json', '-j3', '.'])).toEqual(one);
  });

  it('gives services of one compose file their targets, one Dockerfile after the other', () => {
    const input = join(root, 'fixtures/node-compose-development-stage/input');
    const folder = mkdtempSync(join(place, 'compose-'));
    for (const name of ['api', 'web']) {
      cpSync(input, join(folder, name), { recursive: true });
      rmSync(join(folder, name, 'docker-compose.yml'));
    }
    const service = (name: string) => `  ${name}:\n    build: ./${name} # here\n    volumes: ["./${name}:/app"]\n`;
    writeFileSync(join(folder, 'compose.yaml'), `services:\n${service('api')}${service('web')}`);
    expect(run(folder, ['--edit-consumers', '--write', '.']).stderr).toContain('2 files: 2 changed');
    const moved = (name: string) =>
      `  ${name}:\n    build:\n      context: ./${name} # here\n      target: development\n    volumes: ["./${name}:/app"]\n`;
    expect(readFileSync(join(folder, 'compose.yaml'), 'utf8')).toBe(`services:\n${moved('api')}${moved('web')}`);
    expect(run(folder, ['--edit-consumers', '--check', '.']).code).toBe(0);
  });
});
