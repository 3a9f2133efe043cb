import { posix } from 'node:path';
import { readScript } from '../../shell/read-script.ts';
import type { Word } from './pip-words.ts';

/** One command of a start line or an entrypoint script. */
export interface ShellCommand {
  readonly words: readonly Word[];
  /** Context folder that it runs in; null after a `cd` that cannot be followed. */
  readonly folder: string | null;
}

export type ShellScript =
  | { readonly kind: 'commands'; readonly commands: readonly ShellCommand[] }
  | { readonly kind: 'not-understood'; readonly because: string };

/** What belongs to the shell or to every image, and starts nothing of the project. */
const PLAIN = new Set(
  (
    '[ [[ : . alias basename break cat cd chmod chown clear command continue cp cut date dirname echo eval exit expr export false find getopts grep hash head id ' +
    'kill let ln local ls mkdir mktemp mv nohup printf pwd read readlink readonly realpath return rm rmdir sed seq set shift shopt sleep sort source stat ' +
    'tail tee test time touch tr trap true type ulimit umask uname uniq unset wait wc whoami xargs nice env'
  ).split(' '),
);

/** The commands of a script, those in `if`, loops and functions too, without what only the shell does. */
export function commandsOfScript(text: string, folder: string): ShellScript {
  const script = readScript(
    { kind: 'run', flags: [], form: 'shell', words: [], script: withoutComments(text), scriptStart: 0 },
    null,
  );
  if (script.kind === 'not-understood') return script;
  const functions = new Set(
    [...text.matchAll(/^\s*(?:function\s+)?([A-Za-z_][\w-]*)\s*\(\)/gm)].map((match) => match[1]),
  );
  const commands = script.commands.flatMap((command): readonly ShellCommand[] => {
    const name = command.name === null ? null : posix.basename(command.name);
    if (command.words.length === 0 || (name !== null && (PLAIN.has(name) || functions.has(name)))) return [];
    const at = command.cwd === null || command.cwd.startsWith('/') ? null : command.cwd;
    const inside = at === null ? null : posix.join(folder === '' ? '.' : folder, at);
    return [
      {
        words: command.words,
        folder: inside === null || inside.startsWith('..') ? null : inside === '.' ? '' : inside,
      },
    ];
  });
  return { kind: 'commands', commands };
}

/** Comment lines, `#!` among them, as blank lines: places stay. */
function withoutComments(text: string): string {
  return text.replace(/\r$/gm, '').replace(/^[ \t]*#.*$/gm, '');
}
