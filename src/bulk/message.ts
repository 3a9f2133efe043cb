import type { ReportedFile } from '../cli/reporters/reported.ts';

/** Columns of a commit message's body. */
const WIDTH = 72;

/** The commit's first line, also the title of the pull request: what happens to which file. */
export function subjectOf(files: readonly ReportedFile[]): string {
  const changed = files.filter(({ edits }) => edits.length > 0);
  const [first] = changed;
  const name = changed.length === 1 && first !== undefined ? shortened(first.path) : `${changed.length} Dockerfiles`;
  const does = (transform: string) =>
    changed.some(({ decisions }) =>
      decisions.some((each) => each.verdict === 'changed' && each.transform === transform),
    );
  if (does('split-stages')) return `Build ${name} in stages`;
  if (does('swap-base-image')) return `Base ${name} on a smaller image`;
  if (does('add-non-root-user')) return `Run ${name} as an unprivileged user`;
  return `Improve ${name}`;
}

/** The whole commit message: for each file what changed and why that is safe, and whether it was proven. */
export function messageOf(files: readonly ReportedFile[], version: string): string {
  const paragraphs = files.flatMap(({ path, edits, decisions, proof }) => {
    if (edits.length === 0) return [];
    const lines = decisions.filter(({ verdict }) => verdict === 'changed').map(({ sentence }) => wrapped(sentence));
    const proven = proof === undefined ? [] : [wrapped(`proven: ${proof.proof} (built and started before and after)`)];
    return [`${path}:\n${[...lines, ...proven].join('\n')}`];
  });
  return [subjectOf(files), ...paragraphs, `Made by msb-migrate ${version}.`].join('\n\n').concat('\n');
}

/** One item of a list. A line must not begin with what git takes for a comment. */
function wrapped(sentence: string): string {
  const lines: string[] = [];
  let line = '-';
  for (const word of sentence.split(/\s+/)) {
    if (line.length + 1 + word.length > WIDTH && line.length > 2) {
      lines.push(line);
      line = ' ';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}

function shortened(path: string): string {
  return path.length <= 40 ? path : path.slice(path.lastIndexOf('/') + 1);
}
