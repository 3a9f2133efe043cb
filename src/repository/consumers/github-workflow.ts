import type { LineRange } from '../../dockerfile/document.ts';
import type { Consumer } from '../consumer.ts';
import type { Repository } from '../repository.ts';
import { joinPath } from '../repository-path.ts';
import { localPath } from './local-path.ts';
import { consumerThat } from './reading.ts';
import { readScript, type ScriptLines, scriptConsumers } from './script-consumers.ts';
import { assignments, isMapping, list, mapping, scalar, type Untyped } from './untyped.ts';
import type { YamlDocument } from './yaml-file.ts';

/** A matrix with more combinations is read without it. */
const MOST_COMBINATIONS = 64;

/** The inputs of the actions that build an image: docker/build-push-action (and its forks; `path` and `dockerfile` are version 1), redhat-actions/buildah-build. */
const BUILD_ACTIONS: readonly {
  readonly uses: RegExp;
  readonly context: readonly string[];
  readonly file: readonly string[];
  readonly builder: Consumer['builder'];
}[] = [
  { uses: /(?:^|\/)build-push-action@/, context: ['context', 'path'], file: ['file', 'dockerfile'], builder: null },
  { uses: /(?:^|\/)buildah-build@/, context: ['context'], file: ['containerfiles', 'dockerfiles'], builder: 'buildah' },
];

/** The build actions and `run:` steps of one GitHub workflow, or of a composite action; a matrix counts once for each combination. */
export function readWorkflow(repository: Repository, file: string, document: YamlDocument): readonly Consumer[] {
  const root = mapping(document.value);
  const jobs = isMapping(root.runs) ? { [scalar(root.name) ?? 'action']: root.runs } : mapping(root.jobs);
  const consumers = Object.entries(jobs).flatMap(([name, job]) => {
    const path = isMapping(root.runs) ? ['runs'] : ['jobs', name];
    return combinationsOf(mapping(mapping(mapping(job).strategy).matrix)).flatMap((combination) => {
      const values = { ...envOf(root), ...envOf(job) };
      const steps = list(mapping(job).steps).map((step) => mapping(fillExpressions(step, combination, values)));
      return readSteps(
        repository,
        { file, name, path, document, values, folder: folderOfRun(job) ?? folderOfRun(root) ?? '' },
        steps,
      );
    });
  });
  return distinct(consumers);
}

interface Job {
  readonly file: string;
  readonly name: string;
  readonly path: readonly string[];
  readonly document: YamlDocument;
  readonly values: Readonly<Record<string, string>>;
  /** Where its `run:` steps begin. */
  readonly folder: string;
}

function readSteps(repository: Repository, job: Job, steps: readonly Untyped[]): readonly Consumer[] {
  const scripts: ScriptLines[] = [];
  const actions = steps.flatMap((step, index) => {
    const lines = job.document.linesOf([...job.path, 'steps', index]);
    const run = scalar(step.run);
    if (run !== null) {
      const at = job.document.linesOf([...job.path, 'steps', index, 'run']);
      const block = (at?.last ?? 0) > (at?.first ?? 0);
      const cwd = localPath(scalar(step['working-directory']) ?? `./${job.folder}`, '');
      if (cwd === null) return [];
      const place = {
        cwd,
        file: job.file,
        line: (at?.first ?? 1) + (block ? 1 : 0),
        values: { ...job.values, ...envOf(step) },
      };
      scripts.push(readScript(repository, job.name, run, place));
    }
    return readAction(job, step, lines);
  });
  return [...actions, ...scriptConsumers('ci', job.file, scripts)];
}

