import type { LineRange } from '../../dockerfile/document.ts';
import type { Consumer } from '../consumer.ts';
import { joinPath } from '../repository-path.ts';
import { interpolate, isKnown } from './interpolate.ts';
import { localPath } from './local-path.ts';
import { assignments, isMapping, list, mapping, oneLine, scalar, type Untyped } from './untyped.ts';

/** A compose service with its paths already resolved, so that services of different files can be merged. Absent: the file does not say. */
export interface Service {
  readonly build?: ServiceBuild;
  readonly image?: string;
  readonly command?: string;
  readonly entrypoint?: string;
  readonly user?: string;
  readonly healthcheck?: string;
  readonly mounts: Consumer['mounts'];
  readonly lines: LineRange | null;
}

export interface ServiceBuild {
  /** A repository path; null when not known (a variable, a URL, a path outside). */
  readonly context?: string | null;
  /** As written: relative to the context. */
  readonly dockerfile?: string;
  readonly inline?: true;
  readonly target?: string;
  readonly args?: Readonly<Record<string, string | null>>;
}

/** Reads one service; `folder` is the project folder, to which its paths are relative. */
export function readService(
  definition: Untyped,
  folder: string,
  values: Readonly<Record<string, string>>,
  lines: LineRange | null,
): Service {
  const filled = mapping(interpolateAll(definition, values));
  const says = {
    build: readBuild(filled.build, folder),
    image: scalar(filled.image) ?? undefined,
    command: oneLine(filled.command ?? undefined),
    entrypoint: oneLine(filled.entrypoint ?? undefined),
    user: scalar(filled.user) ?? undefined,
    healthcheck: readHealthcheck(mapping(filled.healthcheck)),
  };
  const mounts = list(filled.volumes).flatMap((volume) => readMount(volume, folder));
  return { ...stated(says), mounts, lines };
}

/** `over` on top of `base`, by compose's rules: what it says wins, build arguments and mounts (by their target) are joined. */
export function mergeServices(base: Service, over: Service): Service {
  const build = mergeBuilds(base.build, over.build);
  const kept = base.mounts.filter((mount) => !over.mounts.some((other) => other.target === mount.target));
  return { ...base, ...over, ...(build ? { build } : {}), mounts: [...kept, ...over.mounts] };
}

export function mergeBuilds(base: ServiceBuild | undefined, over: ServiceBuild | undefined): ServiceBuild | undefined {
  if (base === undefined || over === undefined) return over ?? base;
  const args = { ...base.args, ...over.args };
  return { ...base, ...over, args };
}

/** What is built, as repository paths; `folder` is the project folder. */
export function builtBy(
  build: ServiceBuild,
  folder: string,
): Pick<Consumer, 'dockerfile' | 'context' | 'target' | 'buildArgs'> {
  const context = build.context === undefined ? folder : build.context;
  const dockerfile = build.dockerfile ?? 'Dockerfile';
  const findable = context !== null && build.inline !== true && isKnown(dockerfile);
  return {
    context,
    dockerfile: findable ? joinPath(context, dockerfile) : null,
    target: build.target ?? null,
    buildArgs: build.args ?? {},
  };
}

function readBuild(value: unknown, folder: string): ServiceBuild | undefined {
  const short = scalar(value);
  if (short !== null) return { context: localPath(short, folder) };
  if (!isMapping(value)) return undefined;
  const context = scalar(value.context);
  const says = {
    context: context === null ? undefined : localPath(context, folder),
    dockerfile: scalar(value.dockerfile) ?? undefined,
    inline: value.dockerfile_inline === undefined ? undefined : (true as const),
    target: scalar(value.target) ?? undefined,
    args: value.args === undefined ? undefined : assignments(value.args),
  };
  return stated(says);
}

function readHealthcheck(value: Untyped): string | undefined {
  if (value.disable === true) return 'NONE';
  const test = value.test;
  if (!Array.isArray(test)) return oneLine(test ?? undefined);
  const [kind, ...words] = test;
  if (kind === 'NONE') return 'NONE';
  return kind === 'CMD-SHELL' ? (scalar(words[0]) ?? '') : oneLine(kind === 'CMD' ? words : test);
}

function readMount(volume: unknown, folder: string): Consumer['mounts'] {
  if (isMapping(volume)) {
    const target = scalar(volume.target);
    if (target === null || (volume.type !== 'bind' && volume.type !== 'volume')) return [];
    if (volume.type === 'volume') return [{ kind: 'volume', source: null, target }];
    return [{ kind: 'bind', source: localPath(scalar(volume.source) ?? '$', folder), target }];
  }
  const text = scalar(volume);
  return text === null ? [] : [readShortMount(text, folder)];
}

/** `[source:]target[:mode]`, as compose and `docker run -v` write it. */
export function readShortMount(text: string, folder: string): Consumer['mounts'][number] {
  // A colon inside `${…}` or behind a Windows drive letter does not separate.
  const parts = text.match(/(?:\$\{[^}]*\}|^[A-Za-z]:(?=[\\/])|[^:])+/g) ?? [text];
  const [first = '', target] = parts;
  if (target === undefined) return { kind: 'volume', source: null, target: first };
  const isPath = /^(?:[.~/\\$]|[A-Za-z]:[\\/])/.test(first);
  return isPath ? { kind: 'bind', source: localPath(first, folder), target } : { kind: 'volume', source: null, target };
}

function interpolateAll(value: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return interpolate(value, values);
  if (Array.isArray(value)) return value.map((item) => interpolateAll(item, values));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolateAll(item, values)]));
}

type Stated<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Only what is said: an undefined field would hide the base's when services are merged. */
function stated<T extends object>(says: T): Stated<T> {
  const said: Stated<T> = {};
  for (const key of Object.keys(says) as (keyof T)[]) {
    const value = says[key];
    if (value !== undefined) said[key] = value as Exclude<T[keyof T], undefined>;
  }
  return said;
}
