import type { Decision } from '../../src/decision.ts';
import type { Prefetch } from '../../src/ecosystems/dependencies.ts';
import type { Item } from '../../src/facts.ts';
import type { Step } from '../../src/plan/plan.ts';
import { decide } from './decide.ts';

/** The RUN that fetches dependencies before the sources are copied, with the secrets, agents and caches that the build has; refused where its mounts may hold sources. */
export function fetchStep({ view, step, state }: Item, folder: string, { command }: Prefetch): Step | Decision {
  const flags = view.kind === 'run' ? view.flags : [];
  const odd = flags.find(
    ({ name, value }) => name !== 'mount' || !/(^|,)type=(?:cache|secret|ssh)(,|$)/.test(value ?? ''),
  );
  if (odd)
    return decide('fetch-not-known', {
      data: { why: `the build runs with --${odd.name}=${odd.value ?? ''}` },
      at: step.kind === 'added' ? [] : [step.of.lines],
    });
  if (flags.some(({ value }) => /(^|,)type=cache(,|$)/.test(value ?? '')))
    return decide('fetch-not-known', {
      data: { why: 'the build keeps what it fetches in a cache mount' },
      at: step.kind === 'added' ? [] : [step.of.lines],
    });
  const mounts = flags.map(({ name, value }) => `--${name}=${value ?? ''} `).join('');
  const change = state.workdir.certain === folder ? '' : `cd ${folder} && `;
  return {
    kind: 'added',
    text: `RUN ${mounts}${change}${command}`,
    why: 'dependencies are fetched by the manifests alone, and stay cached when sources change',
  };
}
