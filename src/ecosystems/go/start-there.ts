import type { BaseImage } from '../../base-images/base-image.ts';
import type { RuntimeQuestion, StartThere } from '../../base-images/runtime-candidate.ts';
import type { Invocation } from '../../dockerfile/view.ts';
import { readScript } from '../../shell/read-script.ts';
import type { Known } from '../known.ts';
import { known, notKnown } from './known.ts';

/** How the same process starts on an image: as it is written, or, where there is no shell, in exec form if that is the same. */
export function startThere({ entrypoint, cmd }: RuntimeQuestion, image: BaseImage): Known<'as-it-is' | StartThere> {
  if (image.shell || [entrypoint, cmd].every((one) => one?.form !== 'shell')) return known('as-it-is');
  if (entrypoint?.form === 'shell') {
    const words = simpleWords(entrypoint);
    // CMD counts for nothing behind a shell-form ENTRYPOINT; behind an exec form it would be arguments.
    return words === null || cmd !== null ? notKnown('start-shell') : known({ entrypoint: words, cmd: null });
  }
  const words = entrypoint === null && cmd?.form === 'shell' ? simpleWords(cmd) : null;
  return words === null ? notKnown('start-shell') : known({ entrypoint: 'inherited', cmd: words });
}

/** The words of a shell form that the shell would only pass on: one command, nothing to expand, nothing set or redirected. */
export function simpleWords(invocation: Invocation): readonly string[] | null {
  if (invocation.form === 'exec') return invocation.words;
  const view = { kind: 'run', flags: [], form: 'shell', words: [], script: invocation.script, scriptStart: 0 } as const;
  const script = readScript(view, null);
  if (script.kind !== 'commands' || script.commands.length !== 1) return null;
  const [command] = script.commands;
  if (!command || command.assignments.length > 0 || command.redirections.length > 0 || command.nesting !== 'top')
    return null;
  const words = command.words.map(({ value }) => value);
  const starts = /^(?:exec|env|command|sudo|nice|time)\b/.test(invocation.script.trim());
  return starts || words.some((word) => word === null) ? null : words.filter((word) => word !== null);
}
