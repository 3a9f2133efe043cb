import { auditOf } from './audit/export.ts';
import { findingLines, type ImageAudit, newFindings } from './audit/findings.ts';
import { withoutNoise, withTextsOf } from './build-noise.ts';
import type { Attempt, Comparison, Proof } from './compare.ts';
import { brokenBecause, compareRuns } from './compare.ts';
import type { Engine } from './engine.ts';
import { type Figures, figuresOf } from './figures.ts';
import { type Hindrance, hindranceOf } from './hindrance.ts';
import type { Inspection } from './inspect.ts';
import { type Missing, missingFrom } from './missing.ts';
import type { Progress, Tell } from './progress.ts';
import { type Side, type StartOptions, type Trial, tryOut } from './prove.ts';
import { rebuildAfter } from './rebuild.ts';

/** One way to migrate the file. */
export interface Candidate<T> {
  /** Empty: as it was asked for. */
  readonly label: string;
  readonly side: Side;
  /** What belongs to it, handed back with the one that is chosen. */
  readonly payload: T;
}

/** A candidate that was tried before the chosen one, and why it was not taken. */
export interface Failed {
  readonly label: string;
  readonly proof: Proof;
  readonly because: readonly string[];
  /** The image's name, where it was kept. */
  readonly image?: string;
}

/** What was shown of one Dockerfile. */
export interface FileProof extends Comparison {
  readonly before: Figures;
  /** Absent where the original was broken and nothing else was built. */
  readonly after?: Figures;
  /** What both sides seem to miss. Only for `both-fail`, and for `was-broken` where the original builds. */
  readonly missing: readonly Missing[];
  /** How the chosen candidate differs from what was asked for; empty: it does not. */
  readonly candidate: string;
  readonly tried: readonly Failed[];
}

/** A proof, and the candidate that it is about; or what has to be put right on this machine before anything can be shown. */
export type Outcome<T> =
  | { readonly kind: 'proof'; readonly proof: FileProof; readonly chosen: Candidate<T> | null }
  | { readonly kind: 'hindered'; readonly hindrance: Hindrance };

/** What to prove. */
export interface ProveFileInput<T> {
  /** Begins the names of images and logs. */
  readonly name: string;
  readonly before: Side;
  /** Best first; made when they are needed. There is at least one. */
  readonly candidates: Iterable<Candidate<T>>;
  readonly start: StartOptions;
  /** A file, relative to the context folder: both are built again after it changed. */
  readonly touch?: string;
  readonly tell?: Tell;
}

/**
 * Builds and starts the original, then one candidate after the other until one passes. An original that does not build ends it at
 * once; one that builds and does not start is compared with the first candidate that builds, and proves nothing.
 * Where none passes, the proof is that of the first one, which is the one that was asked for.
 *
 * @throws the abort reason, after cleaning up, when the engine's signal was aborted
 */
export async function proveFile<T>(engine: Engine, input: ProveFileInput<T>): Promise<Outcome<T>> {
  const original = { name: `${input.name}-before`, ...input.before };
  const before = await tryOne(engine, input, 'original', original, (image) => startFor(input.start, image), works);
  const start = startFor(input.start, before.image);
  const was = brokenBecause(before);
  const hindrance = hindranceOf(before);
  if (hindrance !== undefined) return { kind: 'hindered', hindrance };
  if (before.build.kind === 'failed') {
    const proof: FileProof = {
      proof: 'was-broken',
      differences: [`before: ${was}`],
      notes: [],
      before: figuresOf(before, before.audit),
      missing: [],
      candidate: '',
      tried: [],
    };
    return { kind: 'proof', proof, chosen: null };
  }
  const failed: Attempted<T>[] = [];
  let anew: Promise<Attempt> | undefined;
  const buildAnew = () => {
    anew ??= tryAnew(engine, input, original, start);
    return anew;
  };
  for (const candidate of input.candidates) {
    const asked = candidate.label === '';
    const side = { name: `${input.name}-after${asked ? '' : `-${candidate.label}`}`, ...candidate.side };
    const after = await tryOne(
      engine,
      input,
      asked ? 'migrated' : `migrated, ${candidate.label}`,
      side,
      () => start,
      (attempt) => works(before) && passes(compareRuns(before, withTextsOf(before, attempt))),
    );
    const full = hindranceOf(after);
    if (full?.kind === 'disk-full') return { kind: 'hindered', hindrance: full };
    const comparison = withAudit(await compareSteady(before, after, buildAnew), before, after);
    const next = comparison.proof === 'differs' || (comparison.proof === 'both-fail' && after.build.kind === 'failed');
    if (!next) {
      const done = outcome(before, candidate, after, comparison, failed.map(told));
      return passes(comparison) ? await withRebuilds(engine, input, done, original, side) : done;
    }
    failed.push({ candidate, after, comparison });
  }
  const [first, ...others] = failed;
  if (first === undefined) throw new Error('there is no candidate');
  return outcome(before, first.candidate, first.after, first.comparison, others.map(told));
}

/** Two builds of one file may differ: where only texts are other ones, the original is built a second time to see which of their words do. */
async function compareSteady(before: Attempt, after: Attempt, buildAnew: () => Promise<Attempt>): Promise<Comparison> {
  const comparison = compareRuns(before, after);
  if (comparison.proof !== 'differs' || !passes(compareRuns(before, withTextsOf(before, after)))) return comparison;
  const steady = compareRuns(before, withoutNoise(before, await buildAnew(), after));
  if (!passes(steady)) return comparison;
  return { ...steady, notes: [...steady.notes, 'some words change with every build of the original; not compared'] };
}

