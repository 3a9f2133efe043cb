import type { Transform } from '../transform.ts';

/** What a configuration file says. The keys and what they mean: {@link KEYS} in `keys.ts`. */
export interface Config {
  readonly $schema?: string;
  /** Files in folders above are not read. */
  readonly root?: boolean;
  /** On, off, or with options, by name. */
  readonly transforms?: Readonly<Record<string, boolean | Readonly<Record<string, unknown>>>>;
  /** Where copies of public images are, and what they are copies of. */
  readonly images?: Readonly<Record<string, string>>;
  /** Globs of Dockerfiles to leave out, seen from the file's folder. */
  readonly exclude?: readonly string[];
  /** Transforms of your own, or modules that export some, seen from the file's folder. */
  readonly customTransforms?: readonly (Transform | string)[];
}

/** Gives an editor the types of a configuration in JavaScript. */
export function defineConfig(config: Config): Config {
  return config;
}
