import { DockerfileParser } from 'dockerfile-ast';
import type { Document } from './document.ts';
import { plainReading } from './plain-reading.ts';

/** A line where dockerfile-ast reads the file otherwise. `ours` and `theirs` read like `RUN 3-5`, or «nothing». */
export interface Disagreement {
  readonly line: number;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * A second opinion on where instructions begin and end. Ours follows BuildKit, so a disagreement is mostly dockerfile-ast's; where a
 * file is read in two ways, a caller may still prefer to leave it alone. A file that can be read in one way only is compared with that:
 * dockerfile-ast takes longer than all the rest of the reading.
 */
export function disagreements(document: Document): readonly Disagreement[] {
  const ours = new Map(
    document.instructions.map(({ keyword, lines }) => [lines.first, told(keyword, lines.first, lines.last)]),
  );
  const theirs = secondOpinion(document);
  const lines = [...new Set([...ours.keys(), ...theirs.keys()])].sort((a, b) => a - b);
  return lines
    .map((line) => ({ line, ours: ours.get(line) ?? 'nothing', theirs: theirs.get(line) ?? 'nothing' }))
    .filter((both) => both.ours !== both.theirs);
}

function secondOpinion({ source }: Document): ReadonlyMap<number, string> {
  const plain = plainReading(source);
  if (plain !== null) return new Map(plain.map(({ keyword, first, last }) => [first, told(keyword, first, last)]));
  // dockerfile-ast takes a byte order mark for a part of the first keyword.
  const file = DockerfileParser.parse(source.replace(/^\ufeff/, ''));
  return new Map(
    file.getInstructions().map((instruction) => {
      const { start, end } = instruction.getRange();
      return [start.line + 1, told(instruction.getKeyword(), start.line + 1, end.line + 1)];
    }),
  );
}

function told(keyword: string, first: number, last: number): string {
  return `${keyword} ${first}-${last}`;
}
