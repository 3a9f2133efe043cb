/** A value out of a YAML or JSON file, of which nothing is known yet. */
export type Untyped = Readonly<Record<string, unknown>>;

/** The mapping, or an empty one for anything else. */
export function mapping(value: unknown): Untyped {
  return isMapping(value) ? value : {};
}

export function isMapping(value: unknown): value is Untyped {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The list; a single value is a list of one, nothing an empty one. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** A scalar as text; null for everything else, also for an absent one. */
export function scalar(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** The command line of a string or of a list of words, on one line; undefined when absent. */
export function oneLine(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map((word) => quoteWord(scalar(word) ?? '')).join(' ');
  return scalar(value)
    ?.replace(/\s*\n\s*/g, ' ')
    .trim();
}

function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** `KEY=value` lines or a mapping; a key without a value is null: it comes from the environment. */
export function assignments(value: unknown): Readonly<Record<string, string | null>> {
  if (isMapping(value)) return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, scalar(text)]));
  return Object.fromEntries(
    list(value).flatMap((entry) => {
      const text = scalar(entry)?.trim() ?? '';
      const equals = text.indexOf('=');
      if (text === '') return [];
      return [equals === -1 ? [text, null] : [text.slice(0, equals), text.slice(equals + 1)]];
    }),
  );
}
