import type { Document, Instruction } from '../dockerfile/document.ts';
import { type Plan, type Step, textOf } from './plan.ts';

/**
 * Prints a plan. A plan that changes nothing prints its file byte for byte. Formatting changes only at seams: where two
 * neighbours were not neighbours before. Comments travel with their instruction; those of a dropped instruction go to the next one printed.
 */
export function render(plan: Plan): string {
  const { document } = plan;
  const lines = linesOf(plan);
  const orphans = orphanedComments(plan);
  const seen = new Set<number>();
  let out = document.header;
  lines.forEach((line, position) => {
    const previous = lines[position - 1];
    const origin = carrier(line.step, seen);
    const comments = origin ? leadingOf(origin, orphans) : { detached: '', attached: '' };
    if (origin) seen.add(origin.id);
    out += joined(line, previous, origin, comments, document);
    const last = position === lines.length - 1;
    out += textOf(line.step) + newlineAfter(line.step, last && document.tail === '', document);
  });
  return out + (orphans.get(document.instructions.length) ?? '') + document.tail;
}

interface Line {
  readonly step: Step;
  /** It is a FROM line, and not the file's first line. */
  readonly opensStage: boolean;
}

function linesOf(plan: Plan): readonly Line[] {
  return [
    ...plan.globals.map((step) => ({ step, opensStage: false })),
    ...plan.stages.flatMap((stage) => [
      { step: stage.from, opensStage: true },
      ...stage.steps.map((step) => ({ step, opensStage: false })),
    ]),
  ];
}

/** The instruction whose comments the step carries: the first step in print order that comes from it, unless only named again. */
function carrier(step: Step, seen: ReadonlySet<number>): Instruction | null {
  if (step.kind === 'added' || step.kind === 'repeated') return null;
  return seen.has(step.of.id) ? null : step.of;
}

function leadingOf(origin: Instruction, orphans: ReadonlyMap<number, string>) {
  const orphaned = orphans.get(origin.id) ?? '';
  return { detached: orphaned + origin.leading.detached, attached: origin.leading.attached };
}

/** Comments of instructions that no step carries, by the id of the next instruction that one does (or the number of instructions: the tail). */
function orphanedComments(plan: Plan): ReadonlyMap<number, string> {
  const carried = new Set<number>();
  for (const { step } of linesOf(plan)) if (step.kind !== 'added' && step.kind !== 'repeated') carried.add(step.of.id);
  const orphans = new Map<number, string>();
  let pending = '';
  for (const instruction of plan.document.instructions) {
    if (!carried.has(instruction.id)) {
      pending += instruction.leading.detached + instruction.leading.attached;
    } else if (pending !== '') {
      orphans.set(instruction.id, pending);
      pending = '';
    }
  }
  if (pending.trim() !== '') orphans.set(plan.document.instructions.length, pending);
  return orphans;
}

function joined(
  line: Line,
  previous: Line | undefined,
  origin: Instruction | null,
  comments: { readonly detached: string; readonly attached: string },
  document: Document,
): string {
  const leading = comments.detached + comments.attached;
  if (!previous || (origin && wereNeighbours(previous.step, origin))) return leading;
  if (line.opensStage) return document.newline + withoutLeadingBlankLines(leading);
  return previous.opensStage ? withoutLeadingBlankLines(leading) : leading;
}

/** True when nothing moved here: the step before comes from the instruction before. */
function wereNeighbours(previous: Step | undefined, origin: Instruction): boolean {
  if (!previous) return origin.id === 0;
  return previous.kind !== 'added' && previous.kind !== 'repeated' && previous.of.id === origin.id - 1;
}

function withoutLeadingBlankLines(text: string): string {
  return text.replace(/^(?:[ \t]*\r?\n)+/, '');
}

function newlineAfter(step: Step, endsFile: boolean, document: Document): string {
  if (step.kind === 'added') return document.newline;
  if (step.of.newline !== '') return step.of.newline;
  return endsFile && step.kind !== 'repeated' ? '' : document.newline;
}
