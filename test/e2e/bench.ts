import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, vi } from 'vitest';
import { migrate, TRANSFORMS } from '../../src/index.ts';
import type { MigrateInput } from '../../src/migrate.ts';
import type { Migration } from '../../src/migration.ts';
import type { Engine, NoEngine } from '../../src/prove/engine.ts';
import { git, msbMigrate } from '../cli/desk.ts';

/** The top of this repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
/** Lets Node.js run TypeScript. */
export const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm')).href;

/** Projects to prove, and the command line that proves them on one engine. */
export interface Bench {
  readonly folderOf: (prefix: string) => string;
  /** A copy of a fixture's input as a repository of its own. */
  readonly fixture: (name: string) => string;
  readonly projectWith: (files: Readonly<Record<string, string>>) => string;
  /** `--prove --write` with more arguments; `run` stands in for the library. */
  readonly proveIn: (
    folder: string,
    argv: readonly string[],
    run?: (input: MigrateInput) => Migration,
  ) => ReturnType<typeof msbMigrate>;
  readonly env: NodeJS.ProcessEnv;
  /** Asks the engine's client: the lines that it prints. */
  readonly client: (...args: readonly string[]) => readonly string[];
}

/** Makes a bench whose folders are removed after the tests of the file. */
export function benchOn(found: Engine | NoEngine, variables: Readonly<Record<string, string>> = {}): Bench {
  const folders: string[] = [];
  const folderOf = (prefix: string): string => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), `msb-e2e-${prefix}-`)));
    folders.push(folder);
    return folder;
  };
  // Logs of what is not proven are kept in the folder for temporary files.
  vi.stubEnv('TMPDIR', folderOf('logs'));
  afterAll(() => {
    vi.unstubAllEnvs();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  const committed = (folder: string): string => {
    git(folder, 'init', '-q');
    git(folder, 'add', '-A');
    git(folder, '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-q', '-m', 'start');
    return folder;
  };
  const env = { ...process.env, NO_COLOR: '1', ...variables };
  return {
    folderOf,
    env,
    fixture: (name) => {
      const folder = folderOf(name);
      cpSync(join(root, 'fixtures', name, 'input'), folder, { recursive: true, verbatimSymlinks: true });
      return committed(folder);
    },
    projectWith: (files) => {
      const folder = folderOf('project');
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(join(folder, path, '..'), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      return committed(folder);
    },
    proveIn: (folder, argv, run = migrate) =>
      msbMigrate(folder, ['--prove', '--write', ...argv], { run, transforms: TRANSFORMS, env }),
    client: (...args) => {
      const [file = 'docker', ...rest] = found.kind === 'engine' ? found.command : [];
      return execFileSync(file, [...rest, ...args], { encoding: 'utf8', env })
        .split('\n')
        .filter((line) => line !== '');
    },
  };
}

export const dockerfileIn = (folder: string) => readFileSync(join(folder, 'Dockerfile'), 'utf8');

/** A network of its own may have no way out here, and npm, before it ends, waits for the registry to tell of a newer npm. */
export const QUIET_NPM = ['--env', 'npm_config_update_notifier=false'];

/** A migration into what a function makes of the options. */
export const becomes =
  (text: (input: MigrateInput) => string) =>
  (input: MigrateInput): Migration => ({
    path: input.dockerfile,
    status: 'changed',
    edits: [{ path: input.dockerfile, before: input.source, after: text(input) }],
    decisions: [],
  });

export const SERVER = "require('node:http').createServer((q, s) => s.end(process.env.SAYS ?? 'hello')).listen(3000);\n";
export const DOCKERFILE = 'FROM node:20-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n';
