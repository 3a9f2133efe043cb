import type { Group, ShellWord } from './command.ts';

type Share = Group['shares'][number];

/** What one group does to the shell that runs it, and what it asks of it. */
export interface Effects {
  readonly shares: Set<Share>;
  readonly sets: Set<string>;
  readonly exports: Set<string>;
  readonly expands: Set<string>;
  /** `$?`, `$!` or `$_`. */
  asksForPrevious: boolean;
  /** `exit 0` or `exec program` outside a subshell: what follows does not run, and yet nothing failed. */
  leaves: boolean;
}

export function noEffects(): Effects {
  return {
    shares: new Set(),
    sets: new Set(),
    exports: new Set(),
    expands: new Set(),
    asksForPrevious: false,
    leaves: false,
  };
}

const OTHER = [
  'trap',
  'eval',
  'alias',
  'unalias',
  'ulimit',
  'enable',
  'shift',
  'getopts',
  'let',
  'coproc',
  'mapfile',
  'readarray',
];
const DECLARES = ['export', 'declare', 'typeset', 'readonly', 'local'];

/** Adds what a builtin leaves in its shell. `words` are as written, wrappers included. */
export function addBuiltinEffects(words: readonly ShellWord[], effects: Effects): void {
  const name = words[0]?.value ?? '';
  const rest = words.slice(1);
  if (DECLARES.includes(name)) addDeclared(name, rest, effects);
  if (OTHER.includes(name)) effects.shares.add('other');
  switch (name) {
    case 'cd':
    case 'chdir':
    case 'pushd':
    case 'popd':
      effects.shares.add('directory');
      break;
    case 'set':
    case 'shopt':
      effects.shares.add(isOptions(rest) ? 'option' : 'other');
      break;
    case 'umask':
      if (rest.length > 0) effects.shares.add('umask');
      break;
    case '.':
    case 'source':
      effects.shares.add('source');
      break;
    case 'exec':
      if (rest.length === 0) effects.shares.add('other');
      else effects.leaves = true;
      break;
    case 'exit':
    case 'return':
      effects.leaves ||= !/^[1-9][0-9]*$/.test(rest[0]?.text ?? '');
      break;
    case 'unset':
      for (const word of rest) addSet(word.text, effects);
      break;
    case 'read':
      for (const word of rest) if (!word.text.startsWith('-')) addSet(word.text, effects);
      break;
    case 'printf':
      if (rest[0]?.text === '-v') addSet(rest[1]?.text ?? '', effects);
      break;
    default:
      break;
  }
}

function addDeclared(builtin: string, words: readonly ShellWord[], effects: Effects): void {
  const exported = builtin === 'export' || words.some((word) => /^-[a-z]*x/.test(word.text));
  for (const word of words) {
    if (word.text.startsWith('-')) {
      if (word.text === '-f' || word.text === '-n') effects.shares.add('other');
      continue;
    }
    const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(word.text)?.[0];
    if (name === undefined) {
      effects.shares.add('other');
      continue;
    }
    addSet(name, effects);
    if (exported) effects.exports.add(name);
  }
}

export function addSet(name: string, effects: Effects): void {
  effects.sets.add(name);
  effects.shares.add('variable');
}

/** `set -- a b` and a bare `set a b` set the positional parameters instead. */
function isOptions(words: readonly ShellWord[]): boolean {
  return (
    words.length > 0 &&
    words.every((word) => word.value !== null && /^(?:[-+][A-Za-z]+|[a-z]+)$/.test(word.value)) &&
    /^[-+]/.test(words[0]?.value ?? '')
  );
}

/** Whether `set` or `set -o` turns errexit on or off; null: it says nothing of it. */
export function errexitAfter(words: readonly ShellWord[]): boolean | null {
  if (words[0]?.value !== 'set') return null;
  let after: boolean | null = null;
  words.forEach((word, at) => {
    const value = word.value ?? '';
    if (/^[-+][A-Za-z]*e/.test(value)) after = value.startsWith('-');
    if (value === 'errexit') after = (words[at - 1]?.value ?? '').startsWith('-');
  });
  return after;
}
