import { pairs } from './answer-pairs.ts';
import type { Answer } from './ask.ts';
import type { BuildResult } from './build.ts';
import type { Listener } from './container-processes.ts';
import type { Health } from './health.ts';
import { normalise } from './normalise.ts';
import type { Run } from './start.ts';
import { volumeDifferences } from './volume-content.ts';

/**
 * How far a migration was shown to behave as before.
 * - `same-answers`: both listen on the same ports and answered alike, or passed the user's own check.
 * - `same-exit-0`: both ended with 0 and printed the same.
 * - `only-built`: both build; starting showed nothing that could be compared.
 * - `both-fail`: both fail; equal failure proves nothing.
 * - `differs`: the original works and the migration does something else.
 * - `was-broken`: the original does not build or start.
 */
export type Proof = 'same-answers' | 'same-exit-0' | 'only-built' | 'both-fail' | 'differs' | 'was-broken';

/** What became of one Dockerfile: its build, and its run where it was started. */
export interface Attempt {
  readonly build: BuildResult;
  readonly run?: Run;
}

/** A proof and what it rests on. */
export interface Comparison {
  readonly proof: Proof;
  /** What is not as it was, or what failed. Empty for `same-answers` and `same-exit-0`. */
  readonly differences: readonly string[];
  /** What is worth knowing and no reason against the migration: another user, a slower stop before. */
  readonly notes: readonly string[];
}

/** Compares what became of the original and of its migration. */
export function compareRuns(before: Attempt, after: Attempt): Comparison {
  const notes = notesOf(before.run, after.run);
  const was = brokenBecause(before);
  const is = brokenBecause(after);
  if (was !== undefined) {
    const both = is !== undefined;
    return {
      proof: both ? 'both-fail' : 'was-broken',
      differences: [`before: ${was}`, ...(both ? [`after: ${is}`] : [])],
      notes,
    };
  }
  if (is !== undefined) return { proof: 'differs', differences: [`after: ${is}`], notes };
  if (before.run === undefined || after.run === undefined) {
    return { proof: 'only-built', differences: ['the images were not started'], notes };
  }
  return { ...compareWorking(before.run, after.run), notes };
}

/** How an attempt failed by itself, or undefined where it works. */
export function brokenBecause({ build, run }: Attempt): string | undefined {
  if (build.kind === 'failed') return `the build failed at ${build.step}`;
  if (run !== undefined && 'smoke' in run && run.smoke !== undefined && run.smoke.exitCode !== 0) {
    return `the smoke test failed with exit code ${run.smoke.exitCode}`;
  }
  switch (run?.kind) {
    case 'not-started':
      return `it could not be started: ${run.because}`;
    case 'exited':
      if (run.exitCode !== 0) return `it ended with exit code ${run.exitCode}`;
      return run.listenedBefore ? 'it listened, and ended while it was asked' : undefined;
    case 'listened': {
      const answers = run.answers.filter((answer) => answer.kind === 'answer');
      const broken = answers.length > 0 && answers.every((answer) => answer.status >= 500);
      return broken
        ? `every answer was a server error (${answers.map((answer) => answer.status).join(', ')})`
        : undefined;
    }
    case 'kept-running':
    case undefined:
      return undefined;
  }
}

type Verdict = Pick<Comparison, 'proof' | 'differences'>;

/** Both work, each in its way. */
function compareWorking(before: Run, after: Run): Verdict {
  if (before.kind === 'listened' && after.kind === 'listened') return compareListening(before, after);
  if (before.kind === 'exited' && after.kind === 'exited') {
    const received = volumeDifferences(before.received ?? [], after.received ?? []);
    if (received.length > 0) return { proof: 'differs', differences: received };
    const same = normalise(before.output) === normalise(after.output);
    return same
      ? { proof: 'same-exit-0', differences: [] }
      : {
          proof: 'differs',
          differences: [`it prints something else: ${firstDifference(before.output, after.output)}`],
        };
  }
  if (before.kind === 'kept-running' && after.kind === 'kept-running') {
    const worse = gotWorse(before, after);
    if (worse.length > 0) return { proof: 'differs', differences: worse };
    if (smokePassed(before, after)) return { proof: 'same-answers', differences: [] };
    const seconds = Math.round(Math.min(before.seconds, after.seconds));
    return { proof: 'only-built', differences: [`both kept running for ${seconds} s and listened on no port`] };
  }
  return { proof: 'differs', differences: [`before: ${manner(before)}; after: ${manner(after)}`] };
}

