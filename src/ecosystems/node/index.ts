import type { Ecosystem } from '../ecosystem.ts';
import { withOwnCaches } from './caches.ts';
import { readNodeCommand } from './commands.ts';
import { detectProjects } from './detect.ts';
import { nestStart } from './nest-start.ts';
import { ADVICE, REASONS } from './reasons.ts';

/** Node.js projects of npm, yarn, pnpm and bun. */
export const nodeEcosystem: Ecosystem = {
  name: 'node',
  reasons: REASONS,
  advice: ADVICE,
  installVariables: [
    'NODE_ENV',
    'NPM_CONFIG_PRODUCTION',
    'npm_config_production',
    'NPM_CONFIG_OMIT',
    'npm_config_omit',
    'NPM_CONFIG_ONLY',
    'npm_config_only',
    'NPM_CONFIG_INCLUDE',
    'npm_config_include',
  ],
  detect: detectProjects,
  readCommand: (command, place) => {
    const reading = readNodeCommand(command, place);
    return reading && withOwnCaches(reading, place);
  },
  compiledStart: nestStart,
};
