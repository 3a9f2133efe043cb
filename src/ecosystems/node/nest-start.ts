import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import type { StartFolder } from '../ecosystem.ts';
import type { CompiledStart } from '../start-reading.ts';
import { operandsOf } from './build-effect.ts';
import { cite, within } from './cite.ts';
import { compilationOf } from './compilation.ts';
import { firstOf, jsonAt } from './config-literals.ts';
import { readerOfVariables } from './direct-start.ts';
import { readManagerWords } from './npm-words.ts';
import { type Manifest, objectOf, readManifest, stringOf } from './package-json.ts';
import { commandOf, type LineWord, readLine, type SimpleCommand } from './script-line.ts';
import { readTsConfig } from './tsconfig.ts';
import { unwrap } from './unwrap.ts';

/**
 * Flags that `nest build` has as well, and those of them that take the next word (docs.nestjs.com/cli/usages). Those that name another configuration are
 * not among them: what it says is not followed.
 */
const FLAGS = ['-b', '--builder', '--tsc', '--webpack', '--webpackPath', '--type-check'];
const VALUED = ['-b', '--builder', '--webpackPath'];

/** How one package manager calls what lies in `node_modules/.bin`. */
const LOCAL: Readonly<Record<string, string>> = { npm: 'npx', yarn: 'yarn', pnpm: 'pnpm exec' };

interface NestCall {
  readonly manifest: Manifest;
  readonly manager: string;
  /** Every word behind `nest start`. */
  readonly flags: readonly string[];
}

/**
 * `nest start` is `nest build` with the same flags, and then `node` with the entry file in the same folder and environment (@nestjs/cli,
 * actions/start.action.js). Built beforehand, the package's own script that starts this file takes its place: the same package manager is process 1, so
 * that the container stops as it did. Null: it is no such start, or something stands beside it in the script, or no script starts what it builds.
 */
export function nestStart(
  words: readonly string[],
  { context, folder, contextFolder }: StartFolder,
): CompiledStart | null {
  if (folder === null || contextFolder === null) return null;
  const manifest = readManifest(context, posix.join(contextFolder, 'package.json'));
  const call = manifest === null ? null : nestCall(words, manifest);
  if (call === null) return null;
  const found = builtByNest(context, call.manifest, call.flags);
  if (found === null || readerOfVariables(context, contextFolder) !== null) return null;
  const { product, script } = found;
  const { scripts, path, dependencies } = call.manifest;
  const own = ['nest build', ...call.flags].join(' ');
  const isScript = scripts.get('build') === own && onlyCleans(call.manifest);
  return {
    build: isScript ? `${call.manager} run build` : `${LOCAL[call.manager]} ${own}`,
    program: posix.join(folder, posix.relative(contextFolder || '.', product)),
    words: [call.manager, 'run', script],
    asStarted: true,
    byDevelopment: !dependencies.has('@nestjs/cli'),
    evidence: [cite(context, path, `scripts.${script} = "${scripts.get(script)}"`)],
  };
}

/** What `nest build` makes with these flags, and the script of the package that only starts it; null: one of them is not known. */
export function builtByNest(
  context: BuildContext,
  manifest: Manifest,
  flags: readonly string[],
): { readonly product: string; readonly script: string } | null {
  const product = productOf(context, manifest, flags);
  const script = product === null ? null : scriptThatStarts(product, manifest);
  return product === null || script === null ? null : { product, script };
}

/** Whatever else runs around the script «build» did not run when the container started, and may fail. */
function onlyCleans({ scripts, dependencies, devDependencies }: Manifest): boolean {
  const before = scripts.get('prebuild');
  if (scripts.has('postbuild')) return false;
  if (before === undefined) return true;
  const tool = /^(?:npx )?(rimraf|del-cli|shx|rm)(?: rm)?(?: -rf)? (?:\.\/)?\w+\/?$/.exec(before)?.[1];
  return tool === 'rm' || (tool !== undefined && (dependencies.has(tool) || devDependencies.has(tool)));
}

