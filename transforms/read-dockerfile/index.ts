import { type Decision, decisionsOf, type Evidence } from '../../src/decision.ts';
import { disagreements } from '../../src/dockerfile/ast.ts';
import type { Facts } from '../../src/facts.ts';
import { fromOf, viewOf } from '../../src/facts.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { isDevelopmentDockerfile } from '../../src/repository/discover.ts';
import { skipComments } from '../../src/skip-comments.ts';
import type { Transform } from '../../src/transform.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('read-dockerfile', reasons);

/** Decides whether a file may be touched at all; it changes nothing itself. */
export const readDockerfile: Transform = {
  name: 'read-dockerfile',
  summary: 'leaves a file alone that is for development, for Windows, or not read the same way by two parsers',
  phase: 'read',
  safety: 'It changes nothing: it keeps the other transforms away from files that are not understood.',
  owns: [],
  reasons,
  run(plan, facts) {
    const refusal = refusalOf(plan, facts);
    return refusal ? { plan, decisions: [refusal], stop: true } : { plan, decisions: strayTexts(plan) };
  },
};

/** Start commands that older builders read as an array, and newer ones as a line for a shell. */
function strayTexts(plan: Plan): readonly Decision[] {
  return plan.document.instructions.flatMap((instruction) => {
    const view = viewOf({ kind: 'original', of: instruction }, plan.document);
    const stray = view.kind === 'cmd' || view.kind === 'entrypoint' ? view.stray : undefined;
    return stray === undefined ? [] : [decide('text-behind-array', { data: { text: stray }, at: [instruction.lines] })];
  });
}

function refusalOf(plan: Plan, facts: Facts): Decision | null {
  const skipped = skipComments(plan.document).find(({ names }) => names === null);
  if (skipped) return decide('skipped-by-comment', { at: [{ first: skipped.line, last: skipped.line }] });
  const [first] = disagreements(plan.document);
  if (first)
    return decide('parsers-disagree', {
      data: { how: `«${first.ours}» or «${first.theirs}»` },
      at: [{ first: first.line, last: first.line }],
    });
  const development = isDevelopmentDockerfile(facts.path) ?? devcontainer(facts);
  if (development)
    return decide('development-dockerfile', { data: { why: development.says }, evidence: [development] });
  if (isForWindows(plan)) return decide('windows-image');
  const onbuild = plan.document.instructions.find(({ keyword }) => keyword === 'ONBUILD');
  if (onbuild) return decide('image-for-other-images', { data: { text: onbuild.text.trim() }, at: [onbuild.lines] });
  for (const instruction of plan.document.instructions) {
    const view = viewOf({ kind: 'original', of: instruction }, plan.document);
    if (view.kind === 'unread')
      return decide('instruction-not-understood', { data: { why: view.because }, at: [instruction.lines] });
  }
  return null;
}

function devcontainer(facts: Facts): Evidence | null {
  const user = facts.consumers.find(
    (consumer) => consumer.kind === 'devcontainer' && consumer.dockerfile === facts.path,
  );
  return user ? { source: user.file, says: `${user.file} builds it` } : null;
}

function isForWindows(plan: Plan): boolean {
  if (plan.document.escape === '`') return true;
  const images = plan.stages.map((_, index) => fromOf(plan, index)?.image.text ?? '');
  return images.some((image) => /windows|nanoserver|servercore/i.test(image));
}
