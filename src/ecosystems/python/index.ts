import type { Ecosystem } from '../ecosystem.ts';
import { readPythonCommand } from './commands.ts';
import { detectProjects } from './detect.ts';
import { ADVICE, REASONS } from './reasons.ts';

/** Python projects: pip, poetry, pipenv, uv and pdm on the official images; conda and the distribution's own Python are recognised and left alone. */
export const pythonEcosystem: Ecosystem = {
  name: 'python',
  reasons: REASONS,
  advice: ADVICE,
  installVariables: ['POETRY_WITHOUT', 'POETRY_WITH', 'UV_NO_DEV', 'PIPENV_DEV'],
  detect: detectProjects,
  readCommand: readPythonCommand,
};
