import type { ShellWord } from '../../shell/command.ts';

/** A `go` command line taken apart. */
export interface GoWords {
  /** `build`, `mod download`. Null: `go` alone. */
  readonly verb: string | null;
  /** Flags by name without dashes; a flag without value is `true`; null: its value is not known. */
  readonly flags: ReadonlyMap<string, string | null>;
  /** Packages, files, modules; null for a word that holds a variable or a pattern of the shell. */
  readonly operands: readonly { readonly value: string | null; readonly text: string }[];
}

/** Flags that take a value of their own (go.dev/cmd/go, «Compile packages and dependencies», and those of `test` and `mod`). */
const TAKES_VALUE = new Set(
  (
    'C o p ldflags tags mod gcflags asmflags gccgoflags buildmode buildvcs compiler covermode coverpkg coverprofile installsuffix modfile ' +
    'overlay pgo pkgdir toolexec exec run bench benchtime count cpu parallel timeout vet reuse go compat f'
  ).split(' '),
);
/** Of those, flags that never take the next word: `-buildvcs` alone is a switch. */
const ONLY_ATTACHED = new Set([
  'buildvcs',
  'cover',
  'race',
  'v',
  'x',
  'a',
  'i',
  'd',
  'u',
  't',
  'n',
  'work',
  'trimpath',
]);

const NESTED = new Set(['mod', 'work', 'tool']);

export function readGoWords(words: readonly Pick<ShellWord, 'value' | 'text'>[]): GoWords {
  const flags = new Map<string, string | null>();
  const operands: { value: string | null; text: string }[] = [];
  let verb: string | null = null;
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) continue;
    const text = word.value ?? word.text;
    const flag = /^--?([A-Za-z][\w.-]*)(?:=([\s\S]*))?$/.exec(text);
    if (flag?.[1] !== undefined && (operands.length === 0 || verb !== 'run')) {
      const name = flag[1];
      if (flag[2] !== undefined) flags.set(name, word.value === null ? null : flag[2]);
      else if (TAKES_VALUE.has(name) && !ONLY_ATTACHED.has(name)) {
        const value = words[at + 1];
        flags.set(name, value?.value ?? null);
        at += 1;
      } else flags.set(name, 'true');
    } else if (verb === null) verb = text;
    else if (NESTED.has(verb)) verb = `${verb} ${text}`;
    else operands.push({ value: word.value, text });
  }
  return { verb, flags, operands };
}
