import type { FileProof } from '../../prove/prove-file.ts';
import { patchOf } from './diff.ts';
import { figureRows } from './figures.ts';
import { plain } from './plain.ts';
import { dockerfileEdit, fullName, provenBytes, type ReportedDecision, type ReportedFile } from './reported.ts';
import { stageDiagram } from './stage-diagram.ts';
import { countsOf, summaryLine } from './summary.ts';

/** A longer patch is left out: the pull request itself shows it, and hosts cut a body off. */
const LONGEST_PATCH = 20_000;

/**
 * The report as Markdown, for a pull request: for each file what changed and why that is safe, what was left and why, the stages as a Mermaid diagram, the
 * proof with its figures, and the patch. Files with nothing to say are named in one line.
 */
export function markdownReport(files: readonly ReportedFile[], written: boolean): string {
  const [told, quiet] = [files.filter(hasNews), files.filter((file) => !hasNews(file))];
  const parts = [
    '# msb-migrate',
    `${summaryLine(countsOf(files), written)}.${savedLine(files)}`,
    ...told.map((file) => [`## ${text(fullName(file))}`, ...partsOf(file)].join('\n\n')),
    ...(quiet.length === 0 ? [] : [`Nothing to do in ${quiet.map((file) => code(fullName(file))).join(', ')}.`]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function hasNews({ status, decisions, problem }: ReportedFile): boolean {
  return status !== 'unchanged' || problem !== null || decisions.some(({ verdict }) => verdict === 'declined');
}

function savedLine(files: readonly ReportedFile[]): string {
  const bytes = provenBytes(files);
  if (bytes === null) return '';
  return ` Proven: ${gigabytes(bytes.before)} become ${gigabytes(bytes.after)} in ${bytes.files} ${bytes.files === 1 ? 'image' : 'images'}.`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

function partsOf(file: ReportedFile): readonly string[] {
  if (file.problem) return [`${text(file.problem.cause)}. ${text(file.problem.remedy)}`];
  const of = (verdict: ReportedDecision['verdict']) => file.decisions.filter((each) => each.verdict === verdict);
  const after = dockerfileEdit(file)?.after;
  const drawn = after === undefined ? null : stageDiagram(after);
  // One stage is no picture.
  const diagram = drawn?.includes('  s1[') ? drawn : null;
  const patch = file.edits.map((edit) => patchOf({ ...edit, inPatch: edit.path }, plain)).join('');
  return [
    ...titled('**Changed, and why that is safe**', of('changed').map(changeLine)),
    ...titled('**Left as it is**', of('declined').map(refusalLine)),
    ...(file.proof === undefined ? [] : proofParts(file.proof, file.written)),
    ...(diagram === null ? [] : [fenced('mermaid', diagram)]),
    ...(patch === '' || patch.length > LONGEST_PATCH
      ? []
      : [`<details><summary>Patch</summary>\n\n${fenced('diff', patch)}\n\n</details>`]),
  ];
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, lines.map((line) => `- ${line}`).join('\n')];
}

function changeLine({ transform, sentence }: ReportedDecision): string {
  return `\`${transform}\`: ${text(sentence)}`;
}

function refusalLine({ transform, code: reason, sentence, advice }: ReportedDecision): string {
  return `\`${transform}\` (${reason}): ${text(sentence)}.${advice === null ? '' : ` → ${text(advice)}`}`;
}

function proofParts(proof: FileProof, written: boolean): readonly string[] {
  const with_ = proof.candidate === '' ? '' : ` with \`${proof.candidate}\``;
  return [
    `Proof: **${proof.proof}**${with_}${written ? ', written' : ''}`,
    ...list(proof.differences),
    ...list(proof.missing.map(({ what, remedy }) => `It misses ${what}: ${remedy}.`)),
    figures(proof),
    ...list(proof.notes),
    ...proof.tried.flatMap(({ label, proof: name, because }) => [
      `Tried ${label === '' ? 'as asked for' : `with \`${label}\``}: **${name}**`,
      ...list(because),
    ]),
  ];
}

function list(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [lines.map((line) => `- ${text(line)}`).join('\n')];
}

function figures({ before, after }: FileProof): string {
  const rows = figureRows(before, after).map(
    ({ name, before: was, after: is }) => `| ${name} | ${cell(was)} | ${is === null ? '' : cell(is)} |`,
  );
  return ['| | before | after |', '| --- | --- | --- |', ...rows].join('\n');
}

/** A fence longer than any run of backticks in the text. */
function fenced(language: string, content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${content}${content.endsWith('\n') ? '' : '\n'}${fence}`;
}

function code(value: string): string {
  return value.includes('`') ? text(value) : `\`${value}\``;
}

function cell(value: string): string {
  return text(value).replaceAll('|', '\\|');
}

/** What a program printed or a file holds must not become markup, and name nobody. */
function text(value: string): string {
  return value
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_<[\]]/g, '\\$&')
    .replaceAll('@', '@\u200b');
}
