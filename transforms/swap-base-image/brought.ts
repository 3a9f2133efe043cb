import type { BaseImage, SystemFile } from '../../src/base-images/base-image.ts';
import { type Facts, type Item, survey } from '../../src/facts.ts';
import { replaceStage } from '../../src/plan/edit.ts';
import type { Plan } from '../../src/plan/plan.ts';

/** Packages that are nothing but system files which some images bring. Their names are the same with apt and apk. */
const HOLDS: ReadonlyMap<string, SystemFile> = new Map([
  ['ca-certificates', 'certificates'],
  ['ca-certificates-bundle', 'certificates'],
  ['tzdata', 'time-zones'],
]);

/** The plan without the RUNs of its final stage that install only what an image brings, where that has no package manager to install them. */
export function withoutBrought(plan: Plan, facts: Facts, image: BaseImage): Plan {
  if (image.packageManager !== 'none') return plan;
  const last = plan.stages.length - 1;
  const stage = plan.stages[last];
  if (!stage) return plan;
  const gone = survey(plan, last, facts).items.filter((item) => installsOnly(item, image));
  if (gone.length === 0) return plan;
  const steps = stage.steps.filter((_, index) => !gone.some((item) => item.index === index));
  const why = 'the base image of the runtime brings what it installs';
  const dropped = gone.flatMap(({ step }) => {
    if (step.kind === 'original' || step.kind === 'rewritten') return [{ of: step.of, why }];
    return step.kind === 'part' ? [{ of: step.of, groups: step.groups, why }] : [];
  });
  return { ...replaceStage(plan, last, [{ ...stage, steps }]), dropped: [...plan.dropped, ...dropped] };
}

function installsOnly({ view, readings }: Item, image: BaseImage): boolean {
  if (view.kind !== 'run' || readings.length === 0) return false;
  const installs = readings.flatMap(({ detail }) =>
    detail.kind === 'packages' && detail.action === 'install' ? [detail] : [],
  );
  const others = readings.filter(
    ({ detail, role, command }) => detail.kind !== 'packages' && !isIdle(role, command.name),
  );
  return (
    installs.length > 0 &&
    others.length === 0 &&
    installs.every(({ packages, complete }) =>
      complete ? packages.every((name) => image.brings.some((file) => HOLDS.get(name) === file)) : false,
    )
  );
}

/** `update-ca-certificates` makes the bundle that the image has. */
function isIdle(role: string, name: string | null): boolean {
  return role === 'cleanup' || role === 'nothing' || name === 'rm' || name === 'update-ca-certificates';
}
