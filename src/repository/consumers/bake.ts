import type { LineRange } from '../../dockerfile/document.ts';
import type { Consumer } from '../consumer.ts';
import type { Repository } from '../repository.ts';
import { folderOf, joinPath, nameOf } from '../repository-path.ts';
import { readHcl } from './hcl.ts';
import { interpolate, isKnown } from './interpolate.ts';
import { parseJsonWithComments } from './json-with-comments.ts';
import { localPath } from './local-path.ts';
import { consumerThat, joinReadings, type Reading, unreadable } from './reading.ts';
import { isMapping, list, mapping, scalar, type Untyped } from './untyped.ts';

/** Targets that inherit from one another in a circle end here. */
const DEEPEST = 10;

interface BakeFile {
  readonly targets: Readonly<Record<string, Untyped>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly lines: Readonly<Record<string, LineRange>>;
}

/** The targets of bake files (https://docs.docker.com/build/bake/reference/). An attribute that holds an expression which is not understood is null. */
export function readBakeConsumers(repository: Repository): Reading {
  const files = repository.files().filter((path) => /^docker-bake[^/]*\.(?:hcl|json)$/.test(nameOf(path)));
  return joinReadings(
    files.map((file) => {
      const text = repository.read(file) ?? '';
      const bake = file.endsWith('.json') ? readJsonFile(text) : readHclFile(text);
      if (bake === null) return { consumers: [], problems: [unreadable(file, 'it is not valid JSON')] };
      return { consumers: Object.keys(bake.targets).map((name) => consumerOf(file, name, bake)), problems: [] };
    }),
  );
}

function readHclFile(text: string): BakeFile {
  const blocks = readHcl(text);
  const targets = blocks.filter(({ type }) => type === 'target');
  return {
    targets: Object.fromEntries(targets.map(({ label, attributes }) => [label, attributes])),
    variables: defaultsOf(
      blocks.filter(({ type }) => type === 'variable').map(({ label, attributes }) => [label, attributes]),
    ),
    lines: Object.fromEntries(targets.map(({ label, first, last }) => [label, { first, last }])),
  };
}

function readJsonFile(text: string): BakeFile | null {
  const root = parseJsonWithComments(text);
  if (!isMapping(root)) return null;
  const targets = Object.entries(mapping(root.target)).map(([name, target]) => [name, mapping(target)]);
  return {
    targets: Object.fromEntries(targets),
    variables: defaultsOf(Object.entries(mapping(root.variable))),
    lines: {},
  };
}

function defaultsOf(variables: readonly (readonly [string, unknown])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    variables.flatMap(([name, variable]) => {
      const value = scalar(mapping(variable).default);
      return value === null || value.includes('${') ? [] : [[name, value]];
    }),
  );
}

function consumerOf(file: string, name: string, bake: BakeFile): Consumer {
  const target = inherited(bake, name, 0);
  const text = (key: string): string | null => {
    const value = scalar(target[key]);
    return value === null ? null : interpolate(value, bake.variables);
  };
  // An attribute that is there but null is an expression: not the default.
  const opaque = (key: string) => key in target && text(key) === null;
  const context = opaque('context') ? null : localPath(text('context') ?? '.', folderOf(file));
  const dockerfile = text('dockerfile') ?? 'Dockerfile';
  const findable = context !== null && !opaque('dockerfile') && !('dockerfile-inline' in target) && isKnown(dockerfile);
  const args = Object.entries(mapping(target.args)).map(([key, value]) => {
    const given = scalar(value);
    return [key, given === null ? null : interpolate(given, bake.variables)];
  });
  const cacheTo = list(target['cache-to'])
    .map(scalar)
    .find((value) => value !== null);
  return consumerThat({
    kind: 'bake',
    file,
    lines: bake.lines[name] ?? null,
    name,
    context,
    dockerfile: findable ? joinPath(context, dockerfile) : null,
    target: opaque('target') ? '${}' : text('target'),
    buildArgs: Object.fromEntries(args),
    buildKit: 'docker buildx bake',
    ...(cacheTo ? { cacheTo } : {}),
  });
}

/** Later parents win over earlier ones, and the target itself over all; `args` are joined. */
function inherited(bake: BakeFile, name: string, depth: number): Untyped {
  const own = mapping(bake.targets[name]);
  if (depth >= DEEPEST) return own;
  const parents = list(own.inherits).flatMap((parent) => scalar(parent) ?? []);
  const layers = [...parents.map((parent) => inherited(bake, parent, depth + 1)), own];
  const args = Object.assign({}, ...layers.map((layer) => mapping(layer.args)));
  return Object.assign({}, ...layers, { args });
}