/** The words as a plain `nest start`, by themselves or as the whole of a package script. */
function nestCall(words: readonly string[], manifest: Manifest): NestCall | null {
  if (!manifest.devDependencies.has('@nestjs/cli') && !manifest.dependencies.has('@nestjs/cli')) return null;
  const command = commandOf(words.map((word) => ({ text: word, value: word })));
  const manager = posix.basename(words[0] ?? '');
  if (!Object.hasOwn(LOCAL, manager)) return ofTool(command, 'npm', manifest);
  const { verb, operands, rest, flags } = readManagerWords(command.words);
  const name = verb === 'run' ? operands[0] : manager !== 'npm' || verb === 'start' ? verb : null;
  const line = name == null ? undefined : manifest.scripts.get(name);
  // yarn and pnpm run what lies in `node_modules/.bin`, where no script has the name.
  if (name == null || line === undefined)
    return ofTool(
      verb === 'nest' && manager !== 'npm' ? commandOf(command.words.slice(1)) : command,
      manager,
      manifest,
    );
  if (rest.length > 0 || flags.size > 0 || operands.length > (verb === 'run' ? 1 : 0)) return null;
  if (isSurrounded(name, manifest)) return null;
  const only = onlyCommand(line);
  return only === null ? null : ofTool(only, manager, manifest);
}

/** npm and yarn run `prestart` and `poststart` around `start`. */
function isSurrounded(name: string, { scripts }: Manifest): boolean {
  return scripts.has(`pre${name}`) || scripts.has(`post${name}`);
}

/** The one command of a script, with nothing but its words. */
function onlyCommand(line: string): SimpleCommand | null {
  const read = readLine(line);
  const [only, more] = read.kind === 'commands' ? read.commands : [];
  const isPlain = only !== undefined && more === undefined && only.assignments.length + only.redirections.length === 0;
  return isPlain && !line.includes('&') ? only : null;
}

function ofTool(command: SimpleCommand, manager: string, manifest: Manifest): NestCall | null {
  const { tool, args, packages } = unwrap(command);
  const [verb, ...others] = args;
  if (tool !== 'nest' || packages.length > 0 || !/^s(?:tart)?$/.test(verb?.value ?? '')) return null;
  const unread = others.some(({ text, value }) => value === null || !/^[\w@%+=:,./-]+$/.test(text) || isOdd(text));
  // An operand names one of several applications, whose settings lie elsewhere.
  if (unread || operandsOf(others, VALUED).length > 0) return null;
  return { manifest, manager, flags: others.map(({ text }: LineWord) => text) };
}

function isOdd(word: string): boolean {
  return word.startsWith('-') && !FLAGS.includes(word.replace(/=.*$/, ''));
}

/** The file that it builds and starts; null: not known. */
function productOf(context: BuildContext, manifest: Manifest, flags: readonly string[]): string | null {
  const { folder } = manifest;
  const settings =
    objectOf(jsonAt(context, firstOf(context, folder, ['nest-cli.json', '.nest-cli.json', 'nest.json']))) ?? {};
  const options = objectOf(settings.compilerOptions) ?? {};
  if (settings.monorepo === true || (stringOf(settings.exec) ?? 'node') !== 'node') return null;
  if (options.tsConfigPath !== undefined) return null;
  const config = firstOf(context, folder, ['tsconfig.build.json', 'tsconfig.json']);
  const outDir = (config === null ? null : readTsConfig(context, config)?.outDir) ?? within(folder, 'dist');
  const source = within(
    folder,
    `${stringOf(settings.sourceRoot) ?? 'src'}/${stringOf(settings.entryFile) ?? 'main'}.ts`,
  );
  if (outDir === null || source === null || context.kind(source) !== 'file') return null;
  const bundled = options.webpack === true || options.builder === 'webpack' || /webpack/.test(flags.join(' '));
  if (bundled) return posix.join(outDir, `${stringOf(settings.entryFile) ?? 'main'}.js`);
  return compilationOf(context, folder, []).outputsOf(source)[0] ?? null;
}

/** `start:prod`: the script that only starts the file. */
function scriptThatStarts(product: string, manifest: Manifest): string | null {
  for (const [name, line] of manifest.scripts) {
    const words = onlyCommand(line)?.words.map(({ value }) => value) ?? [];
    const operands = words.slice(1).filter((word) => word !== '--enable-source-maps');
    const file = operands.length === 1 && operands[0] != null ? within(manifest.folder, operands[0]) : null;
    const isStart = words[0] === 'node' && file !== null && (file === product || `${file}.js` === product);
    if (isStart && !isSurrounded(name, manifest)) return name;
  }
  return null;
}
