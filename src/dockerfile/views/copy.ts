import { heredocWord } from '../heredocs.ts';
import type { Scanned } from '../instruction.ts';
import type { CopyView, UnreadView } from '../view.ts';
import type { Arguments } from './arguments.ts';
import { unread } from './unread.ts';
import { jsonOrWords } from './words.ts';

/** Sources and destination keep quotes and variables as written: their values depend on the stage's state. */
export function readCopy(kind: CopyView['kind'], args: Arguments, scanned: Scanned): CopyView | UnreadView {
  const keyword = kind.toUpperCase();
  const words = jsonOrWords(args);
  if (words === null) return unread.notStrings();
  const sources = words.values.slice(0, -1);
  const destination = words.values.at(-1);
  if (!destination || sources.length === 0) return unread.destination(keyword);
  const heredocs = words.form === 'json' ? 0 : sources.filter(({ text }) => heredocWord(text, 'COPY') !== null).length;
  const misplaced = words.form === 'shell' && heredocWord(destination.text, 'COPY') !== null;
  if (misplaced || heredocs !== scanned.heredocs.length) return unread.heredocPlace(keyword);
  return {
    kind,
    flags: args.flags,
    sources,
    destination,
    form: words.form,
    from: args.flags.find(({ name }) => name === 'from')?.value ?? null,
    heredoc: heredocs > 0,
  };
}
