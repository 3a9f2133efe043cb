import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { LineRange } from '../../dockerfile/document.ts';
import type { Problem } from '../../problem.ts';
import { unreadable } from './reading.ts';

/** One document of a YAML file. */
export interface YamlDocument {
  readonly value: unknown;
  /** The lines of the key or list item that `path` leads to, its value included; null when it is not written here (it came by a merge key). */
  linesOf(path: readonly (string | number)[]): LineRange | null;
  /** Every text in it, for files in which commands may stand anywhere; a list of texts is one script, each item on its own line. */
  texts(): readonly YamlText[];
}

export interface YamlText {
  readonly path: readonly (string | number)[];
  readonly text: string;
  /** 1-based line of the text's first line. */
  readonly line: number;
}

/** Reads all documents of a file, merge keys and unknown tags included; never throws. */
export function readYaml(file: string, text: string): readonly YamlDocument[] | Problem {
  const lineCounter = new LineCounter();
  try {
    const documents = parseAllDocuments(text, { lineCounter, merge: true, uniqueKeys: false, logLevel: 'silent' });
    if (!Array.isArray(documents)) return [];
    const readings: YamlDocument[] = [];
    for (const document of documents) {
      const [error] = document.errors;
      if (error !== undefined)
        return unreadable(file, `it is not valid YAML: ${firstLine(error.message)}`, error.linePos?.[0].line);
      readings.push({
        value: document.toJS(),
        linesOf: (path) => linesAt(document.contents, path, lineCounter),
        texts: () => textsIn(document.contents, [], lineCounter),
      });
    }
    return readings;
  } catch (error) {
    return unreadable(
      file,
      `it is not valid YAML: ${error instanceof Error ? firstLine(error.message) : 'unknown error'}`,
    );
  }
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+.*$/, '');
}

function linesAt(root: unknown, path: readonly (string | number)[], lineCounter: LineCounter): LineRange | null {
  let node: unknown = root;
  let from: number | undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) return null;
      from = isNode(pair.key) ? pair.key.range?.[0] : undefined;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      from = isNode(node) ? node.range?.[0] : undefined;
    } else return null;
  }
  if (from === undefined) return null;
  const end = isNode(node) ? (node.range?.[1] ?? from) : from;
  const first = lineCounter.linePos(from).line;
  // The range of a block ends behind its last newline, at the beginning of the next line.
  const last = lineCounter.linePos(Math.max(from, end - 1)).line;
  return { first, last: Math.max(first, last) };
}

function textsIn(node: unknown, path: readonly (string | number)[], lineCounter: LineCounter): readonly YamlText[] {
  if (isPair(node)) {
    const key = isScalar(node.key) ? String(node.key.value) : '';
    return textsIn(node.value, [...path, key], lineCounter);
  }
  if (isMap(node)) return node.items.flatMap((item) => textsIn(item, path, lineCounter));
  if (isSeq(node)) {
    if (node.items.length > 0 && node.items.every((item) => isScalar(item) && typeof item.value === 'string')) {
      return [
        listAsScript(
          node.items.filter((item) => isNode(item)),
          path,
          lineCounter,
        ),
      ];
    }
    return node.items.flatMap((item, index) => textsIn(item, [...path, index], lineCounter));
  }
  if (isScalar(node) && typeof node.value === 'string')
    return [{ path, text: node.value, line: textLine(node, lineCounter) }];
  return [];
}

/** Joined so that each item keeps its line number as far as its text has not more lines than its YAML. */
function listAsScript(items: readonly Node[], path: readonly (string | number)[], lineCounter: LineCounter): YamlText {
  const first = items[0];
  const start = first === undefined ? 1 : textLine(first, lineCounter);
  let text = '';
  let line = start;
  for (const item of items) {
    if (!isScalar(item) || typeof item.value !== 'string') continue;
    const at = textLine(item, lineCounter);
    if (item !== first) {
      const missing = Math.max(1, at - line);
      text += '\n'.repeat(missing);
      line += missing;
    }
    const body = item.value.trimEnd();
    text += body;
    line += body.split('\n').length - 1;
  }
  return { path, text, line: start };
}

/** A block scalar's text begins on the line below its `|`. */
function textLine(node: Node, lineCounter: LineCounter): number {
  const line = lineCounter.linePos(node.range?.[0] ?? 0).line;
  return isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') ? line + 1 : line;
}
