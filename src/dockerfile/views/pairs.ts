import { unquote } from '../expand.ts';
import type { Escape } from '../logical-line.ts';
import { isSpace } from '../physical-lines.ts';
import type { Pair, PairsView, UnreadView } from '../view.ts';
import { type Arguments, restOf, spanOf } from './arguments.ts';
import { unread } from './unread.ts';

/** `NAME=value …`, and for ENV and LABEL also the old `NAME value with blanks` (`parseNameVal` in BuildKit's line_parsers.go). */
export function readEnvOrLabel(kind: 'env' | 'label', args: Arguments): PairsView | UnreadView {
  const words = pairWords(restOf(args), args.escape);
  const first = words[0];
  if (!first) return unread.oneValue(kind.toUpperCase());
  if (!first.text.includes('=')) return readOldForm(kind, args);
  const without = words.find(({ text }) => !text.includes('='));
  if (without) return unread.noEquals(without.text);
  return pairsView(kind, args, words);
}

/** `ARG NAME` and `ARG NAME=default`, several of them. */
export function readArg(args: Arguments): PairsView | UnreadView {
  return pairsView('arg', args, pairWords(restOf(args), args.escape));
}

function readOldForm(kind: 'env' | 'label', args: Arguments): PairsView | UnreadView {
  const match = /^([^\t\v\f\r ]+)[\t\v\f\r ]+(.+)$/s.exec(restOf(args));
  const [, name, raw] = match ?? [];
  if (name === undefined || raw === undefined) return unread.oneValue(kind.toUpperCase());
  const value = unquote(raw, args.escape);
  if (value === null) return unread.quotes(raw);
  const { start, end } = spanOf(args.line, args.start, args.end);
  return { kind, pairs: [{ name, value, raw, start, end }] };
}

function pairsView(kind: PairsView['kind'], args: Arguments, words: readonly Word[]): PairsView | UnreadView {
  const pairs: Pair[] = [];
  for (const word of words) {
    const equals = word.text.indexOf('=');
    const { start, end } = spanOf(args.line, args.start + word.start, args.start + word.start + word.text.length);
    const raw = equals < 0 ? null : word.text.slice(equals + 1);
    const name = equals < 0 ? word.text : word.text.slice(0, equals);
    const value = raw === null ? null : unquote(raw, args.escape);
    if (name === '') return unread.oneValue(kind.toUpperCase());
    if (raw !== null && value === null) return unread.quotes(word.text);
    pairs.push({ name, value, raw, start, end });
  }
  return { kind, pairs };
}

interface Word {
  readonly text: string;
  readonly start: number;
}

/** Words held together by quotes and escapes, which stay (`parseWords` in line_parsers.go). */
function pairWords(text: string, escapeToken: Escape): readonly Word[] {
  const words: Word[] = [];
  let start: number | null = null;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote === '' && isSpace(character)) {
      if (start !== null) words.push({ text: text.slice(start, at), start });
      start = null;
      continue;
    }
    start ??= at;
    if (character === escapeToken && quote !== "'") at++;
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
  }
  if (start !== null) words.push({ text: text.slice(start), start });
  return words;
}
