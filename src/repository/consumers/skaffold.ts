import type { Consumer } from '../consumer.ts';
import type { Repository } from '../repository.ts';
import { folderOf, joinPath, nameOf } from '../repository-path.ts';
import { interpolate, isKnown } from './interpolate.ts';
import { localPath } from './local-path.ts';
import { consumerThat, joinReadings, type Reading } from './reading.ts';
import { assignments, isMapping, list, mapping, scalar } from './untyped.ts';
import { readYaml, type YamlDocument } from './yaml-file.ts';

/** The artifacts of skaffold files, those of profiles included (https://skaffold.dev/docs/references/yaml/). */
export function readSkaffoldConsumers(repository: Repository): Reading {
  const files = repository.files().filter((path) => /^skaffold[^/]*\.ya?ml$/.test(nameOf(path)));
  return joinReadings(
    files.map((file) => {
      const documents = readYaml(file, repository.read(file) ?? '');
      if ('cause' in documents) return { consumers: [], problems: [documents] };
      return { consumers: documents.flatMap((document) => readDocument(file, document)), problems: [] };
    }),
  );
}

function readDocument(file: string, document: YamlDocument): readonly Consumer[] {
  const root = mapping(document.value);
  const profiles = list(root.profiles).map((profile, index) => ({
    build: mapping(mapping(profile).build),
    path: ['profiles', index, 'build'],
  }));
  return [{ build: mapping(root.build), path: ['build'] }, ...profiles].flatMap(({ build, path }) => {
    const classic = mapping(build.local).useBuildkit === false;
    return list(build.artifacts).flatMap((value, index): readonly Consumer[] => {
      const artifact = mapping(value);
      const others = ['buildpacks', 'jib', 'bazel', 'ko', 'custom'].some((builder) => builder in artifact);
      if (others) return [];
      const kaniko = isMapping(artifact.kaniko);
      const options = mapping(kaniko ? artifact.kaniko : artifact.docker);
      const context = localPath(scalar(artifact.context) ?? '.', folderOf(file));
      const dockerfile = interpolate(scalar(options.dockerfile) ?? 'Dockerfile', {});
      return [
        consumerThat({
          kind: 'skaffold',
          file,
          lines: document.linesOf([...path, 'artifacts', index]),
          name: scalar(artifact.image) ?? '',
          context,
          dockerfile: context === null || !isKnown(dockerfile) ? null : joinPath(context, dockerfile),
          target: scalar(options.target),
          buildArgs: assignments(mapping(options.buildArgs)),
          builder: kaniko ? 'kaniko' : classic ? 'classic' : null,
        }),
      ];
    });
  });
}
