import type { FileProof } from '../../prove/prove-file.ts';
import type { FileResult } from '../result.ts';
import { figureRows } from './figures.ts';
import { stageDiagram } from './stage-diagram.ts';
import { countsOf, summaryLine } from './summary.ts';

/** The report of a proof as Markdown: for each file the proof, its figures, the stages as a Mermaid diagram, and what else was tried. */
export function markdownReport(results: readonly FileResult[], written: boolean): string {
  const parts = [
    '# msb-migrate --prove',
    `${summaryLine(countsOf(results), written)}.`,
    ...results.map((result) => [`## ${text(result.shown)}`, ...partsOf(result)].join('\n\n')),
  ];
  return `${parts.join('\n\n')}\n`;
}

function partsOf(result: FileResult): readonly string[] {
  if (result.problem) return [`${text(result.problem.cause)}. ${text(result.problem.remedy)}`];
  const { proof } = result;
  if (proof === undefined) return ['There was nothing to change.'];
  const after = result.edits.find(({ isDockerfile }) => isDockerfile)?.after;
  const diagram = after === undefined ? null : stageDiagram(after);
  return [
    `**${proof.proof}**${proof.candidate === '' ? '' : ` with \`${proof.candidate}\``}${result.written ? ', written' : ''}`,
    ...list(proof.differences),
    ...list(proof.missing.map(({ what, remedy }) => `It misses ${what}: ${remedy}.`)),
    figures(proof),
    ...(diagram === null ? [] : [`\`\`\`mermaid\n${diagram}\`\`\``]),
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

function cell(value: string): string {
  return text(value).replaceAll('|', '\\|');
}

/** What a program printed must not become markup. */
function text(value: string): string {
  return value.replace(/[\r\n]+/g, ' ').replace(/[\\`*_<[\]]/g, '\\$&');
}
