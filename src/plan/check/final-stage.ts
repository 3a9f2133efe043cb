import { fromOf } from '../../facts.ts';
import type { Plan } from '../plan.ts';
import type { Breach, Law } from './law.ts';

/** Law 3: a plain build builds what it built, and every target that somebody names is still there. */
export const finalStage: Law = {
  name: 'final-stage',
  promise:
    'A plain docker build builds the same thing; the author’s stage name stays on the final stage; named targets exist.',
  check({ before, after, facts }) {
    const breaches: Breach[] = [];
    const last = after.stages.length - 1;
    const authors = fromOf(before, before.stages.length - 1)?.stageName?.text;
    if (authors !== undefined && fromOf(after, last)?.stageName?.text !== authors)
      breaches.push({ law: 'final-stage', line: null, says: `the final stage is no longer named «${authors}»` });
    const names = namesOf(after);
    if (new Set(names).size !== names.length)
      breaches.push({ law: 'final-stage', line: null, says: `two stages have one name: ${names.join(', ')}` });
    for (const name of namesOf(before)) {
      if (!names.includes(name)) breaches.push({ law: 'final-stage', line: null, says: `stage «${name}» is gone` });
    }
    for (const consumer of facts.consumers) {
      if (consumer.dockerfile !== facts.path || consumer.target === null) continue;
      const target = consumer.target.toLowerCase();
      if (namesOf(before).includes(target) && !names.includes(target))
        breaches.push({
          law: 'final-stage',
          line: null,
          says: `${consumer.file} builds target «${consumer.target}», which is gone`,
        });
    }
    return breaches;
  },
};

function namesOf(plan: Plan): readonly string[] {
  return plan.stages.flatMap((_, index) => {
    const name = fromOf(plan, index)?.stageName?.text.toLowerCase();
    return name === undefined ? [] : [name];
  });
}
