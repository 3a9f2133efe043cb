import {
  BASE_WORDS,
  DEV_SERVERS,
  isEnvironmentFolder,
  type Options,
  readBaseWish,
  STATIC_SERVERS,
} from '../options.ts';
import { readRequestedUser } from '../requested-user.ts';

/** A JSON Schema, as far as it is needed here. */
export type Schema = Readonly<Record<string, unknown>>;

/** The keys of a configuration file. */
export const KEYS: Readonly<Record<string, Schema>> = {
  $schema: { type: 'string', description: 'The schema of this file, for editors.' },
  root: { type: 'boolean', description: 'Configuration files in folders above are not read.' },
  transforms: {
    type: 'object',
    description:
      'Transforms by name: false turns one off, true on again, an object sets its options. Nearer files win.',
  },
  images: {
    type: 'object',
    description:
      'Copies of public images on a private registry and what they are copies of: "mirror.example/library": "docker.io/library", or "mirror.example/our-node": "node". They are treated as those images, and what is written stays on the mirror.',
    additionalProperties: { type: 'string', minLength: 1 },
  },
  exclude: {
    type: 'array',
    description: 'Globs of Dockerfiles that are left out, seen from the folder of this file.',
    items: { type: 'string', minLength: 1 },
  },
  customTransforms: {
    type: 'array',
    description: 'Modules that export transforms of your own, seen from the folder of this file.',
    items: { type: 'string', minLength: 1 },
  },
};

/** An option of one transform. */
export interface TransformOption {
  readonly schema: Schema;
  /** What it sets; null: the value is none of those that are allowed. */
  readonly read: (value: unknown) => Partial<Options> | null;
}

/** One of some words. */
function words<Name extends 'cacheMounts' | 'devServer' | 'staticServer'>(
  name: Name,
  known: readonly Options[Name][],
  description: string,
): TransformOption {
  return {
    schema: { description: `${description}: ${known.join(', ')}.`, enum: known },
    read: (value) => {
      const word = known.find((each) => each === value);
      return word === undefined ? null : { [name]: word };
    },
  };
}

/** Yes or no. */
function flag(name: 'crossCompile' | 'editConsumers' | 'strip', description: string): TransformOption {
  return {
    schema: { type: 'boolean', description },
    read: (value) => (typeof value === 'boolean' ? { [name]: value } : null),
  };
}

/** Options by transform and name; they are those of the command line. */
export const TRANSFORM_OPTIONS: Readonly<Record<string, Readonly<Record<string, TransformOption>>>> = {
  'add-cache-mounts': { when: words('cacheMounts', ['auto', 'always', 'never'], 'When installs get cache mounts') },
  'add-non-root-user': {
    user: {
      schema: { type: 'string', description: 'Who the container runs as: a name, or UID[:GID].' },
      read: (value) => {
        const user = typeof value === 'string' ? readRequestedUser(value) : null;
        return user === null ? null : { user };
      },
    },
  },
  'cross-compile': {
    crossCompile: flag('crossCompile', 'Whether what only builds runs on the platform of the machine that builds.'),
  },
  'replace-dev-server': {
    server: words('devServer', DEV_SERVERS, 'What becomes of a development server in the start command'),
  },
  'serve-with-nginx': { server: words('staticServer', STATIC_SERVERS, 'What serves a built site') },
  'split-stages': {
    editConsumers: flag('editConsumers', 'Whether files that build or run the image may change as well.'),
  },
  'strip-symbols': {
    strip: flag('strip', 'Whether compiled programs lose their symbol table and debug information.'),
  },
  'use-virtual-environment': {
    folder: {
      schema: { type: 'string', pattern: '^/', description: 'The folder of the virtual environment in the image.' },
      read: (value) => (typeof value === 'string' && isEnvironmentFolder(value) ? { venv: value } : null),
    },
  },
  'swap-base-image': {
    base: {
      schema: {
        description: `The runtime base: ${BASE_WORDS.join(', ')}, or an image.`,
        anyOf: [{ enum: BASE_WORDS }, { type: 'string', pattern: '[:/]' }],
      },
      read: (value) => {
        const base = typeof value === 'string' ? readBaseWish(value) : null;
        return base === null ? null : { base };
      },
    },
  },
};

/** The JSON Schema of a configuration file, for editors. */
export function configSchema(transforms: readonly { readonly name: string; readonly summary: string }[]): Schema {
  const properties = Object.fromEntries(
    [...transforms]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, summary }) => {
        const options = Object.entries(TRANSFORM_OPTIONS[name] ?? {}).map(
          ([key, { schema }]) => [key, schema] as const,
        );
        const object = { type: 'object', properties: Object.fromEntries(options), additionalProperties: false };
        return [
          name,
          { description: summary, anyOf: [{ type: 'boolean' }, ...(options.length === 0 ? [] : [object])] },
        ];
      }),
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'msb-migrate.config.json',
    type: 'object',
    properties: {
      ...KEYS,
      transforms: {
        ...KEYS.transforms,
        properties,
        // Transforms of one's own have names of their own.
        additionalProperties: { anyOf: [{ type: 'boolean' }, { type: 'object' }] },
      },
    },
    additionalProperties: false,
  };
}
