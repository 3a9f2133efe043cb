import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, type TestContext, vi } from 'vitest';
import type { BuildResult } from '../../src/prove/build.ts';
import { buildImage } from '../../src/prove/build.ts';
import { instructionOf, registryWasOutOfReach } from '../../src/prove/build-log.ts';
import { brokenBecause, compareRuns } from '../../src/prove/compare.ts';
import { type Engine, findEngine, removeImage, uniqueName } from '../../src/prove/engine.ts';
import { untilInterrupted } from '../../src/prove/interrupt.ts';
import { type Side, type StartOptions, type Trial, tryOut } from '../../src/prove/prove.ts';
import { withTemporaryFolder } from '../../src/prove/temporary-folder.ts';
import { filesInImage } from './files-in-image.ts';
import { type Expectations, type FixtureCase, migratedRepository, readCases, touch } from './fixture-case.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { cases, problems } = readCases(join(root, 'fixtures'));
const migrated = cases.filter((fixture) => fixture.output !== undefined);
const kept = cases.filter((fixture) => fixture.output === undefined);
const touched = migrated.filter((fixture) => fixture.expectations.touch !== undefined);

const found = await findEngine({ environment: process.env, logs: join(root, '.e2e-logs') });
if (found.kind === 'none') {
  console.log(`no container engine: ${found.because}`);
  console.log(`e2e skipped: ${migrated.length + kept.length + touched.length}`);
}

/** Instructions that install dependencies: those whose layer a change in the sources must not invalidate. */
const INSTALLS =
  /^RUN\b.*\b(npm (ci|i|install)|yarn( install| --|$)|pnpm (i|install|fetch)|bun (i|install)|pip3? install|poetry install|uv (sync|pip)|go mod download|bundle install|cargo (fetch|chef)|mvn\b.*dependency|composer install|dotnet restore)/;

it('finds fixtures to try, and nothing wrong with them', () => {
  expect(problems).toEqual([]);
  expect(cases).not.toEqual([]);
});

// Several at once: one builds while another one's container starts, answers or is stopping, which is mostly waiting.
vi.setConfig({ maxConcurrency: 3 });

/** A network of its own may have no way out here, and npm, before it ends, waits for the registry to tell of a newer npm. */
const SURROUNDINGS = { npm_config_update_notifier: 'false' };

/** Enough for whatever ends by itself, and short for what has to be killed, before and after. */
const STOP_SECONDS = 4;

describe.skipIf(found.kind === 'none').concurrent('fixtures on an engine', () => {
  it.for(named(migrated))('%s: the migration behaves as before', async ([, fixture], context) => {
    await onEngine(context, async (engine) => {
      const { expectations } = fixture;
      const options = startOptions(expectations);
      const { absent = [], present = [] } = expectations;
      const filesBefore = new Map<string, readonly string[]>();
      const filesAfter = new Map<string, readonly string[]>();
      const listInto =
        (files: Map<string, readonly string[]>, patterns: readonly string[]) => async (image: string) => {
          if (patterns.length === 0) return;
          for (const [pattern, found] of await filesInImage(engine, image, patterns)) files.set(pattern, found);
        };
      const before = await tryOut(
        engine,
        side(fixture, 'before', fixture.input),
        options,
        listInto(filesBefore, absent),
      );
      skipWithoutRegistry(context, before.build);
      const after = await withTemporaryFolder(async (folder) => {
        await migratedRepository(fixture, folder);
        return tryOut(engine, side(fixture, 'after', folder), options, listInto(filesAfter, [...absent, ...present]));
      });
      skipWithoutRegistry(context, after.build);
      const { proof, differences } = compareRuns(before, after);
      const why = [...differences, ...said('before', before), ...said('after', after)].join('\n');
      expect(proof, why).toBe(expectations.expect ?? 'same-answers');
      checkSize(expectations, before, after);
      checkUser(expectations, after);
      checkFiles(expectations, filesBefore, filesAfter);
    });
  });

  it.for(named(touched))('%s: a change in the sources leaves installing in the cache', async ([, fixture], context) => {
    await onEngine(context, async (engine) => {
      const { touch: sources = [], cached } = fixture.expectations;
      await withTemporaryFolder(async (folder) => {
        await migratedRepository(fixture, folder);
        skipWithoutRegistry(context, await buildOnly(engine, fixture, folder));
        await touch(folder, sources);
        const again = await buildOnly(engine, fixture, folder);
        expect(again.kind, said('again', { build: again }).join('\n')).toBe('built');
        const steps = again.kind === 'built' ? again.steps : [];
        const installing = steps.filter((step) => installs(instructionOf(step), cached));
        expect(installing, 'instructions that install').not.toEqual([]);
        expect(installing.filter((step) => !step.cached).map((step) => step.name)).toEqual([]);
        // Otherwise the touched file is in no image, and the check above would pass for any Dockerfile.
        const rebuilt = steps.filter((step) => !step.cached).map((step) => step.name);
        expect(rebuilt, 'instructions that the change reached').not.toEqual([]);
      });
    });
  });

  it.for(named(kept))('%s: builds and starts as it is', async ([, fixture], context) => {
    await onEngine(context, async (engine) => {
      const trial = await tryOut(engine, side(fixture, 'kept', fixture.input), startOptions(fixture.expectations));
      skipWithoutRegistry(context, trial.build);
      const why = said('as it is', trial).join('\n');
      expect(trial.build.kind, why).toBe('built');
      if (fixture.expectations.starts !== false) expect(brokenBecause(trial), why).toBeUndefined();
    });
  });
});

