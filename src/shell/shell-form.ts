/** The shell that runs a RUN's script, as far as it changes how the script is read. */
export type ShellReading =
  | { readonly kind: 'shell'; readonly errexit: boolean; readonly bash: boolean }
  | { readonly kind: 'not-understood'; readonly because: string };

const SHELLS = ['sh', 'bash', 'ash', 'dash'];
/** Options that leave the meaning of a script alone, or that only decide when it stops. */
const OPTION_LETTERS = /^-[euxvlic]*o?$/;
const LONG_OPTIONS = ['--login', '--noprofile', '--norc', '--posix'];
const NAMED_OPTIONS = ['errexit', 'pipefail', 'nounset', 'xtrace', 'verbose'];

/** Reads the words of SHELL; null is Docker's default on Linux, `["/bin/sh", "-c"]`. */
export function readShell(shell: readonly string[] | null): ShellReading {
  if (shell === null) return { kind: 'shell', errexit: false, bash: false };
  const written = JSON.stringify(shell);
  const [program = '', ...options] = shell;
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (!SHELLS.includes(name))
    return { kind: 'not-understood', because: `SHELL ${written} is no shell that is understood` };
  const flags = readOptions(options);
  if (flags === null || !flags.command)
    return { kind: 'not-understood', because: `the options of SHELL ${written} are not understood` };
  return { kind: 'shell', errexit: flags.errexit, bash: name === 'bash' };
}

/**
 * Reads `#!` of a heredoc script. BuildKit runs such a script as a file of its own, so SHELL counts no more
 * (moby/buildkit frontend/dockerfile/dockerfile2llb/convert.go, dispatchRun).
 */
export function readShebang(line: string): ShellReading {
  const [program = '', ...rest] = line.replace(/^#!/, '').trim().split(/\s+/);
  const words = program.endsWith('/env') ? rest : [program, ...rest];
  const name = (words[0] ?? '').slice((words[0] ?? '').lastIndexOf('/') + 1);
  const flags = SHELLS.includes(name) ? readOptions(words.slice(1)) : null;
  if (flags === null || flags.command)
    return { kind: 'not-understood', because: `the script starts with ${line.trim()}` };
  return { kind: 'shell', errexit: flags.errexit, bash: name === 'bash' };
}

function readOptions(options: readonly string[]): { errexit: boolean; command: boolean } | null {
  let errexit = false;
  let command = false;
  let named = false;
  for (const option of options) {
    if (named) {
      if (!NAMED_OPTIONS.includes(option)) return null;
      errexit ||= option === 'errexit';
      named = false;
    } else if (LONG_OPTIONS.includes(option)) {
    } else if (OPTION_LETTERS.test(option) && option.length > 1) {
      errexit ||= option.includes('e');
      command ||= option.includes('c');
      named = option.endsWith('o');
    } else {
      return null;
    }
  }
  return named ? null : { errexit, command };
}
