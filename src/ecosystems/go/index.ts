import type { Ecosystem } from '../ecosystem.ts';
import { readGoCommand } from './commands.ts';
import { compiledStart } from './compiled-start.ts';
import { detectProjects } from './detect.ts';
import { gopathOfOld } from './gopath.ts';
import { ADVICE, REASONS } from './reasons.ts';

/** Go modules and workspaces: what is built runs, alone. */
export const goEcosystem: Ecosystem = {
  name: 'go',
  reasons: REASONS,
  advice: ADVICE,
  installVariables: [],
  detect: detectProjects,
  withoutManifest: gopathOfOld,
  readCommand: readGoCommand,
  compiledStart,
};
