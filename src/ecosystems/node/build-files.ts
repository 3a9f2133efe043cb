import { posix } from 'node:path';
import { unknownOutput } from './build-compilers.ts';
import { type Effect, effect, hasFlag, NOTHING, operandsOf, type ToolCall } from './build-effect.ts';
import { cite, within } from './cite.ts';
import { notKnown } from './known.ts';

/** Small commands between the build tools of a script. */
export const FILE_COMMANDS: Readonly<Record<string, (call: ToolCall) => Effect>> = {
  cp: copied,
  ncp: copied,
  cpx: copied,
  cpx2: copied,
  cpr: copied,
  cpy: copied,
  copyfiles: copied,
  copyup: copied,
  mv: copied,
  move: copied,
  'move-file': copied,
  ln: copied,
  mkdir: made,
  mkdirp: made,
  'make-dir': made,
  touch: made,
  cd: () => NOTHING,
  shx: (call) => inner(call, 1),
  'tsc-alias': () => NOTHING,
  'resolve-tspaths': () => NOTHING,
  tscpaths: () => NOTHING,
  'tsc-multi': (call) => unknownOutput(call, 'no table knows it'),
  prisma,
  'patch-package': () => effect([], [], { writesDependencies: true }),
  ngcc: () => effect([], [], { writesDependencies: true }),
  tsoa: (call) => unknownOutput(call, 'its routes land among the sources'),
  ...Object.fromEntries(
    [
      'echo',
      'printf',
      'true',
      ':',
      'exit',
      'test',
      '[',
      'ls',
      'pwd',
      'cat',
      'sleep',
      'date',
      'set',
      'export',
      'rm',
      'rimraf',
      'rmdir',
      'del',
      'del-cli',
      'trash',
      'wait-on',
      'husky',
      'is-ci',
      'opencollective',
      'opencollective-postinstall',
      'simple-git-hooks',
      'lefthook',
      'check-node-version',
      'check-engine',
      'only-allow',
      'npx-only',
      'tslint',
      'stylelint',
      'knip',
      'depcheck',
      'publint',
      'attw',
      'svelte-check',
      'type-coverage',
      'size-limit',
      'bundlesize',
      'in-publish',
      'not-in-publish',
      'in-install',
      'not-in-install',
      'which',
      'env',
      'whoami',
      'uname',
      'chmod',
    ].map((tool) => [tool, () => NOTHING]),
  ),
  eslint: (call) => (hasFlag(call.args, ['--fix', '-o', '--output-file', '--cache']) ? besides(call) : NOTHING),
  prettier: (call) => (hasFlag(call.args, ['--write', '-w']) ? besides(call) : NOTHING),
  biome: (call) => (hasFlag(call.args, ['--write', '--apply', '--fix']) ? besides(call) : NOTHING),
  jest: (call) => effect(hasFlag(call.args, ['--coverage']) ? [posix.join(call.folder, 'coverage')] : [], []),
  mocha: () => NOTHING,
  vitest: (call) => effect(hasFlag(call.args, ['--coverage']) ? [posix.join(call.folder, 'coverage')] : [], []),
};

/** Prisma's client goes into node_modules, or where a generator's `output` says. */
function prisma(call: ToolCall): Effect {
  const verb = call.args[0]?.value ?? null;
  if (verb === 'format' || verb === 'validate' || verb === 'version' || verb === '-v') return NOTHING;
  if (verb !== 'generate') return unknownOutput(call, 'it is not «prisma generate»');
  const schema = prismaSchema(call);
  if (schema === null) return effect([], [], { writesDependencies: true });
  const text = call.context.read(schema) ?? '';
  const outputs: string[] = [];
  for (const block of text.matchAll(/generator\s+\w+\s*\{[^}]*\}/g)) {
    const output = /\boutput\s*=\s*"([^"]+)"/.exec(block[0])?.[1];
    if (output === undefined) continue;
    const path = output.startsWith('/')
      ? null
      : within(posix.dirname(schema) === '.' ? '' : posix.dirname(schema), output);
    if (path === null) return unknownOutput(call, `${schema} writes outside the project`);
    if (!path.includes('node_modules')) outputs.push(path);
  }
  return effect(outputs, [cite(call.context, schema, 'generator')], { writesDependencies: true });
}

/** The schema that `prisma generate` reads: `--schema`, `prisma.schema` of package.json, then its default places. */
export function prismaSchema(call: Pick<ToolCall, 'context' | 'folder' | 'args'>): string | null {
  const flagged = call.args.findIndex((word) => word.text === '--schema');
  const inline = call.args.find((word) => word.text.startsWith('--schema='))?.value?.slice('--schema='.length);
  const named = flagged >= 0 ? call.args[flagged + 1]?.value : inline;
  const own = /"prisma"\s*:\s*\{[^}]*"schema"\s*:\s*"([^"]+)"/.exec(
    call.context.read(posix.join(call.folder, 'package.json')) ?? '',
  )?.[1];
  for (const candidate of [named, own, 'prisma/schema.prisma', 'schema.prisma', 'prisma/schema', 'prisma']) {
    const path = candidate == null ? null : within(call.folder, candidate);
    if (path !== null && call.context.kind(path) !== null) return path;
  }
  return null;
}

/** The last operand is where the files go. */
function copied(call: ToolCall): Effect {
  const operands = operandsOf(call.args, ['-u', '--up', '-e', '--exclude', '-t', '--cwd']);
  const target = operands.at(-1);
  if (operands.length < 2 || target === undefined || target.value === null)
    return unknownOutput(call, 'where it copies to is not known');
  const path = within(call.folder, target.value);
  if (target.value.startsWith('/') || path === null) {
    return notKnown(
      'build-output-unknown',
      { command: lineOf(call), why: `${target.value} lies outside the project` },
      [],
    );
  }
  const named = operands.slice(0, -1).map((word) => posix.basename(word.value ?? word.text));
  if (path === '') {
    return named.some((name) => /[*?$]/.test(name))
      ? unknownOutput(call, 'it copies into the project’s own folder')
      : effect(
          named.map((name) => posix.join(call.folder, name)),
          [],
        );
  }
  return effect([path], []);
}

function made(call: ToolCall): Effect {
  const outputs: string[] = [];
  for (const word of operandsOf(call.args, ['-m', '--mode'])) {
    const path = word.value === null || word.value.startsWith('/') ? null : within(call.folder, word.value);
    if (path === null) return unknownOutput(call, `${word.text} lies outside the project`);
    if (path !== '') outputs.push(path);
  }
  return effect(outputs, []);
}

/** `shx cp a b` is `cp a b`. */
function inner(call: ToolCall, drop: number): Effect {
  const tool = call.args[drop - 1]?.value ?? '';
  const reading = FILE_COMMANDS[tool];
  return reading === undefined
    ? unknownOutput(call, 'no table knows it')
    : reading({ ...call, tool, args: call.args.slice(drop) });
}

function besides(call: ToolCall): Effect {
  return notKnown('build-writes-beside-sources', { command: lineOf(call), why: 'it rewrites sources' }, []);
}

function lineOf(call: ToolCall): string {
  return call.command.words.map((word) => word.text).join(' ');
}
