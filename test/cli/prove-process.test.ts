import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { progressDisplay } from '../../src/cli/reporters/progress.ts';
import { standInEngine } from '../prove/stand-in-engine.ts';
import { gitFolderWith } from './desk.ts';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm')).href;
const SCRIPT = fileURLToPath(new URL('./as-process.ts', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'msb-prove-test-')));
  mkdirSync(join(folder, 'tmp'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('an interrupted proof', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves nothing behind after %s', async (signal) => {
    const engine = await standInEngine(join(folder, 'bin'));
    const source = 'FROM node:latest\n# hangs\n';
    const repository = gitFolderWith({ Dockerfile: source });
    const child = spawn(process.execPath, ['--import', TSX, SCRIPT, '--prove', '--write'], {
      cwd: repository,
      env: { PATH: '/usr/bin:/bin', MSB_ENGINE: engine.client, TMPDIR: join(folder, 'tmp') },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('starting the original')) setTimeout(() => child.kill(signal), 300);
    });
    const by = await new Promise((resolve) => child.on('exit', (_, name) => resolve(name)));
    expect(by).toBe(signal);
    expect(await engine.left()).toEqual([]);
    // What tsx keeps for itself is not ours.
    expect(readdirSync(join(folder, 'tmp')).filter((name) => name.startsWith('msb'))).toEqual([]);
    expect(readFileSync(join(repository, 'Dockerfile'), 'utf8')).toBe(source);
    expect(said).not.toMatch(/bug of msb-migrate|^\s+at /m);
  });
});

describe('progress on a terminal', () => {
  it('is one line that is drawn again, no wider than the terminal, and goes away', () => {
    const written: string[] = [];
    const display = progressDisplay({ isTTY: true, columns: 40 }, (text) => written.push(text));
    const tell = display.about('Dockerfile');
    tell({ side: 'original', phase: 'building' });
    tell({ side: 'original', phase: 'building', step: '[2/4] RUN npm ci\u001b[31m && something long' });
    display.clear();
    display.clear();
    expect(written).toEqual([
      '\r\u001b[2KDockerfile: building the original, 0 s',
      '\r\u001b[2KDockerfile: building the original, 0 s:',
      '\r\u001b[2K',
    ]);
  });
});
