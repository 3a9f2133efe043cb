import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { migrate, TRANSFORMS } from '../../src/index.ts';
import type { MigrateInput } from '../../src/migrate.ts';
import type { Migration } from '../../src/migration.ts';
import { findEngine } from '../../src/prove/engine.ts';
import { git, msbMigrate } from '../cli/desk.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm')).href;
const found = await findEngine({ environment: process.env, logs: join(root, '.e2e-logs') });
const client = found.kind === 'engine' ? found.command : [];
const folders: string[] = [];
// Logs of what is not proven are kept in the folder for temporary files.
vi.stubEnv('TMPDIR', folderOf('logs'));
afterAll(() => {
  vi.unstubAllEnvs();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folderOf(prefix: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `msb-e2e-${prefix}-`)));
  folders.push(folder);
  return folder;
}

function committed(folder: string): string {
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-q', '-m', 'start');
  return folder;
}

/** A copy of a fixture's input as a repository of its own. */
function fixture(name: string): string {
  const folder = folderOf(name);
  cpSync(join(root, 'fixtures', name, 'input'), folder, { recursive: true, verbatimSymlinks: true });
  return committed(folder);
}

function projectWith(files: Readonly<Record<string, string>>): string {
  const folder = folderOf('project');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return committed(folder);
}

const dockerfileIn = (folder: string) => readFileSync(join(folder, 'Dockerfile'), 'utf8');
const ENV = { ...process.env, NO_COLOR: '1' };
/** A network of its own may have no way out here, and npm, before it ends, waits for the registry to tell of a newer npm. */
const QUIET_NPM = ['--env', 'npm_config_update_notifier=false'];
const proveIn = (folder: string, argv: readonly string[], run: (input: MigrateInput) => Migration = migrate) =>
  msbMigrate(folder, ['--prove', '--write', ...argv], { run, transforms: TRANSFORMS, env: ENV });

/** A migration into what a function makes of the options. */
const becomes =
  (text: (input: MigrateInput) => string) =>
  (input: MigrateInput): Migration => ({
    path: input.dockerfile,
    status: 'changed',
    edits: [{ path: input.dockerfile, before: input.source, after: text(input) }],
    decisions: [],
  });

const SERVER = "require('node:http').createServer((q, s) => s.end(process.env.SAYS ?? 'hello')).listen(3000);\n";
const DOCKERFILE = 'FROM node:20-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n';

