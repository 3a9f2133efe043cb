import type { Problem } from '../problem.ts';
import type { Document, Instruction, Keyword, Read } from './document.ts';
import { argumentsStart, type Scanned, scanInstruction } from './instruction.ts';
import { isComment } from './logical-line.ts';
import * as problems from './parse-problems.ts';
import { type PhysicalLine, physicalLines } from './physical-lines.ts';
import { readPragmas } from './pragma.ts';

export type Parsed =
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'problem'; readonly problem: Problem };

/**
 * Reads a Dockerfile without losing a byte: `printDocument(document) === source`. The line rules are BuildKit's parser's.
 * `path` is only used to name the file in a problem. `read`: of another text of the same file.
 */
export function parseDockerfile(source: string, path: string, read?: Read): Parsed {
  const fault = faultOfText(source);
  if (fault) return problem(path, fault);
  const bom = source.startsWith('\ufeff') ? 1 : 0;
  const body = source.slice(bom);
  const lines = physicalLines(body);
  const pragmas = readPragmas(body, lines);
  if (pragmas.fault) return problem(path, problems.pragma(pragmas.fault));

  const instructions: Instruction[] = [];
  const header = body.slice(0, lines[pragmas.lines]?.start ?? body.length);
  let from = header.length;
  let at = pragmas.lines;
  while (at < lines.length) {
    const scanned = scanInstruction(body, lines, at, pragmas.escape);
    if (!scanned) {
      at++;
      continue;
    }
    const refused = faultOfInstruction(scanned, at + 1, instructions);
    if (refused) return problem(path, refused);
    const instruction = toInstruction(body, lines, from, at, scanned, instructions.length);
    instructions.push(instruction);
    from = lines[scanned.next]?.start ?? body.length;
    at = scanned.next;
  }
  if (instructions.length === 0) return problem(path, problems.noInstructions());
  if (!instructions.some(({ keyword }) => keyword === 'FROM')) return problem(path, problems.noFrom());
  return {
    kind: 'document',
    document: {
      source,
      header: source.slice(0, bom) + header,
      escape: pragmas.escape,
      syntax: pragmas.syntax,
      instructions,
      tail: body.slice(from),
      newline: usualNewline(source),
      read:
        read?.escape === pragmas.escape
          ? read
          : { escape: pragmas.escape, views: new Map(), viewOf: new WeakMap(), scripts: new WeakMap() },
    },
  };
}

/** The file, byte for byte. */
export function printDocument(document: Document): string {
  const body = document.instructions.map(
    ({ leading, text, newline }) => leading.detached + leading.attached + text + newline,
  );
  return document.header + body.join('') + document.tail;
}

/** BuildKit reads lines into a buffer of 64 KiB (`bufio.MaxScanTokenSize`). */
const LONGEST_LINE = 65_535;

function faultOfText(source: string): problems.Fault | null {
  if (source.trim() === '') return problems.empty();
  const binary = source.search(/[\0\ufffd]/);
  if (binary >= 0) return problems.notText(source[binary] === '\0', lineAt(source, binary));
  const long = physicalLines(source).findIndex(({ start, next }) => next - start > LONGEST_LINE);
  return long < 0 ? null : problems.lineTooLong(long + 1);
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}

/** RUN, CMD and ENTRYPOINT parse without arguments; the rest does not. */
const MAY_STAND_ALONE: ReadonlySet<Keyword> = new Set(['RUN', 'CMD', 'ENTRYPOINT']);

function faultOfInstruction(scanned: Scanned, line: number, before: readonly Instruction[]): problems.Fault | null {
  const { keyword, word } = scanned;
  if (keyword === null) return problems.unknownInstruction(word, line);
  if (scanned.unterminated !== null) return problems.unterminatedHeredoc(scanned.unterminated, line);
  const text = scanned.line.text;
  if (!MAY_STAND_ALONE.has(keyword) && text.slice(argumentsStart(text)).trim() === '')
    return problems.noArguments(keyword, line);
  const started =
    keyword === 'FROM' || keyword === 'ARG' || before.some((instruction) => instruction.keyword === 'FROM');
  return started ? null : problems.beforeFrom(keyword, line);
}

function toInstruction(
  body: string,
  lines: readonly PhysicalLine[],
  from: number,
  first: number,
  scanned: Scanned,
  id: number,
): Instruction {
  const start = lines[first]?.start ?? 0;
  const last = lines[scanned.next - 1];
  const end = last?.end ?? body.length;
  let attached = first;
  for (; attached > 0; attached--) {
    const above = lines[attached - 1];
    if (!above || above.start < from || !isComment(body, above)) break;
  }
  const comments = lines[attached]?.start ?? start;
  return {
    id,
    keyword: scanned.keyword ?? 'RUN',
    leading: { detached: body.slice(from, comments), attached: body.slice(comments, start) },
    text: body.slice(start, end),
    newline: body.slice(end, last?.next ?? end),
    lines: { first: first + 1, last: scanned.next },
    heredocs: scanned.heredocs.map((heredoc) => ({
      ...heredoc,
      start: heredoc.start - start,
      end: heredoc.end - start,
      bodyStart: heredoc.bodyStart - start,
      bodyEnd: heredoc.bodyEnd - start,
    })),
  };
}

function usualNewline(source: string): Document['newline'] {
  const all = source.split('\n').length - 1;
  const windows = source.split('\r\n').length - 1;
  return windows * 2 > all ? '\r\n' : '\n';
}

function problem(path: string, fault: problems.Fault): Parsed {
  return { kind: 'problem', problem: { ...fault, path } };
}
