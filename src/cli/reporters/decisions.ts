import type { Verdict } from '../../decision.ts';
import type { LineRange } from '../../dockerfile/document.ts';
import type { Paint } from '../color.ts';
import type { FileResult, ToldDecision } from '../result.ts';
import { printable } from './printable.ts';

/**
 * What became of one file and why, for people: a heading, and a sentence for each decision. Where a problem stopped the file, what was decided before
 * it came to nothing, and is shown to the curious only.
 */
export function decisionLines(result: FileResult, verbose: boolean, paint: Paint): readonly string[] {
  const told = result.decisions.filter(({ verdict }) => verbose || verdict !== 'unneeded');
  if (result.problem && (!verbose || told.length === 0)) return [];
  const width = Math.max(0, ...told.map(({ transform }) => transform.length));
  return [headingOf(result, paint), ...told.flatMap((decision) => linesOf(decision, width, verbose, paint))];
}

function headingOf(result: FileResult, paint: Paint): string {
  const others = result.edits.filter(({ isDockerfile }) => !isDockerfile).map(({ shown }) => printable(shown));
  const also = others.length === 0 ? '' : ` (with ${others.join(', ')})`;
  return `${paint.bold(printable(result.shown))}: ${stateOf(result)}${also}`;
}

function stateOf(result: FileResult): string {
  switch (result.status) {
    case 'changed':
      return result.written ? 'changed' : 'would change';
    case 'unchanged':
      return 'unchanged';
    case 'unproven':
    case 'refused':
    case 'fault':
      return 'left as it is';
  }
}

function linesOf(decision: ToldDecision, width: number, verbose: boolean, paint: Paint): readonly string[] {
  const { verdict, transform, sentence, advice, evidence, at } = decision;
  const where = at.length === 0 ? '' : paint.dim(` (${placeOf(at)})`);
  const lines = [`  ${markOf(verdict, paint)} ${paint.bold(transform.padEnd(width))}  ${printable(sentence)}${where}`];
  if (verdict === 'declined' && advice !== null) lines.push(`    → ${printable(advice)}`);
  if (verbose)
    lines.push(...evidence.map(({ source, says }) => paint.dim(`      ${printable(source)}: ${printable(says)}`)));
  return lines;
}

function markOf(verdict: Verdict, paint: Paint): string {
  switch (verdict) {
    case 'changed':
      return paint.green('✓');
    case 'declined':
      return paint.yellow('✗');
    case 'unneeded':
      return paint.dim('·');
  }
}

/** `line 4`, `lines 4-6`, `lines 1, 4-6`. */
function placeOf(ranges: readonly LineRange[]): string {
  const parts = ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));
  return `${parts.length === 1 && !parts[0]?.includes('-') ? 'line' : 'lines'} ${parts.join(', ')}`;
}
