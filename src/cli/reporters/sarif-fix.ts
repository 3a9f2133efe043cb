import { diffArrays } from 'diff';

/** Beyond this many changed lines the search for the shortest change takes long, and the whole text is replaced. */
const LONGEST_SEARCH = 2000;

/** Lines and columns count from 1; the end is not part of it. */
interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Replacement {
  readonly deletedRegion: Region;
  readonly insertedContent?: { readonly text: string };
}

/** The changes that make one text of another, as a SARIF fix has them: none overlaps another, and all are about the text before. */
export function replacements(before: string, after: string): readonly Replacement[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  // SARIF counts a lone carriage return as a line end.
  const changes = /\r(?!\n)/.test(before)
    ? undefined
    : diffArrays([...old], [...fresh], { maxEditLength: LONGEST_SEARCH });
  if (changes === undefined) return [replacement(old, 0, old.length, after)];
  const found: Replacement[] = [];
  let at = 0;
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i];
    if (change === undefined) continue;
    if (!change.added && !change.removed) {
      at += change.value.length;
      continue;
    }
    const next = changes[i + 1];
    const pair = next !== undefined && (next.added || next.removed) ? [change, next] : [change];
    const removed = pair.find((each) => each.removed)?.value.length ?? 0;
    const added = pair.find((each) => each.added)?.value.join('') ?? '';
    found.push(replacement(old, at, at + removed, added));
    at += removed;
    i += pair.length - 1;
  }
  return found;
}

/** Lines with their ends; the last one may have none. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function replacement(lines: readonly string[], from: number, to: number, text: string): Replacement {
  const [start, end] = [pointAt(lines, from), pointAt(lines, to)];
  return {
    deletedRegion: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
    ...(text === '' ? {} : { insertedContent: { text } }),
  };
}

/** Where a line begins; for the end of a text whose last line does not end, behind that line. */
function pointAt(lines: readonly string[], index: number): { readonly line: number; readonly column: number } {
  const last = lines[index - 1];
  if (index === lines.length && last !== undefined && !last.endsWith('\n'))
    return { line: index, column: last.length + 1 };
  return { line: index + 1, column: 1 };
}
