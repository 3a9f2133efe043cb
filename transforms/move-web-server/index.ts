import { decisionsOf } from '../../src/decision.ts';
import type { Facts } from '../../src/facts.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { changesOf } from '../../src/static-site/nginx-stage.ts';
import type { Outcome, Transform } from '../../src/transform.ts';
import { examine } from './examine.ts';
import { reasons } from './reasons.ts';
import { stagesOf } from './stages.ts';

const decide = decisionsOf('move-web-server', reasons);

/** Lets an image of nginx serve what another image built and served by the distribution’s nginx. */
export const moveWebServer: Transform = {
  name: 'move-web-server',
  summary:
    'serves a built site from an image of nginx, where the distribution’s nginx served it in the image that builds',
  phase: 'stages',
  safety:
    'Only where the start command is nginx in the foreground, its one file of server blocks is known and uses directives of every nginx alone, and the folders that it serves are made by the file. It listens on the ports that it had.',
  owns: ['CMD', 'ENTRYPOINT', 'ENV', 'STOPSIGNAL', 'USER'],
  reasons,
  run(plan, facts, options) {
    return plan.stages.length > 1 || options.base === 'keep' ? { plan, decisions: [] } : moved(plan, facts);
  },
};

const ALWAYS_DIFFERENT = [
  'the version of nginx',
  'its logs go to the container’s log',
  'scripts are sent as text/javascript',
];

function moved(plan: Plan, facts: Facts): Outcome {
  const found = examine(plan, facts);
  switch (found.kind) {
    case 'none':
      return { plan, decisions: [] };
    case 'refused':
      return { plan, decisions: [decide(found.code, { data: { why: found.why } })] };
    case 'site': {
      const next = stagesOf(plan, found.site, facts);
      const { image, ports, folders, configuration, differences } = found.site;
      const data = {
        image,
        ports: ports.join(' and '),
        folders: folders.join(' and '),
        differences: [...ALWAYS_DIFFERENT, ...differences].join(', '),
        configuration: configuration.kind === 'own' ? 'the default site of the package' : configuration.source,
      };
      return {
        plan: next,
        decisions: [decide('served-by-its-own-image', { data, changes: changesOf(plan, next, facts) })],
      };
    }
  }
}