function named(fixtures: readonly FixtureCase[]): [string, FixtureCase][] {
  return fixtures.map((fixture) => [fixture.name, fixture]);
}

/** Gives the test the engine, and an end where the test run is cancelled: what it made is removed then too. */
function onEngine(context: TestContext, work: (engine: Engine) => Promise<void>): Promise<void> {
  if (found.kind === 'none') return Promise.resolve();
  return untilInterrupted((signal) => work({ ...found, signal: AbortSignal.any([signal, context.signal]) }));
}

/** @param repository the fixture's input, or a copy with the output laid over it */
function side({ name, expectations }: FixtureCase, which: string, repository: string): Side {
  const { dockerfile = 'Dockerfile', context = '.', buildArgs = [] } = expectations;
  const contextFolder = join(repository, context);
  return {
    name: `${name}-${which}`,
    contextFolder,
    dockerfileText: readFileSync(join(repository, dockerfile), 'utf8'),
    dockerfilePath: relative(contextFolder, join(repository, dockerfile)),
    extraArgs: buildArgs,
    // Where base images come from a command, no registry is reached, and no frontend either.
    dropSyntax: found.kind === 'engine' && found.prepareImages !== undefined,
  };
}

function startOptions({ probe, env, seconds }: Expectations): StartOptions {
  return {
    stopSeconds: STOP_SECONDS,
    ...(probe === undefined ? {} : { paths: probe }),
    environment: { ...SURROUNDINGS, ...env },
    ...(seconds === undefined ? {} : { seconds }),
  };
}

async function buildOnly(engine: Engine, fixture: FixtureCase, folder: string): Promise<BuildResult> {
  const tag = uniqueName(`${fixture.name}-touched`);
  try {
    return await buildImage(engine, { ...side(fixture, 'touched', folder), tag });
  } finally {
    await removeImage(engine, tag);
  }
}

/** A build that no registry answered says nothing about the fixture. With a command that prepares images there is no excuse. */
function skipWithoutRegistry(context: TestContext, build: BuildResult): void {
  if (found.kind === 'engine' && found.prepareImages !== undefined) return;
  if (build.kind === 'failed' && registryWasOutOfReach(build)) context.skip('no image registry answers');
}

function installs(instruction: string, cached: readonly string[] | undefined): boolean {
  return cached === undefined ? INSTALLS.test(instruction) : cached.some((text) => instruction.includes(text));
}

function checkSize({ minShrink }: Expectations, before: Trial, after: Trial): void {
  if (minShrink === undefined) return;
  const shrink = 1 - (after.image?.size ?? Number.POSITIVE_INFINITY) / (before.image?.size ?? 0);
  expect(shrink, 'part of its size that the image lost').toBeGreaterThanOrEqual(minShrink);
}

function checkUser({ user }: Expectations, after: Trial): void {
  const run = after.run;
  const uids = [
    ...(run !== undefined && 'pidOneUid' in run ? [run.pidOneUid] : []),
    ...(run?.kind === 'listened' ? run.listeners.map((listener) => listener.uid) : []),
  ];
  const name = after.image?.config.user ?? '';
  if (user === 'root') {
    expect(['', '0', 'root', '0:0', 'root:root']).toContain(name);
    return;
  }
  if (user !== undefined) expect(name, 'USER of the image').toBe(user);
  expect(name, 'USER of the image').not.toMatch(/^(|0|root)(:.*)?$/);
  expect(uids, 'user ids of the processes').not.toContain(0);
}

function checkFiles(
  { absent = [], present = [] }: Expectations,
  before: ReadonlyMap<string, readonly string[]>,
  after: ReadonlyMap<string, readonly string[]>,
): void {
  for (const path of absent) {
    expect(before.get(path)?.length, `${path} in the original image`).toBeGreaterThan(0);
    expect(after.get(path)?.slice(0, 5), `${path} in the migrated image`).toEqual([]);
  }
  for (const path of present) {
    expect(after.get(path)?.length, `${path} in the migrated image`).toBeGreaterThan(0);
  }
}

/** The last words of a build that failed, or of a run, for the reader of a failed test. */
function said(when: string, { build, run }: Trial): readonly string[] {
  const lines =
    build.kind === 'failed' ? build.lastLines : run !== undefined && 'lastLines' in run ? run.lastLines : [];
  return lines.map((line) => `${when} | ${line}`);
}
