import { type BuildInput, type BuildResult, buildImage } from './build.ts';
import { type Attempt, type Comparison, compareRuns } from './compare.ts';
import { type Engine, removeImage, uniqueName } from './engine.ts';
import { type Inspection, inspectImage } from './inspect.ts';
import { type StartInput, startImage } from './start.ts';

/** One side of a proof: a Dockerfile and its context. */
export interface Side extends Omit<BuildInput, 'tag'> {
  /** Begins the names of its logs. */
  readonly name?: string;
}

/** How both sides are started. */
export type StartOptions = Omit<StartInput, 'image'>;

/** One side, built and started. */
export interface Trial extends Attempt {
  /** There when it was built. */
  readonly image?: Inspection;
}

/** A comparison with both trials behind it. */
export interface Proven extends Comparison {
  readonly before: Trial;
  readonly after: Trial;
}

/**
 * Builds and starts the original and its migration, one after the other, and compares them. Everything made is removed
 * again: containers, images, temporary folders. Logs and the engine's build cache stay.
 */
export async function prove(engine: Engine, before: Side, after: Side, options: StartOptions = {}): Promise<Proven> {
  const was = await tryOut(engine, { name: 'before', ...before }, options);
  const is = await tryOut(engine, { name: 'after', ...after }, options);
  return { ...compareRuns(was, is), before: was, after: is };
}

/**
 * Builds and starts one side, hands its image to `look` while it exists, and removes it.
 *
 * @throws the abort reason, after cleaning up, when the engine's signal was aborted: a build that was interrupted is no
 * build that failed, and must not be reported as one
 */
export async function tryOut(
  engine: Engine,
  side: Side,
  options: StartOptions = {},
  look: (image: string) => Promise<void> = async () => {},
): Promise<Trial> {
  const tag = uniqueName(side.name);
  try {
    const build: BuildResult = await buildImage(engine, { ...side, tag });
    engine.signal?.throwIfAborted();
    if (build.kind === 'failed') return { build };
    const image = await inspectImage(engine, tag);
    const run = await startImage(engine, { ...options, image: tag });
    await look(tag);
    engine.signal?.throwIfAborted();
    return { build, run, ...(image.kind === 'inspected' ? { image } : {}) };
  } finally {
    await removeImage(engine, tag);
  }
}
