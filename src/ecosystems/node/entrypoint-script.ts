import { readLine } from './script-line.ts';

/** Commands that an entrypoint may run before the program without changing what it needs. */
const SIMPLE = new Set(['set', 'echo', 'export', ':', 'true', 'cd', 'printf', 'umask', 'ulimit', 'sleep', 'date']);

/**
 * The one command that a shell script ends in, when everything before it is simple: `"$@"` for `exec "$@"`. Null: the script does
 * more, and is not followed.
 */
export function transparentScript(text: string): string | null {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const last = lines.pop();
  if (last === undefined) return null;
  for (const line of lines) {
    const reading = readLine(line);
    if (reading.kind === 'not-understood') return null;
    for (const command of reading.commands) {
      if (command.words.length > 0 && (command.name === null || !SIMPLE.has(command.name))) return null;
      if (command.redirections.length > 0 || command.name === 'cd') return null;
    }
  }
  const bare = last.replace(/^exec\s+/, '').trim();
  if (bare === '"$@"' || bare === '$@' || bare === '$*') return '"$@"';
  const reading = readLine(last);
  if (
    reading.kind === 'not-understood' ||
    reading.commands.some((command) => command.words.some((word) => word.value === null))
  )
    return null;
  return last;
}