function compareListening(before: Run & { kind: 'listened' }, after: Run & { kind: 'listened' }): Verdict {
  const differences = [
    ...portDifferences(before.listeners, after.listeners),
    ...answerDifferences(before.answers, after.answers),
    ...gotWorse(before, after),
  ];
  if (differences.length > 0) return { proof: 'differs', differences };
  if (smokePassed(before, after)) return { proof: 'same-answers', differences: [] };
  const answered = before.answers.some((answer) => answer.kind === 'answer' && answer.status < 500);
  return answered
    ? { proof: 'same-answers', differences: [] }
    : {
        proof: 'only-built',
        differences: [
          before.listeners.every(({ scope }) => scope === 'loopback')
            ? `both listen on the container’s own loopback alone (port ${before.listeners.map(({ port }) => port).join(', ')}), which nobody outside of it reaches: make the program listen on 0.0.0.0, or give both the machine’s network with --run-arg=--network=host`
            : 'both listen on the same ports, but none of them answered an HTTP request',
        ],
      };
}

/** The user's own check is an answer too. One that failed never comes here. */
function smokePassed(before: Run, after: Run): boolean {
  return 'smoke' in before && before.smoke !== undefined && 'smoke' in after && after.smoke !== undefined;
}

/**
 * First port that Linux gives to whoever asks for none (net.ipv4.ip_local_port_range): such a port is another one in
 * every run, so only the number of them is compared.
 */
const FIRST_EPHEMERAL_PORT = 32_768;

function portDifferences(before: readonly Listener[], after: readonly Listener[]): readonly string[] {
  const after_ = new Map(after.map((listener) => [listener.port, listener]));
  const before_ = new Set(before.map((listener) => listener.port));
  const random = (listener: Listener) => listener.port >= FIRST_EPHEMERAL_PORT;
  const gone = before.filter((listener) => !random(listener) && !after_.has(listener.port));
  const come = after.filter((listener) => !random(listener) && !before_.has(listener.port));
  const narrower = before.filter((each) => each.scope === 'any' && (after_.get(each.port)?.scope ?? 'any') !== 'any');
  return [
    ...gone.map(({ port }) => `port ${port}: nothing listens any more`),
    ...come.map(({ port }) => `port ${port}: something listens that did not before`),
    ...narrower.map(({ port }) => `port ${port}: listens on every address before, and on fewer after`),
    ...(before.filter(random).length === after.filter(random).length ? [] : ['another number of random ports is open']),
  ];
}

type HttpAnswer = Answer & { readonly kind: 'answer' };

/**
 * True for bodies that change from one request to the next on both sides: a random number cannot be compared. A counter
 * can, since both sides are asked the same in the same order, and is equal before this is asked.
 */
function saysNothing(was: HttpAnswer, is: HttpAnswer): boolean {
  return was.again !== undefined && is.again !== undefined;
}

const bodies = (answer: HttpAnswer) => [answer.body, ...(answer.again === undefined ? [] : [answer.again])].join('\n');

function answerDifferences(before: readonly Answer[], after: readonly Answer[]): readonly string[] {
  return pairs(before, after).flatMap(([was, is]) => {
    const difference = answerDifference(was, is);
    return difference === undefined ? [] : [`GET :${was.port}${was.path}: ${difference}`];
  });
}

function answerDifference(was: Answer, is: Answer): string | undefined {
  if (was.kind === 'no-http' && is.kind === 'no-http') return undefined;
  if (was.kind === 'no-http') return 'no HTTP before, HTTP after';
  if (is.kind === 'no-http') return `HTTP before, after: ${is.because}`;
  if (was.status !== is.status) return `status ${was.status} before, ${is.status} after`;
  if (was.contentType !== is.contentType) return `type «${was.contentType}» before, «${is.contentType}» after`;
  if (was.location !== is.location) return `sends to ${was.location} before, to ${is.location} after`;
  if (was.body === is.body && was.again === is.again) return undefined;
  return saysNothing(was, is) ? undefined : `another body: ${firstDifference(bodies(was), bodies(is))}`;
}

/** A stop that takes so much longer is worth a word; less is the machine's mood. */
const SLOWER_SECONDS = 2;

/** What `docker stop` ends with when the process did not: 128 + SIGKILL. */
const KILLED = 137;

type Watched = Run & { kind: 'listened' | 'kept-running' };

