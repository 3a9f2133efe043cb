import type { Consumer } from '../consumer.ts';
import type { Repository } from '../repository.ts';
import type { CommandLine } from './command-lines.ts';
import { readBuildLine } from './docker-build-line.ts';
import { localPath } from './local-path.ts';
import { readScript, type ScriptLines, scriptConsumers } from './script-consumers.ts';
import { assignments, list, mapping, scalar } from './untyped.ts';
import type { YamlDocument } from './yaml-file.ts';

/**
 * The steps of a Google Cloud Build file. Its `docker` builder is the classic one unless `DOCKER_BUILDKIT=1` is set
 * (https://cloud.google.com/build/docs/optimize-builds/kaniko-cache and the cloud-builders repository).
 */
export function readCloudBuild(repository: Repository, file: string, document: YamlDocument): readonly Consumer[] {
  const root = mapping(document.value);
  const substitutions = Object.entries(assignments(mapping(root.substitutions)));
  const values = Object.fromEntries(substitutions.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
  const everywhere = assignments(mapping(root.options).env);
  const scripts = list(root.steps).map((item, index): ScriptLines => {
    const step = mapping(item);
    const name = scalar(step.id) ?? scalar(step.name) ?? 'step';
    const line = document.linesOf(['steps', index])?.first ?? 1;
    const cwd = localPath(scalar(step.dir) ?? '', '');
    const args = list(step.args).map((word) => scalar(word) ?? '');
    const shell = scalar(step.script) ?? (args[0] === '-c' ? args[1] : undefined);
    const environment = { DOCKER_BUILDKIT: '0', ...values, ...set(everywhere), ...set(assignments(step.env)) };
    if (cwd === null) return { name, builds: [], runs: [] };
    if (shell !== undefined) return readScript(repository, name, shell, { cwd, file, line, values: environment });
    const program = programOf(scalar(step.name) ?? '', scalar(step.entrypoint));
    if (program === null) return { name, builds: [], runs: [] };
    const filled = args.map((word) => word.replace(/\$\{?(_\w+)\}?/g, (whole, key: string) => values[key] ?? whole));
    const command: CommandLine = { words: [program, ...filled], environment, cwd, line };
    const build = readBuildLine(command, repository, file);
    return { name, builds: build === null ? [] : [build], runs: [] };
  });
  return scriptConsumers('ci', file, scripts);
}

function programOf(image: string, entrypoint: string | null): string | null {
  if (/kaniko/.test(image)) return '/kaniko/executor';
  const docker = /(?:^|\/)docker(?:[:@]|$)/.test(image);
  return docker && (entrypoint === null || entrypoint === 'docker') ? 'docker' : null;
}

function set(environment: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