function docker(...args: readonly string[]): readonly string[] {
  const [file = 'docker', ...rest] = client;
  return execFileSync(file, [...rest, ...args], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
}

describe.skipIf(found.kind === 'none')('msb-migrate --prove', () => {
  it('writes a project that answers the same from a smaller image, reports its figures, and leaves nothing on the engine', async () => {
    const folder = fixture('node-typescript-express');
    const { code, stdout, stderr } = await proveIn(folder, [
      ...QUIET_NPM,
      ...['--probe', '/health', '--probe', '/parcels/A1', '--json'],
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(dockerfileIn(folder)).toContain('AS runtime');
    const [file] = JSON.parse(stdout).files;
    const { before, after, ...proof } = file.proof;
    expect(file).toMatchObject({ status: 'changed', written: true });
    expect(proof).toMatchObject({ proof: 'same-answers', candidate: '', tried: [], differences: [] });
    expect(after.size).toBeLessThan(before.size / 2);
    expect(after.files).toBeLessThan(before.files);
    expect([before.user, before.uid, after.user, after.uid]).toEqual(['root', 0, 'node', 1000]);
    expect(after.behaviour).toEqual(['GET :3000/health 200', 'GET :3000/parcels/A1 200']);
    const images = docker('image', 'ls', '--format', '{{.Repository}}');
    expect(images.filter((name) => name.startsWith('msb-dockerfile'))).toEqual([]);
  });

  it('stops at an original that does not build', async () => {
    const source = 'FROM node:20-slim\nWORKDIR /app\nCOPY . .\nRUN node no-such-build.js\nCMD ["node", "server.js"]\n';
    const folder = projectWith({ Dockerfile: source, 'server.js': SERVER });
    const { code, stderr } = await proveIn(
      folder,
      [],
      becomes(() => DOCKERFILE),
    );
    expect(code).toBe(4);
    expect(stderr).toMatch(/✗ was-broken: .*\n {4}before: the build failed at \[4\/4\] RUN node no-such-build\.js\n/);
    expect(stderr).not.toContain('the migrated');
    expect(dockerfileIn(folder)).toBe(source);
  });

  it('calls equal failure no proof: says which server is missing, and writes nothing', async () => {
    const server = "require('node:net').connect(5432, '127.0.0.1');\n";
    const folder = projectWith({ Dockerfile: DOCKERFILE, 'server.js': server });
    const { code, stderr } = await proveIn(
      folder,
      [],
      becomes(() => DOCKERFILE.replace('-slim', '-alpine')),
    );
    expect(code).toBe(4);
    expect(stderr).toContain('✗ both-fail');
    expect(stderr).toContain(
      'it misses a server at 127.0.0.1:5432 (PostgreSQL’s port) that does not answer: start one, and give its address with --env',
    );
    expect(dockerfileIn(folder)).toBe(DOCKERFILE);
  });

  it('leaves a project alone whose migrated image answers differently', async () => {
    const folder = projectWith({ Dockerfile: DOCKERFILE, 'server.js': SERVER });
    const { code, stderr } = await proveIn(
      folder,
      [],
      becomes(() => `${DOCKERFILE}ENV SAYS=goodbye\n`),
    );
    expect(code).toBe(4);
    expect(stderr).toContain('GET :3000/: another body: line 1: «hello» before, «goodbye» after\n');
    expect(dockerfileIn(folder)).toBe(DOCKERFILE);
  });

  it('lands on slim where the program needs a bash that the alpine candidate does not have', async () => {
    const server = SERVER.replace(
      "'hello'",
      "require('node:child_process').execFileSync('/bin/bash', ['-c', 'echo from bash'])",
    );
    const folder = projectWith({ Dockerfile: DOCKERFILE, 'server.js': server });
    const tags: Readonly<Record<string, string>> = { auto: ':20-alpine', slim: ':20-bookworm-slim' };
    const run = becomes(({ options }) => DOCKERFILE.replace(':20-slim', tags[options.base] ?? ':20'));
    const { code, stderr } = await proveIn(folder, ['--timeout', '15'], run);
    expect(code).toBe(0);
    expect(stderr).toContain('✓ same-answers: both run, and answer the same, with --base slim\n');
    expect(stderr).toMatch(/tried as asked for: differs\n {6}.*ended/);
    expect(dockerfileIn(folder)).toContain('FROM node:20-bookworm-slim\n');
  });

  it('catches an addon that cannot load, although the program ran without it', async () => {
    // Any file that is linked to glibc and needs a library that Alpine has not serves as an addon that is loaded later.
    const source = DOCKERFILE.replace('CMD', 'RUN mkdir lib && cp /bin/bash lib/addon.node\nCMD');
    const folder = projectWith({ Dockerfile: source, 'server.js': SERVER });
    const after = `${source.replace('\n', ' AS build\n')}FROM node:20-alpine\nWORKDIR /app\nCOPY --from=build /app ./\nCMD ["node", "server.js"]\n`;
    const { code, stderr } = await proveIn(
      folder,
      [],
      becomes(() => after),
    );
    expect(code).toBe(4);
    expect(stderr).toContain('✗ differs');
    expect(stderr).toMatch(/\/app\/lib\/addon\.node (?:needs libtinfo|is linked to glibc)/);
    // The program itself did the same.
    expect(stderr).toContain('seen     GET :3000/ 200\n');
    expect(dockerfileIn(folder)).toBe(source);
  });

  it('passes what a --smoke command passes, which finds the port in a variable', async () => {
    const folder = projectWith({
      Dockerfile: DOCKERFILE,
      'server.js': SERVER.replace("'hello'", 'String(Math.random())'),
    });
    const smoke =
      "node -e \"fetch('http://' + process.env.MSB_HOST + ':' + process.env.MSB_PORT).then((r) => process.exit(r.ok ? 0 : 1))\"";
    const { code, stderr } = await proveIn(
      folder,
      ['--smoke', smoke],
      becomes(() => DOCKERFILE.replace('-slim', '-alpine')),
    );
    expect(stderr).toContain('✓ same-answers');
    expect(stderr).toMatch(/seen .*the smoke test passes/);
    expect(code).toBe(0);
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const folder = fixture('node-typescript-express');
    const source = dockerfileIn(folder);
    const temporary = folderOf('tmp');
    const child = spawn(process.execPath, ['--import', TSX, join(root, 'bin/msb-migrate.ts'), '--prove', '--write'], {
      cwd: folder,
      env: { ...ENV, TMPDIR: temporary },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('starting the original')) setTimeout(() => child.kill('SIGINT'), 1500);
    });
    const by = await new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
    expect([by, said]).toEqual(['SIGINT', expect.not.stringMatching(/bug of msb-migrate/)]);
    const name = /msb-dockerfile-before/;
    expect(docker('image', 'ls', '--format', '{{.Repository}}').filter((each) => name.test(each))).toEqual([]);
    expect(docker('ps', '-a', '--format', '{{.Names}} {{.Image}}').filter((each) => name.test(each))).toEqual([]);
    expect(readdirSync(temporary).filter((each) => each.startsWith('msb'))).toEqual([]);
    expect(dockerfileIn(folder)).toBe(source);
  });
});
