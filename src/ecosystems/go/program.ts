import { posix } from 'node:path';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../known.ts';
import type { ProgramRead, ProgramReading } from '../program-reading.ts';
import type { StartReading } from '../start-reading.ts';
import { dataOf, isOnlyCode } from './assets.ts';
import { argumentsOf, behindFolder, callOf } from './calls.ts';
import { OWN_PLACE, QUALIFIED, READS, WRITES } from './file-calls.ts';
import { cite, known } from './known.ts';
import type { Unit } from './modules.ts';
import { type ImagePlace, toContext } from './places.ts';
import type { GoFile, Sources } from './sources.ts';
import { startedBy } from './started.ts';
import { systemFilesOf } from './system-files.ts';
import type { Token } from './tokens.ts';

/** Endings that libraries put behind a configuration's name (viper: `SetConfigName("config")`). */
const CONFIGURATIONS = ['yaml', 'yml', 'json', 'toml', 'ini', 'env', 'hcl', 'properties', 'conf'];

/**
 * What a compiled program needs beside itself: files that string literals of its sources name, and, as soon as it reads one that no literal
 * names, every file of the project that could be data. Embedded files (`//go:embed`) are in it already.
 */
export function programOf(
  context: BuildContext,
  unit: Unit,
  sources: Sources,
  start: StartReading,
): Known<ProgramReading> {
  const place = start.kind === 'program' && start.at ? start.at : { workdir: '/', folder: '/' };
  const files = sources.all.filter((file) => !file.isLeftOut);
  const reads: ProgramRead[] = [];
  const dynamic: Evidence[] = [];
  for (const file of files) {
    for (const [at, token] of file.tokens.entries()) {
      if (token.kind === 'string' && !file.imports.includes(token.value))
        for (const literal of new Set([token.value, behindFolder(file.tokens, at) ?? '']))
          reads.push(...named(literal, file, context, unit.root, place));
      const call = token.kind === 'name' && isReadingCall(token.text) ? callOf(file.tokens, at) : null;
      if (call !== null && token.kind === 'name' && !isLiteral(token.text, call))
        dynamic.push(cite(context, file.path, `${token.text}(…)`));
      if (token.kind === 'name' && OWN_PLACE.test(token.text)) dynamic.push(cite(context, file.path, token.text));
    }
  }
  const loaded = start.kind === 'program' ? (start.alsoLoads ?? []) : [];
  const started = startedBy(files, { context, root: unit.root, place });
  const [first] = [...started.told, ...dynamic];
  const embedded = files.flatMap((file) => file.embeds.map((pattern) => posix.join(file.folder, pattern)));
  const data = first
    ? dataOf(context, unit.root, embedded, started.told.length > 0).map((path) => ({ path, evidence: [first] }))
    : [];
  const dotenv = dotenvOf(files, context, unit.root, place);
  const isThere = ({ path }: ProgramRead) => context.kind(path) !== null;
  return known({
    reads: onePerPath([
      ...reads,
      ...started.reads,
      ...loaded.map((path) => ({ path, evidence: [] })),
      ...data,
      ...dotenv.filter(isThere),
    ]),
    notRead: [],
    dynamicReads: [],
    optional: onePerPath(dotenv.filter((one) => !isThere(one))),
    writesOutside: writesOf(files, context, place),
    runs: started.runs,
    runsUnknown: started.runsUnknown,
    systemFiles: systemFilesOf(files, unit, context),
    ports: portsOf(files),
    handlesSigterm: files.some((file) => file.tokens.some((one) => one.kind === 'name' && /SIGTERM$/.test(one.text))),
  });
}

/**
 * Libraries that read the `.env` of the working directory without being told its name. Viper and cleanenv read the files that they are told,
 * envconfig and env none.
 */
const DOTENV = /\/(?:godotenv|gotenv|go-dotenv|dotenv)(?:\/|$)/;

/** The `.env` files that the program loads, whether they are there or a deployment adds them. */
function dotenvOf(
  files: readonly GoFile[],
  context: BuildContext,
  root: string,
  place: ImagePlace,
): readonly ProgramRead[] {
  return files.flatMap((file) => {
    const loader = file.imports.find((one) => DOTENV.test(one));
    const told = file.tokens.flatMap((token) =>
      token.kind === 'string' && /(?:^|\/)\.env(?:\.\w+)?$/.test(token.value) ? [token.value] : [],
    );
    const named = loader === undefined ? [] : [{ name: '.env', says: `import "${loader}"` }];
    return [...named, ...told.map((name) => ({ name, says: `"${name}"` }))].flatMap(({ name, says }) => {
      const path = toContext(name, place, root);
      return path === null ? [] : [{ path, evidence: [cite(context, file.path, says)] }];
    });
  });
}

