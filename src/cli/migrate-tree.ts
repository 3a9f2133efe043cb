import type { Engine } from './engine.ts';
import type { Settings } from './invocation.ts';
import { type Job, migratePaths } from './migrate-paths.ts';
import { below, realPath } from './paths.ts';
import { type ReportedFile, reportedFile } from './reporters/reported.ts';
import type { Surroundings } from './surroundings.ts';

/** Nothing but the folder: no prompt, no signal, nobody to show progress to. */
const ALONE: Job['surroundings'] = {
  cwd: '/',
  env: {},
  stdin: { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }) },
  uninterrupted: async (work) => work(),
  untilInterrupted: (work) => work(new AbortController().signal),
};

/**
 * Migrates every Dockerfile of a repository, one after the other, and writes where the settings say so. A repository without one gives no file. Nothing
 * outside of the folder is written, wherever its symlinks lead.
 */
export async function migrateTree(
  folder: string,
  settings: Settings,
  engine: Engine,
  surroundings: Pick<Surroundings, 'env' | 'untilInterrupted'> = ALONE,
): Promise<readonly ReportedFile[]> {
  const real = realPath(folder);
  const repository = engine.openRepository(real);
  if (engine.discoverDockerfiles(repository, '').length === 0) return [];
  const inside = (file: string) => below(real, file) !== null;
  const job: Job = {
    paths: ['.'],
    settings: { ...settings, context: null },
    surroundings: { ...ALONE, ...surroundings, cwd: real },
    engine,
    // A file that the user named is theirs; one that came with a clone is not.
    runsCode: typeof settings.config === 'string',
    mayWrite: (edits) => edits.every(({ file }) => inside(file)),
  };
  const files: ReportedFile[] = [];
  for await (const result of migratePaths(job)) {
    if ('misuse' in result) throw new Error(result.misuse);
    if ('stopped' in result) throw new Error(result.stopped);
    files.push(reportedFile(result));
  }
  return files;
}
