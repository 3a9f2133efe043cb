import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEngine } from '../../src/prove/engine.ts';
import { becomes, benchOn, DOCKERFILE, dockerfileIn, QUIET_NPM, root, SERVER, TSX } from './bench.ts';

// A machine without CAP_SYS_RESOURCE cannot raise limits to podman's defaults: «error setting rlimit type 7: operation not permitted».
const settings = mkdtempSync(join(tmpdir(), 'msb-e2e-podman-'));
const CONTAINERS_CONF = join(settings, 'containers.conf');
writeFileSync(CONTAINERS_CONF, '[containers]\ndefault_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]\n');
afterAll(() => rmSync(settings, { recursive: true, force: true }));

// The hook prepares images for the other engine. They are handed over below; a registry may have them otherwise.
const environment = { ...process.env, MSB_ENGINE: 'podman', MSB_PREPARE_IMAGES: '', CONTAINERS_CONF };
const logs = join(root, '.e2e-logs');
const found = await findEngine({ environment, logs });
const other = await findEngine({ environment: process.env, logs });
if (found.kind === 'none') console.log(`no second engine, its tests are skipped: ${found.because}`);

const { folderOf, fixture, projectWith, proveIn, env, client } = benchOn(found, {
  MSB_ENGINE: 'podman',
  MSB_PREPARE_IMAGES: '',
  CONTAINERS_CONF,
});

const IMAGES = ['node:20', 'node:20-slim', 'node:20-alpine'];

describe.skipIf(found.kind === 'none')('msb-migrate --prove --engine podman', () => {
  beforeAll(() => {
    if (other.kind === 'none' || other.client !== 'docker') return;
    const text = IMAGES.map((image) => `FROM ${image}\n`).join('');
    const dockerfile = join(settings, 'Dockerfile');
    writeFileSync(dockerfile, text);
    const [hook, ...args] = other.prepareImages ?? [];
    if (hook !== undefined) execFileSync(hook, [...args, dockerfile], { stdio: 'ignore' });
    for (const image of IMAGES) {
      const present = client('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}').some((each) =>
        each.endsWith(`/${image}`),
      );
      if (present) continue;
      const archive = join(settings, 'image.tar');
      const [docker = 'docker', ...rest] = other.command;
      execFileSync(docker, [...rest, 'save', '--output', archive, image], { stdio: 'ignore' });
      client('load', '--input', archive);
      rmSync(archive);
    }
  });

  it('writes a project that answers the same from a smaller image, and leaves nothing on the engine', async () => {
    const there = ours();
    const folder = fixture('node-typescript-express');
    const { code, stdout, stderr } = await proveIn(folder, [
      ...QUIET_NPM,
      '--probe',
      '/health',
      '--touch',
      'src/server.ts',
      '--json',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(dockerfileIn(folder)).toContain('AS runtime');
    const { before, after, ...proof } = JSON.parse(stdout).files[0].proof;
    expect(proof).toMatchObject({ proof: 'same-answers', tried: [], differences: [] });
    expect(after.size).toBeLessThan(before.size / 2);
    // The audit read both.
    expect(after.files).toBeLessThan(before.files);
    expect([before.uid, after.user, after.uid]).toEqual([0, 'node', 1000]);
    expect(after.behaviour).toEqual(['GET :3000/health 200']);
    expect(after.rebuild.cachedSteps).toBeGreaterThan(before.rebuild.cachedSteps);
    expect(ours().filter((each) => !there.includes(each))).toEqual([]);
  });

  it('stops at an original that does not build, and names the step', async () => {
    const source = DOCKERFILE.replace('CMD', 'RUN node no-such-build.js\nCMD');
    const folder = projectWith({ Dockerfile: source, 'server.js': SERVER });
    const { code, stderr } = await proveIn(
      folder,
      [],
      becomes(() => DOCKERFILE),
    );
    expect(code).toBe(4);
    expect(stderr).toMatch(/✗ was-broken: .*\n {4}before: the build failed at \[4\/5\] RUN node no-such-build\.js\n/);
    expect(dockerfileIn(folder)).toBe(source);
  });

  it('lands on slim where the program needs a bash that the alpine candidate does not have', async () => {
    const bash = "require('node:child_process').execFileSync('/bin/bash', ['-c', 'echo from bash'])";
    const folder = projectWith({ Dockerfile: DOCKERFILE, 'server.js': SERVER.replace("'hello'", bash) });
    const tags: Readonly<Record<string, string>> = { auto: ':20-alpine', slim: ':20-slim' };
    const run = becomes(({ options }) => DOCKERFILE.replace(':20-slim', `${tags[options.base] ?? ':20'}\nENV A=b`));
    const { code, stderr } = await proveIn(folder, ['--timeout', '15'], run);
    expect(code).toBe(0);
    expect(stderr).toContain('✓ same-answers: both run, and answer the same, with --base slim\n');
    expect(dockerfileIn(folder)).toContain('FROM node:20-slim\n');
  });

  it('leaves a project alone whose migrated image answers differently, or whose health check fails', async () => {
    const source = DOCKERFILE.replace('CMD', 'HEALTHCHECK CMD bash -c "echo fine"\nCMD');
    const folder = projectWith({ Dockerfile: source, 'server.js': SERVER });
    const run = becomes(() => `${source.replace('-slim', '-alpine')}ENV SAYS=goodbye\n`);
    const { code, stderr } = await proveIn(folder, [], run);
    expect(code).toBe(4);
    expect(stderr).toContain('GET :3000/: another body: line 1: «hello» before, «goodbye» after\n');
    expect(stderr).toMatch(/the health check passes before, and fails after \(exit code 127/);
    expect(dockerfileIn(folder)).toBe(source);
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const there = ours();
    const folder = fixture('node-typescript-express');
    const source = dockerfileIn(folder);
    const temporary = folderOf('tmp');
    const child = spawn(process.execPath, ['--import', TSX, join(root, 'bin/msb-migrate.ts'), '--prove', '--write'], {
      cwd: folder,
      env: { ...env, TMPDIR: temporary },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('starting the original')) setTimeout(() => child.kill('SIGINT'), 1500);
    });
    const by = await new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
    expect([by, said]).toEqual(['SIGINT', expect.not.stringMatching(/bug of msb-migrate/)]);
    expect(ours().filter((each) => !there.includes(each))).toEqual([]);
    expect(readdirSync(temporary).filter((each) => each.startsWith('msb'))).toEqual([]);
    expect(dockerfileIn(folder)).toBe(source);
  });
});

/** Named images, containers, networks and volumes of ours that are on the engine. A proof that was killed may have left some. */
function ours(): readonly string[] {
  return [
    ...client('image', 'ls', '--format', '{{.Repository}}'),
    ...client('ps', '--all', '--format', '{{.Names}} {{.Image}}'),
    ...client('network', 'ls', '--format', '{{.Name}}'),
    ...client('volume', 'ls', '--format', '{{.Name}}'),
  ].filter((line) => /\bmsb-(?!e2e)/.test(line));
}
