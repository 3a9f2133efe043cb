import type { MigrateInput } from '../migrate.ts';
import type { Migration } from '../migration.ts';
import type { Repository } from '../repository/repository.ts';
import type { Transform } from '../transform.ts';

/** What the command line drives: the library, or a stand-in in tests. */
export interface Engine {
  readonly run: (input: MigrateInput) => Migration;
  readonly transforms: readonly Transform[];
  readonly openRepository: (start: string) => Repository;
  /** Repository paths of the Dockerfiles at or below a folder of the repository. */
  readonly discoverDockerfiles: (repository: Repository, folder: string) => readonly string[];
  /** The script of a thread that looks at files as this engine does; absent: everything is done in one thread. */
  readonly worker?: URL;
}
