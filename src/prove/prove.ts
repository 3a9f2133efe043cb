import { type BuildInput, type BuildResult, buildImage } from './build.ts';
import { type Attempt, type Comparison, compareRuns } from './compare.ts';
import { type Engine, removeImage, uniqueName } from './engine.ts';
import { type Inspection, inspectImage } from './inspect.ts';
import { type StartInput, startImage } from './start.ts';

/** One side of a proof: a Dockerfile and its context. */
export interface Side extends Omit<BuildInput, 'tag'> {
  /** Begins the names of its logs. */
  readonly name?: string;
  /** What the ignore file that counts leaves out, by paths relative to the context. */
  readonly ignores?: (path: string) => boolean;
  /** Leave the image there; {@link Trial.kept} then has its name. */
  readonly keep?: boolean;
}

/** How both sides are started. */
export type StartOptions = Omit<StartInput, 'image'>;

/** One side, built and started. */
export interface Trial extends Attempt {
  /** There when it was built. */
  readonly image?: Inspection;
  /** The name of the image, where it was kept. */
  readonly kept?: string;
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
 * Builds and starts one side (`options` may depend on what the image says of itself), hands its image to `look` while it exists, with what it did, and removes it.
 *
 * @throws the abort reason, after cleaning up, when the engine's signal was aborted: a build that was interrupted is no
 * build that failed, and must not be reported as one
 */
export async function tryOut(
  engine: Engine,
  side: Side,
  options: StartOptions | ((image: Inspection | undefined) => StartOptions) = {},
  look: (image: string, attempt: Attempt) => Promise<void> = async () => {},
): Promise<Trial> {
  const tag = uniqueName(side.name);
  let keep = false;
  try {
    const build: BuildResult = await buildImage(engine, { ...side, tag });
    engine.signal?.throwIfAborted();
    if (build.kind === 'failed') return { build };
    const image = await inspectImage(engine, tag);
    const start = typeof options === 'function' ? options(image.kind === 'inspected' ? image : undefined) : options;
    const run = await startImage(engine, {
      ...(image.kind === 'inspected' ? { config: image.config } : {}),
      ...start,
      image: tag,
    });
    await look(tag, { build, run });
    engine.signal?.throwIfAborted();
    keep = side.keep === true;
    return { build, run, ...(image.kind === 'inspected' ? { image } : {}), ...(keep ? { kept: tag } : {}) };
  } finally {
    if (!keep) await removeImage(engine, tag);
  }
}
