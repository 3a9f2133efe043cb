import { type Decision, type Reason, shown } from '../../src/decision.ts';
import { parseDockerfile } from '../../src/dockerfile/parse.ts';
import type { MigrateInput } from '../../src/migrate.ts';
import type { Edit, Migration } from '../../src/migration.ts';
import type { Transform } from '../../src/transform.ts';

const splitReasons: Readonly<Record<string, Reason>> = {
  'split-done': {
    verdict: 'changed',
    title: 'The file is split.',
    sentence: (data) => `${shown(data, 'what')} is installed in a stage of its own`,
    explanation: 'A stage of its own keeps compilers out.',
  },
  'split-unneeded': {
    verdict: 'unneeded',
    title: 'Nothing to split.',
    sentence: () => 'nothing is installed',
    explanation: 'One stage is enough.',
  },
};

const baseReasons: Readonly<Record<string, Reason>> = {
  'native-code': {
    verdict: 'declined',
    title: 'Native code keeps its C library.',
    sentence: (data) => `kept ${shown(data, 'image')}, because the lockfile holds native code`,
    advice: 'Use --base slim.',
    explanation: 'Compiled for glibc, it does not load on musl.',
  },
};

function transform(name: string, phase: Transform['phase'], reasons: Transform['reasons']): Transform {
  return {
    name,
    summary: `does ${name}`,
    phase,
    safety: `${name} keeps every command.`,
    reasons,
    owns: [],
    run: (plan) => ({ plan, decisions: [] }),
  };
}

/** Stand-ins, given out of order on purpose. */
export const TRANSFORMS: readonly Transform[] = [
  transform('swap-base-image', 'base', baseReasons),
  transform('split-stages', 'stages', splitReasons),
];

export const splitDone: Decision = {
  verdict: 'changed',
  transform: 'split-stages',
  code: 'split-done',
  data: { what: 'node_modules' },
  evidence: [{ source: 'package.json', says: 'scripts.build = "tsc"' }],
  at: [{ first: 4, last: 4 }],
};

export const nativeCode: Decision = {
  verdict: 'declined',
  transform: 'swap-base-image',
  code: 'native-code',
  data: { image: 'node:20' },
  evidence: [],
  at: [
    { first: 1, last: 1 },
    { first: 4, last: 6 },
  ],
};

export const splitUnneeded: Decision = { ...splitDone, verdict: 'unneeded', code: 'split-unneeded', at: [] };

/** A migration with these edits, and what was decided. */
export function migration(input: MigrateInput, edits: readonly Edit[], decisions: readonly Decision[] = []): Migration {
  return { path: input.dockerfile, status: edits.length > 0 ? 'changed' : 'unchanged', edits, decisions };
}

/** A stand-in for the library: the real parser's problems, and `:latest` becomes `:1` in every line. */
export function pins(input: MigrateInput): Migration {
  const parsed = parseDockerfile(input.source, input.dockerfile);
  if (parsed.kind === 'problem') {
    return { path: input.dockerfile, status: 'failed', edits: [], decisions: [], problem: parsed.problem };
  }
  const after = input.source.replaceAll(':latest', ':1');
  if (after === input.source) return migration(input, [], [splitUnneeded]);
  return migration(input, [{ path: input.dockerfile, before: input.source, after }], [splitDone, nativeCode]);
}
