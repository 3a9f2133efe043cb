import type { Serving } from '../../src/ecosystems/start-reading.ts';
import { type Facts, fromOf, type Item, survey } from '../../src/facts.ts';
import { repeat, retext } from '../../src/plan/edit.ts';
import { type Plan, type Step, textOf } from '../../src/plan/plan.ts';
import { freeName, renamedFrom } from '../../src/plan/stage-names.ts';
import { configurationCopy, NGINX, NGINX_START, writingStep } from '../../src/static-site/nginx-stage.ts';

/** The stage that builds stays behind, and nginx serves what it made at the place where it was made. */
export function servedByNginx(plan: Plan, facts: Facts, folder: string, serving: Serving): Plan {
  const builder = freeName('builder', plan, []);
  const final = fromOf(plan, 0)?.stageName?.text ?? freeName('runtime', plan, [builder]);
  const { items } = survey(plan, 0, facts);
  const lastCmd = items.findLast(({ view }) => view.kind === 'cmd');
  const describing = items.filter(({ view }) => DESCRIBES.has(view.kind));
  const readsVariables = describing.some(({ step }) => textOf(step).includes('$'));
  const building = items.filter((item) => !describing.includes(item)).map(({ step }) => step);
  const copies: readonly Step[] = [
    { kind: 'added', text: `COPY --from=${builder} ${folder} ${folder}`, why: 'the built site' },
    configurationCopy(builder),
  ];
  const state = items.filter(
    ({ view }) => view.kind === 'env' || view.kind === 'workdir' || (view.kind === 'arg' && readsVariables),
  );
  const firstDescribing = describing[0]?.index ?? items.length;
  const kept = (from: number, to: number) =>
    items
      .filter(({ index }) => index >= from && index < to)
      .flatMap((item) => inFinal(item, item === lastCmd, state, describing));
  return {
    ...plan,
    stages: [
      {
        from: renamedFrom(plan, builder, 'the stage that builds stays behind'),
        steps: [...building, writingStep(plan, serving, folder)],
      },
      {
        from: { kind: 'added', text: `FROM ${NGINX} AS ${final}`, why: 'nginx serves the site' },
        steps: [...kept(0, firstDescribing), ...copies, ...kept(firstDescribing, items.length)],
      },
    ],
  };
}

function inFinal(item: Item, starts: boolean, state: readonly Item[], describing: readonly Item[]): readonly Step[] {
  if (state.includes(item)) return [repeat(item.step, 'the image that runs has it too')];
  if (!describing.includes(item)) return [];
  return [starts ? retext(item.step, NGINX_START, 'nginx serves the site') : item.step];
}

/** What belongs to the container and not to the build. */
const DESCRIBES: ReadonlySet<Item['view']['kind']> = new Set(['cmd', 'expose', 'label', 'stopsignal', 'maintainer']);
