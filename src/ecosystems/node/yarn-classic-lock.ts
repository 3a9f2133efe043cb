import type { BuildContext } from '../../repository/repository.ts';
import { cite } from './cite.ts';
import { known, notKnown } from './known.ts';
import type { LockStep } from './lock-step.ts';
import { type LockedPackage, type Lockfile, lockedPackage, reachable } from './lockfile.ts';
import type { Manifest } from './package-json.ts';

/** One entry of a yarn.lock of yarn 1: what several ranges of one package resolve to. */
interface YarnEntry {
  /** `ms@^2.0.0`. */
  readonly patterns: readonly string[];
  readonly version: string | null;
  readonly resolved: string | null;
  readonly dependencies: ReadonlyMap<string, string>;
  readonly optionalDependencies: ReadonlyMap<string, string>;
}

/**
 * Reads a yarn.lock of yarn 1; null when it is none, or holds the marks of a merge. It does not say which packages are for development (the
 * ways from the manifests do), and not which have install scripts or a platform.
 */
export function readYarnClassicLock(
  context: BuildContext,
  path: string,
  manifests: readonly Manifest[],
): Lockfile | null {
  const entries = parseYarnLock(context.read(path) ?? '');
  if (entries === null) return null;
  const byPattern = new Map(entries.flatMap((entry) => entry.patterns.map((pattern) => [pattern, entry] as const)));
  const byName = new Map<string, YarnEntry[]>();
  for (const entry of entries) {
    const name = nameOf(entry.patterns[0] ?? '');
    byName.set(name, [...(byName.get(name) ?? []), entry]);
  }
  // `resolutions` replace ranges: then every version of that name counts.
  const targets = (name: string, range: string): readonly YarnEntry[] => {
    const exact = byPattern.get(`${name}@${range}`);
    return exact === undefined ? (byName.get(name) ?? []) : [exact];
  };
  const needs = (dependencies: ReadonlyMap<string, string>) =>
    [...dependencies].flatMap(([name, range]) => targets(name, range));
  const production = reachable(
    manifests.flatMap((one) => needs(new Map([...one.dependencies, ...one.optionalDependencies]))),
    (entry) => [...needs(entry.dependencies), ...needs(entry.optionalDependencies)],
  );
  const packages = new Map(
    entries.map((entry) => {
      const locked = lockedOf(entry, !production.has(entry));
      return [locked.location, locked] as const;
    }),
  );
  return { path, version: 1, installScripts: 'not-recorded', packages, local: new Map() };
}

/**
 * Whether `yarn install --frozen-lockfile` accepts it: yarn 1 refuses a dependency of the root manifest whose range has no entry, and nothing
 * else (tried with 1.22.22). A member's or a package's missing entry is fetched silently, so there nothing is claimed.
 */
export function yarnClassicStepOf(
  context: BuildContext,
  manifest: Manifest,
  lock: Lockfile,
  members: readonly Manifest[],
): LockStep {
  const patterns = new Set(parseYarnLock(context.read(lock.path) ?? '')?.flatMap((entry) => entry.patterns) ?? []);
  const own = new Set(members.flatMap((member) => member.name ?? []));
  const missing = [manifest, ...members].flatMap((one) =>
    [...one.dependencies, ...one.devDependencies, ...one.optionalDependencies]
      .filter(([name, range]) => !own.has(name) && !range.startsWith('link:') && !patterns.has(`${name}@${range}`))
      .map(([name, range]) => `${name}@${range}`),
  );
  if (missing.length === 0) return { inStep: known(true), differences: [] };
  const replaced = manifest.raw.resolutions !== undefined;
  return {
    inStep: replaced
      ? notKnown('lockfile-has-resolutions', { packages: missing }, [cite(context, manifest.path, 'resolutions')])
      : known(false),
    differences: replaced ? [] : missing.map((pattern) => `Missing: ${pattern} from lock file`),
  };
}

function lockedOf(entry: YarnEntry, dev: boolean): LockedPackage {
  const pattern = entry.patterns[0] ?? '';
  const alias = /^.+?@npm:(@?[^@]+)(?:@.*)?$/.exec(pattern)?.[1];
  const name = alias ?? nameOf(pattern);
  return lockedPackage({
    location: `${name}@${entry.version ?? '?'}`,
    name,
    version: entry.version,
    resolved: entry.resolved,
    dev,
    dependencies: entry.dependencies,
    optionalDependencies: entry.optionalDependencies,
  });
}

/** `@scope/name` of `@scope/name@^1.0.0`. */
function nameOf(pattern: string): string {
  const at = pattern.indexOf('@', 1);
  return at < 0 ? pattern : pattern.slice(0, at);
}

/** The form is yarn's own (@yarnpkg/lockfile, `parse.js`): two blanks a level, `key value` or `key:`, quotes where they are needed. */
export function parseYarnLock(text: string): readonly YarnEntry[] | null {
  if (!/^# yarn lockfile v1\s*$/m.test(text) || /^(?:<{7}|={7}|>{7})/m.test(text)) return null;
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(?:#|$)/.test(line));
  const starts = lines.flatMap((line, index) => (line.startsWith(' ') ? [] : [index]));
  return starts.map((start, index) => entryOf(lines.slice(start, starts[index + 1])));
}

function entryOf([head = '', ...body]: readonly string[]): YarnEntry {
  const field = (name: string): string | null => {
    const line = body.find((one) => one.startsWith(`  ${name} `));
    return line === undefined ? null : (wordsOf(line)[1] ?? null);
  };
  const list = (name: string): ReadonlyMap<string, string> => {
    const start = body.indexOf(`  ${name}:`);
    if (start < 0) return new Map();
    const end = body.findIndex((line, index) => index > start && !line.startsWith('    '));
    const members = body.slice(start + 1, end < 0 ? undefined : end).map(wordsOf);
    return new Map(members.map(([key = '', value = '']) => [key, value]));
  };
  return {
    patterns: wordsOf(head),
    version: field('version'),
    resolved: field('resolved'),
    dependencies: list('dependencies'),
    optionalDependencies: list('optionalDependencies'),
  };
}

/** Quoted words, and bare ones up to a blank, a comma or the colon at the end of the line. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|([^\s",]+)/g)].flatMap((match) => {
    const word = match[1] ?? match[2]?.replace(/:$/, '') ?? '';
    return word === '' ? [] : [word];
  });
}
