import type { Role } from '../../src/command-reading.ts';
import { type Facts, type Item, parentStage, survey } from '../../src/facts.ts';
import { fileNaming, manifestNaming } from '../../src/git-history.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { requirementsOf } from '../../src/requirements.ts';
import { type FolderCopy, takersOf } from './whole-copies.ts';

/** Roles of commands that certainly do not look at the repository's history. */
const BLIND: readonly Role[] = [
  'system-packages',
  'install-dependencies',
  'install-tool',
  'prune',
  'user',
  'file-setup',
  'cleanup',
  'nothing',
];

/** Who may read `.git` in an image that has it; null: certainly nobody. */
export function gitReader(plan: Plan, copies: readonly FolderCopy[], facts: Facts): string | null {
  const takers = takersOf('.git', copies);
  const stages = new Set(takers.map(({ stage }) => stage));
  for (let stage = 0; stage < plan.stages.length; stage += 1) {
    let holds = false;
    for (let at: number | null = stage; at !== null; at = parentStage(plan, at)) holds ||= stages.has(at);
    const unread = survey(plan, stage, facts).items.find((item) => holds && mayRead(item, facts));
    if (unread) return unread.step.kind === 'added' ? `«${unread.step.text}»` : `line ${unread.step.of.lines.first}`;
  }
  const needs = requirementsOf(plan, facts);
  if ('unknown' in needs) return 'the program';
  const { program, programs, project } = needs;
  const named = manifestNaming(project, facts) ?? fileNaming(facts);
  if (named !== null) return named;
  const [unknown] = [...program.runsUnknown, ...program.dynamicReads];
  if (unknown) return unknown.source;
  return programs.find((need) => need.program === 'git')?.where ?? null;
}

function mayRead(item: Item, facts: Facts): boolean {
  if (item.script?.kind === 'not-understood') return true;
  return item.readings.some(({ role, detail, command }) => {
    if (!BLIND.includes(role)) return true;
    // Installing git reads no history.
    if (role !== 'system-packages' && command.words.some(({ text }) => /\bgit\b/.test(text))) return true;
    if (role !== 'install-dependencies') return false;
    // Scripts that an install runs may ask for the commit, or set up hooks.
    const project = detail.kind === 'install' ? facts.projects.find(({ root }) => root === detail.project) : undefined;
    return detail.kind !== 'install' || !(detail.ignoresScripts || project?.installReads.known === true);
  });
}
