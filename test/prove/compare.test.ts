import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/prove/ask.ts';
import type { BuildResult } from '../../src/prove/build.ts';
import { type Attempt, compareRuns } from '../../src/prove/compare.ts';
import type { Listener } from '../../src/prove/container-processes.ts';
import type { Run } from '../../src/prove/start.ts';

const built: BuildResult = { kind: 'built', imageId: 'sha256:1', seconds: 1, steps: [], log: 'log' };
const unbuilt: BuildResult = { kind: 'failed', step: '[2/2] RUN make', lastLines: ['make: not found'], log: 'log' };
const kept = { log: 'log', lastLines: [], pidOneUid: 0 };

const ran = (run: Run): Attempt => ({ build: built, run });
const answer = (change: Partial<Answer & { kind: 'answer' }> = {}): Answer => ({
  kind: 'answer',
  port: 3000,
  path: '/',
  status: 200,
  contentType: 'text/html',
  body: 'hello',
  ...change,
});
const port = (change: Partial<Listener> = {}): Listener => ({ port: 3000, scope: 'any', v6: false, uid: 0, ...change });
type Listened = Run & { kind: 'listened' };
const listened = (change: Partial<Listened> = {}): Attempt =>
  ran({
    kind: 'listened',
    seenBy: 'processes',
    listeners: [port()],
    answers: [answer()],
    stop: { seconds: 0.1, exitCode: 0 },
    ...kept,
    ...change,
  });
const exited = (exitCode: number, output = '', listenedBefore = false): Attempt =>
  ran({ kind: 'exited', exitCode, output, listenedBefore, ...kept });
const keptRunning = (exitCode = 0): Attempt =>
  ran({ kind: 'kept-running', seconds: 30, stop: { seconds: 1, exitCode }, ...kept });
const notStarted = ran({ kind: 'not-started', because: 'exec: "node": executable file not found' });

describe('same-answers', () => {
  it('needs the same ports and the same answers', () => {
    expect(compareRuns(listened(), listened())).toEqual({ proof: 'same-answers', differences: [], notes: [] });
  });

  it('holds where both pass the check of the user, whatever they listen on', () => {
    const smoke = { exitCode: 0, lastLines: [] };
    const silent = listened({ answers: [], smoke });
    expect(compareRuns(silent, silent).proof).toBe('same-answers');
    const worker = ran({ kind: 'kept-running', seconds: 30, stop: { seconds: 1, exitCode: 0 }, ...kept, smoke });
    expect(compareRuns(worker, worker).proof).toBe('same-answers');
    const failing = listened({ answers: [], smoke: { exitCode: 2, lastLines: ['no'] } });
    expect(compareRuns(silent, failing)).toMatchObject({
      proof: 'differs',
      differences: ['after: the smoke test failed with exit code 2'],
    });
    expect(compareRuns(failing, failing).proof).toBe('both-fail');
  });

  it('holds for an answer that is no success: many programs know no /', () => {
    const missing = listened({ answers: [answer({ status: 404 })] });
    expect(compareRuns(missing, missing).proof).toBe('same-answers');
  });

  it('says that nobody reaches what listens on the loopback of its container', () => {
    const hidden = listened({ listeners: [port({ port: 4173, scope: 'loopback' })], answers: [] });
    const { proof, differences } = compareRuns(hidden, hidden);
    expect([proof, ...differences]).toEqual(['only-built', expect.stringContaining('loopback alone (port 4173)')]);
  });

  it('does not compare a body that changes with every request, and says so', () => {
    const before = listened({ answers: [answer({ body: '0.12', again: '0.93' })] });
    const after = listened({ answers: [answer({ body: '0.55', again: '0.41' })] });
    const { proof, notes } = compareRuns(before, after);
    expect(proof).toBe('same-answers');
    expect(notes).toEqual(['GET :3000/: the body changes with every request; not compared']);
  });

  it('compares a counter: both sides are asked the same', () => {
    const counter = listened({ answers: [answer({ body: 'n=1', again: 'n=2' })] });
    expect(compareRuns(counter, counter)).toEqual({ proof: 'same-answers', differences: [], notes: [] });
    const stuck = listened({ answers: [answer({ body: 'n=1' })] });
    expect(compareRuns(counter, stuck).proof).toBe('differs');
    expect(compareRuns(stuck, counter).proof).toBe('differs');
  });

  it('compares a path that is asked for twice in the order of asking', () => {
    const twice = (second: string) => listened({ answers: [answer({ body: 'a' }), answer({ body: second })] });
    expect(compareRuns(twice('b'), twice('b')).proof).toBe('same-answers');
    expect(compareRuns(twice('b'), twice('c')).proof).toBe('differs');
  });

  it('notes another user and another exit code', () => {
    const after = listened({ pidOneUid: 1000, stop: { seconds: 0.2, exitCode: 143 } });
    expect(compareRuns(listened(), after)).toEqual({
      proof: 'same-answers',
      differences: [],
      notes: [
        'process 1 runs as user 0 before and 1000 after',
        'stopping: exit code 0 after 0.1 s before, 143 after 0.2 s after',
      ],
    });
  });

  it('does not mind which random port a program draws', () => {
    const random = (number: number) => listened({ listeners: [port(), port({ port: number })] });
    expect(compareRuns(random(40_001), random(50_002)).proof).toBe('same-answers');
  });
});

