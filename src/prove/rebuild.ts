import { appendFile, cp, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { buildImage } from './build.ts';
import { instructionOf } from './build-log.ts';
import { type Engine, removeImage, uniqueName } from './engine.ts';
import type { Side } from './prove.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

/** A second build, after one source file changed. */
export interface Rebuild {
  readonly seconds: number;
  readonly steps: number;
  readonly cachedSteps: number;
  /** The instructions that ran again. */
  readonly ranAgain: readonly string[];
}

/** Folders that are large, and that a build context leaves out when its ignore file names them. */
const LARGE = ['node_modules', '.git'];

/**
 * Builds a side again with one file of its context changed by a line break at its end, in a copy: the user's files stay as they are. The
 * builder compares content and modes, not times, so that everything else comes from the cache of the build before.
 * Undefined where the file is not in the context, or the build fails.
 *
 * @param file relative to the context folder
 */
export async function rebuildAfter(engine: Engine, side: Side, file: string): Promise<Rebuild | undefined> {
  const isThere = await stat(join(side.contextFolder, file)).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isThere || file.startsWith('..')) return undefined;
  return withTemporaryFolder(async (folder) => {
    const copy = join(folder, 'context');
    await cp(side.contextFolder, copy, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => {
        const path = relative(side.contextFolder, source);
        return !(LARGE.includes(basename(path)) && side.ignores?.(path) === true);
      },
    });
    await appendFile(join(copy, file), '\n');
    const tag = uniqueName(`${side.name ?? ''}-rebuild`);
    try {
      const built = await buildImage(engine, { ...side, contextFolder: copy, tag });
      engine.signal?.throwIfAborted();
      if (built.kind === 'failed') return undefined;
      const again = built.steps.filter(({ cached }) => !cached);
      return {
        seconds: built.seconds,
        steps: built.steps.length,
        cachedSteps: built.steps.length - again.length,
        ranAgain: again.map(instructionOf),
      };
    } finally {
      await removeImage(engine, tag);
    }
  });
}
