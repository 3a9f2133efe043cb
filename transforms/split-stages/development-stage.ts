import type { Role } from '../../src/command-reading.ts';
import type { Decision } from '../../src/decision.ts';
import { repeat } from '../../src/plan/edit.ts';
import type { Stage, Step } from '../../src/plan/plan.ts';
import type { SplitCase } from './case.ts';
import { at, decide } from './placed.ts';
import type { Unit } from './units.ts';

/** What may run again, behind the build, and leave what it left before it. */
const REPEATABLE: ReadonlySet<Role> = new Set([
  'install-tool',
  'system-packages',
  'user',
  'file-setup',
  'cleanup',
  'nothing',
]);

/** The stage that development runs in: the image as it was, of the stage that builds and all that it does not hold yet. */
export function developmentStage(name: string, builder: string, missing: readonly Unit[]): Stage {
  return {
    from: { kind: 'added', text: `FROM ${builder} AS ${name}`, why: 'what development runs in is the image as it was' },
    steps: missing.map(({ step }) => repeat(asWritten(step), 'the image for development has all that the image had')),
  };
}

/** What starts there is what started before, whatever starts in the runtime now. */
function asWritten(step: Step): Step {
  return step.kind === 'rewritten' && step.of.keyword !== 'RUN' ? { kind: 'original', of: step.of } : step;
}

/** The units that no stage which stays behind holds. */
export function missingIn(units: readonly Unit[], lastBuild: number): readonly Unit[] {
  return units.filter((unit, index) => unit.place === 'runtime' || index > lastBuild);
}

/** Why the image as it was cannot be put together from the builder; null: it can. */
export function developmentObstacle(found: SplitCase, missing: readonly Unit[]): Decision | null {
  if (found.development.length === 0) return null;
  const [rewritten] = found.dependencies.rewritten;
  if (rewritten) return refusal(found, 'the install has another form in the stage that stays behind', rewritten.why);
  const other = missing.find(
    ({ item, readings }) =>
      ((item.view.kind === 'copy' || item.view.kind === 'add') && item.view.from !== null) ||
      readings.some(({ role }) => !REPEATABLE.has(role)),
  );
  if (!other) return null;
  return { ...refusal(found, 'a step behind the build cannot be run a second time', ''), at: at(other.item) };
}

function refusal({ development }: SplitCase, why: string, more: string): Decision {
  const [first] = development;
  return decide('consumer-not-editable', {
    data: {
      file: first?.consumer.file ?? '',
      name: first?.consumer.name ?? '',
      why: more === '' ? why : `${why} (${more})`,
    },
  });
}
