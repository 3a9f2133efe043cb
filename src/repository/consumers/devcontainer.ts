import type { Consumer } from '../consumer.ts';
import type { Repository } from '../repository.ts';
import { folderOf, joinPath } from '../repository-path.ts';
import { readComposeService } from './compose.ts';
import { parseJsonWithComments } from './json-with-comments.ts';
import { localPath } from './local-path.ts';
import { consumerThat, joinReadings, type Reading, unreadable } from './reading.ts';
import { assignments, isMapping, list, mapping, scalar, type Untyped } from './untyped.ts';

const IS_DEVCONTAINER = /(?:^|\/)(?:\.devcontainer\.json|\.devcontainer\/(?:[^/]+\/)?devcontainer\.json)$/;

/** Development containers (containers.dev): which Dockerfile, or which service of which compose files, the editor works in. */
export function readDevcontainerConsumers(repository: Repository): Reading {
  const files = repository.files().filter((path) => IS_DEVCONTAINER.test(path));
  return joinReadings(
    files.map((file) => {
      const settings = parseJsonWithComments(repository.read(file) ?? '');
      if (!isMapping(settings))
        return { consumers: [], problems: [unreadable(file, 'it is not valid JSON with comments')] };
      const consumer = fromCompose(repository, file, settings) ?? fromDockerfile(file, settings);
      return { consumers: consumer === null ? [] : [consumer], problems: [] };
    }),
  );
}

function fromCompose(repository: Repository, file: string, settings: Untyped): Consumer | null {
  const service = scalar(settings.service);
  const paths = list(settings.dockerComposeFile).flatMap(
    (path) => localPath(scalar(path) ?? '$', folderOf(file)) ?? [],
  );
  if (service === null || paths.length === 0) return null;
  const consumer = readComposeService(repository, paths, service);
  return consumer && { ...consumer, kind: 'devcontainer', file, lines: null, user: userOf(settings) ?? consumer.user };
}

function fromDockerfile(file: string, settings: Untyped): Consumer | null {
  const build = mapping(settings.build);
  // `dockerFile` and `context` at the top level are the older spelling.
  const dockerfile = scalar(build.dockerfile) ?? scalar(settings.dockerFile);
  if (dockerfile === null) return null;
  const folder = folderOf(file);
  const target = scalar(build.target);
  return consumerThat({
    kind: 'devcontainer',
    file,
    name: scalar(settings.name) ?? 'devcontainer',
    dockerfile: localPath(dockerfile, folder),
    context: localPath(scalar(build.context) ?? scalar(settings.context) ?? '.', folder),
    target,
    buildArgs: assignments(build.args),
    user: userOf(settings),
    mounts: workspaceMount(folder, settings),
  });
}

function userOf(settings: Untyped): string | null {
  return scalar(settings.containerUser) ?? scalar(settings.remoteUser);
}

/** The editor mounts the folder of the project, which is the one around `.devcontainer`. */
function workspaceMount(folder: string, settings: Untyped): Consumer['mounts'] {
  const target = scalar(settings.workspaceFolder);
  const project = /(?:^|\/)\.devcontainer(?:\/|$)/.test(folder)
    ? folder.replace(/(?:^|\/)\.devcontainer(?:\/.*)?$/, '')
    : folder;
  const source = joinPath(project, '.');
  return target === null || target.includes('${') ? [] : [{ kind: 'bind', source, target }];
}
