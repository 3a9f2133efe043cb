import type { Evidence } from '../../src/decision.ts';
import type { Facts } from '../../src/facts.ts';
import { joinPath } from '../../src/repository/repository-path.ts';

/** Names of files that usually hold secrets. Not their samples (`.env.example`). */
const SECRET =
  /^(?:\.env|\.env\.(?:local|production|development|test)(?:\.local)?|\.npmrc|\.netrc|\.pypirc|id_(?:rsa|ed25519)|credentials\.json|service-account\.json)$/;

/** Files of the context that the tracked .gitignore keeps out of git, by the names that secrets usually have. */
export function secretsOf(facts: Facts): readonly { readonly path: string; readonly evidence: Evidence }[] {
  const { folder } = facts.context;
  const file = joinPath(folder, '.gitignore') ?? '.gitignore';
  if (facts.repository.presence(file) !== 'tracked') return [];
  const lines = (facts.repository.read(file) ?? '').split(/\r?\n/).map((line) => line.trim());
  return lines.flatMap((line) => {
    const path = line.replace(/^\//, '');
    return SECRET.test(path) ? [{ path, evidence: { source: file, says: line } }] : [];
  });
}
