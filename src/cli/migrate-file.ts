import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Decision } from '../decision.ts';
import type { Edit, Migration } from '../migration.ts';
import type { Options } from '../options.ts';
import type { RepositoryFacts } from '../repository/repository-facts.ts';
import type { Transform } from '../transform.ts';
import type { Engine } from './engine.ts';
import { patchPath, realPath, shownPath } from './paths.ts';
import type { Place } from './places.ts';
import type { FileEdit, FileResult, ToldDecision } from './result.ts';

/** One Dockerfile that was read. */
export interface Source {
  readonly shown: string;
  readonly place: Place;
  readonly text: string;
  readonly known: RepositoryFacts;
  /** What was asked for, for this file. */
  readonly options: Options;
  /** Transforms of the user's own. */
  readonly custom: readonly Transform[];
}

/** Runs the library on one file. A bug, wherever it shows, becomes a `fault` of this file; the others go on. */
export function migrateFile(
  source: Source,
  cwd: string,
  engine: Engine,
  options: Options = source.options,
): FileResult {
  try {
    const { repository, dockerfile, context } = source.place;
    const migration = engine.run({
      repository,
      dockerfile,
      source: source.text,
      context,
      options,
      known: source.known,
      custom: source.custom,
    });
    const decisions = migration.decisions.map((decision) => tell(decision, [...engine.transforms, ...source.custom]));
    const edits = migration.edits.map((edit) => onDisk(edit, source, cwd));
    return { ...resultOf(migration, source), edits, decisions };
  } catch (error) {
    return faultOf(source.shown, error);
  }
}

/** What a bug is reported as: one line, no stack. */
export function faultOf(shown: string, error: unknown): FileResult {
  const message = error instanceof Error ? error.message : String(error);
  return {
    shown,
    status: 'fault',
    source: null,
    context: null,
    edits: [],
    written: false,
    decisions: [],
    problem: {
      code: 'internal-fault',
      path: shown,
      cause: `msb-migrate met a fault of its own (${message.split('\n')[0]})`,
      remedy: 'The file was left as it is.',
    },
    stack: error instanceof Error ? (error.stack ?? null) : null,
  };
}

function resultOf(migration: Migration, { shown, text, place }: Source): Omit<FileResult, 'edits' | 'decisions'> {
  const context = migration.context === undefined ? null : join(place.repository.root, migration.context);
  const own = migration.edits.find((edit) => edit.path === place.dockerfile);
  if (own && own.before !== text) throw new Error('the edit is not of the text that was read');
  if (migration.status !== 'failed') {
    if ((migration.status === 'changed') !== migration.edits.length > 0)
      throw new Error(`${migration.status}, with ${migration.edits.length} edits`);
    return { shown, status: migration.status, source: text, context, written: false, problem: null, stack: null };
  }
  const problem = migration.problem;
  if (!problem || migration.edits.length > 0) throw new Error('failed without a problem, or with edits');
  const status = problem.code === 'law-broken' ? 'fault' : 'refused';
  const path = problem.path === place.dockerfile ? shown : problem.path;
  return { shown, status, source: text, context, written: false, problem: { ...problem, path }, stack: null };
}

function tell(decision: Decision, transforms: readonly Transform[]): ToldDecision {
  const reasons = transforms.find(({ name }) => name === decision.transform)?.reasons;
  const reason = reasons && Object.hasOwn(reasons, decision.code) ? reasons[decision.code] : undefined;
  if (!reason) throw new Error(`no reason «${decision.code}» in the table of «${decision.transform}»`);
  return { ...decision, sentence: reason.sentence(decision.data), advice: decision.advice ?? reason.advice ?? null };
}

function onDisk(edit: Edit, { shown, place }: Source, cwd: string): FileEdit {
  const path = join(place.repository.root, edit.path);
  const file = realPath(path);
  const here = realPath(cwd);
  const isDockerfile = edit.path === place.dockerfile;
  return {
    ...edit,
    shown: isDockerfile ? shown : shownPath(here, path),
    inPatch: patchPath(here, file),
    file,
    isDockerfile,
    isNew: !isDockerfile && edit.before === '' && place.repository.kind(edit.path) === null && !existsSync(path),
  };
}
