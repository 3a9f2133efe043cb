import { posix } from 'node:path';
import { type Effect, effect, flagValue, hasFlag, NOTHING, operandsOf, type ToolCall } from './build-effect.ts';
import { cite, within } from './cite.ts';
import { configured, firstOf, jsonAt } from './config-literals.ts';
import { notKnown } from './known.ts';
import { objectOf, stringOf } from './package-json.ts';
import { readTsConfig } from './tsconfig.ts';

/** Compilers: their outputs come from their flags or from tsconfig.json. */
export const COMPILERS: Readonly<Record<string, (call: ToolCall) => Effect>> = {
  tsc: typescript,
  'vue-tsc': typescript,
  ttsc: typescript,
  tspc: typescript,
  nest,
  babel: (call) => eachFile(call, (_, to) => [to]),
  // Since @swc/cli 0.3 the folder of the sources comes along, unless --strip-leading-paths says otherwise (swc.rs/docs/usage/cli).
  swc: (call) => eachFile(call, (from, to) => [posix.join(to, posix.relative(call.folder || '.', from)), to]),
  esbuild: (call) => toFlag(call, ['--outdir'], ['--outfile']),
  sass: toOperand,
  'node-sass': (call) =>
    hasFlag(call.args, ['-o', '--output']) ? toFlag(call, ['-o', '--output'], []) : toOperand(call),
  lessc: toOperand,
  tailwindcss: (call) => toFlag(call, [], ['-o', '--output']),
  postcss: (call) => toFlag(call, ['-d', '--dir'], ['-o', '--output']),
  browserify: (call) => toFlag(call, [], ['-o', '--outfile']),
  uglifyjs: (call) => toFlag(call, [], ['-o', '--output']),
  terser: (call) => toFlag(call, [], ['-o', '--output']),
  coffee: (call) => toFlag(call, ['-o', '--output'], []),
  ncc: (call) => withDefault(call, ['-o', '--out'], 'dist'),
  tsup: (call) => configuredOr(call, ['-d', '--out-dir'], TSUP, ['outDir'], 'dist'),
  tsdown: (call) =>
    configuredOr(
      call,
      ['-d', '--out-dir'],
      ['tsdown.config.ts', 'tsdown.config.js', 'tsdown.config.mjs'],
      ['outDir'],
      'dist',
    ),
  microbundle: (call) => withDefault(call, ['-o', '--output'], 'dist'),
};

const TSUP = ['tsup.config.ts', 'tsup.config.js', 'tsup.config.mjs', 'tsup.config.cjs', 'tsup.config.json'];

/** Without `outDir`, `tsc` writes each `.js` beside its source. */
export function typescript(call: ToolCall): Effect {
  const { args, context, folder } = call;
  if (hasFlag(args, ['-w', '--watch'])) return unknownOutput(call, 'it watches');
  if (hasFlag(args, ['--noEmit']) || hasFlag(args, ['-v', '--version', '--showConfig', '--init'])) return NOTHING;
  const valued = [
    '-p',
    '--project',
    '--outDir',
    '--rootDir',
    '--module',
    '--target',
    '--outFile',
    '--declarationDir',
    '--tsBuildInfoFile',
    '-m',
    '-t',
    '--lib',
    '--jsx',
    '--moduleResolution',
  ];
  const operands = operandsOf(args, valued);
  const isBuild = hasFlag(args, ['-b', '--build']);
  const outDir = flagValue(args, ['--outDir', '--outdir']);
  if (outDir === 'unknown') return unknownOutput(call, 'its output folder holds a variable');
  const project = flagValue(args, ['-p', '--project']);
  if (project === 'unknown') return unknownOutput(call, 'its project holds a variable');
  if (operands.length > 0 && !isBuild) {
    const target = outDir === null ? null : within(folder, outDir);
    return target === null
      ? besideSources(call, call.command.words.map((word) => word.text).join(' '))
      : effect([target], []);
  }
  const projects = isBuild && operands.length > 0 ? operands.map((word) => word.value ?? '') : [project ?? '.'];
  const outputs: string[] = [];
  const evidence = [];
  for (const named of projects) {
    const result = outputsOfConfig(call, configPath(call, named), outDir, new Set());
    if (!result.known) return result;
    outputs.push(...result.value.outputs);
    evidence.push(...result.value.evidence);
  }
  return effect([...new Set(outputs)], evidence);

  function configPath(at: ToolCall, named: string): string | null {
    const path = within(folder, named);
    if (path === null) return null;
    return context.kind(path) === 'file'
      ? path
      : within(path, 'tsconfig.json') && (at.context.kind(path) !== null || path === '')
        ? within(path, 'tsconfig.json')
        : path;
  }
}