/** Files and folders of the context that a literal names, or that it may begin the name of. */
function named(
  literal: string,
  file: GoFile,
  context: BuildContext,
  root: string,
  place: ImagePlace,
): readonly ProgramRead[] {
  if (literal.length === 0 || literal.length > 200 || /[\n\t<>"]/.test(literal)) return [];
  const plain = literal.replace(/^file:\/{2}/, '');
  const fixed = /^[^*?[{%$]*/.exec(plain)?.[0] ?? '';
  const whole = fixed === plain ? plain : fixed.replace(/[^/]*$/, '');
  if (/^[./]*$/.test(whole) || /^[a-z]+:\/\//.test(plain)) return [];
  const path = toContext(whole.replace(/(.)\/+$/, '$1'), place, root);
  if (path === null || path === root) return [];
  const evidence = [cite(context, file.path, `"${literal}"`)];
  const kind = context.kind(path);
  if (kind === 'directory') return isOnlyCode(context, path) ? [] : [{ path, evidence }];
  if (kind !== null) return path.endsWith('.go') ? [] : [{ path, evidence }];
  if (!/[./]/.test(whole) || !posix.extname(whole))
    return CONFIGURATIONS.map((ending) => `${path}.${ending}`).flatMap((one) =>
      context.kind(one) === null ? [] : [{ path: one, evidence }],
    );
  // A file that does not exist yet is made in a folder that has to be there.
  const parent = posix.dirname(path);
  const isThere = whole.includes('/') && parent !== '.' && parent !== root && context.kind(parent) === 'directory';
  return isThere && !isOnlyCode(context, parent) ? [{ path: parent, evidence }] : [];
}

function isReadingCall(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return READS.has(last) && name.includes('.') && (QUALIFIED.get(last)?.test(name) ?? true);
}

/** Arguments that name files, by the last name of the function; the first one where it is not listed. */
const PATHS: ReadonlyMap<string, 'all' | number> = new Map<string, 'all' | number>([
  ['ParseFiles', 'all'],
  ['LoadHTMLFiles', 'all'],
  ['LoadX509KeyPair', 'all'],
  ['Static', 1],
  ['StaticFile', 1],
  ['StaticFS', 1],
  ['ServeFile', 2],
  ['ListenAndServeTLS', 1],
]);

/** What names the files is a literal, or begins with one: that beginning says where it reads. */
function isLiteral(name: string, call: readonly Token[]): boolean {
  // Without a name it loads .env.
  if (name === 'godotenv.Load' && call.length === 0) return true;
  const which = PATHS.get(name.slice(name.lastIndexOf('.') + 1)) ?? 0;
  const all = argumentsOf(call);
  return which === 'all' ? all.every(beginsWithLiteral) : beginsWithLiteral(all[which] ?? []);
}

function beginsWithLiteral(argument: readonly Token[]): boolean {
  const [first, , third] = argument;
  const joins =
    first?.kind === 'name' && /^(?:filepath|path|fmt|http)\.(?:Join|Clean|FromSlash|Abs|Sprintf|Dir)$/.test(first.text);
  const token = joins ? third : first;
  return token?.kind === 'string' && !/^[./%]*$/.test(token.value) && !token.value.startsWith('%');
}

function writesOf(files: readonly GoFile[], context: BuildContext, place: ImagePlace): readonly ProgramRead[] {
  return files.flatMap((file) =>
    file.tokens.flatMap((token, at) => {
      if (token.kind !== 'name' || !WRITES.test(token.text)) return [];
      const [first] = callOf(file.tokens, at) ?? [];
      if (first?.kind !== 'string' || first.value === '') return [];
      return [
        {
          path: posix.resolve(place.workdir, first.value),
          evidence: [cite(context, file.path, `${token.text}("${first.value}")`)],
        },
      ];
    }),
  );
}

function portsOf(files: readonly GoFile[]): readonly number[] {
  const ports = files.flatMap((file) =>
    file.tokens.flatMap((token) => {
      const port = token.kind === 'string' ? /^(?:[\w.]*):(\d{2,5})$/.exec(token.value)?.[1] : undefined;
      return port === undefined ? [] : [Number(port)];
    }),
  );
  return [...new Set(ports)];
}

function onePerPath(reads: readonly ProgramRead[]): readonly ProgramRead[] {
  return reads.filter(({ path }, index) => reads.findIndex((other) => other.path === path) === index);
}
