import type { Document } from './dockerfile/document.ts';
import { nearest } from './nearest.ts';
import type { Problem } from './problem.ts';
import type { Transform } from './transform.ts';

/** A comment that tells the tool to leave something alone. */
export interface SkipComment {
  /** Transforms by name; null: everything. */
  readonly names: readonly string[] | null;
  /** 1-based. */
  readonly line: number;
}

/** `# msb-migrate: skip` for the whole file, `# msb-migrate: skip=split-stages,swap-base-image` for some; a line of its own, anywhere in the file. */
const SKIP = /^[ \t]*#[ \t]*msb-migrate:[ \t]*skip(?:[ \t]*=[ \t]*([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*))?[ \t]*\r?$/i;

export function skipComments(document: Document): readonly SkipComment[] {
  const found: SkipComment[] = [];
  const read = (text: string, firstLine: number) => {
    for (const [index, line] of text.split('\n').entries()) {
      const match = SKIP.exec(line);
      if (match)
        found.push({ names: match[1]?.split(',').map((name) => name.trim()) ?? null, line: firstLine + index });
    }
  };
  const linesIn = (text: string) => text.split('\n').length - 1;
  read(document.header, 1);
  let line = 1 + linesIn(document.header);
  for (const { leading, text, newline } of document.instructions) {
    for (const part of [leading.detached, leading.attached]) {
      read(part, line);
      line += linesIn(part);
    }
    // Inside an instruction only a comment between continued lines is one; a here-document's line is not.
    line += linesIn(text + newline);
  }
  read(document.tail, line);
  return found;
}

/** The transforms that comments of a file turn off. A name that no transform has is a mistake of the file, not something to pass over. */
export function skipWish(
  document: Document,
  transforms: readonly Pick<Transform, 'name'>[],
):
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'problem'; readonly problem: Omit<Problem, 'path'> } {
  const known = transforms.map(({ name }) => name);
  const names: string[] = [];
  for (const comment of skipComments(document)) {
    const wrong = comment.names?.find((name) => !known.includes(name));
    if (wrong === undefined) {
      names.push(...(comment.names ?? []));
      continue;
    }
    const near = nearest(wrong, known);
    return {
      kind: 'problem',
      problem: {
        code: 'skip-comment-wrong',
        line: comment.line,
        cause: `the comment names a transform «${wrong}», which there is not`,
        remedy: near === null ? 'msb-migrate list prints them.' : `Did you mean ${near}?`,
      },
    };
  }
  return { kind: 'names', names };
}
