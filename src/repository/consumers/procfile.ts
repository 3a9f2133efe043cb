import type { Consumer } from '../consumer.ts';
import type { Repository } from '../repository.ts';
import { folderOf, nameOf } from '../repository-path.ts';
import { localPath } from './local-path.ts';
import { consumerThat, joinReadings, type Reading } from './reading.ts';
import { assignments, mapping, oneLine, scalar } from './untyped.ts';
import { readYaml, type YamlDocument } from './yaml-file.ts';

/** Process types of Procfiles and of `heroku.yml` (https://devcenter.heroku.com/articles/build-docker-images-heroku-yml). */
export function readProcfileConsumers(repository: Repository): Reading {
  return joinReadings(
    repository.files().flatMap((file): readonly Reading[] => {
      if (/^Procfile(?:\.\w+)?$/.test(nameOf(file)))
        return [{ consumers: readProcfile(file, repository.read(file) ?? ''), problems: [] }];
      if (!/^heroku\.ya?ml$/.test(nameOf(file))) return [];
      const documents = readYaml(file, repository.read(file) ?? '');
      if ('cause' in documents) return [{ consumers: [], problems: [documents] }];
      return [{ consumers: documents.flatMap((document) => readHeroku(file, document)), problems: [] }];
    }),
  );
}

function readProcfile(file: string, text: string): readonly Consumer[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const process = /^([\w-]+):\s*(\S.*?)\s*$/.exec(line);
    if (process?.[1] === undefined) return [];
    const lines = { first: index + 1, last: index + 1 };
    return [
      consumerThat({
        kind: 'procfile',
        file,
        lines,
        name: process[1],
        context: folderOf(file),
        command: process[2] ?? null,
      }),
    ];
  });
}

/** Heroku takes the folder of the Dockerfile for the context. */
function readHeroku(file: string, document: YamlDocument): readonly Consumer[] {
  const root = mapping(document.value);
  const build = mapping(root.build);
  const images = mapping(build.docker);
  const commands = mapping(root.run);
  const names = [...new Set([...Object.keys(images), ...Object.keys(commands)])];
  return names.map((name) => {
    const run = mapping(commands[name]);
    const image = images[name] ?? images[scalar(run.image) ?? ''];
    const written = scalar(image) ?? scalar(mapping(image).dockerfile);
    const dockerfile = written === null ? null : localPath(written, folderOf(file));
    return consumerThat({
      kind: 'procfile',
      file,
      lines: document.linesOf(['build', 'docker', name]) ?? document.linesOf(['run', name]),
      name,
      dockerfile,
      context: dockerfile === null ? null : folderOf(dockerfile),
      target: scalar(mapping(image).target),
      buildArgs: assignments(mapping(build.config)),
      command: oneLine(run.command ?? commands[name]) ?? null,
    });
  });
}
