import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findEngine } from '../../src/prove/engine.ts';
import { becomes, benchOn, DOCKERFILE, dockerfileIn, QUIET_NPM, root, SERVER, TSX } from './bench.ts';

const found = await findEngine({ environment: process.env, logs: join(root, '.e2e-logs') });
const { folderOf, fixture, projectWith, proveIn, env: ENV, client: docker } = benchOn(found);

describe.skipIf(found.kind === 'none')('msb-migrate --prove', () => {
  it('writes a project that answers the same from a smaller image, reports its figures, and leaves nothing on the engine', async () => {
    const { folder, file: path } = namedLikeNoOther(fixture('node-typescript-express'));
    const { code, stdout, stderr } = await proveIn(folder, [
      ...[path, ...QUIET_NPM],
      ...['--probe', '/health', '--probe', '/parcels/A1', '--json'],
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(readFileSync(join(folder, path), 'utf8')).toContain('AS runtime');
    const [file] = JSON.parse(stdout).files;
    const { before, after, ...proof } = file.proof;
    expect(file).toMatchObject({ status: 'changed', written: true });
    expect(proof).toMatchObject({ proof: 'same-answers', candidate: '', tried: [], differences: [] });
    expect(after.size).toBeLessThan(before.size / 2);
    expect(after.files).toBeLessThan(before.files);
    expect([before.user, before.uid, after.user, after.uid]).toEqual(['root', 0, 'node', 1000]);
    expect(after.behaviour).toEqual(['GET :3000/health 200', 'GET :3000/parcels/A1 200']);
    expect(leftOf(path)).toEqual([]);
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
      'it misses a server at 127.0.0.1:5432 (PostgreSQL’s port) that does not answer: start one, give its address with --env',
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
    const { folder, file } = namedLikeNoOther(fixture('node-typescript-express'));
    const source = readFileSync(join(folder, file), 'utf8');
    const temporary = folderOf('tmp');
    const child = spawn(
      process.execPath,
      ['--import', TSX, join(root, 'bin/msb-migrate.ts'), '--prove', '--write', file],
      {
        cwd: folder,
        env: { ...ENV, TMPDIR: temporary },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('starting the original')) setTimeout(() => child.kill('SIGINT'), 1500);
    });
    const by = await new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
    expect([by, said]).toEqual(['SIGINT', expect.not.stringMatching(/bug of msb-migrate/)]);
    expect(leftOf(file)).toEqual([]);
    expect(readdirSync(temporary).filter((each) => each.startsWith('msb'))).toEqual([]);
    expect(readFileSync(join(folder, file), 'utf8')).toBe(source);
  });

  it('leaves a project alone whose health check fails in the migrated image', async () => {
    const source = DOCKERFILE.replace('CMD', 'HEALTHCHECK CMD bash -c "echo fine"\nCMD');
    const folder = projectWith({ Dockerfile: source, 'server.js': SERVER });
    const { code, stderr } = await proveIn(
      folder,
      [],
      becomes(() => source.replace('-slim', '-alpine')),
    );
    expect(code).toBe(4);
    expect(stderr).toMatch(/the health check passes before, and fails after \(exit code 127: .*bash/);
    expect(dockerfileIn(folder)).toBe(source);
  });

  it('leaves a project alone whose volume receives something else', async () => {
    const server =
      `require('node:fs').writeFileSync('/data/' + (process.env.SAYS ?? 'first'), 'x');\n${SERVER}`.replace(
        "process.env.SAYS ?? 'hello'",
        "'hello'",
      );
    const folder = projectWith({ Dockerfile: DOCKERFILE, 'server.js': server });
    const { code, stderr } = await proveIn(
      folder,
      ['--volume', 'records:/data'],
      becomes(() => `${DOCKERFILE}ENV SAYS=second\n`),
    );
    expect(code).toBe(4);
    expect(stderr).toContain('the volume /data receives first before, and not after\n');
    expect(stderr).toContain('the volume /data receives second after, and not before\n');
    expect(docker('volume', 'ls', '-q').filter((name) => name.startsWith('msb-records'))).toEqual([]);
  });

  it('starts both with the user’s own command and arguments', async () => {
    const worker = "console.log('worker', require('node:os').hostname());\n";
    const folder = projectWith({ Dockerfile: DOCKERFILE, 'server.js': SERVER, 'worker.js': worker });
    const { code, stderr } = await proveIn(
      folder,
      ['--cmd', 'node worker.js', '--run-arg=--hostname=atelier'],
      becomes(() => DOCKERFILE.replace('-slim', '-alpine').replace('WORKDIR', 'ENV A=b\nWORKDIR')),
    );
    expect(stderr).toContain('✓ same-exit-0');
    expect(code).toBe(0);
  });

  it('says that a base image cannot be pulled, and calls nothing broken', async () => {
    const source = DOCKERFILE.replace('node:20-slim', 'registry.invalid/team/base:1');
    const folder = projectWith({ Dockerfile: source, 'server.js': SERVER });
    const { code, stderr } = await proveIn(
      folder,
      [],
      becomes(() => DOCKERFILE),
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /it cannot be proven, because (?:no image registry answers|its base image cannot be pulled)/,
    );
    expect(dockerfileIn(folder)).toBe(source);
  });
});

/** Gives the Dockerfile a name of its own, after which its images are named: other proofs use the engine at the same time, or have left images on it. */
function namedLikeNoOther(folder: string): { readonly folder: string; readonly file: string } {
  const file = `${randomUUID()}.Dockerfile`;
  renameSync(join(folder, 'Dockerfile'), join(folder, file));
  return { folder, file };
}

/** Images of a Dockerfile, and containers that were made of them. */
function leftOf(file: string): readonly string[] {
  const [name = file] = file.split('.');
  return [
    ...docker('image', 'ls', '--format', '{{.Repository}}'),
    ...docker('ps', '-a', '--format', '{{.Names}} {{.Image}}'),
  ].filter((each) => each.includes(name));
}
