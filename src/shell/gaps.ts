/**
 * What stands between two groups: a connector, white space, continuations and whole comment lines. Comment lines belong to the group after
 * them; in a heredoc script a comment on the same line belongs to the group before it.
 */

/** Comment lines of a gap, indentation kept, line ends not. */
export function commentLines(gap: string): string[] {
  return gap
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line.trimStart().startsWith('#'));
}

/** A gap without its comment lines. */
export function withoutCommentLines(gap: string): string {
  const [first = '', ...rest] = gap.split('\n');
  return [first, ...rest.filter((line) => !line.trimStart().startsWith('#'))].join('\n');
}

/** The comment behind a command on its own line, with the white space before it. */
export function sameLineComment(gap: string): string {
  return /^[^\n#]*?([ \t]+#[^\n\r]*)/.exec(gap)?.[1] ?? '';
}

export function withoutSameLineComment(gap: string): string {
  return gap.replace(/^([^\n#]*?)[ \t]+#[^\n\r]*/, '$1');
}

/** Puts comment lines into the lead of an instruction (what stands between `RUN` or its flags and the script). */
export function withCommentLines(
  lead: string,
  comments: readonly string[],
  style: { newline: string; escape: string },
): string {
  if (comments.length === 0) return lead;
  const indent = /^\s*/.exec(comments[0] ?? '')?.[0] || '    ';
  const broken = lead.includes('\n') ? lead : `${lead.trimEnd()} ${style.escape}${style.newline}${indent}`;
  const lastLine = broken.lastIndexOf('\n') + 1;
  return broken.slice(0, lastLine) + comments.map((line) => line + style.newline).join('') + broken.slice(lastLine);
}
