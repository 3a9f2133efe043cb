import { type Decision, decisionsOf } from '../../src/decision.ts';
import type { Project } from '../../src/ecosystems/ecosystem.ts';
import type { Facts } from '../../src/facts.ts';
import type { IgnoreLine } from '../../src/plan/plan.ts';
import { discoverDockerfiles } from '../../src/repository/discover.ts';
import { reasons } from './reasons.ts';

const decide = decisionsOf('reorder-copy', reasons);

/** The ignore lines that keep a local dependency folder from overwriting the installed one; refused where somebody copies it on purpose. */
export function ignoreDependencies(
  project: Project,
  facts: Facts,
): { readonly lines: readonly IgnoreLine[] } | Decision {
  const open = project.dependencyFolders.filter((folder) => !facts.context.ignores(folder));
  const tracked = open.find((folder) => facts.context.files().some((file) => file.startsWith(`${folder}/`)));
  if (tracked !== undefined)
    return decide('context-brings-dependencies', { data: { where: `git (${tracked} is tracked)` } });
  if (open.length === 0) return { lines: [] };
  for (const path of discoverDockerfiles(facts.repository, facts.context.folder)) {
    const text = facts.repository.read(path) ?? '';
    const user = open.find((folder) =>
      new RegExp(`^\\s*(COPY|ADD)\\s+(?!--from)[^\\n]*\\b${folder.split('/').at(-1)}\\b`, 'im').test(text),
    );
    if (user !== undefined) return decide('context-brings-dependencies', { data: { where: path } });
  }
  return {
    lines: open.map((pattern) => ({ pattern, why: 'a local dependency folder must not overwrite the installed one' })),
  };
}
