import type { BaseImage } from './base-images/base-image.ts';
import type { CommandReading } from './command-reading.ts';
import { readGenericCommand } from './commands/read-command.ts';
import type { StageState } from './dockerfile/state.types.ts';
import { cachesOf } from './download-caches/caches-of.ts';
import type { CommandPlace } from './ecosystems/ecosystem.ts';
import type { Facts } from './facts.ts';
import { contextFolderAt, contextPathAt, type ReadSoFar } from './filesystem/context-copy.ts';
import { resolvePath } from './filesystem/path.ts';
import type { Command, Script } from './shell/command.ts';
import { readPackagesCommand } from './system-packages/read-packages.ts';
import { readRepositoryScript } from './system-packages/repository-scripts.ts';

/** What the commands of a RUN are for, at its place in a stage. */
export function readingsOf(
  script: Script,
  state: StageState,
  base: BaseImage | null,
  { copies, before }: ReadSoFar,
  facts: Facts,
): readonly CommandReading[] {
  if (script.kind === 'not-understood') return [];
  const roots = facts.projects.map((project) => project.root);
  const env = facts.surveyed.certain.get(state.env) ?? certainEnv(state);
  facts.surveyed.certain.set(state.env, env);
  const home = homeOf(state, base);
  const places = new Map<string | null, CommandPlace>();
  const placeOf = ({ cwd }: Command): CommandPlace => {
    const known = places.get(cwd);
    if (known !== undefined) return known;
    const folder = folderIn(cwd, state.workdir.certain);
    const place = {
      folder,
      contextFolder: folder === null ? null : contextFolderAt(folder, copies, roots),
      env,
      home,
      runtimeMajor: base?.major ?? null,
      context: facts.context,
      contextPath: (path: string) => contextPathAt(path, copies, facts.context),
    };
    places.set(cwd, place);
    return place;
  };
  const read: CommandReading[] = [];
  for (const [index, command] of script.commands.entries())
    read.push(
      readRepositoryScript(script.commands, index) ??
        readingOf(command, { ...placeOf(command), before: behind(before, read, read.length) }, facts),
    );
  return read;
}

/** The commands of earlier steps, then the first ones of this one, put together only for who asks. */
function behind(
  before: Iterable<CommandReading>,
  own: readonly CommandReading[],
  count: number,
): Iterable<CommandReading> {
  return {
    *[Symbol.iterator]() {
      yield* before;
      yield* own.slice(0, count);
    },
  };
}

function folderIn(cwd: string | null, workdir: string | null): string | null {
  if (cwd === null) return null;
  return cwd.startsWith('/') ? resolvePath('/', cwd) : workdir && resolvePath(workdir, cwd);
}

function readingOf(command: Command, place: CommandPlace, facts: Facts): CommandReading {
  for (const ecosystem of facts.ecosystems) {
    const reading = ecosystem.readCommand(command, place);
    if (reading) return { ...reading, caches: reading.caches ?? cachesOf(command, place) };
  }
  const { folder, home, env } = place;
  const reading: CommandReading = readPackagesCommand(command) ??
    readGenericCommand(command, { folder, home, env }) ?? {
      command,
      role: 'unknown',
      writes: 'anything',
      reads: 'anything',
      evidence: [],
      detail: { kind: 'none' },
    };
  return { ...reading, caches: cachesOf(command, place) };
}

/** The variables whose value no build argument changes. */
export function certainEnv(state: StageState): ReadonlyMap<string, string> {
  return new Map([...state.env].flatMap(([name, { certain }]) => (certain === null ? [] : [[name, certain]])));
}

/** The home of the user in force, null when not known. */
export function homeOf(state: StageState, base: BaseImage | null): string | null {
  if (state.user === null) return '/root';
  const name = state.user.certain?.split(':')[0];
  if (name === 'root' || name === '0') return '/root';
  if (base?.user && (name === base.user.name || name === String(base.user.uid))) return base.user.home;
  return null;
}
