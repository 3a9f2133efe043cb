import { type JsonReading, readJsonArray } from '../json-array.ts';
import type { FromView, Span, UnreadView, WordsView, WordView } from '../view.ts';
import { type Arguments, blankSeparated, restOf, spanOf } from './arguments.ts';
import { unread } from './unread.ts';

/** WORKDIR, USER, STOPSIGNAL and MAINTAINER take the rest of the line as one word, blanks included. */
export function readWordView(kind: WordView['kind'], args: Arguments): WordView {
  return { kind, value: spanOf(args.line, args.start, args.end) };
}

export function readExpose(args: Arguments): WordsView {
  return { kind: 'expose', values: blankSeparated(args) };
}

export function readVolume(args: Arguments): WordsView | UnreadView {
  const words = jsonOrWords(args);
  return words === null ? unread.notStrings() : { kind: 'volume', values: words.values };
}

export function readShell(args: Arguments): WordsView | UnreadView {
  const json = readJsonArray(restOf(args));
  if (json.kind !== 'array' || json.strings.length === 0) return unread.shellNotJson();
  return { kind: 'shell', values: jsonSpans(args, json) };
}

const STAGE_NAME = /^[a-z][a-z0-9\-_.]*$/;

export function readFrom(args: Arguments): FromView | UnreadView {
  const [image, as, stageName, more] = blankSeparated(args);
  if (!image || more !== undefined) return unread.from();
  if (as === undefined) return { kind: 'from', flags: args.flags, image, stageName: null };
  if (as.text.toLowerCase() !== 'as' || !stageName) return unread.from();
  if (!STAGE_NAME.test(stageName.text.toLowerCase())) return unread.stageName(stageName.text);
  return { kind: 'from', flags: args.flags, image, stageName };
}

/** A JSON array's strings or the words between blanks; null for an array that holds something else than strings. */
export function jsonOrWords(
  args: Arguments,
): { readonly form: 'json' | 'shell'; readonly values: readonly Span[] } | null {
  const json = readJsonArray(restOf(args));
  switch (json.kind) {
    case 'array':
      return { form: 'json', values: jsonSpans(args, json) };
    case 'not-strings':
      return null;
    case 'none':
      return { form: 'shell', values: blankSeparated(args) };
  }
}

/** Places lie between the quotes, so that a plain path can be patched in either form. */
function jsonSpans(args: Arguments, json: Extract<JsonReading, { kind: 'array' }>): readonly Span[] {
  return json.strings.map(({ value, start, end }) => ({
    ...spanOf(args.line, args.start + start, args.start + end),
    text: value,
  }));
}
