import type { LineWord } from './script-line.ts';

/** A package manager's command line: `npm [--flags] <verb> [--flags] operands [-- rest]`. */
export interface ManagerWords {
  /** Canonical (`install`, `ci`, `run`, …), or as written when it is none that we know; null without one. */
  readonly verb: string | null;
  readonly operands: readonly string[];
  /** `--omit=dev` as `omit` → `dev`; a flag without a value is `true`. Short flags are spelled out. */
  readonly flags: ReadonlyMap<string, string>;
  /** Every flag as written, a separate value included (`--prefix client`). */
  readonly written: readonly string[];
  /** Words after `--`. */
  readonly rest: readonly LineWord[];
  /** False when a word holds a variable, a glob or a substitution. */
  readonly complete: boolean;
}

/** npm's verbs by their aliases (npm/cli lib/utils/cmd-list.js). */
const ALIASES: Readonly<Record<string, string>> = {
  i: 'install',
  in: 'install',
  ins: 'install',
  inst: 'install',
  insta: 'install',
  instal: 'install',
  isnt: 'install',
  isnta: 'install',
  isntal: 'install',
  isntall: 'install',
  add: 'install',
  'clean-install': 'ci',
  ic: 'ci',
  'install-clean': 'ci',
  'isntall-clean': 'ci',
  'run-script': 'run',
  rum: 'run',
  urn: 'run',
  t: 'test',
  tst: 'test',
  x: 'exec',
  rb: 'rebuild',
  c: 'config',
  it: 'install-test',
  cit: 'install-ci-test',
  rm: 'uninstall',
  r: 'uninstall',
  un: 'uninstall',
  unlink: 'uninstall',
  remove: 'uninstall',
  up: 'update',
  upgrade: 'update',
  udpate: 'update',
  ln: 'link',
  ls: 'list',
  la: 'list',
  ll: 'list',
};

const SHORT: Readonly<Record<string, string>> = {
  g: 'global',
  f: 'force',
  s: 'loglevel-silent',
  q: 'loglevel-quiet',
  d: 'loglevel-info',
  C: 'prefix',
  w: 'workspace',
  F: 'filter',
  r: 'recursive',
  D: 'save-dev',
  S: 'save',
  P: 'save-prod',
  E: 'save-exact',
  O: 'save-optional',
  y: 'yes',
  c: 'call',
  p: 'package',
  B: 'save-bundle',
};

/** Flags whose value may stand in the next word. */
const VALUED = new Set([
  'prefix',
  'cache',
  'registry',
  'loglevel',
  'userconfig',
  'globalconfig',
  'omit',
  'only',
  'also',
  'include',
  'workspace',
  'filter',
  'dir',
  'tag',
  'fetch-timeout',
  'fetch-retries',
  'fetch-retry-mintimeout',
  'fetch-retry-maxtimeout',
  'network-timeout',
  'maxsockets',
  'python',
  'scope',
  'otp',
  'target',
  'arch',
  'platform',
  'call',
  'package',
  'cwd',
  'modules-folder',
  'cache-folder',
  'install-strategy',
  'node-options',
  'script-shell',
  'before',
  'cafile',
  'https-proxy',
  'proxy',
  'nodedir',
  'depth',
]);

/** Splits the words after the program's name. `operandsStop`: the first operand ends the flags (`npm run build --watch`). */
export function readManagerWords(words: readonly LineWord[]): ManagerWords {
  const operands: string[] = [];
  const flags = new Map<string, string>();
  const written: string[] = [];
  let verb: string | null = null;
  let complete = true;
  let rest: readonly LineWord[] = [];
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    const text = word.value ?? word.text;
    if (word.value === null) complete = false;
    if (text === '--') {
      rest = words.slice(index + 1);
      break;
    }
    if (!text.startsWith('-') || text === '-') {
      if (verb === null) verb = ALIASES[text] ?? text;
      else operands.push(text);
      if (verb === 'exec' && operands.length === 1) {
        rest = words.slice(index + 1);
        break;
      }
      continue;
    }
    const next = words[index + 1];
    const flag = flagOf(text, next?.value ?? next?.text);
    flags.set(flag.name, flag.value);
    written.push(flag.takesNext && next !== undefined ? `${word.text} ${next.text}` : word.text);
    if (flag.takesNext) {
      if (next?.value === null) complete = false;
      index += 1;
    }
  }
  if (rest.some((word) => word.value === null)) complete = false;
  return { verb, operands, flags, written, rest, complete };
}

function flagOf(text: string, next: string | undefined): { name: string; value: string; takesNext: boolean } {
  const long = text.startsWith('--');
  const bare = text.replace(/^--?/, '');
  const at = bare.indexOf('=');
  const raw = at < 0 ? bare : bare.slice(0, at);
  const name = long ? raw : (SHORT[raw] ?? raw);
  if (at >= 0) return { name, value: bare.slice(at + 1), takesNext: false };
  if (VALUED.has(name) && next !== undefined && !next.startsWith('-')) return { name, value: next, takesNext: true };
  if (next === 'true' || next === 'false') return { name, value: next, takesNext: true };
  return { name, value: 'true', takesNext: false };
}

/** A boolean flag that is on. */
export function isOn(words: ManagerWords, name: string): boolean {
  const value = words.flags.get(name);
  return value !== undefined && value !== 'false';
}
