import type { CommandReading } from '../../src/command-reading.ts';
import { type Because, type Decision, decisionsOf, type Reasons } from '../../src/decision.ts';
import type { LineRange } from '../../src/dockerfile/document.ts';
import { adviceFor, clause } from '../../src/ecosystems/clause.ts';
import type { Facts, Item } from '../../src/facts.ts';
import { textOf } from '../../src/plan/plan.ts';
import { reasons } from './reasons.ts';

export const decide = decisionsOf('split-stages', reasons);

/** An install, a build or another command with the step that it stands in. */
export interface Placed {
  readonly item: Item;
  readonly reading: CommandReading;
}

/** The place of an item in the original file. */
export function at(item: Item): readonly LineRange[] {
  return item.step.kind === 'added' ? [] : [item.step.of.lines];
}

/** The text of a command, for messages. */
export function commandText(placed: Placed): string {
  const text = textOf(placed.item.step);
  return text.slice(placed.reading.command.start, placed.reading.command.end).replace(/\s*\\\r?\n\s*/g, ' ');
}

/** A refusal in the words, and with the advice, of the ecosystem. */
export function declinedBecause(
  code: 'project-not-supported' | 'start-not-understood',
  because: Because,
  facts: Facts,
): Decision {
  return decide(code, {
    data: { why: clause(because, facts), code: because.code },
    evidence: because.evidence,
    ...adviceFor(because, facts),
  });
}

/** What a decision of this transform says, for a part of another one. */
export function sentenceOf({ code, data }: Decision): string {
  const table: Reasons = reasons;
  return table[code]?.sentence(data) ?? code;
}
