import { parseDockerfile } from '../../dockerfile/parse.ts';
import { type Plan, textOf } from '../plan.ts';
import { planOf } from '../plan-of.ts';
import type { Law } from './law.ts';

/** Law 9: the printed text parses into the plan's stages. */
export const form: Law = {
  name: 'form',
  promise: 'The printed text parses into exactly the stages and instructions of the plan.',
  check({ after, printed, facts }) {
    const result = parseDockerfile(printed, facts.path);
    if (result.kind === 'problem')
      return [{ law: 'form', line: result.problem.line ?? null, says: result.problem.cause }];
    const wanted = texts(after);
    const got = texts(planOf(result.document));
    const at = wanted.findIndex((text, index) => text !== got[index]);
    if (at === -1 && wanted.length === got.length) return [];
    return [
      {
        law: 'form',
        line: null,
        says: `instruction ${at + 1} was planned as «${wanted[at] ?? ''}», and reads as «${got[at] ?? ''}»`,
      },
    ];
  },
};

function texts(plan: Plan): readonly string[] {
  return [
    ...plan.globals.map(textOf),
    ...plan.stages.flatMap((stage, index) => [`stage ${index}`, textOf(stage.from), ...stage.steps.map(textOf)]),
  ];
}
