/**
 * Runs work over jobs, up to `ahead` of them begun before their turn, and gives the results in the order of the jobs, whatever finishes first. No more
 * than `ahead` results wait at any time. A job is taken from the iterable only when it may begin.
 */
export async function* inOrder<Job, Result>(
  jobs: Iterable<Job>,
  ahead: number,
  run: (job: Job) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  const rest = jobs[Symbol.iterator]();
  const begin = () => {
    const next = rest.next();
    if (next.done === true) return;
    const result = run(next.value);
    // Whoever takes the results meets a failure at its turn; until then it must not count as unhandled.
    result.catch(() => undefined);
    begun.push(result);
  };
  for (let i = 0; i < ahead; i++) begin();
  for (let first = begun.shift(); first !== undefined; first = begun.shift()) {
    const result = await first;
    begin();
    yield result;
  }
}
