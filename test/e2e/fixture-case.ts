import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Proof } from '../../src/prove/compare.ts';

/** What `fixtures/<case>/e2e.json` may say. */
export interface Expectations {
  /** The fixture has no `output/`: it must build and start as it is. */
  readonly builds?: boolean;
  /** False: the program needs something that is not here (a database); it is built and not judged by how it starts. */
  readonly starts?: boolean;
  /** Where the Dockerfile is, in `input/` and in `output/`; default `Dockerfile`. */
  readonly dockerfile?: string;
  /** The build context's folder in `input/`; default `.`. */
  readonly context?: string;
  /** Paths to ask for; default `/`. */
  readonly probe?: readonly string[];
  /** The proof to reach; default `same-answers`. */
  readonly expect?: Proof;
  /** The part of its size that the image loses at least: 0.7 is 70 percent. */
  readonly minShrink?: number;
  /** The image's USER, as the Dockerfile writes it. Left out: anyone but root. `root`: it stays root. */
  readonly user?: string;
  /** Paths, or globs, that the original image has and the migrated one must not. */
  readonly absent?: readonly string[];
  /** Paths, or globs, that the migrated image must have. */
  readonly present?: readonly string[];
  /** Variables for both runs. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long to wait for a port or an exit. */
  readonly seconds?: number;
  /** Source files, relative to `input/`, that are changed before a rebuild: installing must come from the cache. */
  readonly touch?: string | readonly string[];
  /** What the instructions that install contain; default: the usual commands. */
  readonly cached?: readonly string[];
  /** More arguments for both builds. */
  readonly buildArgs?: readonly string[];
}

const KEYS: Readonly<Record<keyof Expectations, true>> = {
  builds: true,
  starts: true,
  dockerfile: true,
  context: true,
  probe: true,
  expect: true,
  minShrink: true,
  user: true,
  absent: true,
  present: true,
  env: true,
  seconds: true,
  touch: true,
  cached: true,
  buildArgs: true,
};

/** A fixture that the engine tries. */
export interface FixtureCase {
  readonly name: string;
  readonly input: string;
  /** The folder that is laid over the input. Undefined: the tool leaves this fixture as it is. */
  readonly output?: string;
  readonly expectations: Expectations;
}

/** The fixtures that have an `e2e.json`, by name, and what is wrong with those that cannot be tried. */
export interface Cases {
  readonly cases: readonly FixtureCase[];
  readonly problems: readonly string[];
}

/** Reads every `fixtures/<case>/e2e.json`. */
export function readCases(fixtures: string): Cases {
  const names = existsSync(fixtures) ? readdirSync(fixtures).sort() : [];
  const read = names
    .filter((name) => existsSync(join(fixtures, name, 'e2e.json')))
    .map((name) => readCase(join(fixtures, name), name));
  return {
    cases: read.filter((each) => typeof each !== 'string'),
    problems: read.filter((each) => typeof each === 'string'),
  };
}

function readCase(folder: string, name: string): FixtureCase | string {
  const expectations = JSON.parse(readFileSync(join(folder, 'e2e.json'), 'utf8')) as Expectations;
  const unknown = Object.keys(expectations).filter((key) => !Object.hasOwn(KEYS, key));
  if (unknown.length > 0) return `${name}/e2e.json: unknown: ${unknown.join(', ')}`;
  const input = join(folder, 'input');
  const { dockerfile = 'Dockerfile' } = expectations;
  if (!existsSync(join(input, dockerfile))) return `${name}: there is no input/${dockerfile}`;
  const output = existsSync(join(folder, 'output', dockerfile)) ? join(folder, 'output') : undefined;
  if (output === undefined && expectations.builds !== true) {
    return `${name}: there is no output/${dockerfile}, and e2e.json does not say "builds": true`;
  }
  return { name, input, expectations, ...(output === undefined ? {} : { output }) };
}

/** Makes the repository that a user has after the migration: the input with the output laid over it. */
export async function migratedRepository(fixture: FixtureCase, folder: string): Promise<void> {
  await cp(fixture.input, folder, { recursive: true, verbatimSymlinks: true });
  if (fixture.output !== undefined) await cp(fixture.output, folder, { recursive: true, verbatimSymlinks: true });
}

/** Changes a source file's content without changing what it means: a line break at its end. BuildKit compares content, not times. */
export async function touch(repository: string, files: string | readonly string[]): Promise<void> {
  for (const file of [files].flat()) {
    if (!existsSync(join(repository, file))) throw new Error(`e2e.json touches ${file}, which is not there`);
    await appendFile(join(repository, file), '\n');
  }
}
