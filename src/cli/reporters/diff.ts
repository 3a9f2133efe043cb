import { structuredPatch } from 'diff';
import type { Paint } from '../color.ts';
import type { FileEdit } from '../result.ts';

/** Lines of context, as in git. */
const CONTEXT = 3;

/** Beyond this many changed lines the search for the shortest patch takes long, and the whole file is printed as replaced. */
const LONGEST_SEARCH = 2000;

/** One file's change as `git diff` prints it: `git apply` and `patch -p1` take it, byte for byte, once it is without colours. */
export function patchOf(edit: Pick<FileEdit, 'inPatch' | 'before' | 'after' | 'isNew'>, paint: Paint): string {
  const hunks = hunksOf(edit.before, edit.after);
  if (hunks.length === 0) return '';
  const [from, to] = [quoted(`a/${edit.inPatch}`), quoted(`b/${edit.inPatch}`)];
  const header = [
    `diff --git ${from} ${to}`,
    ...(edit.isNew ? ['new file mode 100644'] : []),
    `--- ${edit.isNew ? '/dev/null' : named(from)}`,
    `+++ ${named(to)}`,
  ];
  const lines = [
    ...header.map(paint.bold),
    ...hunks.flatMap(({ range, lines }) => [paint.cyan(range), ...lines.map((line) => painted(line, paint))]),
  ];
  return `${lines.join('\n')}\n`;
}

interface Hunk {
  readonly range: string;
  readonly lines: readonly string[];
}

function hunksOf(before: string, after: string): readonly Hunk[] {
  if (before === after) return [];
  const patch = structuredPatch('a', 'b', before, after, '', '', { context: CONTEXT, maxEditLength: LONGEST_SEARCH });
  if (!patch) return [wholeFile(before, after)];
  return patch.hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => ({
    range: rangeLine(oldStart, oldLines, newStart, newLines),
    lines,
  }));
}

/** A range without lines names the line before it. */
function rangeLine(oldStart: number, oldLines: number, newStart: number, newLines: number): string {
  return `@@ -${oldLines === 0 ? oldStart - 1 : oldStart},${oldLines} +${newLines === 0 ? newStart - 1 : newStart},${newLines} @@`;
}

function wholeFile(before: string, after: string): Hunk {
  const [removed, added] = [marked(before, '-'), marked(after, '+')];
  return { range: rangeLine(1, removed.count, 1, added.count), lines: [...removed.lines, ...added.lines] };
}

function marked(text: string, mark: string): { readonly lines: readonly string[]; readonly count: number } {
  const rows = text.split('\n');
  const last = rows.pop() ?? '';
  const lines = rows.map((row) => mark + row);
  if (last === '') return { lines, count: lines.length };
  return { lines: [...lines, mark + last, '\\ No newline at end of file'], count: lines.length + 1 };
}

/** The carriage return of a CRLF line stays outside the colour, where it does no harm. */
function painted(line: string, paint: Paint): string {
  const end = line.endsWith('\r') ? '\r' : '';
  const text = end === '' ? line : line.slice(0, -1);
  if (line.startsWith('+')) return paint.green(text) + end;
  return line.startsWith('-') ? paint.red(text) + end : line;
}

/** `patch` ends a name at the first blank unless a tab follows; git writes that tab too. */
function named(name: string): string {
  return name.includes(' ') && !name.startsWith('"') ? `${name}\t` : name;
}

const ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

/** A path in a header, in quotes and with octal bytes where git writes it so (`core.quotePath`). */
function quoted(path: string): string {
  if (/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(path)) return path;
  const bytes = [...new TextEncoder().encode(path)];
  const escaped = bytes.map((byte) => {
    const known = ESCAPES[byte];
    if (known !== undefined) return known;
    return byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte);
  });
  return `"${escaped.join('')}"`;
}