/** What is worse after in a container that ran until it was stopped. */
function gotWorse(before: Watched, after: Watched): readonly string[] {
  const stop = stopGotWorse(before, after);
  const health = healthGotWorse(before.health, after.health);
  return [
    ...(health === undefined ? [] : [health]),
    ...volumeDifferences(before.received ?? [], after.received ?? []),
    ...(stop === undefined ? [] : [stop]),
  ];
}

function healthGotWorse(before: Health | undefined, after: Health | undefined): string | undefined {
  if (before?.exitCode !== 0 || after === undefined || after.exitCode === 0) return undefined;
  const words = after.lastLines.at(-1);
  return `the health check passes before, and fails after (exit code ${after.exitCode}${words === undefined ? '' : `: ${words.trim()}`})`;
}

interface Stopped {
  readonly stop: { readonly exitCode: number; readonly seconds: number };
}

function stopGotWorse(before: Stopped, after: Stopped): string | undefined {
  const worse = before.stop.exitCode !== KILLED && after.stop.exitCode === KILLED;
  return worse
    ? `stopping: ended by itself before (exit code ${before.stop.exitCode}), has to be killed after`
    : undefined;
}

function notesOf(before: Run | undefined, after: Run | undefined): readonly string[] {
  if (before === undefined || after === undefined || before.kind === 'not-started' || after.kind === 'not-started')
    return [];
  const notes: string[] = [];
  if (before.pidOneUid !== undefined && after.pidOneUid !== undefined && before.pidOneUid !== after.pidOneUid) {
    notes.push(`process 1 runs as user ${before.pidOneUid} before and ${after.pidOneUid} after`);
  }
  if ('stop' in before && 'stop' in after && before.stop.exitCode !== after.stop.exitCode) {
    const told = ({ stop }: Stopped) => `${stop.exitCode} after ${stop.seconds.toFixed(1)} s`;
    notes.push(`stopping: exit code ${told(before)} before, ${told(after)} after`);
  } else if ('stop' in before && 'stop' in after && after.stop.seconds > before.stop.seconds + SLOWER_SECONDS) {
    notes.push(
      `stopping takes longer: ${before.stop.seconds.toFixed(1)} s before, ${after.stop.seconds.toFixed(1)} s after. Where npm starts the program, it may be waiting for the registry to name a newer npm: NPM_CONFIG_UPDATE_NOTIFIER=false keeps it from asking`,
    );
  }
  if (before.health !== undefined && before.health.exitCode !== 0) {
    notes.push(`the health check fails before${after.health?.exitCode === 0 ? ', and passes after' : ' too'}`);
  }
  if (before.kind === 'listened' && after.kind === 'listened') notes.push(...uncompared(before.answers, after.answers));
  return notes;
}

function uncompared(before: readonly Answer[], after: readonly Answer[]): readonly string[] {
  return pairs(before, after)
    .filter(
      ([was, is]) => was.kind === 'answer' && is.kind === 'answer' && was.body !== is.body && saysNothing(was, is),
    )
    .map(([{ port, path }]) => `GET :${port}${path}: the body changes with every request; not compared`);
}

function manner(run: Run): string {
  switch (run.kind) {
    case 'listened':
      return `listens on ${run.listeners.map((listener) => listener.port).join(', ')}`;
    case 'exited':
      return `ends with exit code ${run.exitCode}`;
    case 'kept-running':
      return 'keeps running without listening';
    case 'not-started':
      return 'does not start';
  }
}

/** How much of the line before the difference is shown. */
const CONTEXT = 20;
const EXCERPT = 80;

/** The first line that is not the same, from both sides. */
function firstDifference(before: string, after: string): string {
  const was = normalise(before).split('\n');
  const is = normalise(after).split('\n');
  const at = was.findIndex((line, index) => line !== is[index]);
  const index = at === -1 ? was.length : at;
  const column = Math.max(0, firstColumn(was[index] ?? '', is[index] ?? '') - CONTEXT);
  return `line ${index + 1}: ${excerpt(was[index], column)} before, ${excerpt(is[index], column)} after`;
}

/** Where two lines part. */
function firstColumn(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) if (one[at] !== other[at]) return at;
  return length;
}

/** A line, or of a long one (a page is often a single line) the part from a column on. */
function excerpt(line: string | undefined, column: number): string {
  if (line === undefined) return 'nothing';
  if (line.length <= EXCERPT) return `«${line}»`;
  const end = column + EXCERPT;
  return `«${column > 0 ? '…' : ''}${line.slice(column, end)}${end < line.length ? '…' : ''}»`;
}
