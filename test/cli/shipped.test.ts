import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
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
function run(cwd: string, argv: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...argv], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, XDG_CACHE_HOME: join(place, 'cache'), HOME: place, ...variables },
  });
  return { code: status, stdout, stderr };
}

const keptCode = (): readonly string[] =>
  readdirSync(join(place, 'cache/msb-migrate'))
    .sort()
    .map((name) => join(place, 'cache/msb-migrate', name));

beforeAll(() => {
  execFileSync(process.execPath, ['build.mjs', join(built, 'dist')], { cwd: root });
  cpSync(join(root, 'package.json'), join(built, 'package.json'));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('the shipped program', { timeout: 90_000 }, () => {
  it('is ASCII, because its bytes are not decoded, and its page has the characters that the sources have', () => {
    for (const name of readdirSync(join(built, 'dist/bin')))
      expect(readFileSync(join(built, 'dist/bin', name), 'latin1').match(/[^\0-\x7f].{0,20}/)?.[0] ?? '', name).toBe(
        '',
      );
    const project = folderWith({ Dockerfile: 'FROM node:20\n', 'x.js': '' });
    run(project, ['-q', '--report', 'report.html']);
    const page = readFileSync(join(project, 'report.html'), 'utf8');
    expect(page).toContain("'\\u2713 changed '");
    expect(page).not.toContain('\u00e2');
  });

  it('takes memory by the size of a file, and not by its square', () => {
    const layers = `RUN mkdir -p /srv/${'x'.repeat(40)} && ls\n`;
    const lines = [layers.repeat(8_000), 'ENV A=1\n'.repeat(8_000), 'COPY a.txt /srv/\n'.repeat(1_000)];
    const project = folderWith({ Dockerfile: `FROM node:20\n${lines.join('')}CMD ["node", "x.js"]\n`, 'a.txt': '' });
    // What V8 may take; a copy of all that came before, for each line, takes ten times that.
    expect(run(project, [], { NODE_OPTIONS: '--max-old-space-size=256' }).code).toBe(0);
  });

  it('starts again with the code that V8 compiled, and says the same', () => {
    const project = folderWith({ Dockerfile: 'FROM node:20\nCMD ["node","x.js"]\n', 'x.js': '' });
    const first = run(project, ['-v']);
    expect(keptCode().length).toBeGreaterThan(0);
    expect(run(project, ['-v'])).toEqual(first);
    expect(run(project, ['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('keeps the code of a run that used more of it, and then no more', () => {
    const project = folderWith({ Dockerfile: 'FROM node:20\nRUN apt-get update && apt-get install -y git\n' });
    rmSync(join(place, 'cache'), { recursive: true });
    run(project, ['--version']);
    const little = keptCode().map((file) => statSync(file).size);
    const first = run(project, []);
    expect(first.stdout).toContain('+RUN apt-get');
    const much = keptCode().map((file) => [file, statSync(file).size, statSync(file).mtimeMs]);
    expect(Math.max(...much.map(([, size]) => Number(size)))).toBeGreaterThan(Math.max(...little));
    expect(run(project, [])).toEqual(first);
    run(project, ['--version']);
    expect(keptCode().map((file) => [file, statSync(file).size, statSync(file).mtimeMs])).toEqual(much);
  });

  it('runs no code that came back from the disk in part, or that others may write', () => {
    const project = folderWith({ Dockerfile: 'FROM node:20\nRUN apt-get update && apt-get install -y git\n' });
    const first = run(project, []);
    const spoil: Readonly<Record<string, (file: string, code: Buffer) => void>> = {
      cut: (file, code) => writeFileSync(file, code.subarray(0, code.length / 2)),
      'a lost sector': (file, code) => writeFileSync(file, code.fill(0, 4096, 8192)),
      'the second half lost': (file, code) => writeFileSync(file, code.fill(0, code.length / 2)),
      'something else': (file) => writeFileSync(file, 'x'.repeat(100_000)),
      nothing: (file) => writeFileSync(file, ''),
      'writable for all': (file) => chmodSync(file, 0o666),
      'a folder': (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    };
    for (const [how, change] of Object.entries(spoil)) {
      for (const file of keptCode()) change(file, readFileSync(file));
      expect(run(project, []), how).toEqual(first);
    }
  });

  it('forgets the code of versions that nobody runs any more', () => {
    const project = folderWith({ Dockerfile: 'FROM scratch\nCOPY x /x\n' });
    const folder = join(place, 'cache/msb-migrate');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of ['v20-old.v8', 'v20-new.v8', 'somebody-else']) writeFileSync(join(folder, name), 'x');
    for (const name of ['v20-old.v8', 'somebody-else']) utimesSync(join(folder, name), 0, 0);
    run(project, []);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['v20-new.v8', 'somebody-else']));
    expect(readdirSync(folder)).not.toContain('v20-old.v8');
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
