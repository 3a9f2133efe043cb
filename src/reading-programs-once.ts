import type { Known } from './ecosystems/known.ts';
import type { ProgramReading } from './ecosystems/program-reading.ts';
import type { Project } from './ecosystems/project.ts';

/**
 * The project, which reads each of its programs once: every rung of the ladder, every transform and every law asks for the same ones again, and reading one
 * is following the imports of its sources.
 */
export function readingProgramsOnce(project: Project): Project {
  const programs = new Map<string, Known<ProgramReading>>();
  return {
    ...project,
    program: (start, builds, installs = []) => {
      // All are plain data.
      const key = JSON.stringify([start, builds, installs.map(({ detail }) => detail)]);
      const program = programs.get(key) ?? project.program(start, builds, installs);
      programs.set(key, program);
      return program;
    },
  };
}
