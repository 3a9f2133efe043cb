import type { Problem } from '../../problem.ts';
import type { Consumer } from '../consumer.ts';
import type { Repository } from '../repository.ts';
import { folderOf, nameOf } from '../repository-path.ts';
import { readCloudBuild } from './cloud-build.ts';
import { readWorkflow } from './github-workflow.ts';
import { joinReadings, type Reading } from './reading.ts';
import { mentionsContainers, readScript, scriptConsumers } from './script-consumers.ts';
import { mapping, scalar, type Untyped } from './untyped.ts';
import { readYaml, type YamlDocument } from './yaml-file.ts';

type YamlReader = (repository: Repository, file: string, document: YamlDocument) => readonly Consumer[];

/** Which reader a CI file has, by its path. */
const READERS: readonly (readonly [RegExp, YamlReader])[] = [
  [/^\.github\/workflows\/[^/]+\.ya?ml$/, readWorkflow],
  [/^\.github\/actions\/.*action\.ya?ml$/, readWorkflow],
  [/(?:^|\/)cloudbuild[^/]*\.ya?ml$/, readCloudBuild],
  [/(?:^|\/)\.gitlab-ci[^/]*\.ya?ml$|^\.gitlab\/.*\.ya?ml$/, readAnyScripts],
  [/^\.circleci\/config\.ya?ml$/, readAnyScripts],
  [
    /^\.(?:travis|drone|appveyor|woodpecker)\.ya?ml$|^(?:appveyor|bitbucket-pipelines|wercker)\.ya?ml$|^\.woodpecker\/.*\.ya?ml$/,
    readAnyScripts,
  ],
  [
    /(?:^|\/)\.?azure-pipelines[^/]*\.ya?ml$|^\.azure(?:-pipelines)?\/.*\.ya?ml$|^\.buildkite\/.*\.ya?ml$/,
    readAnyScripts,
  ],
  [/(?:^|\/)buildspec[^/]*\.ya?ml$/, readAnyScripts],
];

/** What builds the images in continuous integration: workflows and pipelines of the services that people use, Jenkinsfiles included. */
export function readCiConsumers(repository: Repository): Reading {
  return joinReadings(
    repository.files().flatMap((file): readonly Reading[] => {
      const read = READERS.find(([pattern]) => pattern.test(file))?.[1];
      if (read !== undefined) return [readDocuments(repository, file, read)];
      return /^Jenkinsfile/i.test(nameOf(file)) ? [readJenkinsfile(repository, file)] : [];
    }),
  );
}

function readDocuments(repository: Repository, file: string, read: YamlReader): Reading {
  const text = repository.read(file) ?? '';
  if (!mentionsContainers(text)) return { consumers: [], problems: [] };
  const documents: readonly YamlDocument[] | Problem = readYaml(file, text);
  if ('cause' in documents) return { consumers: [], problems: [documents] };
  return { consumers: documents.flatMap((document) => read(repository, file, document)), problems: [] };
}

/** Any pipeline whose steps are shell texts: the name is the nearest job's. */
function readAnyScripts(repository: Repository, file: string, document: YamlDocument): readonly Consumer[] {
  const root = mapping(document.value);
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...mapping(root.variables), ...mapping(root.env) })) {
    const text = scalar(value) ?? scalar(mapping(value).value);
    if (text !== null) values[name] = text;
  }
  const scripts = document.texts().map(({ path, text, line }) => {
    const job = path.find(
      (step) => typeof step === 'string' && !/^(?:jobs|stages|steps|script|pipelines|variables)$/.test(step),
    );
    return readScript(repository, String(job ?? nameOf(file)), text, { cwd: '', file, line, values });
  });
  return [...scriptConsumers('ci', file, scripts), ...azureTasks(repository, file, document.value)];
}

/** Azure's `Docker@2` names its files as inputs. */
function azureTasks(repository: Repository, file: string, value: unknown): readonly Consumer[] {
  if (Array.isArray(value)) return value.flatMap((item) => azureTasks(repository, file, item));
  const step = mapping(value);
  const inputs = mapping(step.inputs);
  const builds = /^Docker@/.test(scalar(step.task) ?? '') && /build/i.test(scalar(inputs.command) ?? 'build');
  const own = builds ? azureTask(repository, file, inputs, scalar(step.displayName) ?? scalar(step.task) ?? '') : [];
  return [...own, ...Object.values(step).flatMap((item) => azureTasks(repository, file, item))];
}

function azureTask(repository: Repository, file: string, inputs: Untyped, name: string): readonly Consumer[] {
  const dockerfile =
    scalar(inputs.Dockerfile) ?? scalar(inputs.dockerfile) ?? scalar(inputs.dockerFile) ?? '**/Dockerfile';
  if (/[*?]/.test(dockerfile)) return [];
  const written = scalar(inputs.buildContext);
  // `**`, the default, is the folder that the Dockerfile is in.
  const context = written === null || written === '**' ? `./${folderOf(dockerfile)}` : written;
  const script = `docker build ${scalar(inputs.arguments) ?? ''} -f '${dockerfile}' '${context}'`;
  const lines = readScript(repository, name, script, { cwd: '', file, line: 1, values: {} });
  return scriptConsumers('ci', file, [lines]).map((consumer) => ({ ...consumer, lines: null }));
}

/** The shell texts of `sh '…'`, `bat "…"` and `script: '''…'''`. */
const SHELL_STEP = /\b(?:sh|bat|powershell|script:)\s*\(?\s*(?:script:\s*)?('''|"""|'|")([\s\S]*?)\1/g;

/** `docker.build('name', '-f docker/Dockerfile .')`; without a second argument the context is the root. */
const PIPELINE_BUILD = /\bdocker\.build\s*\(\s*("[^"]*"|'[^']*'|[^,()]*)\s*(?:,\s*("[^"]*"|'[^']*'))?\s*\)/g;

function readJenkinsfile(repository: Repository, file: string): Reading {
  const text = repository.read(file) ?? '';
  const place = (offset: number) => ({ cwd: '', file, line: text.slice(0, offset).split('\n').length, values: {} });
  const steps = [...text.matchAll(SHELL_STEP)].map((match) => {
    const start = (match.index ?? 0) + match[0].length - (match[1]?.length ?? 1) - (match[2]?.length ?? 0);
    return readScript(repository, 'sh', match[2] ?? '', place(start));
  });
  const builds = [...text.matchAll(PIPELINE_BUILD)].map((match) => {
    const args = match[2]?.slice(1, -1) ?? '.';
    return readScript(repository, 'docker.build', `docker build -t ${match[1]} ${args}`, place(match.index ?? 0));
  });
  return { consumers: scriptConsumers('ci', file, [...steps, ...builds]), problems: [] };
}
