import { Worker } from 'node:worker_threads';

/** Threads that do jobs, each one job at a time. */
export interface Pool<Job, Result> {
  /** Waits for a free thread. Rejects where the thread met a fault or died; the others go on, and a new one takes its place. */
  readonly run: (job: Job) => Promise<Result>;
  /** Ends the threads, whatever they are doing. */
  readonly end: () => Promise<void>;
}

/** What a thread answers. */
export type Answer<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'fault'; readonly message: string };

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/** A pool of `threads` threads that run `script`, which is given `data` and answers each message with an {@link Answer}. */
export function workerPool<Job, Result>(script: URL, threads: number, data: unknown): Pool<Job, Result> {
  const waiting: Waiting<Job, Result>[] = [];
  const workers = new Set<Worker>();
  const idle: ((next: Waiting<Job, Result>) => void)[] = [];
  let ended = false;

  const open = () => {
    const worker = new Worker(script, { workerData: data });
    let current: Waiting<Job, Result> | null = null;
    const take = (next: Waiting<Job, Result>) => {
      current = next;
      worker.postMessage(next.job);
    };
    const ready = () => {
      const next = waiting.shift();
      if (next) take(next);
      else idle.push(take);
    };
    worker.on('message', (answer: Answer<Result>) => {
      const done = current;
      current = null;
      if (answer.kind === 'done') done?.resolve(answer.result);
      else done?.reject(new Error(answer.message));
      ready();
    });
    const lost = (error: Error) => {
      if (!workers.delete(worker)) return;
      const at = idle.indexOf(take);
      if (at !== -1) idle.splice(at, 1);
      current?.reject(error);
      current = null;
      if (!ended && waiting.length > 0) open();
    };
    worker.on('error', lost);
    worker.on('exit', () => lost(new Error('a thread of msb-migrate ended early')));
    workers.add(worker);
    ready();
  };

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        const next = { job, resolve, reject };
        const free = idle.shift();
        if (free) return free(next);
        waiting.push(next);
        if (workers.size < threads) open();
      }),
    end: async () => {
      ended = true;
      await Promise.all([...workers].map((worker) => worker.terminate()));
    },
  };
}
