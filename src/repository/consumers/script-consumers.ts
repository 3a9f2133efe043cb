import type { Consumer } from '../consumer.ts';
import type { Repository } from '../repository.ts';
import { commandLines, type ScriptPlace } from './command-lines.ts';
import { type BuildLine, readBuildLine } from './docker-build-line.ts';
import { type RunLine, readRunLine } from './docker-run-line.ts';
import { consumerThat } from './reading.ts';

/** Command lines that build and run images, under the name of the job, target or script that they stand in. */
export interface ScriptLines {
  readonly name: string;
  readonly builds: readonly BuildLine[];
  readonly runs: readonly RunLine[];
}

/** Whether it is worth reading: most scripts never build an image. */
export function mentionsContainers(text: string): boolean {
  return /docker|podman|buildah|nerdctl|kaniko|container/i.test(text);
}

export function readScript(repository: Repository, name: string, script: string, place: ScriptPlace): ScriptLines {
  if (!mentionsContainers(script)) return { name, builds: [], runs: [] };
  const commands = commandLines(script, place);
  return {
    name,
    builds: commands.flatMap((command) => readBuildLine(command, repository, place.file) ?? []),
    runs: commands.flatMap((command) => readRunLine(command, place.file) ?? []),
  };
}

/** The consumers of one file; `docker run` counts when the file also builds the image that it runs. */
export function scriptConsumers(
  kind: Consumer['kind'],
  file: string,
  scripts: readonly ScriptLines[],
): readonly Consumer[] {
  const builds = scripts.flatMap((script) => script.builds);
  return scripts.flatMap(({ name, builds: own, runs }) => [
    ...own.map(({ line, tags: _tags, ...build }) =>
      consumerThat({ kind, file, name, lines: { first: line, last: line }, ...build }),
    ),
    ...runs.flatMap(({ line, image, ...run }) => {
      const build = builds.find(({ tags }) => tags.some((tag) => isSameImage(tag, image)));
      if (build === undefined) return [];
      const { dockerfile, context, target } = build;
      return [
        consumerThat({ kind, file, name, lines: { first: line, last: line }, dockerfile, context, target, ...run }),
      ];
    }),
  ]);
}

function isSameImage(tag: string, image: string): boolean {
  const untagged = (name: string) => name.replace(/:latest$/, '');
  return untagged(tag) === untagged(image);
}
