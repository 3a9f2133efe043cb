import type { BaseImage } from '../../src/base-images/base-image.ts';
import type { LadderStep } from '../../src/base-images/ladder.ts';
import { type Decision, decisionsOf } from '../../src/decision.ts';
import { type HealthCheckThere, healthCheckThere } from '../../src/health-check/health-check-there.ts';
import type { BaseNeeds } from '../../src/requirements.ts';
import { installedIn, programGap } from './program-gap.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('swap-base-image', reasons);

/** The image's own health check, as it would run on a step of the ladder. */
export function healthCheckOn({ image: to, runtime }: LadderStep, from: BaseImage, needs: BaseNeeds): HealthCheckThere {
  const check = needs.survey.end.healthcheck?.invocation ?? null;
  if (check === null) return { kind: 'as-it-is' };
  const gap = programGap(to, from, installedIn(needs));
  const short = needs.programs.find((need) => need.by === 'check' && gap(need) !== null);
  // The name alone where a form of it is missing: the package of that name has every form.
  return healthCheckThere(check, { image: to, programs: runtime?.programs ?? {}, missing: short?.program ?? null });
}

export function checkObstacle(check: HealthCheckThere, { reference, image }: LadderStep): Decision | null {
  if (check.kind === 'needs-package' && image.startsAs !== undefined)
    return decide('needs-program', { data: { program: check.name, where: 'the health check', image: reference } });
  if (check.kind !== 'refused') return null;
  return image.shell || check.program !== 'sh'
    ? decide('needs-program', { data: { program: check.program, where: 'the health check', image: reference } })
    : decide('needs-shell', { data: { where: 'the health check', image: reference } });
}

/** What the reader has to know of a health check that became another one. */
export function checkDifference(check: HealthCheckThere): readonly string[] {
  switch (check.kind) {
    case 'rewritten':
      return check.instead === null
        ? []
        : [`the health check asks for the same URL with another program (${check.instead})`];
    case 'needs-package':
      return [`${check.name} is installed for the health check`];
    case 'as-it-is':
    case 'refused':
      return [];
  }
}
