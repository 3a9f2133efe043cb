import type { Node } from '@babel/types';
import type { FileNames } from './bindings.ts';
import type { StaticPath } from './path-parts.ts';
import { readLine } from './script-line.ts';
import { type Bindings, pathsOf } from './static-path.ts';
import { calledBy } from './syntax.ts';

/** What a call that the tables know does. `paths: null`: its path is not known. */
export type CallReading =
  | { readonly kind: 'reads'; readonly paths: readonly StaticPath[] | null; readonly as?: ReadAs }
  | { readonly kind: 'writes'; readonly paths: readonly StaticPath[] | null }
  | { readonly kind: 'runs'; readonly programs: readonly string[] | null }
  | { readonly kind: 'sets'; readonly setting: string }
  | { readonly kind: 'loads-environment'; readonly paths: readonly StaticPath[] | null; readonly byDefault: boolean }
  | { readonly kind: 'listen'; readonly ports: readonly number[] }
  | { readonly kind: 'signal' };

/** What a call takes a path for; absent: it asks, or takes both. */
export type ReadAs = 'file' | 'folder';

const FILE_SYSTEMS = new Set(['fs', 'fs/promises', 'fs-extra', 'graceful-fs', 'mz/fs', 'fs-jetpack', 'jsonfile']);

const READING = new Set([
  'readFile',
  'createReadStream',
  'readdir',
  'opendir',
  'stat',
  'lstat',
  'access',
  'exists',
  'open',
  'watch',
  'watchFile',
  'realpath',
  'readJson',
  'readJSON',
  'pathExists',
  'copyFile',
  'copy',
  'cp',
  'readlink',
  'glob',
]);

const OF_FOLDERS = new Set(['readdir', 'opendir']);

const OF_FILES = new Set(['readFile', 'createReadStream', 'readJson', 'readJSON', 'copyFile']);

const WRITING = new Set([
  'writeFile',
  'appendFile',
  'createWriteStream',
  'mkdir',
  'rm',
  'rmdir',
  'unlink',
  'rename',
  'outputFile',
  'outputJson',
  'outputJSON',
  'writeJson',
  'writeJSON',
  'ensureDir',
  'ensureFile',
  'emptyDir',
  'mkdirp',
  'mkdirs',
  'remove',
  'truncate',
  'chmod',
  'symlink',
  'utimes',
]);

const PROCESSES = new Set(['exec', 'execSync', 'spawn', 'spawnSync', 'execFile', 'execFileSync']);

/** What a call or a `new` does, or null when no table knows it. */
export function callOf(
  node: Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' | 'NewExpression' }>,
  names: FileNames,
  bindings: Bindings,
): CallReading | null {
  const target = targetOf(calledBy(node.callee), names);
  const first = node.arguments[0];
  const paths = (argument: Node | undefined): readonly StaticPath[] | null =>
    argument === undefined ? null : pathsOf(argument, bindings);
  if (node.type === 'NewExpression') {
    return target.module === 'worker_threads' && target.member === 'Worker'
      ? { kind: 'reads', paths: paths(first) }
      : null;
  }
  const method = target.member.replace(/^.*\./, '');
  const verb = method.replace(/Sync$/, '');
  if (target.module !== null && FILE_SYSTEMS.has(target.module)) {
    if (READING.has(verb)) return { kind: 'reads', paths: paths(first), ...readAs(verb) };
    return WRITING.has(verb) ? { kind: 'writes', paths: paths(first) } : null;
  }
  if (target.module === 'child_process') {
    if (method === 'fork') return { kind: 'reads', paths: paths(first) };
    return PROCESSES.has(method)
      ? { kind: 'runs', programs: programsOf(paths(first), method.startsWith('exec') && !method.includes('File')) }
      : null;
  }
  if (target.module === 'cross-spawn' || target.module === 'execa') {
    if (method === 'node' || method === 'execaNode') return { kind: 'reads', paths: paths(first) };
    return { kind: 'runs', programs: programsOf(paths(first), /command/i.test(method)) };
  }
  if (target.module === 'shelljs' && method === 'exec')
    return { kind: 'runs', programs: programsOf(paths(first), true) };
  if (target.module === 'dotenv' || target.module === 'dotenv-safe' || target.module === 'dotenv-flow') {
    if (method !== 'config') return null;
    const path = propertyOf(first, 'path');
    return { kind: 'loads-environment', paths: path === null ? null : paths(path), byDefault: path === null };
  }
  if (target.module === 'process' || target.object === 'process') {
    return /^(?:on|once|addListener|prependListener)$/.test(method) ? { kind: 'signal' } : null;
  }
  const isStatic =
    (target.module === 'express' && method === 'static') ||
    (/^(?:serve-static|koa-static|ecstatic|serve-index|express-static-gzip)$/.test(target.module ?? '') &&
      /^(?:default|\*)$/.test(target.member));
  if (isStatic) return { kind: 'reads', paths: paths(first), as: 'folder' };
  return ofAnyObject(method, target.object, node.arguments, paths, names);
}

