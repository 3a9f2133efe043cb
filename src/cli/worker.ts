import { parentPort, workerData } from 'node:worker_threads';
import type { Answer } from '../bulk/pool.ts';
import type { Engine } from './engine.ts';
import type { Settings } from './invocation.ts';
import { type Look, type LookSettings, lookerOf } from './look.ts';
import { migrateTree } from './migrate-tree.ts';
import { openOnce } from './places.ts';
import type { ReportedFile } from './reporters/reported.ts';
import type { FileResult } from './result.ts';

/** What a thread is told once: to look at files of this call, or to migrate whole repositories. */
export type ThreadTask =
  | { readonly kind: 'files'; readonly settings: LookSettings }
  | { readonly kind: 'trees'; readonly settings: Settings };

/** A whole repository. */
export interface TreeJob {
  readonly folder: string;
  readonly write: boolean;
}

/** What a thread of the pool does: answers one job after the other. */
export function answerJobs(engine: Engine): void {
  const port = parentPort;
  if (port === null) throw new Error('this is started as a thread only');
  const work = workOf(workerData, engine);
  port.on('message', (job: Look & TreeJob) => {
    work(job)
      .then(
        (result): Answer<unknown> => ({ kind: 'done', result }),
        (error: unknown): Answer<unknown> => ({
          kind: 'fault',
          message: error instanceof Error ? error.message : String(error),
        }),
      )
      .then((answer) => port.postMessage(answer));
  });
}

function workOf(
  task: ThreadTask,
  engine: Engine,
): (job: Look & TreeJob) => Promise<FileResult | readonly ReportedFile[]> {
  switch (task.kind) {
    case 'files': {
      const look = lookerOf(task.settings, engine, openOnce(engine.openRepository));
      return async (job) => (await look(job, new Map())).result;
    }
    case 'trees':
      return (job) => migrateTree(job.folder, { ...task.settings, write: job.write }, engine);
  }
}
