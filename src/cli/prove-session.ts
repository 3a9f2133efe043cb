import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { candidates } from '../prove/candidates.ts';
import { type Engine as ContainerEngine, findEngine } from '../prove/engine.ts';
import { parseEnvFile, parseVariable } from '../prove/env-file.ts';
import type { Hindrance } from '../prove/hindrance.ts';
import { unfitBecause } from '../prove/local-engine.ts';
import type { Side, StartOptions } from '../prove/prove.ts';
import { type Candidate, proveFile, redactProof } from '../prove/prove-file.ts';
import { valuesIn, wordsOf } from '../prove/run-arguments.ts';
import { redactorOf } from '../prove/secrets.ts';
import { buildPlaceOf } from './build-place.ts';
import { migrateFile, type Source } from './migrate-file.ts';
import type { Job } from './migrate-paths.ts';
import { realPath } from './paths.ts';
import { type Fault, systemErrorCode } from './problems.ts';
import type { ProveSettings } from './prove-options.ts';
import type { FileResult } from './result.ts';

/** Proves files, one after the other, on one engine that is found when the first file needs it. */
export interface ProveSession {
  /** The result with its proof: `changed`, by the best candidate, where the proof counts, otherwise `unproven` and without edits. */
  readonly prove: (source: Source, result: FileResult) => Promise<FileResult | NoSession>;
  /** True once the user interrupted: nothing more is to be begun. */
  readonly interrupted: () => boolean;
  /** Cleans up. Where the user interrupted, the process ends with this. */
  readonly end: () => Promise<void>;
}

/** Why nothing can be proven. */
export interface NoSession {
  readonly misuse: string;
}

/** Holds signals back until {@link ProveSession.end}: whenever one comes, containers, images and logs are removed first. */
export function proveSession(job: Job, settings: ProveSettings): ProveSession {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const controller = new AbortController();
  const held = job.surroundings.untilInterrupted(async (signal) => {
    signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
    await ended;
  });
  const { signal } = controller;
  let bench: Promise<Bench | NoSession> | undefined;
  let logsAreNeeded = settings.keep;
  return {
    prove: async (source, result) => {
      bench ??= openBench(job, settings, signal);
      const opened = await bench;
      if ('misuse' in opened) return opened;
      const proven = await proveOne(opened, source, result);
      if (proven.status !== 'changed') logsAreNeeded = true;
      return proven;
    },
    interrupted: () => signal.aborted,
    end: async () => {
      const opened = await bench?.catch(() => undefined);
      if (opened && 'engine' in opened && (!logsAreNeeded || signal.aborted)) await removeFolder(opened.engine.logs);
      end();
      await held;
    },
  };
}

const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true });

/** Reads the variables, finds an engine and tries it. Leaves nothing behind where that fails. */
async function openBench(job: Job, settings: ProveSettings, signal: AbortSignal): Promise<Bench | NoSession> {
  const given = await variablesOf(settings, job);
  if ('misuse' in given) return given;
  const { env } = job.surroundings;
  const logs = await mkdtemp(join(tmpdir(), 'msb-logs-'));
  const environment = settings.engine === null ? env : { ...env, MSB_ENGINE: settings.engine };
  const found = await findEngine({ environment, logs, signal });
  const unfit = found.kind === 'none' ? `no container engine (${found.because})` : await unfitBecause(found);
  if (found.kind === 'none' || unfit !== undefined || signal.aborted) {
    await removeFolder(logs);
    signal.throwIfAborted();
    return { misuse: `--prove: ${unfit}` };
  }
  const redact = redactorOf([
    ...Object.values(given.environment),
    ...Object.values(given.buildArgs),
    ...valuesIn(settings.runArgs),
  ]);
  return { job, settings, given, engine: { ...found, redact }, redact };
}

interface Given {
  readonly environment: Readonly<Record<string, string>>;
  readonly buildArgs: Readonly<Record<string, string>>;
}

interface Bench {
  readonly job: Job;
  readonly settings: ProveSettings;
  readonly given: Given;
  readonly engine: ContainerEngine;
  readonly redact: (text: string) => string;
}

async function proveOne(bench: Bench, source: Source, result: FileResult): Promise<FileResult> {
  const { job, settings, engine } = bench;
  const context = buildPlaceOf(source);
  if (context === null) return refused(result, contextUnknown);
  const side = (dockerfileText: string): Side => ({
    contextFolder: context.folder,
    dockerfilePath: context.dockerfile,
    dockerfileText,
    buildArgs: bench.given.buildArgs,
    keep: settings.keep,
    ignores: context.ignores,
    // Where base images come from a command, no registry is reached, and no frontend either.
    dropSyntax: engine.prepareImages !== undefined,
  });
  const outcome = await proveFile(engine, {
    name: basename(source.shown),
    before: side(source.text),
    candidates: candidatesFor(bench, source, result, side),
    start: startOptions(bench),
    ...(settings.touch === null
      ? {}
      : { touch: relative(context.folder, realPath(resolve(job.surroundings.cwd, settings.touch))) }),
    ...(job.progress === undefined ? {} : { tell: job.progress.about(source.shown) }),
  });
  if (outcome.kind === 'hindered') return refused(result, faultOf(outcome.hindrance, bench.redact));
  const proof = redactProof(outcome.proof, bench.redact);
  const accepted = settings.accept.includes(proof.proof);
  if (accepted && outcome.chosen !== null) return { ...outcome.chosen.payload, proof };
  return { ...result, status: 'unproven', edits: [], decisions: result.decisions, proof };
}