function readAction(job: Job, step: Untyped, lines: LineRange | null): readonly Consumer[] {
  const uses = scalar(step.uses) ?? '';
  const action = BUILD_ACTIONS.find((known) => known.uses.test(uses));
  if (action === undefined) return [];
  const inputs = mapping(step.with);
  const input = (names: readonly string[]) =>
    names.map((name) => scalar(inputs[name])?.trim() ?? '').find((text) => text !== '');
  const written = input(action.context);
  // Without a context the action sends the repository itself; `{{defaultContext}}:sub` is a folder of that, and the file is relative to it.
  const inGit = written === undefined ? '' : /^\{\{\s*defaultContext\s*\}\}(?::(.*))?$/.exec(written);
  const context = inGit === null ? localPath(written ?? '', '') : localPath(inGit === '' ? '' : (inGit[1] ?? ''), '');
  const named = input(action.file)?.split(/\s+/)[0];
  const dockerfile =
    named === undefined
      ? context === null
        ? null
        : joinPath(context, 'Dockerfile')
      : localPath(named, inGit === null ? '' : (context ?? ''));
  const buildArgs = scalar(inputs['build-args'] ?? inputs.build_args) ?? '';
  const cacheTo = scalar(inputs['cache-to'])?.trim();
  return [
    consumerThat({
      kind: 'ci',
      file: job.file,
      lines,
      name: job.name,
      context,
      dockerfile,
      target: input(['target']) ?? null,
      buildArgs: assignments(buildArgs.split(/\r?\n/)),
      builder: action.builder,
      ...(cacheTo === undefined || cacheTo === '' ? {} : { cacheTo }),
      // Version 1 of the action ran the classic docker build.
      ...(action.builder === null && !/@v?1(?:\.|$)/.test(uses) ? { buildKit: uses } : {}),
    }),
  ];
}

function envOf(value: unknown): Readonly<Record<string, string>> {
  const env = Object.entries(assignments(mapping(mapping(value).env)));
  return Object.fromEntries(
    env.flatMap(([name, text]) => (text === null || text.includes('${{') ? [] : [[name, text]])),
  );
}

function folderOfRun(value: unknown): string | null {
  return scalar(mapping(mapping(mapping(value).defaults).run)['working-directory']);
}

function combinationsOf(matrix: Untyped): readonly Untyped[] {
  let combinations: readonly Untyped[] = [{}];
  const names = Object.keys(matrix).filter(
    (name) => name !== 'include' && name !== 'exclude' && Array.isArray(matrix[name]),
  );
  for (const name of names) {
    combinations = combinations.flatMap((one) => list(matrix[name]).map((value) => ({ ...one, [name]: value })));
    if (combinations.length > MOST_COMBINATIONS) return [{}];
  }
  // An included entry extends the combinations that it agrees with; one that agrees with none is a combination of its own.
  const agrees = (extra: Untyped, one: Untyped) => names.every((name) => !(name in extra) || extra[name] === one[name]);
  const included = list(matrix.include).map(mapping);
  const extended = combinations.flatMap((one) => {
    const extras = included.filter((extra) => agrees(extra, one));
    return extras.length === 0 ? [one] : extras.map((extra) => ({ ...one, ...extra }));
  });
  return [...extended, ...included.filter((extra) => !combinations.some((one) => agrees(extra, one)))];
}

/** Fills in `${{ matrix.… }}`, `${{ env.… }}` and the workspace; other expressions stay. */
function fillExpressions(value: unknown, combination: Untyped, env: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((item) => fillExpressions(item, combination, env));
  if (isMapping(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fillExpressions(item, combination, env)]),
    );
  if (typeof value !== 'string') return value;
  return value
    .replace(/\$\{\{\s*matrix\.([\w.-]+)\s*\}\}/g, (whole, path: string) => {
      const found = path.split('.').reduce<unknown>((at, key) => mapping(at)[key], combination);
      return scalar(found) ?? whole;
    })
    .replace(/\$\{\{\s*env\.(\w+)\s*\}\}/g, (whole, name: string) => env[name] ?? whole)
    .replace(/\$\{\{\s*github\.workspace\s*\}\}/g, '.');
}

function distinct(consumers: readonly Consumer[]): readonly Consumer[] {
  return [...new Map(consumers.map((consumer) => [JSON.stringify(consumer), consumer])).values()];
}
