import { readTar } from './audit/tar.ts';
import type { Engine } from './engine.ts';
import { normalise } from './normalise.ts';
import { streamCommand } from './stream.ts';

/** What a volume has received: paths below its folder, in the container's own terms. */
export interface Received {
  /** Where the volume is mounted. */
  readonly volume: string;
  /** Absent: its content could not be read. */
  readonly paths?: readonly string[];
}

const SECONDS = 60;

/** The files and folders that are in the volumes now: what a later look finds more was written by the program. */
export async function volumeContents(
  engine: Engine,
  container: string,
  volumes: readonly string[],
): Promise<readonly Received[]> {
  const contents: Received[] = [];
  for (const volume of volumes) {
    const paths = await pathsIn(engine, container, volume);
    contents.push({ volume, ...(paths === undefined ? {} : { paths }) });
  }
  return contents;
}

/** What is there now and was not before. Names that say when or which run are compared without that. */
export function receivedSince(before: readonly Received[], now: readonly Received[]): readonly Received[] {
  return now.map(({ volume, paths }) => {
    const had = before.find((each) => each.volume === volume)?.paths;
    if (paths === undefined || had === undefined) return { volume };
    const came = paths.filter((path) => !had.includes(path)).map(normalise);
    return { volume, paths: [...new Set(came)].sort() };
  });
}

/** What is not received any more, or was not before. */
export function volumeDifferences(before: readonly Received[], after: readonly Received[]): readonly string[] {
  return before.flatMap(({ volume, paths: was }) => {
    const is = after.find((each) => each.volume === volume)?.paths;
    if (was === undefined || is === undefined) return [];
    const gone = was.filter((path) => !is.includes(path));
    const come = is.filter((path) => !was.includes(path));
    return [
      ...gone.map((path) => `the volume ${volume} receives ${path} before, and not after`),
      ...come.map((path) => `the volume ${volume} receives ${path} after, and not before`),
    ];
  });
}

/** `docker cp CONTAINER:FOLDER -`, also of a container that does not run. Undefined where that fails. */
async function pathsIn(engine: Engine, container: string, folder: string): Promise<readonly string[] | undefined> {
  const copier = streamCommand(engine, ['cp', `${container}:${folder}/.`, '-'], SECONDS);
  const paths: string[] = [];
  try {
    for await (const { entry } of readTar(copier.output, () => false)) {
      if (entry.path !== '' && entry.path !== '.') paths.push(entry.path);
    }
    return (await copier.ended) === 0 ? paths : undefined;
  } catch {
    copier.end();
    await copier.ended;
    return undefined;
  }
}