/** The result that was asked for, then those of the ladder that are something else. */
function* candidatesFor(
  { job }: Bench,
  source: Source,
  asked: FileResult,
  side: (text: string) => Side,
): Generator<Candidate<FileResult>> {
  const seen = new Set<string>();
  const textsOf = ({ edits }: FileResult) => JSON.stringify(edits.map(({ file, after }) => [file, after]));
  for (const { label, options } of candidates(source.options)) {
    const result = label === '' ? asked : migrateFile(source, job.surroundings.cwd, job.engine, options);
    const texts = textsOf(result);
    if (result.status !== 'changed' || seen.has(texts) || (label !== '' && texts === textsOf(asked))) continue;
    seen.add(texts);
    yield { label, payload: result, side: migratedSide(result, source, side) };
  }
}

function migratedSide(result: FileResult, source: Source, side: (text: string) => Side): Side {
  const own = result.edits.find(({ isDockerfile }) => isDockerfile)?.after ?? source.text;
  const ignoreFile = result.edits.find(({ isDockerfile, path }) => !isDockerfile && path.endsWith('ignore'));
  return { ...side(own), ...(ignoreFile === undefined ? {} : { ignoreFileText: ignoreFile.after }) };
}

function startOptions({ settings, given, job }: Bench): StartOptions {
  return {
    environment: given.environment,
    volumes: settings.volumes.map((volume) => absolute(volume, job.surroundings.cwd)),
    runArgs: settings.runArgs,
    ...(settings.command === null ? {} : { command: wordsOf(settings.command) }),
    ...(settings.probe === null ? {} : { paths: settings.probe }),
    ...(settings.seconds === null ? {} : { seconds: settings.seconds }),
    ...(settings.smoke === null ? {} : { smoke: settings.smoke }),
  };
}

/** `./data:/data` as older clients want it. */
function absolute(volume: string, cwd: string): string {
  const at = volume.indexOf(':');
  return volume.startsWith('.') && at !== -1 ? resolve(cwd, volume.slice(0, at)) + volume.slice(at) : volume;
}

async function variablesOf(settings: ProveSettings, job: Job): Promise<Given | NoSession> {
  const { env, cwd } = job.surroundings;
  let environment: Record<string, string> = {};
  for (const file of settings.envFiles) {
    let text: string;
    try {
      text = await readFile(resolve(cwd, file), 'utf8');
    } catch (error) {
      return { misuse: `--env-file ${file} cannot be read (${systemErrorCode(error)})` };
    }
    const { variables, wrongLines } = parseEnvFile(text, env);
    if (wrongLines.length > 0) return { misuse: `--env-file ${file}: line ${wrongLines[0]} is no NAME=value` };
    environment = { ...environment, ...variables };
  }
  return {
    environment: { ...environment, ...assigned(settings.env, env) },
    buildArgs: assigned(settings.buildArgs, env),
  };
}

function assigned(texts: readonly string[], env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const variables = texts.map((text) => parseVariable(text, env));
  return Object.fromEntries(
    variables.flatMap((each) => (typeof each === 'string' ? [] : [[each.name, each.value] as const])),
  );
}

const contextUnknown: Fault = {
  code: 'context-unknown',
  cause: 'it cannot be proven, because it is not known which folder it is built in',
  remedy: 'Name the folder with --context.',
};

function faultOf({ kind, says }: Hindrance, redact: (text: string) => string): Fault {
  switch (kind) {
    case 'registry-out-of-reach':
      return {
        code: 'registry-out-of-reach',
        cause: `it cannot be proven, because no image registry answers (${redact(says)})`,
        remedy: 'Pull its base image first, or check the network.',
      };
    case 'base-image-refused':
      return {
        code: 'base-image-refused',
        cause: `it cannot be proven, because its base image cannot be pulled (${redact(says)})`,
        remedy: 'Log in to its registry, pull the image first, or look whether it is still there under this name.',
      };
    case 'disk-full':
      return {
        code: 'disk-full',
        cause: `it cannot be proven, because the engine’s disk is full (${redact(says)})`,
        remedy: 'Free some space (docker or podman system df shows what there is) and run again.',
      };
  }
}

function refused(result: FileResult, fault: Fault): FileResult {
  return { ...result, status: 'refused', edits: [], problem: { path: result.shown, ...fault } };
}
