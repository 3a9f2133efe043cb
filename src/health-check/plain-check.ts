import type { Invocation } from '../dockerfile/view.ts';
import type { Command } from '../shell/command.ts';
import { readScript } from '../shell/read-script.ts';

/** A word as the shell reads it; `value` is null where it holds a variable. */
export interface CheckWord {
  readonly text: string;
  readonly value: string | null;
}

/**
 * The one command of a health check, where it is one: `curl -f … || exit 1` is, because Docker takes every status but 0 for unhealthy. Null where
 * a shell does more than start it.
 */
export function plainCheck(check: Invocation): readonly CheckWord[] | null {
  if (check.form === 'exec') {
    const [shell = '', flag, line] = check.words;
    const isShell = /^(?:\/bin\/)?(?:ba|da|a)?sh$/.test(shell) && flag === '-c' && line !== undefined;
    return isShell
      ? plainCheck({ form: 'shell', script: line, start: 0, end: 0 })
      : check.words.map((word) => ({ text: word, value: word }));
  }
  const script = readScript({ kind: 'run', flags: [], form: 'shell', words: [], script: check.script, scriptStart: 0 });
  if (script.kind !== 'commands') return null;
  const [command, guard, more] = script.commands;
  if (command === undefined || more !== undefined) return null;
  if (guard !== undefined && !isGuard(guard)) return null;
  // `! curl …` is conditional by itself, `curl … || exit 1` by its guard.
  if (command.nesting !== (guard === undefined ? 'top' : 'conditional') || /^\s*!|&\s*$/.test(check.script))
    return null;
  if (command.assignments.length > 0 || !isSilenced(command)) return null;
  return command.words;
}

/** `|| exit 1` */
function isGuard({ connector, name, words, redirections }: Command): boolean {
  const status = words[1]?.value ?? '';
  return (
    connector === '||' &&
    redirections.length === 0 &&
    (name === 'false' || (name === 'exit' && /^[1-9]\d*$/.test(status)))
  );
}

/** Output that goes nowhere changes nothing: Docker looks at the status. */
function isSilenced({ redirections }: Command): boolean {
  return redirections.every(
    ({ operator, target }) =>
      /^\d*(?:&?>|>>|>&)/.test(operator) && ['/dev/null', '1', '2', '&1'].includes(target?.value ?? ''),
  );
}
