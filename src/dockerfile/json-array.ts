/** A string of a JSON array. Offsets are into the text that was read and lie between the quotes. */
export interface JsonString {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export type JsonReading =
  | { readonly kind: 'array'; readonly strings: readonly JsonString[] }
  /** An array that holds something else than strings: BuildKit refuses the instruction. */
  | { readonly kind: 'not-strings' }
  /** No array, or no valid JSON: BuildKit reads the shell form. */
  | { readonly kind: 'none' };

const TOKEN = /"(?:[^"\\]|\\.)*"/g;

/** Reads arguments as BuildKit's `parseJSON` does (frontend/dockerfile/parser/line_parsers.go). */
export function readJsonArray(text: string): JsonReading {
  if (!text.trimStart().startsWith('[')) return { kind: 'none' };
  const array = parse(text);
  if (!Array.isArray(array)) return { kind: 'none' };
  if (!array.every((entry) => typeof entry === 'string')) return { kind: 'not-strings' };
  const strings = [...text.matchAll(TOKEN)].map((match, index) => ({
    value: array[index] ?? '',
    start: match.index + 1,
    end: match.index + match[0].length - 1,
  }));
  return { kind: 'array', strings };
}

/**
 * Parts `["npm", "start"] # comment` into the array and what stands behind it, where that is a comment or stray punctuation. BuildKit before 0.15 skips
 * it; newer ones hand the whole line to a shell (moby/buildkit pull request 5107), to which `[npm,` is no command: a container that works has been built
 * by one that skips it. Null where nothing stands behind an array, or something that a shell could run.
 */
export function partStray(text: string): { readonly array: string; readonly stray: string } | null {
  if (!text.trimStart().startsWith('[') || parse(text) !== null) return null;
  const found = /^(.*?\])(\s+#.*|[^\w\s&|"'`$()<>\]]+\s*)$/s.exec(text);
  const [, array = '', stray = ''] = found ?? [];
  return found && readJsonArray(array).kind === 'array' ? { array, stray: stray.trim() } : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
