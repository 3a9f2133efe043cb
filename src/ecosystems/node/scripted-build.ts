import { type Effect, effect, NOTHING, type ToolCall } from './build-effect.ts';
import { cite, within } from './cite.ts';
import { compilationOf } from './compilation.ts';
import { notKnown } from './known.ts';
import { isBuiltin, moduleAt, resolveImport } from './module-resolution.ts';
import { nearestManifest } from './package-json.ts';
import { resolvePlaces } from './places.ts';
import { scanSource } from './scan.ts';

/** Packages that a build script may load without writing or starting anything by itself. */
const HARMLESS = new Set([
  'chalk',
  'picocolors',
  'dotenv',
  'semver',
  'lodash',
  'yargs',
  'minimist',
  'ansi-colors',
  'kleur',
  'path',
  'glob',
  'globby',
  'fs-extra',
  'graceful-fs',
  'rimraf',
  'mkdirp',
  'del',
  'shelljs',
]);

/**
 * `node scripts/build.js`: the script and the local files that it loads are read. Known only when every write has a literal path,
 * nothing is started, and it loads no package that may write.
 */
export function scriptedBuild(call: ToolCall): Effect {
  const line = call.command.words.map((word) => word.text).join(' ');
  const unknown = (why: string): Effect => notKnown('build-output-unknown', { command: line, why }, []);
  const flag = call.args[0]?.text ?? '';
  if (flag === '-e' || flag === '--eval' || flag === '-p' || flag === '--print') return evaluated(call, line);
  if (flag === '-v' || flag === '--version') return NOTHING;
  const operand = call.args.find((word) => !word.text.startsWith('-'))?.value ?? null;
  const path = operand === null ? null : within(call.folder, operand);
  const compilation = compilationOf(call.context, nearestManifest(call.context, call.folder)?.folder ?? '', []);
  const written = path === null ? null : moduleAt(call.context, path);
  // `node dist/seed.js` behind the build: what it was compiled from is here.
  const entry = written ?? (path === null ? null : compilation.sourceOf(path));
  if (entry === null) return unknown('the script is not in the build context');
  // Of the folders that sources may be compiled from, the one that puts the script where it is started.
  const root = compilation.outputsOf(entry).indexOf(path ?? '');
  const outputs: string[] = [];
  const queue = [entry];
  const seen = new Set<string>();
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (seen.has(file) || !/\.[cm]?[jt]s$/.test(file)) continue;
    seen.add(file);
    const scan = scanSource(call.context.read(file) ?? '', file);
    if (scan === null || seen.size > 40) return unknown(`${file} cannot be read`);
    if (scan.dynamicImports.length > 0) return unknown(`${file} loads modules by a variable`);
    for (const imported of scan.imports) {
      const local = resolveImport(call.context, file, imported.specifier, written === null ? compilation.config : null);
      if (local !== null) queue.push(local);
      else if (!isBuiltin(imported.specifier) && !HARMLESS.has(imported.specifier))
        return unknown(`${file} loads ${imported.specifier}`);
    }
    for (const made of scan.calls) {
      if (made.kind === 'runs') return unknown(`${file}:${made.line} starts a program`);
      if (made.kind !== 'writes') continue;
      const runsAs = written !== null ? file : file === entry ? path : compilation.outputsOf(file)[root];
      const places =
        made.paths === null || runsAs == null ? null : resolvePlaces(made.paths, [runsAs], call.folder, 'as-node');
      if (places === null || places.some((place) => !place.exact || place.path === null || place.path === ''))
        return unknown(`${file}:${made.line} writes to a path that is not known`);
      outputs.push(...places.flatMap((place) => place.path ?? []));
    }
  }
  return effect([...new Set(outputs)], [cite(call.context, entry, 'writes only to literal paths')]);
}

/** `node -e "fs.rmSync('dist', …)"`. */
function evaluated(call: ToolCall, line: string): Effect {
  const text = call.args[1]?.value ?? null;
  const scan = text === null ? null : scanSource(text, `${call.folder === '' ? '' : `${call.folder}/`}eval.js`);
  if (scan === null || scan.dynamicImports.length > 0 || scan.calls.some((made) => made.kind === 'runs')) {
    return notKnown('build-output-unknown', { command: line, why: 'what it evaluates is not understood' }, []);
  }
  const outputs: string[] = [];
  for (const made of scan.calls) {
    if (made.kind !== 'writes') continue;
    const written =
      made.paths === null ? null : resolvePlaces(made.paths, [`${call.folder}/eval.js`], call.folder, 'as-node');
    if (written === null || written.some((place) => !place.exact || place.path === null || place.path === '')) {
      return notKnown('build-output-unknown', { command: line, why: 'it writes to a path that is not known' }, []);
    }
    outputs.push(...written.flatMap((place) => place.path ?? []));
  }
  if (scan.imports.some((imported) => !isBuiltin(imported.specifier) && !HARMLESS.has(imported.specifier))) {
    return notKnown('build-output-unknown', { command: line, why: 'what it evaluates loads a package' }, []);
  }
  return effect([...new Set(outputs)], []);
}