/**
 * What a configuration emits. Its build info (`*.tsbuildinfo`) is none of it: only the next compilation reads that, and where it lies
 * depends on the version and on `rootDir`, so that a stage must not count on it.
 */
function outputsOfConfig(call: ToolCall, path: string | null, outDirFlag: string | null, seen: Set<string>): Effect {
  const config = path === null ? null : readTsConfig(call.context, path);
  if (path === null || config === null) return unknownOutput(call, 'there is no tsconfig.json that can be read');
  if (seen.has(path)) return NOTHING;
  seen.add(path);
  const outputs: string[] = [];
  const evidence = [];
  for (const reference of config.references) {
    const at = call.context.kind(reference) === 'file' ? reference : `${reference}/tsconfig.json`;
    if (!hasFlag(call.args, ['-b', '--build'])) break;
    const inner = outputsOfConfig(call, at, outDirFlag, seen);
    if (!inner.known) return inner;
    outputs.push(...inner.value.outputs);
    evidence.push(...inner.value.evidence);
  }
  const outDir = outDirFlag === null ? config.outDir : within(call.folder, outDirFlag);
  if (config.files?.length === 0 && config.include === null) return effect(outputs, evidence);
  if (config.noEmit) return effect(outputs, [...evidence, cite(call.context, path, 'noEmit = true')]);
  if (outDir === null || outDir === config.folder) {
    if (config.outFile !== null)
      return effect([...outputs, config.outFile], [cite(call.context, path, `outFile = "${config.outFile}"`)]);
    if (config.unreadBase !== null && !config.unreadBase.startsWith('@tsconfig/')) {
      return unknownOutput(call, `${path} extends ${config.unreadBase}, which the build context does not have`);
    }
    return besideSources(call, `${path} sets no outDir`);
  }
  const target = config.declarationDir === null ? [outDir] : [outDir, config.declarationDir];
  return effect([...outputs, ...target], [...evidence, cite(call.context, path, `outDir = "${outDir}"`)]);
}

/** `nest build`: nest-cli.json names the configuration; assets and webpack's bundle land in the same output folder. */
function nest(call: ToolCall): Effect {
  if (operandsOf(call.args)[0]?.value !== 'build') return unknownOutput(call, 'it is not «nest build»');
  if (hasFlag(call.args, ['--watch', '-w'])) return unknownOutput(call, 'it watches');
  const cliPath = firstOf(call.context, call.folder, ['nest-cli.json', '.nest-cli.json', 'nest.json']);
  const cli = objectOf(jsonAt(call.context, cliPath)) ?? {};
  const options = objectOf(cli.compilerOptions) ?? {};
  if (cli.monorepo === true)
    return effect([posix.join(call.folder, 'dist')], [cite(call.context, cliPath ?? '', 'monorepo = true')]);
  const named = flagValue(call.args, ['-p', '--path']) ?? stringOf(options.tsConfigPath);
  const path =
    named !== null && named !== 'unknown'
      ? within(call.folder, named)
      : firstOf(call.context, call.folder, ['tsconfig.build.json', 'tsconfig.json']);
  const bundled = options.webpack === true || options.builder === 'webpack' || hasFlag(call.args, ['--webpack']);
  const result = outputsOfConfig({ ...call, args: [] }, path, null, new Set());
  if (!result.known && bundled)
    return effect([posix.join(call.folder, 'dist')], [cite(call.context, cliPath ?? '', 'webpack')]);
  return result;
}

function toFlag(call: ToolCall, folders: readonly string[], files: readonly string[]): Effect {
  const outputs: string[] = [];
  for (const [flags, isFile] of [
    [folders, false],
    [files, true],
  ] as const) {
    const value = flagValue(call.args, flags);
    if (value === null) continue;
    const path = value === 'unknown' ? null : within(call.folder, value);
    if (path === null || path === '') return unknownOutput(call, 'its output is not inside the project');
    outputs.push(isFile ? fileOrFolder(call, path) : path);
  }
  if (outputs.length === 0) return unknownOutput(call, 'no flag names its output');
  return effect(outputs, []);
}

