import { parentPort, workerData } from 'node:worker_threads';
import type { Answer } from '../bulk/pool.ts';
import type { Engine } from './engine.ts';
import { type Look, type LookSettings, lookerOf } from './look.ts';
import { openOnce } from './places.ts';
import type { FileResult } from './result.ts';

/** What a thread of the pool does: looks at the files that it is sent, one after the other. */
export function answerLooks(engine: Engine): void {
  const port = parentPort;
  if (port === null) throw new Error('this is started as a thread only');
  const settings: LookSettings = workerData;
  const look = lookerOf(settings, engine, openOnce(engine.openRepository));
  const answer = async (job: Look): Promise<Answer<FileResult>> => {
    const { result } = await look(job, new Map());
    return { kind: 'done', result };
  };
  port.on('message', (job: Look) => {
    answer(job)
      .catch(
        (error: unknown): Answer<FileResult> => ({
          kind: 'fault',
          message: error instanceof Error ? error.message : String(error),
        }),
      )
      .then((reply) => port.postMessage(reply));
  });
}
