import type { Instruction } from '../../dockerfile/document.ts';
import { survey, viewOf } from '../../facts.ts';
import type { Script } from '../../shell/command.ts';
import type { Step } from '../plan.ts';
import { allSteps, type Breach, type CheckInput, type Law } from './law.ts';
import { resolve } from './references.ts';
import { rolesOfRepeated } from './repeated-roles.ts';

const REPEATABLE = new Set(['WORKDIR', 'ENV', 'ARG', 'SHELL', 'USER', 'COPY', 'ADD', 'RUN']);
/** What only describes the container: a stage that a consumer runs has it too. */
const DESCRIBES = new Set([
  'CMD',
  'ENTRYPOINT',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'STOPSIGNAL',
  'VOLUME',
  'MAINTAINER',
]);
const REPEATABLE_ROLES = new Set(['system-packages', 'install-tool', 'user', 'file-setup', 'cleanup', 'nothing']);

/** Law 1: every original instruction, or each of its parts, is named exactly once; only harmless ones are named again. */
export const provenance: Law = {
  name: 'provenance',
  promise: 'Every original instruction, or each of its parts, is kept, rewritten or dropped exactly once.',
  check(input) {
    return [...namedOnce(input), ...repeatedWithReason(input)];
  },
};

function namedOnce(input: CheckInput): readonly Breach[] {
  const steps = allSteps(input.after);
  return input.before.document.instructions.flatMap((instruction) => {
    const whole = steps.filter(
      (step) => (step.kind === 'original' || step.kind === 'rewritten') && step.of === instruction,
    );
    const parts = steps.flatMap((step) => (step.kind === 'part' && step.of === instruction ? step.groups : []));
    const dropped = input.after.dropped.filter((drop) => drop.of === instruction);
    const droppedWhole = dropped.filter((drop) => drop.groups === undefined).length;
    const groups = [...parts, ...dropped.flatMap((drop) => drop.groups ?? [])];
    const wholes = whole.length + droppedWhole;
    const fine = groups.length === 0 ? wholes === 1 : wholes === 0 && coversOnce(groups, instruction, input);
    return fine
      ? []
      : [
          breach(
            instruction,
            `${instruction.keyword} is named ${wholes} times whole and as parts [${groups.join(', ')}]`,
          ),
        ];
  });
}

/** Each top-level group of the RUN stands in the list exactly once. */
function coversOnce(groups: readonly number[], instruction: Instruction, input: CheckInput): boolean {
  const script = originalScript(instruction, input);
  if (script?.kind !== 'commands') return false;
  return groups.length === script.groups.length && script.groups.every((group) => groups.includes(group.index));
}

/** The commands of an original RUN at its place, with the SHELL and the variables in force there. */
function originalScript(instruction: Instruction, input: CheckInput): Script | null {
  for (let stage = 0; stage < input.before.stages.length; stage++) {
    const found = survey(input.before, stage, input.facts).items.find(
      ({ step }) => step.kind !== 'added' && step.of === instruction,
    );
    if (found) return found.script;
  }
  return null;
}

function repeatedWithReason(input: CheckInput): readonly Breach[] {
  const steps = allSteps(input.after);
  return steps.flatMap((step) => {
    if (step.kind !== 'repeated') return [];
    const view = viewOf(step, input.after.document);
    if (!REPEATABLE.has(step.of.keyword) && !(DESCRIBES.has(step.of.keyword) && input.after.consumers))
      return [breach(step.of, `${step.of.keyword} may not be repeated`)];
    // What another image holds is the same wherever it is copied to; what a stage holds may be large, or made with secrets.
    const isOfStage = (from: string) => resolve(from, input.after, input.after.stages.length - 1) !== null;
    if ((view.kind === 'copy' || view.kind === 'add') && view.from !== null && isOfStage(view.from))
      return [breach(step.of, 'a COPY from a stage may not be repeated')];
    if (view.kind === 'run') {
      const wrong = rolesOfRepeated(input, step).filter((role) => !REPEATABLE_ROLES.has(role));
      if (wrong.length > 0) return [breach(step.of, `a RUN that does «${wrong.join(', ')}» may not be repeated`)];
    }
    return originalExists(step, steps) ? [] : [breach(step.of, 'repeated, but its first occurrence is gone')];
  });
}

function originalExists(repeated: Step & { readonly kind: 'repeated' }, steps: readonly Step[]): boolean {
  return steps.some((step) => step.kind !== 'added' && step.kind !== 'repeated' && step.of === repeated.of);
}

function breach(instruction: Instruction, says: string): Breach {
  return { law: 'provenance', line: instruction.lines.first, says };
}
