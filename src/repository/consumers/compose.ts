import { isWithin } from '../../filesystem/path.ts';
import type { Problem } from '../../problem.ts';
import type { Consumer } from '../consumer.ts';
import type { Repository } from '../repository.ts';
import { folderOf, joinPath, nameOf } from '../repository-path.ts';
import {
  builtBy,
  mergeBuilds,
  mergeServices,
  readService,
  type Service,
  type ServiceBuild,
} from './compose-service.ts';
import { interpolate, readEnvFile } from './interpolate.ts';
import { localPath } from './local-path.ts';
import { consumerThat, joinReadings, type Reading } from './reading.ts';
import { isMapping, mapping, scalar, type Untyped } from './untyped.ts';
import { readYaml } from './yaml-file.ts';

/** In the order in which compose looks for its file. */
const BASE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

const IS_COMPOSE = /^(?:docker-)?compose[^/]*\.ya?ml$/i;

/** Services that extend one another in a circle end here. */
const DEEPEST = 10;

interface ComposeFile {
  readonly path: string;
  readonly services: ReadonlyMap<string, Service>;
}

/**
 * The services of all compose files that are built here, that run an image which another service of the same file builds, or one that was pushed from here.
 * An override file is read on top of the file that it overrides, as compose does; a variant (`docker-compose.dev.yml`) takes from it what it does not say about the build.
 */
export function readComposeConsumers(repository: Repository): Reading {
  const paths = repository.files().filter((path) => IS_COMPOSE.test(nameOf(path)) || holdsServices(repository, path));
  return joinReadings(
    paths.map((path) => {
      const file = openCompose(repository, path, folderOf(path));
      if ('cause' in file) return { consumers: [], problems: [file] };
      const base = baseOf(repository, path);
      return {
        consumers: servicesOnBase(file, base).flatMap(([name, service, siblings]) =>
          consumerOf(path, name, service, siblings, pulledBuild(repository, path, service)),
        ),
        problems: [],
      };
    }),
  );
}

/** The service `name` of several compose files, merged in order; relative paths are relative to the first file's folder. Null when no file has it. */
export function readComposeService(repository: Repository, paths: readonly string[], name: string): Consumer | null {
  const folder = folderOf(paths[0] ?? '');
  let merged: Service | null = null;
  for (const path of paths) {
    const file = openCompose(repository, path, folder);
    const service = 'cause' in file ? undefined : file.services.get(name);
    if (service !== undefined) merged = merged === null ? service : mergeServices(merged, service);
  }
  return merged === null ? null : (consumerOf(paths[0] ?? '', name, merged, [])[0] ?? null);
}

/** `local.yml` and `production.yml` of many templates are compose files as well. Only near the root: reading every YAML file would cost too much. */
function holdsServices(repository: Repository, path: string): boolean {
  if (!/\.ya?ml$/i.test(path) || path.startsWith('.') || path.split('/').length > 2) return false;
  const text = repository.read(path) ?? '';
  return /^services:/m.test(text) && /^\s+build:/m.test(text);
}

function openCompose(repository: Repository, path: string, folder: string): ComposeFile | Problem {
  const documents = readYaml(path, repository.read(path) ?? '');
  if ('cause' in documents) return documents;
  const services = new Map<string, Service>();
  for (const document of documents) {
    for (const [name, definition] of Object.entries(servicesOf(document.value))) {
      if (!isMapping(definition)) continue;
      const lines = document.linesOf(['services', name]) ?? document.linesOf([name]);
      const service = extended(repository, path, folder, name, definition, 0);
      services.set(name, { ...service, lines });
    }
  }
  return { path, services };
}

/** The first compose format has no `services`: each entry of the file is one. */
function servicesOf(value: unknown): Untyped {
  const root = mapping(value);
  return 'services' in root || 'version' in root ? mapping(root.services) : root;
}

