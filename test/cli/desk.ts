import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import type { Engine } from '../../src/cli/engine.ts';
import { main } from '../../src/cli/main.ts';
import type { Output, Surroundings } from '../../src/cli/surroundings.ts';
import { discoverDockerfiles } from '../../src/repository/discover.ts';
import { openRepository } from '../../src/repository/disk.ts';
import type { Transform } from '../../src/transform.ts';
import { pins, TRANSFORMS } from './stand-ins.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder with these files; removed after the test. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'msb-cli-')));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** The same, with everything committed to a new git repository. */
export function gitFolderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = folderWith(files);
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-q', '--allow-empty', '-m', 'start');
  return folder;
}

/** Runs git without the machine's own settings. */
export function git(cwd: string, ...args: readonly string[]): string {
  return gitWithInput(cwd, '', ...args);
}

export function gitWithInput(cwd: string, input: string, ...args: readonly string[]): string {
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', [...args], { cwd, env, input, encoding: 'utf8', stdio: 'pipe' });
}

/** What one run said. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a run differs from the usual one. */
export interface Difference {
  readonly run?: Engine['run'];
  readonly transforms?: readonly Transform[];
  readonly openRepository?: Engine['openRepository'];
  readonly env?: Surroundings['env'];
  readonly stdin?: readonly (string | Uint8Array)[];
  readonly isTTY?: boolean;
  readonly stdout?: Output;
  readonly uninterrupted?: Surroundings['uninterrupted'];
}

/** Runs the command line in this process, in a folder. */
export async function msbMigrate(cwd: string, argv: readonly string[], difference: Difference = {}): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): Output => ({
    isTTY: difference.isTTY,
    write: (text) => {
      said[name] += text;
    },
    on: () => undefined,
  });
  const surroundings: Surroundings = {
    argv,
    cwd,
    env: difference.env ?? {},
    stdin: chunks(difference.stdin ?? []),
    stdout: difference.stdout ?? output('stdout'),
    stderr: output('stderr'),
    uninterrupted: difference.uninterrupted ?? (async (work) => work()),
    untilInterrupted: (work) => work(new AbortController().signal),
  };
  const engine: Engine = {
    run: difference.run ?? pins,
    transforms: difference.transforms ?? TRANSFORMS,
    openRepository: difference.openRepository ?? openRepository,
    discoverDockerfiles,
  };
  return { code: await main(surroundings, engine), ...said };
}

async function* chunks(parts: readonly (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* parts;
}
