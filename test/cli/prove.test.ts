import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../src/cli/engine.ts';
import { type StandInEngine, standInEngine } from '../prove/stand-in-engine.ts';
import { git, gitFolderWith, msbMigrate } from './desk.ts';
import { migration, pins, splitDone } from './stand-ins.ts';

let folder: string;
let engine: StandInEngine;

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'msb-prove-test-')));
  // Temporary files of the tool go here, so that a test sees what is left.
  vi.stubEnv('TMPDIR', join(folder, 'tmp'));
  engine = await standInEngine(join(folder, 'bin'));
  await standInEngine(join(folder, 'tmp'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const env = (more: Readonly<Record<string, string>> = {}) => ({
  PATH: '/usr/bin:/bin',
  MSB_ENGINE: engine.client,
  ...more,
});

/** The comments of the original, and of what it becomes. */
async function prove(
  before: string,
  after: string,
  argv: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
) {
  const source = `FROM node:latest\n${before}`;
  const repository = gitFolderWith({ Dockerfile: source });
  const run: Engine['run'] = (input) =>
    migration(input, [{ path: input.dockerfile, before: input.source, after: `FROM node:1\n${after}` }], [splitDone]);
  const said = await msbMigrate(repository, ['--prove', ...argv], { run, env: env(more) });
  return { ...said, text: readFileSync(join(repository, 'Dockerfile'), 'utf8'), source };
}

describe('--prove', () => {
  it('shows the patch of what is proven, and the proof with its figures on stderr', async () => {
    const { code, stdout, stderr } = await prove('# says: done\n', '# says: done\n# user: node\n');
    expect(code).toBe(0);
    expect(stdout).toContain('+FROM node:1');
    expect(stderr).toContain('✓ same-exit-0: both end with 0, and print the same\n');
    expect(stderr).toMatch(/size {5}\d+\.\d MB → \d+\.\d MB \(\+\d+ %\)\n/);
    expect(stderr).toMatch(/user {5}root → node\n/);
    expect(stderr).toMatch(/build {4}\d+\.\d s, 1 of 2 steps cached/);
    expect(stderr).toContain('seen     ends with exit code 0\n');
    expect(await engine.left()).toEqual([]);
  });

  it('says in plain lines what it is doing where nobody sees a terminal', async () => {
    const { stderr } = await prove('', '# x\n');
    expect(stderr.split('\n').slice(0, 6)).toEqual([
      'Dockerfile: building the original',
      'Dockerfile: starting the original',
      'Dockerfile: reading the files of the original',
      'Dockerfile: building the migrated',
      'Dockerfile: starting the migrated',
      'Dockerfile: reading the files of the migrated',
    ]);
  });

  it('of a list commits only what is proven, and says how many are not', async () => {
    const list = join(folder, 'list.txt');
    const same = gitFolderWith({ Dockerfile: 'FROM node:latest\n# says: a\n' });
    const other = gitFolderWith({ Dockerfile: 'FROM node:latest\n# says: b\n' });
    writeFileSync(list, `${same}\n${other}\n`);
    const run: Engine['run'] = (input) =>
      migration(
        input,
        [{ path: input.dockerfile, before: input.source, after: 'FROM node:1\n# says: a\n' }],
        [splitDone],
      );
    const author = {
      GIT_AUTHOR_NAME: 't',
      GIT_AUTHOR_EMAIL: 't@t',
      GIT_COMMITTER_NAME: 't',
      GIT_COMMITTER_EMAIL: 't@t',
    };
    const said = await msbMigrate(folder, ['bulk', list, '--prove'], { run, env: env(author) });
    expect(said.stdout).toContain(`committed     ${same}, 1 Dockerfile, branch msb-migrate\n`);
    expect(said.stdout).toContain(`nothing to do ${other}, 1 that could not be used or proven\n`);
    expect(git(same, 'log', '-1', '--format=%B', 'msb-migrate')).toContain('proven: same-exit-0');
    expect(git(same, 'status', '--porcelain')).toBe('');
    expect(git(other, 'branch', '--list', 'msb-migrate')).toBe('');
    expect(await engine.left()).toEqual([]);
  });

  it('does not compare words that are other ones when the original is built anew', async () => {
    const serving = (what: string) => `# says: app.$(date +%N).js ${what}\n`;
    const same = await prove(serving('is served'), serving('is served'));
    expect(same.stderr).toContain('✓ same-exit-0');
    expect(same.stderr).toContain('some words change with every build of the original; not compared');
    expect((await engine.calls()).filter((call) => call.includes('--no-cache'))).toHaveLength(1);
    const other = await prove(serving('is served'), serving('is missing'));
    expect(other.stderr).toContain('✗ differs');
    expect(await engine.left()).toEqual([]);
  });

  it('writes with --write what is proven', async () => {
    const { code, text } = await prove('# says: a\n', '# says: a\n# b\n', ['--write']);
    expect([code, text]).toEqual([0, 'FROM node:1\n# says: a\n# b\n']);
  });

  it('stops at an original that does not build, with the step', async () => {
    const { code, stdout, stderr, text, source } = await prove('# build fails: no make\n', '', ['--write']);
    expect([code, stdout, text]).toEqual([4, '', source]);
    expect(stderr).toContain('✗ was-broken: the original is broken\n    before: the build failed at [2/2] RUN make\n');
    expect(stderr).toContain('before | no make');
    expect(stderr).toContain('1 file: 1 not proven\n');
    expect((await engine.calls()).filter((call) => call.includes('Dockerfile-after'))).toEqual([]);
  });

  it('never calls equal failure proven: says what is missing and how to give it', async () => {
    const says = '# says: Error: connect ECONNREFUSED 127.0.0.1:5432\n# exit: 1\n';
    const { code, stderr, text, source } = await prove(says, `${says}# x\n`, ['--write']);
    expect([code, text]).toEqual([4, source]);
    expect(stderr).toContain('✗ both-fail');
    expect(stderr).toContain('it misses a server at 127.0.0.1:5432 (PostgreSQL’s port)');
    expect(stderr).toContain('--env-file FILE');
    expect(stderr).toContain('before | Error: connect ECONNREFUSED');
  });

  it('leaves alone what does something else, and says what', async () => {
    const { code, stderr, text, source } = await prove('# says: one\n', '# says: two\n', ['--write']);
    expect([code, text]).toEqual([4, source]);
    expect(stderr).toContain('it prints something else: line 1: «one» before, «two» after');
    expect(stderr).toMatch(/log: .*before.*\.run\.log/);
  });

  it('writes what --accept names', async () => {
    const { code, text } = await prove('# exit: 1\n', '# exit: 1\n# x\n', [
      '--write',
      '--accept',
      'only-built,both-fail',
    ]);
    expect([code, text]).toEqual([0, 'FROM node:1\n# exit: 1\n# x\n']);
  });

  it('has the proof in --json, and no word on stderr', async () => {
    const { stdout, stderr } = await prove('# says: one\n', '# says: two\n', ['--json']);
    expect(stderr).toBe('');
    const report = JSON.parse(stdout);
    expect(report.summary).toEqual({ changed: 0, unchanged: 0, refused: 0, faults: 0, unproven: 1 });
    expect(report.files[0]).toMatchObject({
      status: 'unproven',
      written: false,
      edits: [],
      proof: { proof: 'differs', before: { user: 'root', behaviour: ['ends with exit code 0'] } },
    });
  });

  it('goes down the ladder until a candidate passes, and says what failed', async () => {
    const repository = gitFolderWith({ Dockerfile: 'FROM node:latest\n# says: ok\n' });
    const bases: string[] = [];
    const run: Engine['run'] = (input) => {
      bases.push(input.options.unknownNativeCode ?? input.options.base);
      const says = input.options.base === 'slim' ? '# says: ok' : '# build fails: no bash';
      return migration(
        input,
        [{ path: input.dockerfile, before: input.source, after: `FROM node:${input.options.base}\n${says}\n` }],
        [splitDone],
      );
    };
    const { code, stderr } = await msbMigrate(repository, ['--prove', '--write'], { run, env: env() });
    expect(code).toBe(0);
    expect(bases).toEqual(['auto', 'audited', 'slim']);
    expect(readFileSync(join(repository, 'Dockerfile'), 'utf8')).toBe('FROM node:slim\n# says: ok\n');
    expect(stderr).toContain('✓ same-exit-0: both end with 0, and print the same, with --base slim\n');
    expect(stderr).toContain('tried as asked for: differs\n      after: the build failed at [2/2] RUN make\n');
  });

  it.each([
    ['is kept where the audit finds all that it loads', '# says: ok', 'FROM node:slim\n# says: ok\n'],
    ['gives way where it does not', '# build fails: no libvips', 'FROM node:full\n# says: ok\n'],
  ])('a base for native code that nobody knows of %s', async (_what, says, written) => {
    const repository = gitFolderWith({ Dockerfile: 'FROM node:latest\n# says: ok\n' });
    const run: Engine['run'] = (input) => {
      const after = input.options.unknownNativeCode ? `FROM node:slim\n${says}\n` : 'FROM node:full\n# says: ok\n';
      return migration(input, [{ path: input.dockerfile, before: input.source, after }], [splitDone]);
    };
    const { code } = await msbMigrate(repository, ['--prove', '--write'], { run, env: env() });
    expect(code).toBe(0);
    expect(readFileSync(join(repository, 'Dockerfile'), 'utf8')).toBe(written);
  });

  it('takes files that cannot work for a difference, although the program ran', async () => {
    const { code, stderr } = await prove('# script: /bin/sh\n', '# script: /bin/bash -e\n');
    expect(code).toBe(4);
    expect(stderr).toContain('✗ differs');
    expect(stderr).toContain('    /start is run by /bin/bash, which is not there\n');
  });

  it('builds both again after a change in a copy of a source file', async () => {
    const repository = gitFolderWith({ Dockerfile: 'FROM node:latest\n', 'source.js': 'x\n' });
    const { code, stderr } = await msbMigrate(repository, ['--prove', '--touch', 'source.js', 'Dockerfile'], {
      env: env(),
    });
    expect(code).toBe(0);
    expect(stderr).toMatch(/rebuild {2}\d+\.\d s, 1 of 2 steps cached(?: → \d+\.\d s, 1 of 2 steps cached)?\n/);
    expect(
      readFileSync(join(folder, 'bin', 'sizes'), 'utf8')
        .trim()
        .split(/\s+/),
    ).toEqual(['2', '2', '3', '3']);
    expect(readFileSync(join(repository, 'source.js'), 'utf8')).toBe('x\n');
    const elsewhere = await msbMigrate(repository, ['--prove', '--touch', 'gone.js', 'Dockerfile'], { env: env() });
    expect(elsewhere.stderr).toContain('gone.js is not in the build context');
  });

  it('writes a report in Markdown and in JSON, without secrets', async () => {
    const out = join(folder, 'report');
    const says = '# says: $TOKEN\n';
    const stages = `# a comment\nFROM x AS build\nFROM alpine AS final\nCOPY --from=build /a /b /c /d /e/\n${says}`;
    const token = ['--env', 'TOKEN=t0ken-secret'];
    await prove(says, stages, [...token, '--report', `${out}.md`]);
    const markdown = readFileSync(`${out}.md`, 'utf8');
    expect(markdown).toContain('\n\nProof: **same-exit-0**\n');
    expect(markdown).toMatch(/\| size \| \d+\.\d MB \| \d+\.\d MB \(\S+ %\) \|/);
    expect(markdown).toContain(
      '```mermaid\nflowchart LR\n  s0["stage 0<br/>node:1"]\n  s1["build<br/>x"]\n  s2["final<br/>alpine"]\n  s1 -- "/a, /b, /c and 1 more" --> s2\n```',
    );
    await prove('# says: <b>$TOKEN\n', '# says: two\n', [...token, '--report', `${out}.md`]);
    expect(readFileSync(`${out}.md`, 'utf8')).toContain('- it prints something else: line 1: «\\<b>\\*\\*\\*» before');
    const { stdout } = await prove(says, '# x\n', [...token, '--json', '--report', `${out}.json`]);
    expect(readFileSync(`${out}.json`, 'utf8')).toBe(stdout);
    expect(stdout).not.toContain('t0ken-secret');
  });

  it('says where a report cannot be written', async () => {
    const { code, stderr } = await prove('', '# x\n', ['--report', 'no/such/folder.md']);
    expect([code, stderr.split('\n').at(-2)]).toEqual([
      2,
      'error: --report no/such/folder.md cannot be written (ENOENT)',
    ]);
  });

  it('tries no candidate twice that is the same text', async () => {
    await prove('# says: one\n', '# says: two\n');
    expect((await engine.calls()).filter((call) => / -t msb-dockerfile-after/.test(call))).toHaveLength(1);
  });

  it('lets no value of --env, --env-file and --build-arg into a report or a log', async () => {
    const repository = gitFolderWith({
      Dockerfile: 'FROM node:latest\n# log: built with $ARG\n# says: $TOKEN and $FILED\n# exit: 1\n',
    });
    rmSync(join(folder, 'secrets'), { force: true });
    const { writeFileSync, readdirSync } = await import('node:fs');
    writeFileSync(join(folder, 'secrets'), 'FILED=f1led-secret\n');
    const argv = [
      '--prove',
      '--json',
      '--keep',
      '--env',
      'TOKEN=t0ken-secret',
      '--build-arg',
      'ARG',
      '--env-file',
      join(folder, 'secrets'),
    ];
    const { stdout, stderr } = await msbMigrate(repository, argv, { run: pins, env: env({ ARG: 'arg-s3cret' }) });
    const [logs = ''] = readdirSync(join(folder, 'tmp')).filter((name) => name.startsWith('msb-logs-'));
    const kept = readdirSync(join(folder, 'tmp', logs)).map((name) =>
      readFileSync(join(folder, 'tmp', logs, name), 'utf8'),
    );
    const everything = [stdout, stderr, ...kept, ...(await engine.calls())].join('\n');
    expect(everything).not.toMatch(/t0ken-secret|f1led-secret|arg-s3cret/);
    // It did reach the program and the build.
    expect(kept.join('\n')).toContain('*** and ***');
    expect(kept.join('\n')).toContain('built with ***');
  });

  it('builds the migrated one with the ignore file that changes with it', async () => {
    const repository = gitFolderWith({ Dockerfile: 'FROM node:latest\n', '.dockerignore': 'dist\n' });
    const run: Engine['run'] = (input) =>
      migration(
        input,
        [
          { path: 'Dockerfile', before: input.source, after: 'FROM node:1\n' },
          { path: '.dockerignore', before: 'dist\n', after: 'dist\nnode_modules\n' },
        ],
        [splitDone],
      );
    await msbMigrate(repository, ['--prove'], { run, env: env() });
    expect(await engine.ignoreFile()).toBe('dist\nnode_modules\n');
  });

  it('removes logs and images, and keeps and names them with --keep', async () => {
    const { readdirSync } = await import('node:fs');
    const logs = () => readdirSync(join(folder, 'tmp')).filter((name) => name.startsWith('msb-logs-'));
    await prove('', '# x\n');
    expect([await engine.left(), logs()]).toEqual([[], []]);
    const { stderr } = await prove('', '# x\n', ['--keep']);
    expect(stderr).toMatch(/images: msb-dockerfile-before-\w+, msb-dockerfile-after-\w+\n/);
    expect(await engine.left()).toHaveLength(2);
    expect(logs()).toHaveLength(1);
  });

  it('says that there is no engine, before anything is migrated', async () => {
    const repository = gitFolderWith({ Dockerfile: 'FROM node:latest\n' });
    const said = await msbMigrate(repository, ['--prove', '--write', '--engine', 'no-such-engine'], { env: env() });
    expect(said).toMatchObject({ code: 2, stdout: '' });
    expect(said.stderr).toContain('error: --prove: no container engine (no-such-engine: ');
  });

  it('says that an engine on another machine is of no use', async () => {
    const repository = gitFolderWith({ Dockerfile: 'FROM node:latest\n' });
    const said = await msbMigrate(repository, ['--prove'], { env: env({ DOCKER_HOST: 'tcp://build.example:2376' }) });
    expect(said.stderr).toContain('on another machine (DOCKER_HOST is tcp://build.example:2376)');
    expect(said.code).toBe(2);
  });

  it('is no proof of anything where no registry answers', async () => {
    const step = '#7 [internal] load metadata for docker.io/library/node:22';
    const repository = gitFolderWith({
      Dockerfile: `FROM node:latest\n# log: ${step}\\n#7 ERROR: dial tcp: lookup registry-1.docker.io: no such host\n# build fails: dial tcp: lookup registry-1.docker.io: no such host\n`,
    });
    const said = await msbMigrate(repository, ['--prove'], { env: env() });
    expect(said.code).toBe(2);
    expect(said.stderr).toContain('no image registry answers');
  });

  it.each([
    [['--prove', '--report', 'x.docx'], '--report x.docx: the file ends with .json, .jsonl, .sarif, .md, .html'],
    [['--probe', '/x'], '--probe needs --prove'],
    [['--env-file', 'x'], '--env-file needs --prove'],
    [['--prove', '--probe', 'x'], '--probe: «x» is no path; it begins with a slash'],
    [
      ['--prove', '--accept', 'built'],
      '--accept: there is no proof «built» (same-answers, same-exit-0, only-built, both-fail, differs, was-broken)',
    ],
    [['--prove', '--env', 'se cret'], '--env is NAME=value, or the NAME of one of your variables'],
    [['--prove', '-', '--context', '.'], '--prove cannot be used with - (stdin): name the file'],
    [
      ['--prove', '--timeout', '0'],
      "option '--timeout <seconds>' argument '0' is invalid. It is a number of seconds, up to 3600.",
    ],
  ])('%j is wrong usage', async (argv, message) => {
    const said = await msbMigrate(gitFolderWith({ Dockerfile: 'FROM node:latest\n' }), argv);
    expect(said).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `error: ${message}\nRun msb-migrate --help for the options.\n`,
    });
  });

  it('says which --env-file cannot be read, and which line is wrong', async () => {
    const repository = gitFolderWith({ Dockerfile: 'FROM node:latest\n', wrong: 'A=1\nexport B=s3cret\n' });
    const missing = await msbMigrate(repository, ['--prove', '--env-file', 'gone', 'Dockerfile'], { env: env() });
    expect(missing.stderr).toBe('error: --env-file gone cannot be read (ENOENT)\n');
    const wrong = await msbMigrate(repository, ['--prove', '--env-file', 'wrong', 'Dockerfile'], { env: env() });
    expect(wrong.stderr).toBe('error: --env-file wrong: line 2 is no NAME=value\n');
  });
});
