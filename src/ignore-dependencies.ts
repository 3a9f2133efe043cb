import { parseDockerfile } from './dockerfile/parse.ts';
import { dockerfilesOfContext } from './dockerfiles-of-context.ts';
import type { Project } from './ecosystems/project.ts';
import { type Facts, survey } from './facts.ts';
import { isWithin } from './filesystem/path.ts';
import type { IgnoreLine } from './plan/plan.ts';
import { planOf } from './plan/plan-of.ts';

/** The ignore lines that keep a local dependency folder from overwriting the installed one; refused where somebody copies it on purpose. */
export function ignoreDependencies(
  project: Project,
  facts: Facts,
): { readonly lines: readonly IgnoreLine[] } | { readonly usedBy: string } {
  const open = project.dependencyFolders.filter((folder) => !isHidden(folder, facts));
  const tracked = open.find((folder) => facts.context.files().some((file) => file.startsWith(`${folder}/`)));
  if (tracked !== undefined) return { usedBy: `git (${tracked} is tracked)` };
  if (open.length === 0) return { lines: [] };
  for (const path of dockerfilesOfContext(facts)) {
    const text = facts.repository.read(path) ?? '';
    const user = open.find((folder) =>
      new RegExp(`^\\s*(COPY|ADD)\\s+(?!--from)[^\\n]*\\b${folder.split('/').at(-1)}\\b`, 'im').test(text),
    );
    if (user !== undefined || (path !== facts.path && takesDependencies(text, path, open, facts)))
      return { usedBy: path };
  }
  const patterns = open.length > 1 ? open.slice(0, 1).map((folder) => `**/${folder.split('/').at(-1)}`) : open;
  return {
    lines: patterns.map((pattern) => ({
      pattern,
      why: 'a local dependency folder must not overwrite the installed one',
    })),
  };
}

/** `node_modules`, or all that lies in it: `node_modules/*`. */
function isHidden(folder: string, { context }: Facts): boolean {
  const inside = ['package', '@scope', '.bin', '.package-lock.json'];
  return context.ignores(folder) || inside.every((name) => context.ignores(`${folder}/${name}`));
}

/**
 * `COPY . .` without an install: such a file starts with the dependencies that lie in the working copy. It may build from another context; that
 * only makes the answer more careful.
 */
function takesDependencies(source: string, path: string, folders: readonly string[], facts: Facts): boolean {
  const parsed = parseDockerfile(source, path);
  if (parsed.kind === 'problem') return false;
  const plan = planOf(parsed.document);
  return plan.stages.some((_, stage) => {
    const { items } = survey(plan, stage, { ...facts, document: parsed.document, path });
    const copies = items.some((item) =>
      item.entries?.some(
        (entry) => entry.kind === 'folder' && folders.some((folder) => isWithin(`/${folder}`, `/${entry.source}`)),
      ),
    );
    const installs = items.some(
      (item) =>
        item.script?.kind === 'not-understood' ||
        item.readings.some(({ role }) => role === 'install-dependencies' || role === 'unknown'),
    );
    return copies && !installs;
  });
}
