import { baseImageOf } from '../../src/base-images/knowledge-of.ts';
import type { Decision } from '../../src/decision.ts';
import { readImageReference } from '../../src/dockerfile/image-reference.ts';
import type { Measurement } from './measure.ts';

/** Lines of a table: where the final stages of the files end on the ladder, and what stopped the others, most frequent first. */
export function basesTable(rows: readonly Measurement[]): readonly (readonly [label: string, files: number])[] {
  const judged = rows.filter(({ bases }) => bases.length > 0);
  const moved = tally(judged.flatMap(({ bases }) => bases.flatMap(rungOf)));
  const stopped = tally(judged.flatMap(({ bases }) => (bases.some(isSwap) ? [] : [bases.at(-1)?.code ?? ''])));
  const before = tally(
    judged.flatMap(({ bases }) =>
      bases.some(isSwap) ? bases.filter(({ verdict }) => verdict === 'declined').map(({ code }) => code) : [],
    ),
  );
  return [
    ...moved.map(([rung, files]) => [`moved onto ${rung}`, files] as const),
    ...before.map(([code, files]) => [`  a smaller one stopped by ${code}`, files] as const),
    ...stopped.map(([code, files]) => [`stays where it is: ${code}`, files] as const),
  ];
}

function isSwap({ code }: Decision): boolean {
  return code === 'base-swapped';
}

function rungOf(decision: Decision): readonly string[] {
  if (!isSwap(decision)) return [];
  const reference = readImageReference(String(decision.data.to));
  const image = baseImageOf(reference, new Map());
  // A variable in the version hides no ending.
  return [image?.variant ?? /-(alpine|slim)/.exec(reference.text)?.[1] ?? 'another image'];
}

function tally(labels: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
