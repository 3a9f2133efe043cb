import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { thisProcess } from '../../src/cli/main.ts';
import { folderWith, gitFolderWith, msbMigrate } from './desk.ts';

const OLD = 'FROM node:latest\nRUN npm ci\n';
const NEW = OLD.replace(':latest', ':1');
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const built = mkdtempSync(join(tmpdir(), 'msb-process-'));
const SCRIPT = join(built, 'as-process.cjs');
const MAIN = join(built, 'main.cjs');

// One file each, which starts many times faster than the sources through a loader.
beforeAll(async () => {
  await build({
    entryPoints: { 'as-process': here('./as-process.ts'), main: here('../../src/cli/main.ts') },
    outdir: built,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    define: { 'import.meta.url': 'ownUrl' },
    banner: { js: 'const ownUrl = require("node:url").pathToFileURL(__filename).href;' },
  });
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** Runs the command line as a process of its own, inside a line of shell: `msb` stands for it. */
function inShell(cwd: string, line: string): string {
  return execFileSync('bash', ['--norc', '-c', `msb() { "$NODE" "$SCRIPT" "$@"; }; ${line}`], {
    cwd,
    env: { PATH: process.env.PATH, NODE: process.execPath, SCRIPT },
    encoding: 'utf8',
  });
}

function start(cwd: string, argv: readonly string[]): ChildProcess {
  return spawn(process.execPath, [SCRIPT, ...argv], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}

const many = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${index}.Dockerfile`, `${OLD}${'# much\n'.repeat(20)}`]),
  );

describe('the process', () => {
  it('gives a patch to git and its exit code to the shell', () => {
    const folder = gitFolderWith({ Dockerfile: OLD });
    expect(inShell(folder, 'msb --check . 2>/dev/null | git apply -; echo ${PIPESTATUS[0]}; cat Dockerfile')).toBe(
      `1\n${NEW}`,
    );
    expect(inShell(folder, 'msb --check . 2>/dev/null; echo $?; msb nowhere 2>&1; echo $?')).toBe(
      '0\nnowhere: no such file or folder. Check the path.\n1 file: 1 refused\n2\n',
    );
  });

  it('reads stdin from a pipe, from a file and from nothing', () => {
    const folder = folderWith({ Dockerfile: OLD });
    expect(inShell(folder, 'cat Dockerfile | msb - -q --context .')).toBe(NEW);
    expect(inShell(folder, 'msb - -q --context . <Dockerfile')).toBe(NEW);
    expect(inShell(folder, 'msb - -q --context . 2>&1 </dev/null; echo $?')).toMatch(
      /^<stdin>: the file is empty\. .*\n2\n$/,
    );
  });

  it('ends quietly when nobody reads on', () => {
    const folder = folderWith(many(300));
    expect(inShell(folder, 'msb . 2>errors | head -n 1; echo ${PIPESTATUS[0]}')).toBe(
      'diff --git a/0.Dockerfile b/0.Dockerfile\n0\n',
    );
    expect(readFileSync(join(folder, 'errors'), 'utf8')).not.toMatch(/EPIPE|^\s+at /m);
    expect(inShell(folder, 'msb . 2>&1 | head -n 1')).toBe('diff --git a/0.Dockerfile b/0.Dockerfile\n');
    expect(inShell(folder, '{ msb . 2>&1 >/dev/null; } | head -n 1')).toBe('0.Dockerfile: would change\n');
  });

  it('says that a full disk took its result', () => {
    const folder = folderWith({ Dockerfile: OLD });
    expect(inShell(folder, 'msb -q . 2>&1 >/dev/full; echo $?')).toBe(
      'error: the result could not be written to stdout (ENOSPC)\n2\n',
    );
  });

  it('finishes the write that a signal meets, and nothing after it', () => {
    const folder = folderWith({});
    const code = `
      import { writeFileSync } from 'node:fs';
      import main from '${pathToFileURL(MAIN).href}';
      const { uninterrupted } = main.thisProcess();
      await uninterrupted(() => {
        process.kill(process.pid, 'SIGINT');
        writeFileSync('finished', '');
      });
      writeFileSync('later', '');`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', code], { cwd: folder });
    expect(run.signal).toBe('SIGINT');
    expect(readdirSync(folder)).toEqual(['finished']);
  });

  it('starts in a folder that was deleted, where no path is there', async () => {
    const cwd = vi.spyOn(process, 'cwd').mockImplementation(() => {
      throw Object.assign(new Error('uv_cwd'), { code: 'ENOENT' });
    });
    vi.stubEnv('PWD', '/gone/for/good');
    const here = thisProcess().cwd;
    cwd.mockRestore();
    vi.unstubAllEnvs();
    expect(await msbMigrate(here, [])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^\.: no such file or folder\./),
    });
  });

  it('leaves the file and no copy of it where the disk takes no more', () => {
    const text = OLD + '# much\n'.repeat(2000);
    const folder = folderWith({ Dockerfile: text });
    expect(inShell(folder, 'ulimit -f 4; msb -q -w . 2>&1; echo $?')).toMatch(
      /^Dockerfile: the file cannot be written \(EFBIG\)\. .*\n2\n$/,
    );
    expect(readdirSync(folder)).toEqual(['Dockerfile']);
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(text);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves old or new files and nothing else after %s', async (signal) => {
    // So many that a busy machine delivers the signal before the last one is written.
    const count = 1500;
    const folder = folderWith(many(count));
    const child = start(folder, ['--write', '.']);
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('exit', (_, by) => resolve(by)));
    child.stderr?.once('data', () => child.kill(signal));
    expect(await ended).toBe(signal);
    const texts = readdirSync(folder).map((name) => {
      expect(name).toMatch(/^\d+\.Dockerfile$/);
      return readFileSync(join(folder, name), 'utf8').slice(0, OLD.length);
    });
    expect(texts).toHaveLength(count);
    const written = texts.filter((text) => text.startsWith(NEW)).length;
    expect(texts.filter((text) => text === OLD).length).toBe(count - written);
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(count);
  });
});
