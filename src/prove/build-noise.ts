import { pairs } from './answer-pairs.ts';
import type { Answer } from './ask.ts';
import type { Attempt } from './compare.ts';
import type { Run } from './start.ts';

/** What an attempt would be if it had answered, or printed, the same words as another one. */
export function withTextsOf(other: Attempt, attempt: Attempt): Attempt {
  return withTexts(other, attempt, (was) => was);
}

/**
 * The attempt with the other one's words where two builds of one file differ: a bundle's name holds a hash of what is in it, and some builds put the
 * time, a number of their own, or their packages in another order into it.
 *
 * @param before what the original did
 * @param again what the original did when it was built anew
 */
export function withoutNoise(before: Attempt, again: Attempt, after: Attempt): Attempt {
  const anew = textsOf(before.run, again.run);
  return withTexts(before, after, (was, is) => {
    const other = anew.get(was);
    return other === undefined ? is : wordsOf(was, other, is);
  });
}

/** Each text of a run by the one in its place in another run. */
function textsOf(before: Run | undefined, again: Run | undefined): ReadonlyMap<string, string> {
  if (before?.kind === 'exited' && again?.kind === 'exited') return new Map([[before.output, again.output]]);
  if (before?.kind !== 'listened' || again?.kind !== 'listened') return new Map();
  return new Map(
    pairs(before.answers, again.answers).flatMap(([was, is]) =>
      was.kind === 'answer' && is.kind === 'answer' ? [[was.body, is.body] as const] : [],
    ),
  );
}

const WORDS = /[\w-]+|[^\w-]+/g;

/** `is` with the words of `was` where those of `other` are different; as it is, where they are not the same number of words. */
function wordsOf(was: string, other: string, is: string): string {
  const [before, again, after] = [was, other, is].map((text) => text.match(WORDS) ?? []);
  if (before === undefined || again === undefined || after === undefined) return is;
  if (before.length !== again.length || before.length !== after.length) return is;
  return after.map((word, at) => (before[at] === again[at] ? word : (before[at] ?? word))).join('');
}

function withTexts(before: Attempt, after: Attempt, text: (was: string, is: string) => string): Attempt {
  const [old, run] = [before.run, after.run];
  if (old?.kind === 'exited' && run?.kind === 'exited')
    return { ...after, run: { ...run, output: text(old.output, run.output) } };
  if (old?.kind !== 'listened' || run?.kind !== 'listened') return after;
  const changed = new Map<Answer, Answer>(
    pairs(old.answers, run.answers).flatMap(([was, is]) =>
      was.kind === 'answer' && is.kind === 'answer' && was.again === undefined && is.again === undefined
        ? [[is, { ...is, body: text(was.body, is.body) }] as const]
        : [],
    ),
  );
  return { ...after, run: { ...run, answers: run.answers.map((answer) => changed.get(answer) ?? answer) } };
}
