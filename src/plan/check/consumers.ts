import type { Instruction } from '../../dockerfile/document.ts';
import { type Facts, fromOf, parentStage, survey } from '../../facts.ts';
import { consumersOf } from '../../final-consumers.ts';
import { type Plan, type Step, textOf } from '../plan.ts';
import type { Breach, CheckInput, Law } from './law.ts';
import { referencesOf, resolve } from './references.ts';
import { configurationOf } from './runtime-configuration.ts';

/** Law 12: who is moved to another stage finds there what was in the image, and no stage is added that nobody needs. */
export const consumers: Law = {
  name: 'consumers',
  promise:
    'Whoever is moved to another stage finds there every step and every setting of the image as it was; no stage is added that nobody builds or copies from.',
  check(input) {
    return [...moved(input), ...idle(input)];
  },
};

function moved({ before, after, facts }: CheckInput): readonly Breach[] {
  return consumersOf(after, facts).flatMap((consumer, index) => {
    const was = facts.consumers[index];
    if (was === undefined || consumer.target === was.target || consumer.target === null) return [];
    const says = (what: string) => [
      breach(`${consumer.file}: «${consumer.name}» builds «${consumer.target}», ${what}`),
    ];
    const stage = resolve(consumer.target, after, after.stages.length);
    if (stage === null) return says('which is no stage');
    const missing = before.document.instructions.find(
      (instruction) =>
        instruction.keyword !== 'FROM' && !isGlobal(instruction, before) && !holds(after, stage, instruction, facts),
    );
    if (missing) return says(`which lacks «${missing.text.trim()}»`);
    if (imageOf(after, stage) !== imageOf(before, before.stages.length - 1))
      return says('which starts from another image');
    const old = configurationOf(survey(before, before.stages.length - 1, facts).end);
    const now = configurationOf(survey(after, stage, facts).end);
    const other = [...new Set([...old.keys(), ...now.keys()])].find((key) => old.get(key) !== now.get(key));
    return other === undefined ? [] : says(`where ${other} is «${now.get(other) ?? ''}»`);
  });
}

/** An added stage that no other one starts or copies from, and that nobody builds. */
function idle({ after, facts }: CheckInput): readonly Breach[] {
  const targets = consumersOf(after, facts).flatMap(({ dockerfile, target }) =>
    dockerfile === facts.path && target !== null ? resolve(target, after, after.stages.length) : [],
  );
  const used = after.stages.flatMap((stage, index) => [
    parentStage(after, index),
    ...stage.steps.flatMap((step) => referencesOf(step, after).map((name) => resolve(name, after, index))),
  ]);
  return after.stages.flatMap(({ from }, index) =>
    index === after.stages.length - 1 || from.kind !== 'added' || used.includes(index) || targets.includes(index)
      ? []
      : [breach(`nobody builds or copies from «${textOf(from)}»`)],
  );
}

function isGlobal(instruction: Instruction, { globals }: Plan): boolean {
  return globals.some((step) => step.kind !== 'added' && step.of === instruction);
}

/** The stage, or one that it starts from, has the instruction whole, or all of its parts that are not dropped. */
function holds(plan: Plan, stage: number, instruction: Instruction, facts: Facts): boolean {
  const steps = lineage(plan, stage).filter((step) => step.kind !== 'added' && step.of === instruction);
  const isWhole = steps.some((step) => step.kind !== 'part' && (step.kind !== 'repeated' || step.groups === undefined));
  const dropped = plan.dropped.filter(({ of }) => of === instruction);
  if (isWhole || dropped.some(({ groups }) => groups === undefined)) return true;
  const there = new Set([...steps, ...dropped].flatMap((step) => ('groups' in step ? (step.groups ?? []) : [])));
  const everywhere = plan.stages.flatMap((_, index) => survey(plan, index, facts).items.map(({ step }) => step));
  return (
    steps.length > 0 &&
    everywhere.every(
      (step) => step.kind !== 'part' || step.of !== instruction || step.groups.every((group) => there.has(group)),
    )
  );
}

function lineage(plan: Plan, stage: number): readonly Step[] {
  const parent = parentStage(plan, stage);
  return [...(parent === null ? [] : lineage(plan, parent)), ...(plan.stages[stage]?.steps ?? [])];
}

function imageOf(plan: Plan, stage: number): string {
  const parent = parentStage(plan, stage);
  return parent === null ? (fromOf(plan, stage)?.image.text ?? '') : imageOf(plan, parent);
}

function breach(says: string): Breach {
  return { law: 'consumers', line: null, says };
}
