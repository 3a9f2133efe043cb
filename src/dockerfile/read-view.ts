import type { Keyword } from './document.ts';
import { argumentsStart, keywordOf, scanInstruction } from './instruction.ts';
import type { Escape } from './logical-line.ts';
import { physicalLines } from './physical-lines.ts';
import type { OnbuildView, UnreadView, View } from './view.ts';
import { type Arguments, readArguments, restOf } from './views/arguments.ts';
import { readHealthcheck, readRun, readStart } from './views/commands.ts';
import { readCopy } from './views/copy.ts';
import { readArg, readEnvOrLabel } from './views/pairs.ts';
import { unread } from './views/unread.ts';
import { readExpose, readFrom, readShell, readVolume, readWordView } from './views/words.ts';

/** Instructions that know flags. Their names are not checked: newer frontends know more of them. */
const WITH_FLAGS: ReadonlySet<Keyword> = new Set(['ADD', 'COPY', 'FROM', 'HEALTHCHECK', 'RUN', 'ONBUILD']);

/**
 * Reads an instruction's text (no leading comments, no final newline). The text's own keyword counts; `keyword` is what it is where the
 * text has none. All offsets are into `text`. Words of COPY, FROM, WORKDIR and the like keep their quotes and variables; the stage's state
 * turns them into values. What Docker would refuse, or what cannot be told for certain, is `unread`.
 */
export function readView(text: string, keyword: Keyword, escapeToken: Escape): View {
  const lines = physicalLines(text);
  const scanned = scanInstruction(text, lines, 0, escapeToken);
  if (!scanned || scanned.unterminated !== null || scanned.next !== lines.length) return unread.notOne();
  const is = scanned.keyword ?? keyword;
  const start = argumentsStart(scanned.line.text);
  if (is === 'ONBUILD')
    return readOnbuild(text, scanned.line.offsets[start] ?? text.length, scanned.line.text.slice(start));
  const args = readArguments(scanned.line, start, escapeToken);
  const flag = args.flags[0];
  if (flag && !WITH_FLAGS.has(is)) return unread.flags(is, flag.name);
  if (restOf(args) === '') return unread.noCommand(is);
  return is === 'RUN' ? readRun(args, scanned, text) : readPlain(is, args, (kind) => readCopy(kind, args, scanned));
}

function readPlain(
  keyword: Exclude<Keyword, 'ONBUILD' | 'RUN'>,
  args: Arguments,
  copy: (kind: 'copy' | 'add') => View,
): View {
  switch (keyword) {
    case 'ADD':
      return copy('add');
    case 'ARG':
      return readArg(args);
    case 'CMD':
      return readStart('cmd', args);
    case 'COPY':
      return copy('copy');
    case 'ENTRYPOINT':
      return readStart('entrypoint', args);
    case 'ENV':
      return readEnvOrLabel('env', args);
    case 'EXPOSE':
      return readExpose(args);
    case 'FROM':
      return readFrom(args);
    case 'HEALTHCHECK':
      return readHealthcheck(args);
    case 'LABEL':
      return readEnvOrLabel('label', args);
    case 'MAINTAINER':
      return readWordView('maintainer', args);
    case 'SHELL':
      return readShell(args);
    case 'STOPSIGNAL':
      return readWordView('stopsignal', args);
    case 'USER':
      return readWordView('user', args);
    case 'VOLUME':
      return readVolume(args);
    case 'WORKDIR':
      return readWordView('workdir', args);
  }
}

/** The inner instruction is text again, heredoc bodies included: read it with {@link readView}. */
function readOnbuild(text: string, start: number, rest: string): OnbuildView | UnreadView {
  const word = /^\S*/.exec(rest)?.[0] ?? '';
  const inner = keywordOf(word);
  if (inner === null || inner === 'ONBUILD' || inner === 'FROM' || inner === 'MAINTAINER') return unread.onbuild(word);
  return { kind: 'onbuild', instruction: text.slice(start) };
}
