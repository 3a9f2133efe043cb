import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import { unknownOutput } from './build-compilers.ts';
import { type Effect, effect, operandsOf, type ToolCall } from './build-effect.ts';
import { cite, within } from './cite.ts';
import { jsonAt } from './config-literals.ts';
import { listOf, objectOf, stringOf } from './package-json.ts';

/** Executors that write what `outputPath` names and nothing else (nx.dev, Plugin registry); Nx before 16 published them as @nrwl. */
const WRITES_OUTPUT_PATH =
  /^@(?:nx|nrwl)\/(?:esbuild:esbuild|webpack:webpack|node:webpack|js:(?:tsc|swc)|rollup:rollup|vite:build|web:webpack)$/;

const VALUED = ['--configuration', '-c', '--parallel', '--output-style', '--outputStyle'];
const PLAIN = new Set([
  ...VALUED,
  '--prod',
  '--production',
  '--skip-nx-cache',
  '--skipNxCache',
  '--verbose',
  '--no-cloud',
]);

/** `nx build api`, `nx run api:build:production`: what the project.json of that name says its build writes. */
export function nx(call: ToolCall): Effect {
  const odd = call.args.find(
    (word) => word.value === null || (word.text.startsWith('-') && !PLAIN.has(word.text.replace(/=.*$/, ''))),
  );
  if (odd !== undefined) return unknownOutput(call, `it is called with ${odd.text}`);
  const [verb, named] = operandsOf(call.args, VALUED).map(({ value }) => value ?? '');
  const [name, target] = verb === 'run' ? (named ?? '').split(':') : [named, verb];
  if (!name || !target) return unknownOutput(call, 'it names no project');
  const projects = projectsOf(call.context, call.folder);
  const project = projects.find((one) => one.name === name);
  if (project === undefined) return unknownOutput(call, `no project.json is called ${name}`);
  const fields = objectOf(project.targets[target]);
  const executor = stringOf(fields?.executor) ?? '';
  if (!WRITES_OUTPUT_PATH.test(executor)) return unknownOutput(call, `the executor of ${name}:${target} is not known`);
  const settings = objectOf(jsonAt(call.context, posix.join(call.folder, 'nx.json'))) ?? {};
  const defaults =
    objectOf(objectOf(settings.targetDefaults)?.[target]) ?? objectOf(objectOf(settings.targetDefaults)?.[executor]);
  const before = [
    ...listOf(fields?.dependsOn),
    ...listOf(defaults?.dependsOn),
    ...listOf(objectOf(settings.targetDependencies)?.[target]),
  ];
  const others = projects.some((one) => one !== project && one.targets[target] !== undefined);
  if (before.some((one) => one !== `^${target}`) || (before.length > 0 && others))
    return unknownOutput(call, `${name}:${target} runs other targets first`);
  const options = [objectOf(fields?.options), ...Object.values(objectOf(fields?.configurations) ?? {}).map(objectOf)];
  const paths = new Set(options.flatMap((one) => stringOf(one?.outputPath) ?? []));
  const [path] = paths;
  const output = path === undefined || paths.size > 1 || /[{}$]/.test(path) ? null : within(call.folder, path);
  if (output === null || output === call.folder)
    return unknownOutput(call, `where ${name}:${target} writes is not known`);
  return effect([output], [cite(call.context, project.path, `outputPath = "${path}"`)], {
    intermediate: [posix.join(call.folder, '.nx')],
    bakes: ['NX_*', 'NODE_ENV'],
  });
}

interface NxProject {
  readonly path: string;
  readonly name: string;
  readonly targets: Readonly<Record<string, unknown>>;
}

function projectsOf(context: BuildContext, folder: string): readonly NxProject[] {
  return context
    .files()
    .filter(
      (path) =>
        /(?:^|\/)project\.json$/.test(path) &&
        !path.includes('node_modules/') &&
        (folder === '' || path.startsWith(`${folder}/`)),
    )
    .flatMap((path) => {
      const fields = objectOf(jsonAt(context, path));
      const name = stringOf(fields?.name) ?? posix.basename(posix.dirname(path));
      return fields === null ? [] : [{ path, name, targets: objectOf(fields.targets) ?? {} }];
    });
}