describe('differs', () => {
  it('shows a page of one long line where it differs', () => {
    const page = (word: string) =>
      listened({ answers: [answer({ body: `${'x'.repeat(200)}${word}${'y'.repeat(200)}` })] });
    const [difference = ''] = compareRuns(page('morning'), page('evening')).differences;
    expect(difference).toContain('xmorning');
    expect(difference).toContain('xevening');
    expect(difference.length).toBeLessThan(250);
  });

  it.for<[string, Attempt, string]>([
    ['a status', listened({ answers: [answer({ status: 404 })] }), 'GET :3000/: status 200 before, 404 after'],
    [
      'a body',
      listened({ answers: [answer({ body: 'bye' })] }),
      'GET :3000/: another body: line 1: «hello» before, «bye» after',
    ],
    [
      'a type',
      listened({ answers: [answer({ contentType: 'text/plain' })] }),
      'GET :3000/: type «text/html» before, «text/plain» after',
    ],
    [
      'HTTP that is gone',
      listened({ answers: [{ kind: 'no-http', port: 3000, path: '/', because: 'reset' }] }),
      'GET :3000/: HTTP before, after: reset',
    ],
    ['a missing port', listened({ listeners: [] }), 'port 3000: nothing listens any more'],
    [
      'a new port',
      listened({ listeners: [port(), port({ port: 9229 })] }),
      'port 9229: something listens that did not before',
    ],
    [
      'a server that only its own machine reaches',
      listened({ listeners: [port({ scope: 'loopback' })] }),
      'port 3000: listens on every address before, and on fewer after',
    ],
    [
      'a process that ignores SIGTERM now',
      listened({ stop: { seconds: 10, exitCode: 137 } }),
      'stopping: ended by itself before (exit code 0), has to be killed after',
    ],
    ['a crash', exited(1), 'after: it ended with exit code 1'],
    ['an exit', exited(0), 'before: listens on 3000; after: ends with exit code 0'],
    ['no start', notStarted, 'after: it could not be started: exec: "node": executable file not found'],
    ['a failed build', { build: unbuilt }, 'after: the build failed at [2/2] RUN make'],
    [
      'server errors alone',
      listened({ answers: [answer({ status: 500 })] }),
      'after: every answer was a server error (500)',
    ],
  ])('sees %s', ([, after, difference]) => {
    expect(compareRuns(listened(), after)).toMatchObject({ proof: 'differs', differences: [difference] });
  });

  it('sees that a program prints something else before it ends', () => {
    expect(compareRuns(exited(0, 'a\nb\n'), exited(0, 'a\nc\n'))).toMatchObject({
      proof: 'differs',
      differences: ['it prints something else: line 2: «b» before, «c» after'],
    });
  });

  it('sees a redirect to another place', () => {
    const to = (location: string) => listened({ answers: [answer({ status: 302, location })] });
    expect(compareRuns(to('/login'), to('/')).proof).toBe('differs');
  });

  it('sees a worker that has to be killed now', () => {
    expect(compareRuns(keptRunning(0), keptRunning(137)).proof).toBe('differs');
  });
});

describe('same-exit-0', () => {
  it('needs exit code 0 and the same output, times aside', () => {
    const before = exited(0, 'done at 2024-05-01T10:11:12Z\n');
    const after = exited(0, 'done at 2024-05-02T00:00:00Z\n');
    expect(compareRuns(before, after)).toMatchObject({ proof: 'same-exit-0', differences: [] });
  });
});

describe('only-built', () => {
  it('is all that is known where nothing was started', () => {
    expect(compareRuns({ build: built }, { build: built }).proof).toBe('only-built');
    expect(compareRuns(listened(), { build: built }).proof).toBe('only-built');
  });

  it('is all that is known of workers without a port', () => {
    expect(compareRuns(keptRunning(), keptRunning()).proof).toBe('only-built');
  });

  it('is all that is known of ports that speak no HTTP', () => {
    const silent = listened({ answers: [{ kind: 'no-http', port: 3000, path: '/', because: 'reset' }] });
    expect(compareRuns(silent, silent).proof).toBe('only-built');
  });
});

describe('equal failure', () => {
  it.for<[string, Attempt]>([
    ['builds that fail', { build: unbuilt }],
    ['crashes', exited(1, 'Error: connect ECONNREFUSED')],
    ['programs that the image lacks', notStarted],
    ['server errors', listened({ answers: [answer({ status: 500 })] })],
    ['servers that end while they are asked', exited(0, '', true)],
  ])('proves nothing: %s', ([, attempt]) => {
    expect(compareRuns(attempt, attempt).proof).toBe('both-fail');
  });

  it('is no failure of the migration where only the original fails', () => {
    expect(compareRuns({ build: unbuilt }, listened())).toMatchObject({
      proof: 'was-broken',
      differences: ['before: the build failed at [2/2] RUN make'],
    });
    expect(compareRuns(exited(1), listened()).proof).toBe('was-broken');
  });
});
