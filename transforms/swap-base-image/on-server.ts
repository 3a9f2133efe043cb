import type { BaseImage } from '../../src/base-images/base-image.ts';
import { compatible } from '../../src/base-images/compatible.ts';
import type { LadderStep } from '../../src/base-images/ladder.ts';
import { type Decision, decisionsOf } from '../../src/decision.ts';
import type { Facts } from '../../src/facts.ts';
import type { Options } from '../../src/options.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { type ServerNeeds, serverNeeds } from '../../src/server-needs.ts';
import type { Outcome } from '../../src/transform.ts';
import { checkDifference } from './health-check.ts';
import { moved } from './move.ts';
import { moveTo } from './obstacles.ts';
import { packageDifference } from './packages.ts';
import { reasons } from './reasons.ts';
import { wantedSteps } from './wanted.ts';

const decide = decisionsOf('swap-base-image', reasons);

/** The final stage, its image and what could take its place. */
interface Place {
  readonly image: BaseImage;
  readonly text: string;
  readonly at: Decision['at'];
  readonly ladder: readonly LadderStep[];
  readonly from: Parameters<typeof wantedSteps>[2];
}

/** A stage that runs what its image is made for: smaller variants of it are taken where they are asked for. */
export function onServer(
  plan: Plan,
  facts: Facts,
  { base }: Options,
  { image, text, at, ladder, from }: Place,
): Outcome | null {
  const server = serverNeeds(plan, facts);
  if (server === null) return null;
  if (base === 'auto') {
    const [least] = ladder.filter(({ onRequest, runtime }) => onRequest !== null && runtime === null);
    const data = { image: least?.reference ?? '', why: least?.onRequest ?? '' };
    return least === undefined ? null : { plan, decisions: [decide('taken-on-request', { data, at })] };
  }
  for (const step of wantedSteps(ladder, base, from)) {
    const move = boundTo(server.bound, step.reference) ?? moveTo(step, image, facts, server.needs);
    if ('verdict' in move) return { plan, decisions: [{ ...move, at: move.at.length > 0 ? move.at : at }] };
    const next = moved(plan, facts, step, move);
    const { differences } = compatible(image, step.image);
    const less = step.onRequest === null ? [] : [step.onRequest];
    const more = [...differences, ...less, ...checkDifference(move.check), ...packageDifference(move.packages)];
    const data = {
      from: text,
      to: step.reference,
      why: `${server.why}, and nothing that runs calls a program that it lacks`,
    };
    const changes = next.changes.length > 0 ? { changes: next.changes } : {};
    return {
      plan: next.plan,
      decisions: [decide('base-swapped', { data: { ...data, differences: more }, at, ...changes })],
    };
  }
  return null;
}

/** A configuration that names what one distribution has. */
function boundTo(bound: ServerNeeds['bound'], image: string): Decision | null {
  if (bound === null) return null;
  return bound.kind === 'user'
    ? decide('needs-user', { data: { user: `${bound.name} (${bound.file})`, image } })
    : decide('needs-file', { data: { where: bound.file, path: bound.name, image } });
}
