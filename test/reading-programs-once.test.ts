import { describe, expect, it } from 'vitest';
import type { BuildReading } from '../src/ecosystems/build-reading.ts';
import type { Project } from '../src/ecosystems/project.ts';
import type { StartReading } from '../src/ecosystems/start-reading.ts';
import { readingProgramsOnce } from '../src/reading-programs-once.ts';

const start = (entry: string): StartReading => ({
  kind: 'program',
  entry,
  tools: [],
  packages: [],
  readsManifest: false,
  evidence: [],
});
const build = (output: string): BuildReading => ({
  outputs: [output],
  writesDependencies: false,
  bakes: [],
  evidence: [],
});

describe('a project that reads its programs once', () => {
  it('reads one for each start and its builds', () => {
    const asked: string[] = [];
    const project = {
      root: 'api',
      program: (of: StartReading, builds: readonly BuildReading[]) => {
        asked.push(`${of.kind === 'program' ? of.entry : ''} ${builds.flatMap(({ outputs }) => outputs)}`);
        return { known: false, because: `reading ${asked.length}` };
      },
    } as unknown as Project;
    const once = readingProgramsOnce(project);
    const first = once.program(start('a.js'), [build('dist')]);
    expect(once.program(start('a.js'), [build('dist')])).toBe(first);
    once.program(start('b.js'), [build('dist')]);
    once.program(start('b.js'), [build('out')]);
    expect(asked).toEqual(['a.js dist', 'b.js dist', 'b.js out']);
    expect(once.root).toBe('api');
  });
});