function readAs(verb: string): { readonly as?: ReadAs } {
  if (OF_FOLDERS.has(verb)) return { as: 'folder' };
  return OF_FILES.has(verb) ? { as: 'file' } : {};
}

/** Methods that are told by their name alone. */
function ofAnyObject(
  method: string,
  object: string | null,
  args: readonly Node[],
  paths: (node: Node | undefined) => readonly StaticPath[] | null,
  names: FileNames,
): CallReading | null {
  const first = args[0];
  const isResponse = /^(?:res|response|reply|ctx)$/.test(object ?? '');
  if (/^send[fF]ile$/.test(method) || (method === 'download' && isResponse)) {
    const root = propertyOf(args[1], 'root');
    return { kind: 'reads', paths: paths(root ?? first) };
  }
  if (method === 'set' && first?.type === 'StringLiteral' && /^view(?:s| engine)$/.test(first.value)) {
    return { kind: 'sets', setting: first.value };
  }
  if (method === 'listen') {
    const port = first === undefined ? null : (propertyOf(first, 'port') ?? first);
    return { kind: 'listen', ports: port === null ? [] : numbersOf(port, names) };
  }
  return method === 'enableShutdownHooks' ? { kind: 'signal' } : null;
}

interface Target {
  readonly module: string | null;
  /** `*`, `default`, `readFile`, `promises.readFile`. */
  readonly member: string;
  /** The name of the object of a method call. */
  readonly object: string | null;
}

function targetOf(callee: Node, names: FileNames, depth = 0): Target {
  const none: Target = { module: null, member: '', object: null };
  if (depth > 6) return none;
  if (callee.type === 'Identifier') {
    const from = names.imported.get(callee.name);
    if (from !== undefined) return { ...from, object: null };
    const bound = names.constants.get(callee.name);
    if (bound?.type === 'CallExpression' && bound.arguments[0] !== undefined && isPromisify(calledBy(bound.callee))) {
      return targetOf(bound.arguments[0], names, depth + 1);
    }
    return {
      module: callee.name === 'fs' ? 'fs' : null,
      member: callee.name === 'fs' ? '*' : callee.name,
      object: null,
    };
  }
  if (callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression') {
    if (callee.property.type !== 'Identifier' || callee.computed) return none;
    const inner = targetOf(callee.object, names, depth + 1);
    const object = callee.object.type === 'Identifier' ? callee.object.name : null;
    if (inner.module === null) return { module: null, member: callee.property.name, object };
    const member = /^(?:\*|default)$/.test(inner.member)
      ? callee.property.name
      : `${inner.member}.${callee.property.name}`;
    return { module: inner.module, member, object };
  }
  if (callee.type === 'CallExpression' && callee.callee.type === 'Identifier' && callee.callee.name === 'require') {
    const source = callee.arguments[0];
    if (source?.type === 'StringLiteral')
      return { module: source.value.replace(/^node:/, ''), member: '*', object: null };
  }
  return none;
}

function isPromisify(callee: Node): boolean {
  if (callee.type === 'Identifier') return /promisify/i.test(callee.name);
  return (
    callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === 'promisify'
  );
}

/** Programs that a command line names; `isLine`: a shell reads it. Null: not known. */
function programsOf(paths: readonly StaticPath[] | null, isLine: boolean): readonly string[] | null {
  if (paths === null || paths.some((path) => path.base !== 'text')) return null;
  const programs: string[] = [];
  for (const path of paths) {
    if (!isLine) {
      if (!path.exact) return null;
      programs.push(path.path);
      continue;
    }
    const line = readLine(path.path);
    if (line.kind === 'not-understood' || line.commands.length === 0) {
      const head = /^\s*([\w./-]+)\s/.exec(path.path)?.[1];
      if (head === undefined) return null;
      programs.push(head);
      continue;
    }
    for (const command of line.commands) {
      if (command.name === null || (!path.exact && !/^\s*\S+\s/.test(path.path))) return null;
      programs.push(command.name);
    }
  }
  return programs;
}

function propertyOf(node: Node | undefined, name: string): Node | null {
  if (node?.type !== 'ObjectExpression') return null;
  for (const property of node.properties) {
    if (property.type === 'ObjectProperty' && property.key.type === 'Identifier' && property.key.name === name)
      return property.value;
  }
  return null;
}

function numbersOf(node: Node, names: FileNames, depth = 0): readonly number[] {
  if (depth > 6) return [];
  const of = (inner: Node): readonly number[] => numbersOf(inner, names, depth + 1);
  switch (node.type) {
    case 'NumericLiteral':
      return [node.value];
    case 'StringLiteral':
      return /^\d+$/.test(node.value) ? [Number(node.value)] : [];
    case 'LogicalExpression':
      return [...of(node.left), ...of(node.right)];
    case 'ConditionalExpression':
      return [...of(node.consequent), ...of(node.alternate)];
    case 'CallExpression':
      return node.arguments.flatMap(of);
    case 'Identifier': {
      const bound = names.constants.get(node.name);
      return bound === undefined ? [] : of(bound);
    }
    default:
      return [];
  }
}