/** `babel src --out-dir dist`: every file of one folder is compiled by itself. */
function eachFile(call: ToolCall, places: (from: string, to: string) => readonly string[]): Effect {
  const written = toFlag(call, ['-d', '--out-dir'], ['-o', '--out-file']);
  const [operand, ...others] = operandsOf(call.args, VALUED_BY_COMPILERS);
  const from = operand?.value == null ? null : within(call.folder, operand.value);
  const out = flagValue(call.args, ['-d', '--out-dir']);
  const to = out === null || out === 'unknown' ? null : within(call.folder, out);
  if (!written.known || from === null || to === null || others.length > 0 || call.context.kind(from) !== 'directory')
    return written;
  return effect(written.value.outputs, written.value.evidence, {
    compiles: places(from, to).map((place) => ({ from, to: place })),
    takes: hasFlag(call.args, ['-D', '--copy-files']) ? [from] : [],
  });
}

const VALUED_BY_COMPILERS = [
  '-d',
  '--out-dir',
  '-o',
  '--out-file',
  '-C',
  '--config',
  '--config-file',
  '--extensions',
  '-x',
  '--ignore',
  '--only',
  '--presets',
  '--plugins',
  '--root-mode',
  '--env-name',
  '--out-file-extension',
];

/** `sass in.scss out.css`, `sass src:dst`. A source map lies beside the file: of sass by default, of lessc and node-sass where they are asked for one. */
function toOperand(call: ToolCall): Effect {
  const operands = operandsOf(call.args, ['--load-path', '-I', '--style', '-s', '--include-path']);
  const pairs = operands.flatMap((word) =>
    word.value?.includes(':') ? [word.value.slice(word.value.indexOf(':') + 1)] : [],
  );
  const targets = pairs.length > 0 ? pairs : operands.length === 2 ? [operands[1]?.value ?? ''] : [];
  const outputs = targets.flatMap((target) => within(call.folder, target) ?? []);
  if (outputs.length === 0 || outputs.includes('')) return unknownOutput(call, 'no argument names its output');
  const byDefault = call.tool === 'sass' && !hasFlag(call.args, ['--no-source-map', '--embed-source-map']);
  const files =
    byDefault || call.args.some(({ text }) => text === '--source-map')
      ? outputs.filter((path) => path.endsWith('.css'))
      : [];
  return effect([...outputs, ...files.map((path) => `${path}.map`)], []);
}

/** A file in a folder that only builds make: source maps, chunks and what plugins copy lie beside it. */
export function fileOrFolder({ context, folder }: ToolCall, path: string): string {
  const parent = posix.dirname(path);
  return parent === '.' || parent === folder || context.kind(parent) !== null ? path : parent;
}

function withDefault(call: ToolCall, flags: readonly string[], byDefault: string): Effect {
  const value = flagValue(call.args, flags);
  const path = value === 'unknown' ? null : within(call.folder, value ?? byDefault);
  return path === null || path === ''
    ? unknownOutput(call, 'its output is not inside the project')
    : effect([path], []);
}

/** A flag, else a key of a configuration file, else the tool's documented default. */
export function configuredOr(
  call: ToolCall,
  flags: readonly string[],
  files: readonly string[],
  keys: readonly string[],
  byDefault: string,
  bakes: readonly string[] = [],
): Effect {
  const flag = flagValue(call.args, flags);
  if (flag !== null) {
    const path = flag === 'unknown' ? null : within(call.folder, flag);
    return path === null || path === ''
      ? unknownOutput(call, 'its output is not inside the project')
      : effect([path], [], { bakes });
  }
  const file = firstOf(call.context, call.folder, files);
  const said = file === null ? ({ kind: 'none' } as const) : configured(call.context, file, keys, call.folder);
  if (said.kind === 'unknown') return unknownOutput(call, `${file} computes ${keys.join('.')}`);
  if (said.kind === 'paths') {
    if (said.paths.includes('')) return unknownOutput(call, `${file} writes into the project's own folder`);
    return effect(said.paths, [cite(call.context, file ?? '', `${keys.join('.')} = "${said.paths.join('", "')}"`)], {
      bakes,
    });
  }
  return effect(
    [posix.join(call.folder, byDefault)],
    file === null ? [] : [cite(call.context, file, `${keys.join('.')} is not set`)],
    { bakes },
  );
}

export function unknownOutput(call: ToolCall, why: string): Effect {
  const line = call.command.words.map((word) => word.text).join(' ');
  return notKnown('build-output-unknown', { command: line, why }, []);
}

function besideSources(call: ToolCall, why: string): Effect {
  const line = call.command.words.map((word) => word.text).join(' ');
  return notKnown('build-writes-beside-sources', { command: line, why }, []);
}