function extended(
  repository: Repository,
  path: string,
  folder: string,
  name: string,
  definition: Untyped,
  depth: number,
): Service {
  const values = envValues(repository, folder);
  const own = readService(definition, folder, values, null);
  const extension = definition.extends;
  if (extension === undefined || depth >= DEEPEST) return own;
  const from = scalar(extension) ?? scalar(mapping(extension).service) ?? name;
  const file = scalar(mapping(extension).file);
  const source = file === null ? path : localPath(interpolate(file, values), folder);
  if (source === null) return own;
  const documents = readYaml(source, repository.read(source) ?? '');
  if ('cause' in documents) return own;
  const parent = documents.map((document) => servicesOf(document.value)[from]).find(isMapping);
  if (parent === undefined || (source === path && from === name)) return own;
  const parentFolder = file === null ? folder : folderOf(source);
  return mergeServices(extended(repository, source, parentFolder, from, parent, depth + 1), own);
}

/** Values that every checkout has: an `.env` that git does not track is one person's. */
function envValues(repository: Repository, folder: string): Readonly<Record<string, string>> {
  const path = folder === '' ? '.env' : `${folder}/.env`;
  return repository.presence(path) === 'tracked' ? readEnvFile(repository.read(path) ?? '') : {};
}

function baseOf(repository: Repository, path: string): ComposeFile | null {
  const name = nameOf(path);
  const folder = folderOf(path);
  if (BASE_NAMES.includes(name)) return null;
  const found = BASE_NAMES.map((base) => (folder === '' ? base : `${folder}/${base}`)).find(
    (base) => repository.presence(base) === 'tracked',
  );
  const file = found === undefined ? null : openCompose(repository, found, folder);
  return file === null || 'cause' in file ? null : file;
}

function servicesOnBase(file: ComposeFile, base: ComposeFile | null): readonly [string, Service, readonly Service[]][] {
  const overrides = /\.override\.ya?ml$/i.test(file.path);
  const siblings = [...file.services.values(), ...(base?.services.values() ?? [])];
  return [...file.services].map(([name, service]) => {
    const under = base?.services.get(name);
    if (under === undefined) return [name, service, siblings];
    if (overrides) return [name, { ...mergeServices(under, service), lines: service.lines }, siblings];
    const standsAlone =
      service.build?.context !== undefined || (service.build === undefined && service.image !== undefined);
    const build = standsAlone ? service.build : mergeBuilds(under.build, service.build);
    return [name, { ...service, ...(build ? { build } : {}) }, siblings];
  });
}

/**
 * A service that pulls an image of somebody's name, and mounts into the folder in which the Dockerfile beside it works: it runs what this Dockerfile builds,
 * which was pushed under that name.
 */
function pulledBuild(repository: Repository, path: string, { image, mounts }: Service): ServiceBuild | undefined {
  const folder = folderOf(path);
  const beside = image?.includes('/') ? joinPath(folder, 'Dockerfile') : null;
  const text = beside === null ? null : repository.read(beside);
  const workdirs = [...(text ?? '').matchAll(/^[ \t]*WORKDIR[ \t]+["']?(\/[^\s"']+)/gim)].map(
    ([, workdir = '/']) => workdir,
  );
  const isOurs = mounts.some(({ target }) => target !== null && workdirs.some((workdir) => isWithin(target, workdir)));
  return isOurs ? { context: folder } : undefined;
}

function consumerOf(
  path: string,
  name: string,
  service: Service,
  siblings: readonly Service[],
  pulled?: ServiceBuild,
): readonly Consumer[] {
  const built =
    service.build ??
    siblings.find((other) => other.build !== undefined && other.image !== undefined && other.image === service.image)
      ?.build ??
    pulled;
  if (built === undefined) return [];
  return [
    consumerThat({
      kind: 'compose',
      file: path,
      lines: service.lines,
      name,
      ...builtBy(built, folderOf(path)),
      command: service.command ?? null,
      entrypoint: service.entrypoint ?? null,
      user: service.user ?? null,
      healthcheck: service.healthcheck ?? null,
      mounts: service.mounts,
    }),
  ];
}
