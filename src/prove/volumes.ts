import { type Engine, engineCommand, uniqueName } from './engine.ts';

/** `--volume` arguments of one run, and the volumes that it makes. */
export interface OwnVolumes {
  readonly args: readonly string[];
  readonly names: readonly string[];
  /** Where they are mounted. */
  readonly folders: readonly string[];
}

const REMOVE_SECONDS = 60;

/**
 * Gives each run volumes of its own in place of named ones: both sides then start with the same, empty, ones, and nothing of the
 * user's is written to. Folders of this machine are used as they are.
 */
export function ownVolumes(volumes: readonly string[]): OwnVolumes {
  const made = volumes.map((volume) => {
    const [source = '', ...rest] = volume.split(':');
    if (!isName(source) || rest.length === 0) return { volume, names: [], folders: [] };
    const name = uniqueName(source);
    return { volume: [name, ...rest].join(':'), names: [name], folders: rest.slice(0, 1) };
  });
  return {
    args: made.flatMap(({ volume }) => ['--volume', volume]),
    names: made.flatMap(({ names }) => names),
    folders: made.flatMap(({ folders }) => folders),
  };
}

/** The engine's own rule: anything else before the colon is a path. Source: docker/cli, volume names `[a-zA-Z0-9][a-zA-Z0-9_.-]*`. */
function isName(source: string): boolean {
  return /^[a-zA-Z0-9][\w.-]*$/.test(source);
}

/** Removes a volume, if it is there. */
export async function removeVolume(engine: Engine, name: string): Promise<void> {
  await engineCommand(engine, ['volume', 'rm', '--force', name], { seconds: REMOVE_SECONDS, always: true });
}
