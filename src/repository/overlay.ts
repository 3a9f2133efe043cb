import type { Edit } from '../migration.ts';
import type { Repository } from './repository.ts';

/** The repository as it would be with the edits made; edited files count as tracked. */
export function withEdits(repository: Repository, edits: readonly Edit[]): Repository {
  const texts = new Map(edits.map((edit) => [edit.path, edit.after]));
  const added = [...texts.keys()].filter((path) => repository.presence(path) !== 'tracked');
  const files = added.length === 0 ? repository.files() : [...repository.files(), ...added].sort();
  return {
    ...repository,
    files: () => files,
    presence: (path) => (texts.has(path) ? 'tracked' : repository.presence(path)),
    kind: (path) => (texts.has(path) ? 'file' : repository.kind(path)),
    read: (path) => texts.get(path) ?? repository.read(path),
  };
}
