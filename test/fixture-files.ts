import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULTS, type Options } from '../src/options.ts';
import { discoverDockerfiles } from '../src/repository/discover.ts';
import { memoryRepository } from '../src/repository/memory.ts';
import type { Repository } from '../src/repository/repository.ts';

/** One folder of `fixtures/`: a small repository before and after. */
export interface Fixture {
  readonly name: string;
  readonly folder: string;
  readonly repository: Repository;
  /** Repository paths of its Dockerfiles. */
  readonly dockerfiles: readonly string[];
  /** What the user asks for: the defaults, and what `options.json` says beside them. */
  readonly options: Options;
}

const FOLDER = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** Every fixture, by name. */
export function allFixtures(): readonly Fixture[] {
  return readdirSync(FOLDER)
    .filter((name) => existsSync(join(FOLDER, name, 'input')))
    .sort()
    .map(readFixture);
}

function readFixture(name: string): Fixture {
  const folder = join(FOLDER, name);
  const untracked = new Set(lines(join(folder, 'untracked.txt')));
  const input = join(folder, 'input');
  const files = Object.fromEntries(
    filesBelow(input).map((path) => [
      path,
      {
        text: readFileSync(join(input, path), 'utf8'),
        mode: statSync(join(input, path)).mode & 0o777,
        untracked: untracked.has(path),
      },
    ]),
  );
  const repository = memoryRepository(files);
  return { name, folder, repository, dockerfiles: discoverDockerfiles(repository, ''), options: optionsIn(folder) };
}

/** @throws for a key that is no option: a misspelled one would be no option at all */
function optionsIn(folder: string): Options {
  const path = join(folder, 'options.json');
  const asked = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Options>) : {};
  const unknown = Object.keys(asked).find((key) => !Object.hasOwn(DEFAULTS, key));
  if (unknown !== undefined) throw new Error(`${path}: ${unknown} is no option`);
  return { ...DEFAULTS, ...asked };
}

/** Files below a folder, relative, sorted; none where it does not exist. */
export function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

function lines(path: string): readonly string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
}

/** The files of `output/`: only what changed. */
export function expectedFiles(fixture: Fixture): ReadonlyMap<string, string> {
  const folder = join(fixture.folder, 'output');
  return new Map(filesBelow(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** Writes `output/` and `decisions.txt` anew. */
export function writeExpectation(fixture: Fixture, files: ReadonlyMap<string, string>, decisions: string): void {
  rmSync(join(fixture.folder, 'output'), { recursive: true, force: true });
  for (const [path, text] of files) {
    const target = join(fixture.folder, 'output', path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  writeFileSync(join(fixture.folder, 'decisions.txt'), decisions);
}
