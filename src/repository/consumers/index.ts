import type { Repository } from '../repository.ts';
import { readBakeConsumers } from './bake.ts';
import { readComposeConsumers } from './compose.ts';
import { readCiConsumers } from './continuous-integration.ts';
import { readDevcontainerConsumers } from './devcontainer.ts';
import { readFlyConsumers } from './fly.ts';
import { readProcfileConsumers } from './procfile.ts';
import { joinReadings, type Reading } from './reading.ts';
import { readScriptConsumers } from './scripts.ts';
import { readSkaffoldConsumers } from './skaffold.ts';

/**
 * Everybody in the repository who builds or runs its images. Read from the repository and not from the build context, which often hides these files.
 * A file that cannot be read is a problem and nothing else; never throws.
 */
export function readConsumers(repository: Repository): Reading {
  return joinReadings([
    readComposeConsumers(repository),
    readBakeConsumers(repository),
    readCiConsumers(repository),
    readDevcontainerConsumers(repository),
    readProcfileConsumers(repository),
    readSkaffoldConsumers(repository),
    readFlyConsumers(repository),
    readScriptConsumers(repository),
  ]);
}
