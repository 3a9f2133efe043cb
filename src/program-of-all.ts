import type { CommandReading } from './command-reading.ts';
import type { BuildReading } from './ecosystems/build-reading.ts';
import type { Known } from './ecosystems/known.ts';
import type { ProgramReading } from './ecosystems/program-reading.ts';
import type { Project } from './ecosystems/project.ts';
import type { StartReading } from './ecosystems/start-reading.ts';

/**
 * What all that starts in an image needs together: what one of them reads is read, and only what none reads stays behind. `files`: context paths
 * that their commands name.
 */
export function programOfAll(
  project: Project,
  starts: readonly [StartReading, ...StartReading[]],
  files: readonly string[],
  outputs: readonly BuildReading[],
  installs: readonly CommandReading[],
): Known<ProgramReading> {
  const programs: ProgramReading[] = [];
  for (const start of starts) {
    const program = project.program(start, outputs, installs);
    if (!program.known) return program;
    programs.push(program.value);
  }
  const [first, ...rest] = programs;
  if (first === undefined || (rest.length === 0 && files.length === 0))
    return project.program(starts[0], outputs, installs);
  const all = <T>(of: (program: ProgramReading) => readonly T[]): readonly T[] => programs.flatMap(of);
  const elsewhere = [...rest.flatMap((program) => program.reads.map(({ path }) => path)), ...files];
  const reads = [...all((program) => program.reads), ...files.map((path) => ({ path, evidence: [] }))];
  return {
    known: true,
    value: {
      reads: onePerPath(reads),
      notRead: first.notRead.filter(({ path }) => !elsewhere.some((other) => meet(path, other))),
      dynamicReads: all((program) => program.dynamicReads),
      optional: onePerPath(all((program) => program.optional)),
      writesOutside: onePerPath(all((program) => program.writesOutside)),
      runs: all((program) => program.runs),
      runsUnknown: all((program) => program.runsUnknown),
      systemFiles: all((program) => program.systemFiles ?? []),
      ports: [...new Set(all((program) => program.ports))],
      handlesSigterm: first.handlesSigterm,
    },
  };
}

function onePerPath<T extends { readonly path: string }>(entries: readonly T[]): readonly T[] {
  return entries.filter((entry, index) => entries.findIndex((other) => other.path === entry.path) === index);
}

/** One holds the other. */
function meet(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
