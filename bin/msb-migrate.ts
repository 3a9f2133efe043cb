import { existsSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import type { Engine } from '../src/cli/engine.ts';
import { main, thisProcess } from '../src/cli/main.ts';
import { answerJobs } from '../src/cli/worker.ts';
import { discoverDockerfiles, migrate, openRepository, TRANSFORMS } from '../src/index.ts';

/** The launcher of the bundled program, which starts its threads too; the sources have none. */
const launcher = new URL('msb-migrate.cjs', import.meta.url);

const engine: Engine = {
  run: migrate,
  transforms: TRANSFORMS,
  openRepository,
  discoverDockerfiles,
  ...(existsSync(launcher) ? { worker: launcher } : {}),
};

if (isMainThread) {
  void main(thisProcess(), engine).then((code) => {
    process.exitCode = code;
  });
} else {
  answerJobs(engine);
}
