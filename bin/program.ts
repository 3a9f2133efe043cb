import { existsSync } from 'node:fs';
import type { Engine } from '../src/cli/engine.ts';
import { main, thisProcess } from '../src/cli/main.ts';
import { answerJobs } from '../src/cli/worker.ts';
import { discoverDockerfiles, migrate, openRepository, TRANSFORMS } from '../src/index.ts';
import { USED, type Used } from './seal.ts';

/** What starts the threads of the bundled program; the sources have none. */
const thread = new URL('thread.cjs', import.meta.url);

const engine: Engine = {
  run: migrate,
  transforms: TRANSFORMS,
  openRepository,
  discoverDockerfiles,
  ...(existsSync(thread) ? { worker: thread } : {}),
};

/** The command line of this process. Gives how much of the program has run so far. */
export function runProgram(): () => Used {
  let used: Used = USED.nothing;
  const run: Engine['run'] = (input) => {
    const migration = migrate(input);
    if (used !== USED.changed) used = migration.status === 'changed' ? USED.changed : USED.looked;
    return migration;
  };
  void main(thisProcess(), { ...engine, run }).then((code) => {
    process.exitCode = code;
  });
  return () => used;
}

/** One of its threads. */
export function runThread(): void {
  answerJobs(engine);
}
