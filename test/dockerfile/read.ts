import type { Document, Keyword } from '../../src/dockerfile/document.ts';
import { KEYWORDS } from '../../src/dockerfile/document.ts';
import type { Escape } from '../../src/dockerfile/logical-line.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';
import { readView } from '../../src/dockerfile/read-view.ts';
import type { View } from '../../src/dockerfile/view.ts';

/** The document of a file that parses. */
export function documentOf(source: string): Document {
  const parsed = parseDockerfile(source, 'Dockerfile');
  if (parsed.kind === 'problem') throw new Error(`${parsed.problem.code}: ${parsed.problem.cause}`);
  return parsed.document;
}

/** The view of one instruction's text. */
export function view(text: string, escapeToken: Escape = '\\'): View {
  return readView(text, keywordOf(text), escapeToken);
}

/** The view of one instruction's text, of the kind that the test is about. */
export function viewAs<K extends View['kind']>(
  kind: K,
  text: string,
  escapeToken: Escape = '\\',
): View & { readonly kind: K } {
  const read = view(text, escapeToken);
  if (!is(read, kind)) throw new Error(`${JSON.stringify(text)} reads as ${JSON.stringify(read)}`);
  return read;
}

function is<K extends View['kind']>(read: View, kind: K): read is View & { readonly kind: K } {
  return read.kind === kind;
}

function keywordOf(text: string): Keyword {
  const word = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase();
  return KEYWORDS.find((keyword) => keyword === word) ?? 'RUN';
}
