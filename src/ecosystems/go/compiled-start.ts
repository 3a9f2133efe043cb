import { posix } from 'node:path';
import type { CompiledStart } from '../start-reading.ts';
import { readGoWords } from './words.ts';

/** Where the program goes: outside of every project, and on PATH. */
const BIN = '/usr/local/bin';

/**
 * `go run` compiles to a temporary file and starts that, in the folder that it runs in (go.dev/cmd/go, «Compile and run Go program»): the same flags build
 * the same program beforehand. Null: it is no `go run` of files or a package of the project.
 */
export function compiledStart(words: readonly string[]): CompiledStart | null {
  if (words[0] === undefined || posix.basename(words[0]) !== 'go') return null;
  const shellWords = words.map((value) => ({ value, text: value }));
  const { verb, flags, operands } = readGoWords(shellWords);
  if (verb !== 'run' || flags.has('exec') || flags.has('o') || flags.has('C') || operands.length === 0) return null;
  const names = operands.map(({ text }) => text);
  const [first = ''] = names;
  const isFile = (name: string) => name.endsWith('.go');
  const end = isFile(first) ? names.findIndex((name) => !isFile(name)) : 1;
  const built = names.slice(0, end === -1 ? names.length : end);
  const before = words.slice(1, words.length - names.length).filter((word) => word !== 'run');
  if ([...before, ...built].some((word) => !/^[\w@%+=:,./-]+$/.test(word)) || first.includes('@')) return null;
  const name = posix.basename(first).replace(/\.go$/, '');
  const program = posix.join(BIN, /^[A-Za-z]/.test(name) ? name : 'app');
  return {
    build: ['go build', ...before, '-o', program, ...built].join(' '),
    program,
    words: [program, ...(end === -1 ? [] : names.slice(end))],
  };
}
