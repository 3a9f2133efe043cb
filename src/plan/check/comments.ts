import { allSteps, type Breach, type Law } from './law.ts';

/** Comments are the author's: each line of the original's comments stands in the printed text as often as before. */
export const comments: Law = {
  name: 'comments',
  promise: 'Every comment of the original stands in the result.',
  check({ before, after, printed }) {
    if (allSteps(after).length === 0) return [];
    const old = count(before.document.source);
    const now = count(printed);
    const breaches: Breach[] = [];
    for (const [line, times] of old) {
      if ((now.get(line) ?? 0) < times)
        breaches.push({ law: 'comments', line: null, says: `the comment «${line}» is gone` });
    }
    return breaches;
  },
};

function count(source: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const line of source.split(/\r?\n/)) {
    const text = line.trim();
    if (text.startsWith('#')) lines.set(text, (lines.get(text) ?? 0) + 1);
  }
  return lines;
}
