import type { Facts } from './facts.ts';
import type { Edit } from './migration.ts';
import type { Plan } from './plan/plan.ts';

/** The ignore file of the build context with the lines that the plan asks for, or null when it asks for none that are missing. */
export function ignoreFileEdit(plan: Plan, facts: Facts): Edit | null {
  const missing = plan.ignore.filter((line) => !facts.context.ignores(line.pattern));
  if (missing.length === 0 || facts.context.state !== 'known') return null;
  const { folder, ignoreFile } = facts.context;
  const path = ignoreFile ?? (folder === '' ? '.dockerignore' : `${folder}/.dockerignore`);
  const before = ignoreFile === null ? '' : (facts.repository.read(ignoreFile) ?? '');
  const newline = before.includes('\r\n') ? '\r\n' : '\n';
  const separator = before === '' || before.endsWith('\n') ? '' : newline;
  const after = before + separator + missing.map((line) => line.pattern + newline).join('');
  return { path, before, after };
}
