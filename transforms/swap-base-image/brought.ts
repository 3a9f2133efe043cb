import type { BaseImage, SystemFile } from '../../src/base-images/base-image.ts';
import { type Facts, type Item, survey } from '../../src/facts.ts';
import { replaceStage } from '../../src/plan/edit.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Requirements } from '../../src/requirements.ts';
import { PROGRAMS_ONLY } from '../../src/system-packages/programs-only.ts';
import { programsOf } from '../../src/system-packages/provides.ts';

/** Packages that are nothing but system files which some images bring. Their names are the same with apt and apk. */
const HOLDS: ReadonlyMap<string, SystemFile> = new Map([
  ['ca-certificates', 'certificates'],
  ['ca-certificates-bundle', 'certificates'],
  ['tzdata', 'time-zones'],
]);

/**
 * The plan without the RUNs of its final stage that install only what an image brings, where that has no package manager to install them, and
 * programs that nothing which runs starts.
 */
export function withoutBrought(plan: Plan, facts: Facts, image: BaseImage, needs: Requirements): Plan {
  if (image.packageManager !== 'none') return plan;
  const last = plan.stages.length - 1;
  const stage = plan.stages[last];
  if (!stage) return plan;
  const gone = survey(plan, last, facts).items.filter((item) => installsOnly(item, image, needs));
  if (gone.length === 0) return plan;
  const steps = stage.steps.filter((_, index) => !gone.some((item) => item.index === index));
  const why = 'the base image of the runtime brings what it installs';
  const dropped = gone.flatMap(({ step }) => {
    if (step.kind === 'original' || step.kind === 'rewritten') return [{ of: step.of, why }];
    return step.kind === 'part' ? [{ of: step.of, groups: step.groups, why }] : [];
  });
  return { ...replaceStage(plan, last, [{ ...stage, steps }]), dropped: [...plan.dropped, ...dropped] };
}

function installsOnly({ view, readings, step }: Item, image: BaseImage, needs: Requirements): boolean {
  if (view.kind !== 'run' || readings.length === 0) return false;
  const installs = readings.flatMap(({ detail }) =>
    detail.kind === 'packages' && detail.action === 'install' ? [detail] : [],
  );
  const others = readings.filter(
    ({ detail, role, command }) => detail.kind !== 'packages' && !isIdle(role, command.name),
  );
  const refreshes = readings.some(({ command }) => command.name === 'update-ca-certificates');
  return (
    (installs.length > 0 || (refreshes && image.brings.includes('certificates'))) &&
    others.length === 0 &&
    installs.every(
      ({ packages, complete }) =>
        complete &&
        packages.every(
          (name) =>
            image.brings.some((file) => HOLDS.get(name) === file) ||
            (step.kind === 'repeated' && isUnused(name, needs)),
        ),
    )
  );
}

/** A package of programs for the build, where only what was built runs. */
function isUnused(name: string, { project, program, programs }: Requirements): boolean {
  if (project.runs !== 'outputs' || program.runsUnknown.length > 0 || !PROGRAMS_ONLY.has(name)) return false;
  const called = programs.filter(({ by }) => by !== 'run').map((need) => need.program);
  return !programsOf(name).some((one) => called.includes(one));
}

/** `update-ca-certificates` makes the bundle that the image has. */
function isIdle(role: string, name: string | null): boolean {
  return role === 'cleanup' || role === 'nothing' || name === 'rm' || name === 'update-ca-certificates';
}
