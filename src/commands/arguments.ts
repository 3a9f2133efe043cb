import type { ShellWord } from '../shell/command.ts';

/** Which options of a program take a value: short ones as letters, long ones by name without dashes. */
export interface OptionTable {
  readonly short: string;
  readonly long: readonly string[];
}

export interface Option {
  /** `-o`, `--output`. */
  readonly name: string;
  /** Null: none, or the word is missing. */
  readonly value: ShellWord | null;
}

export interface Arguments {
  readonly options: readonly Option[];
  readonly operands: readonly ShellWord[];
}

/** Reads words the GNU way: bundled short options, attached values, `--`. Options may stand behind operands. */
export function readArguments(words: readonly ShellWord[], table: OptionTable): Arguments {
  const options: Option[] = [];
  const operands: ShellWord[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    if (word.text === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (word.text.startsWith('--')) {
      const [name = '', attached] = word.text.split('=', 2);
      if (attached !== undefined) options.push({ name, value: tail(word, name.length + 1) });
      else if (table.long.includes(name.slice(2))) options.push({ name, value: words[++at] ?? null });
      else options.push({ name, value: null });
    } else if (word.text.startsWith('-') && word.text.length > 1) {
      at += readBundle(word, words[at + 1], table, options);
    } else {
      operands.push(word);
    }
  }
  return { options, operands };
}

/** `-xzf file`, `-ofile`. Says how many further words it took. */
function readBundle(word: ShellWord, next: ShellWord | undefined, table: OptionTable, options: Option[]): number {
  for (let letter = 1; letter < word.text.length; letter += 1) {
    const name = word.text[letter] ?? '';
    if (!table.short.includes(name)) {
      options.push({ name: `-${name}`, value: null });
      continue;
    }
    const attached = letter + 1 < word.text.length;
    options.push({ name: `-${name}`, value: attached ? tail(word, letter + 1) : (next ?? null) });
    return attached ? 0 : 1;
  }
  return 0;
}

/** A word without its first characters, which hold no quotes. */
function tail(word: ShellWord, from: number): ShellWord {
  return {
    ...word,
    text: word.text.slice(from),
    value: word.value === null ? null : word.value.slice(from),
    start: word.start + from,
  };
}

export function hasOption({ options }: Arguments, ...names: readonly string[]): boolean {
  return options.some(({ name }) => names.includes(name));
}

/** The values of an option; undefined entries for a value that is missing are left out. */
export function valuesOf({ options }: Arguments, ...names: readonly string[]): ShellWord[] {
  return options.flatMap(({ name, value }) => (names.includes(name) && value !== null ? [value] : []));
}
