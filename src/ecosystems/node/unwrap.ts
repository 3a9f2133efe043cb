import { posix } from 'node:path';
import { assignmentOf, commandOf, type LineWord, type SimpleCommand } from './script-line.ts';
import { executablesOf, ownerOf } from './tools.ts';

/** A command without the programs that only prepare its environment or find it. */
export interface Unwrapped {
  readonly command: SimpleCommand;
  /** The program's name without folder and extension: `tsc` for `./node_modules/.bin/tsc`; null when not known. */
  readonly tool: string | null;
  /** Arguments after the program. */
  readonly args: readonly LineWord[];
  /** Packages of the wrappers (`cross-env`). */
  readonly packages: readonly string[];
  /** Programs that find it and start it (`npx`, an init process). */
  readonly runners: readonly string[];
  /** Files that the wrappers load (`dotenv -e .env.production`). */
  readonly files: readonly string[];
  /** The program comes from the project's dependencies (`npx`, `node_modules/.bin`). */
  readonly local: boolean;
}

/** Wrappers that take `NAME=value …` before the command, or flags of their own up to `--`. */
const ENVIRONMENT_WRAPPERS = new Set([
  'cross-env',
  'cross-env-shell',
  'better-npm-run',
  'dotenv',
  'dotenvx',
  'env-cmd',
  'dumb-init',
  'tini',
  'doppler',
  'infisical',
]);

const PACKAGE_RUNNERS = new Set(['npx', 'pnpx', 'bunx']);

/** Verbs of the package managers that run an executable. */
const EXECUTING: Readonly<Record<string, readonly string[]>> = {
  npm: ['exec', 'x'],
  pnpm: ['exec', 'dlx'],
  yarn: ['exec', 'dlx'],
  bun: ['x'],
};

/** Flags of the wrappers that take a value. */
const VALUED_WRAPPER_FLAG = /^(?:-e|-f|-c|-p|--package|--file|--environments|--env-file|-v)$/;

/** Removes wrappers until the program that does the work is first. */
export function unwrap(command: SimpleCommand): Unwrapped {
  const packages: string[] = [];
  const runners: string[] = [];
  const files: string[] = [];
  let current = command;
  let local = false;
  for (let guard = 0; guard < 8; guard += 1) {
    const name = current.name === null ? null : posix.basename(current.name);
    if (name === null) break;
    if (ENVIRONMENT_WRAPPERS.has(name)) {
      const { words, assignments, files: loaded } = withoutWrapper(current.words.slice(1), name);
      if (words.length === 0) break;
      if (name === 'tini' || name === 'dumb-init') runners.push(name);
      else packages.push(ownerOf(name));
      files.push(...loaded);
      current = commandOf(words, { ...current, assignments: [...current.assignments, ...assignments] });
      continue;
    }
    if (PACKAGE_RUNNERS.has(name)) {
      const words = withoutFlags(current.words.slice(1));
      const [first, ...others] = words;
      if (first === undefined) break;
      local = true;
      runners.push(name);
      current = commandOf([unversioned(first), ...others], current);
      continue;
    }
    const second = current.words[1]?.value ?? null;
    if (second !== null && (EXECUTING[name] ?? []).includes(second)) {
      const words = withoutFlags(current.words.slice(2)).filter((word, index) => !(index === 0 && word.text === '--'));
      const [first, ...others] = words;
      if (first === undefined) break;
      local = true;
      runners.push(name);
      current = commandOf([unversioned(first), ...others], current);
      continue;
    }
    if (name === 'node' || name === 'nodejs') {
      const found = packageScript(current);
      if (found === null) break;
      local = true;
      current = commandOf(found, current);
      continue;
    }
    if (/(?:^|\/)node_modules\/\.bin\//.test(current.name ?? '')) local = true;
    break;
  }
  const tool = current.name === null ? null : posix.basename(current.name).replace(/\.(?:js|cmd)$/, '');
  return { command: current, tool, args: current.words.slice(1), packages, runners, files, local };
}

/** `node --max-old-space-size=4096 node_modules/webpack/bin/webpack.js --config x` as `webpack --config x`. */
function packageScript(command: SimpleCommand): readonly LineWord[] | null {
  const index = command.words.findIndex((word, at) => at > 0 && !word.text.startsWith('-'));
  const script = command.words[index];
  const path = script?.value ?? null;
  if (script === undefined || path === null) return null;
  const bin = /(?:^|\/)node_modules\/\.bin\/([^/]+)$/.exec(path)?.[1];
  const own = /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+\/(?:.*\/)?([^/]+?)(?:\.[cm]?js)?$/.exec(path)?.[1];
  const name = bin ?? own;
  return name === undefined ? null : [{ text: name, value: name }, ...command.words.slice(index + 1)];
}

function withoutWrapper(
  words: readonly LineWord[],
  name: string,
): {
  readonly words: readonly LineWord[];
  readonly assignments: SimpleCommand['assignments'];
  readonly files: readonly string[];
} {
  const assignments: { name: string; value: string | null }[] = [];
  const files: string[] = [];
  let index = 0;
  for (; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    if (word.text === '--') {
      index += 1;
      break;
    }
    if (/^[A-Za-z_][A-Za-z0-9_]*=/.test(word.text)) assignments.push(assignmentOf(word));
    else if (word.text.startsWith('-')) {
      const file = /^--?(?:e|f|file|env-file)=(.+)$/.exec(word.value ?? '')?.[1];
      if (file !== undefined) files.push(file);
      if (!VALUED_WRAPPER_FLAG.test(word.text)) continue;
      index += 1;
      if (/^-(?:e|f|-file|-env-file)$/.test(word.text)) files.push(words[index]?.value ?? '');
    } else if ((name === 'dotenvx' || name === 'doppler' || name === 'infisical') && word.text === 'run') {
    } else if (name === 'env-cmd' && /\.env|^\.?\/?\S*env\S*$/.test(word.text) && index === 0) {
      files.push(word.value ?? '');
    } else break;
  }
  return { words: words.slice(index), assignments, files: files.filter((file) => file !== '') };
}

function withoutFlags(words: readonly LineWord[]): readonly LineWord[] {
  let index = 0;
  while (index < words.length && (words[index]?.text ?? '').startsWith('-') && words[index]?.text !== '--') {
    index += /^(?:-p|--package|-w|--workspace)$/.test(words[index]?.text ?? '') ? 2 : 1;
  }
  return words.slice(index);
}

/** `npx prisma@5 generate` runs `prisma`, `npx @nestjs/cli build` runs `nest`. */
function unversioned(word: LineWord): LineWord {
  if (word.value === null) return word;
  const name = /^(@?[^@]+)/.exec(word.value)?.[1] ?? word.value;
  return {
    text: word.text,
    value: name.includes('/') && !name.startsWith('.') ? (executablesOf(name)[0] ?? name) : name,
  };
}