/** The original once more, without anything of the first build. */
function tryAnew<T>(engine: Engine, input: ProveFileInput<T>, original: Side, start: StartOptions): Promise<Attempt> {
  const side = { ...original, keep: false, extraArgs: [...(original.extraArgs ?? []), '--no-cache'] };
  return tryOne(
    engine,
    input,
    'original anew',
    { ...side, name: `${input.name}-anew` },
    () => start,
    () => false,
  );
}

interface Attempted<T> {
  readonly candidate: Candidate<T>;
  readonly after: Audited;
  readonly comparison: Comparison;
}

function told<T>({ candidate, after, comparison }: Attempted<T>): Failed {
  const { label } = candidate;
  const { proof, differences } = comparison;
  return { label, proof, because: differences, ...(after.kept === undefined ? {} : { image: after.kept }) };
}

function outcome<T>(
  before: Audited,
  chosen: Candidate<T>,
  after: Audited,
  comparison: Comparison,
  tried: readonly Failed[],
): Outcome<T> {
  const neither = comparison.proof === 'both-fail' || comparison.proof === 'was-broken';
  const figures = { before: figuresOf(before, before.audit), after: figuresOf(after, after.audit) };
  return {
    kind: 'proof',
    proof: {
      ...comparison,
      ...figures,
      missing: neither ? missingFrom(figures.before.lastLines) : [],
      candidate: chosen.label,
      tried,
    },
    chosen,
  };
}

function works(attempt: Attempt): boolean {
  return brokenBecause(attempt) === undefined;
}

/** Reading an image takes seconds for each gigabyte, and changes nothing where the runs already differ. */
function passes({ proof }: Comparison): boolean {
  return proof === 'same-answers' || proof === 'same-exit-0' || proof === 'only-built';
}

/** What was not seen to fail may still fail later, in code that nobody called: files that cannot work are a difference. */
function withAudit(comparison: Comparison, before: Audited, after: Audited): Comparison {
  if (!passes(comparison)) return comparison;
  if (before.audit === undefined || after.audit === undefined) {
    return {
      ...comparison,
      notes: [...comparison.notes, 'the files of an image could not be read, and were not checked'],
    };
  }
  const findings = newFindings(before.audit, after.audit);
  if (findings.length === 0) return comparison;
  return { ...comparison, proof: 'differs', differences: [...comparison.differences, ...findingLines(findings)] };
}

/** The outcome with what a change in one source file costs before and after. */
async function withRebuilds<T>(
  engine: Engine,
  input: ProveFileInput<T>,
  outcome: Outcome<T>,
  before: Side,
  after: Side,
): Promise<Outcome<T>> {
  const { touch } = input;
  if (outcome.kind === 'hindered' || outcome.proof.after === undefined || touch === undefined) return outcome;
  const again = async (name: string, side: Side, figures: Figures): Promise<Figures> => {
    const tell = (step?: string) =>
      input.tell?.({ side: name, phase: 'rebuilding', ...(step === undefined ? {} : { step }) });
    tell();
    const rebuild = await rebuildAfter({ ...engine, onStep: tell }, side, touch);
    return { ...figures, ...(rebuild === undefined ? {} : { rebuild }) };
  };
  const was = await again('original', before, outcome.proof.before);
  const is = await again('migrated', after, outcome.proof.after);
  const known = was.rebuild !== undefined && is.rebuild !== undefined;
  const notes = known ? [] : [`${touch} is not in the build context, or did not build with a line more: not rebuilt`];
  return { ...outcome, proof: { ...outcome.proof, before: was, after: is, notes: [...outcome.proof.notes, ...notes] } };
}

/** A side with what its files are. */
interface Audited extends Trial {
  readonly audit?: ImageAudit;
}

async function tryOne<T>(
  engine: Engine,
  input: ProveFileInput<T>,
  name: string,
  side: Side,
  start: (image: Inspection | undefined) => StartOptions,
  isWorthReading: (attempt: Attempt) => boolean,
): Promise<Audited> {
  let phase: Progress['phase'] = 'building';
  const tell = (step?: string) => input.tell?.({ side: name, phase, ...(step === undefined ? {} : { step }) });
  tell();
  let audit: ImageAudit | undefined;
  const watched: Engine = { ...engine, onStep: tell };
  const startIt = (image: Inspection | undefined) => {
    phase = 'starting';
    tell();
    return start(image);
  };
  const trial = await tryOut(watched, side, startIt, async (image, attempt) => {
    if (!isWorthReading(attempt)) return;
    phase = 'auditing';
    tell();
    audit = await auditOf(engine, image);
  });
  return { ...trial, ...(audit === undefined ? {} : { audit }) };
}

/** Both sides are asked for the same paths: those of the user, otherwise the root and what the original's health check asks for. */
function startFor(start: StartOptions, original: Inspection | undefined): StartOptions {
  if (start.paths !== undefined || start.smoke !== undefined) return start;
  const check = original?.config.healthcheck.join(' ') ?? '';
  const path = /\bhttps?:\/\/[^/\s'"]+(\/[\w./?=&-]*)/.exec(check)?.[1];
  return { ...start, paths: path === undefined || path === '/' ? ['/'] : ['/', path] };
}

/** A proof in which no secret stands, wherever a program printed it. */
export function redactProof(proof: FileProof, redact: (text: string) => string): FileProof {
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return redact(value);
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, clean(each)]));
  };
  const { proof: name, ...rest } = proof;
  return { ...(clean(rest) as Omit<FileProof, 'proof'>), proof: name };
}
