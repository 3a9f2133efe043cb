import type { ShellWord } from './command.ts';

/** A command without the programs that only change how it is started. */
export interface Unwrapped {
  readonly words: readonly ShellWord[];
  /** What `env A=1` adds. */
  readonly assignments: readonly { readonly name: string; readonly value: string | null }[];
}

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=/;

/**
 * Options that each wrapper may have before its command; `1` takes a value of its own. A wrapper with any other option stays:
 * `sudo -u app` runs as somebody else, `command -v` runs nothing.
 */
const WRAPPERS: Readonly<Record<string, Readonly<Record<string, 0 | 1>>>> = {
  env: { '-i': 0, '-': 0, '-u': 1 },
  exec: {},
  command: { '-p': 0 },
  sudo: { '-E': 0, '-H': 0, '-n': 0, '-EH': 0, '-HE': 0, '--preserve-env': 0 },
  nice: { '-n': 1 },
  time: { '-p': 0, '-v': 0 },
};

/** Takes wrappers off until something else is in front; `exec` and `env` alone are commands of their own. */
export function unwrap(words: readonly ShellWord[]): Unwrapped {
  const assignments: { name: string; value: string | null }[] = [];
  let rest = words;
  for (;;) {
    const inner = unwrapOnce(rest, assignments);
    if (inner === null) return { words: rest, assignments };
    rest = inner;
  }
}

function unwrapOnce(
  words: readonly ShellWord[],
  assignments: { name: string; value: string | null }[],
): readonly ShellWord[] | null {
  const name = words[0]?.value ?? '';
  const options = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
  if (options === undefined) return null;
  let next = 1;
  const found: { name: string; value: string | null }[] = [];
  for (; next < words.length; next += 1) {
    const word = words[next];
    if (word === undefined) return null;
    const assigned = ASSIGNMENT.exec(word.text);
    if ((name === 'env' || name === 'sudo') && assigned?.[1] !== undefined) {
      found.push({ name: assigned[1], value: word.value === null ? null : word.value.slice(assigned[0].length) });
      continue;
    }
    if (!word.text.startsWith('-')) break;
    const takes = options[word.text];
    if (takes === undefined) return null;
    next += takes;
  }
  if (next >= words.length) return null;
  assignments.push(...found);
  return words.slice(next);
}
