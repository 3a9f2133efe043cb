import type { Ecosystem } from './ecosystem.ts';
import { goEcosystem } from './go/index.ts';
import { nodeEcosystem } from './node/index.ts';
import { pythonEcosystem } from './python/index.ts';

/** Every ecosystem that the program knows, in the order in which they are asked about a command. Generated: npm run generate. */
export const ECOSYSTEMS: readonly Ecosystem[] = [nodeEcosystem, goEcosystem, pythonEcosystem];
