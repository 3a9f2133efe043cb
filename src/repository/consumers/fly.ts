import { parse } from 'smol-toml';
import type { Consumer } from '../consumer.ts';
import type { Repository } from '../repository.ts';
import { folderOf, nameOf } from '../repository-path.ts';
import { localPath } from './local-path.ts';
import { consumerThat, joinReadings, type Reading, unreadable } from './reading.ts';
import { assignments, list, mapping, scalar } from './untyped.ts';

/**
 * The machines that `fly.toml` files describe: their Dockerfile, target and build arguments, the command of each process, the release
 * command, and volumes (https://fly.io/docs/reference/configuration/).
 */
export function readFlyConsumers(repository: Repository): Reading {
  const files = repository.files().filter((path) => /^fly(?:\.[\w-]+)?\.toml$/.test(nameOf(path)));
  return joinReadings(files.map((file) => readFile(file, repository.read(file) ?? '')));
}

function readFile(file: string, text: string): Reading {
  try {
    return { consumers: consumersOf(file, mapping(parse(text))), problems: [] };
  } catch (error) {
    const cause = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { consumers: [], problems: [unreadable(file, `it is not valid TOML: ${cause}`)] };
  }
}

function consumersOf(file: string, root: Readonly<Record<string, unknown>>): readonly Consumer[] {
  const build = mapping(root.build);
  if ('image' in build || 'builder' in build || 'buildpacks' in build) return [];
  const folder = folderOf(file);
  const mounts = mountsOf(root.mounts);
  const common = {
    kind: 'fly',
    file,
    lines: null,
    context: folder,
    dockerfile: localPath(scalar(build.dockerfile) ?? 'Dockerfile', folder),
    target: scalar(build['build-target']),
    buildArgs: assignments(mapping(build.args)),
    mounts,
  } as const;
  const processes = Object.entries(mapping(root.processes)).map(([name, command]) => ({
    name,
    command: scalar(command) || null,
  }));
  const release = scalar(mapping(root.deploy).release_command);
  const commands = [
    ...(processes.length > 0 ? processes : [{ name: scalar(root.app) ?? '', command: null }]),
    ...(release ? [{ name: 'release_command', command: release }] : []),
  ];
  return commands.map(({ name, command }) => consumerThat({ ...common, name, command }));
}

/** `[mounts]` or `[[mounts]]`: a volume of its own, never a folder of the repository. */
function mountsOf(value: unknown): Consumer['mounts'] {
  const tables = Array.isArray(value) ? list(value) : value === undefined ? [] : [value];
  return tables.flatMap((table) => {
    const target = scalar(mapping(table).destination);
    return target === null ? [] : [{ kind: 'volume' as const, source: null, target }];
  });
}
