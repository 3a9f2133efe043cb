import { posix } from 'node:path';
import type { ShellWord } from './command.ts';

/** Builtins that change the directory of their shell. */
export const CHANGES_DIRECTORY: readonly string[] = ['cd', 'chdir', 'pushd', 'popd'];

/**
 * Where a command leaves the shell, relative to the instruction's WORKDIR (`.`) or absolute; null: cannot be followed.
 * `cd` is logical by default (`cd a && cd ..` comes back even where `a` is a symbolic link), so `..` is taken off as text.
 */
export function directoryAfter(
  words: readonly ShellWord[],
  cwd: string | null,
  textOf: (word: ShellWord) => string | null = ({ value }) => value,
): string | null {
  switch (words[0]?.value) {
    case 'cd':
    case 'chdir':
      return words.length === 2 && words[1] !== undefined ? changed(textOf(words[1]), cwd) : null;
    case 'pushd':
    case 'popd':
    case 'eval':
      return null;
    case '.':
    case 'source':
      return STAYS.test(words[1]?.text ?? '') ? cwd : null;
    default:
      return cwd;
  }
}

/** Scripts that people source for their variables and that are known to leave the directory alone. */
const STAYS =
  /(?:^|\/)(?:activate|nvm\.sh|env|environment|envvars|os-release|profile|\.profile|bashrc|\.bashrc|\.bash_profile|bash_completion|setup\.bash|setup\.sh|sdkman-init\.sh|conda\.sh|cargo\/env|rvm\.sh)["']?$/;

function changed(to: string | null, cwd: string | null): string | null {
  if (to === null || to === '' || to === '-') return null;
  if (to.startsWith('/')) return withoutSlash(posix.normalize(to));
  return cwd === null ? null : withoutSlash(posix.normalize(posix.join(cwd, to)));
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** What to `cd` to in order to get from one followed directory to another; null where that cannot be written down. */
export function relativeDirectory(from: string | null, to: string | null): string | null {
  if (to === null) return null;
  if (to.startsWith('/')) return to;
  if (from === null || from.startsWith('/') || from.startsWith('..')) return from === '.' ? to : null;
  return posix.relative(from, to) || '.';
}
