import type { Known } from '../known.ts';
import { known, notKnown } from './known.ts';
import { compilerIn } from './load-compilers.ts';
import { moduleAt } from './module-resolution.ts';
import { readManifest } from './package-json.ts';
import { packageOf } from './scan.ts';
import type { SimpleCommand } from './script-line.ts';
import { contextPath, type Trail } from './start-trail.ts';

/** The file that `node …` runs. */
export interface NodeEntry {
  /** Context path: a file, or the place where a build will put one. */
  readonly path: string;
  /** Packages that `-r`, `--loader` and `--import` name. */
  readonly packages: readonly string[];
  /** Files of the project that they name, and environment files. */
  readonly alsoLoads: readonly string[];
  readonly watches: boolean;
  /** The loader that compiles sources while the program runs. */
  readonly compiledBy: string | null;
}

/** Node's flags that take their value as the next word (`node --help`). */
const VALUED = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
  '--env-file',
  '--env-file-if-exists',
  '--title',
  '--icu-data-dir',
  '--openssl-config',
  '--input-type',
  '--experimental-default-type',
]);

const LOADING = new Set(['-r', '--require', '--import', '--loader', '--experimental-loader']);

/** Reads `node [flags] entry …`; the entry may be a folder or lack its extension. */
export function nodeEntry(trail: Trail, command: SimpleCommand): Known<NodeEntry> {
  const text = command.words.map((word) => word.text).join(' ');
  const refuse = (why: string): Known<NodeEntry> =>
    notKnown('start-not-understood', { command: text, why }, trail.evidence);
  const packages: string[] = [];
  const alsoLoads: string[] = [];
  let watches = false;
  let compiledBy: string | null = null;
  for (let index = 1; index < command.words.length; index += 1) {
    const word = command.words[index];
    if (word === undefined) break;
    if (word.value === null && !word.text.startsWith('-')) return refuse('its script holds a variable');
    const value = word.value ?? word.text;
    if (!value.startsWith('-') || value === '-')
      return found(trail, value, { packages, alsoLoads, watches, compiledBy }, refuse);
    if (/^(?:-e|--eval|-p|--print|-i|--interactive)$/.test(value)) return refuse('it evaluates its argument');
    if (/^--watch/.test(value)) watches = true;
    if (value === '--run' || value === '--test') return refuse(`${value} runs no file`);
    const [flag = value, inline] = splitFlag(value);
    const argument = inline ?? (VALUED.has(flag) ? (command.words[index + 1]?.value ?? null) : null);
    if (inline === undefined && VALUED.has(flag)) index += 1;
    if (!LOADING.has(flag) && !flag.startsWith('--env-file')) continue;
    if (argument === null) return refuse(`${flag} holds a variable`);
    const name = LOADING.has(flag) ? packageOf(argument) : null;
    const path = name === null ? contextPath(trail, argument) : null;
    if (name !== null) packages.push(name);
    else if (path !== null) alsoLoads.push(LOADING.has(flag) ? (moduleAt(trail.context, path) ?? path) : path);
    compiledBy = compilerIn(trail, argument) ?? compiledBy;
  }
  return refuse('it starts the interactive prompt');
}

/** Packages that flags in a text name (`NODE_OPTIONS`, pm2's `--node-args`). */
export function preloadsOf(flags: string): readonly string[] {
  const named = [
    ...flags.matchAll(/(?:^|[\s"'=])(?:-r|--require|--import|--loader|--experimental-loader)[\s=]+([^\s"']+)/g),
  ];
  return named.flatMap((match) => packageOf(match[1] ?? '') ?? []);
}

function splitFlag(value: string): readonly [string, string | undefined] {
  const at = value.indexOf('=');
  return at < 0 ? [value, undefined] : [value.slice(0, at), value.slice(at + 1)];
}

function found(
  trail: Trail,
  named: string,
  more: Omit<NodeEntry, 'path'>,
  refuse: (why: string) => Known<NodeEntry>,
): Known<NodeEntry> {
  const path = contextPath(trail, named);
  if (path === null) return refuse(`${named} lies outside the folders that are known`);
  const entry = (at: string): Known<NodeEntry> => known({ path: at, ...more });
  const manifest = readManifest(trail.context, path === '' ? 'package.json' : `${path}/package.json`);
  const main = manifest?.main ?? null;
  if (trail.context.kind(path) === 'directory' || path === '') {
    if (main !== null) {
      const target = path === '' ? main.replace(/^\.\//, '') : `${path}/${main.replace(/^\.\//, '')}`;
      return entry(moduleAt(trail.context, target) ?? target);
    }
    const index = path === '' ? 'index.js' : `${path}/index.js`;
    return entry(moduleAt(trail.context, path === '' ? 'index' : `${path}/index`) ?? index);
  }
  return entry(moduleAt(trail.context, path) ?? path);
}
