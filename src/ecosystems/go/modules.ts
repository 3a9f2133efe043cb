import { posix } from 'node:path';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import { cite, isBelow, within } from './known.ts';
import { sourcesOf } from './sources.ts';

/** What a go.mod says. */
export interface Module {
  /** Context folder of the go.mod. */
  readonly folder: string;
  /** The module's own path. */
  readonly path: string;
  /** The minor version of its `go` directive (22 for `go 1.22.3`); null: there is none. */
  readonly goMinor: number | null;
  readonly requires: readonly string[];
  /** Folders that `replace` names, relative to the module as written. */
  readonly localReplaces: readonly string[];
}

/** Source: go.dev/ref/mod, «go.mod files». Null: it is not one. */
export function readModule(context: BuildContext, folder: string): Module | null {
  const text = context.read(posix.join(folder, 'go.mod'));
  if (text === null) return null;
  const lines = directives(text);
  const path = lines.find(({ verb }) => verb === 'module')?.rest;
  if (path === undefined) return null;
  const go = lines.find(({ verb }) => verb === 'go')?.rest ?? '';
  return {
    folder,
    path: unquoted(path),
    goMinor: /^1\.(\d+)/.exec(go)?.[1] === undefined ? null : Number(/^1\.(\d+)/.exec(go)?.[1]),
    requires: lines.flatMap(({ verb, rest }) => (verb === 'require' ? [unquoted(rest.split(/\s+/)[0] ?? '')] : [])),
    localReplaces: lines.flatMap(({ verb, rest }) => {
      const target = verb === 'replace' ? unquoted(/=>\s*(\S+)/.exec(rest)?.[1] ?? '') : '';
      return /^\.{0,2}\//.test(target) || target === '.' || target === '..' ? [target] : [];
    }),
  };
}

/** Each directive on a line of its own, blocks taken apart, comments left out. */
function directives(text: string): readonly { readonly verb: string; readonly rest: string }[] {
  const found: { verb: string; rest: string }[] = [];
  let block: string | null = null;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/\/\/.*$/, '').trim();
    if (line === '') continue;
    if (line === ')') block = null;
    else if (block !== null) found.push({ verb: block, rest: line });
    else {
      const [verb = '', ...words] = line.split(/\s+/);
      const rest = words.join(' ');
      if (rest === '(') block = verb;
      else if (verb.endsWith('(')) block = verb.slice(0, -1);
      else found.push({ verb, rest });
    }
  }
  return found;
}

function unquoted(text: string): string {
  return text.replace(/^["`]|["`]$/g, '');
}

/** The nearest folder upwards that holds a file of that name; null: none. */
export function nearest(context: BuildContext, folder: string, name: string): string | null {
  for (let at: string | null = folder; at !== null; at = at === '' ? null : parentOf(at)) {
    if (context.has(posix.join(at, name)) === 'yes') return at;
  }
  return null;
}

function parentOf(folder: string): string {
  const parent = posix.dirname(folder);
  return parent === '.' ? '' : parent;
}

/** Folders of the modules that a go.work names; null: it is not read. */
export function workspaceMembers(context: BuildContext, folder: string): readonly string[] | null {
  const text = context.read(posix.join(folder, 'go.work'));
  if (text === null) return null;
  const members = directives(text).flatMap(({ verb, rest }) =>
    verb === 'use' ? [within(folder, unquoted(rest))] : [],
  );
  return members.every((member) => member !== null) ? members.filter((member) => member !== null) : null;
}

/** A module with what its builds read of the context: the modules that it replaces others by, or that its workspace holds. */
export interface Unit {
  /** Where the project is rooted: the workspace's folder, or the module's. */
  readonly root: string;
  readonly module: Module;
  readonly workspace: boolean;
  /** All modules in play, the own one first. */
  readonly modules: readonly Module[];
  /** A folder that `replace` or `use` names and that the context does not have. */
  readonly missing: string | null;
  /** There is no go.mod: one of the files of a program that a build names one by one (`go build main.go`). */
  readonly looseFile?: string;
}

/** The unit that a folder belongs to; null: no go.mod above it, and no program that builds without one in it. */
export function unitAt(context: BuildContext, folder: string): Unit | null {
  const own = nearest(context, folder, 'go.mod');
  const work = nearest(context, folder, 'go.work');
  if (own === null && work === null) return looseUnit(context, folder);
  const members = work === null ? null : workspaceMembers(context, work);
  if (work !== null && members !== null && (own === null || isBelow(own, work))) {
    const first = members.find((member) => member === own) ?? members[0];
    const module = first === undefined ? null : readModule(context, first);
    if (module) return closed(context, work, module, true, members);
  }
  const module = own === null ? null : readModule(context, own);
  return module && closed(context, module.folder, module, false, []);
}

/** Folders with a program that imports the standard library alone: its files build without go.mod, by whatever version of Go (go.dev/cmd/go). */
export function looseFolders(context: BuildContext): readonly string[] {
  const folders = context
    .files()
    .filter((path) => path.endsWith('.go') && !/(?:^|\/)(?:vendor|testdata|node_modules|[_.][^/]*)\//.test(path))
    .map((path) => (posix.dirname(path) === '.' ? '' : posix.dirname(path)));
  return [...new Set(folders)].filter((folder) => unitAt(context, folder)?.looseFile !== undefined);
}

function looseUnit(context: BuildContext, folder: string): Unit | null {
  const files = sourcesOf(context, [folder]).inFolder(folder);
  const main = files.find(({ packageName }) => packageName === 'main');
  const isStandard = (path: string) => !/^[^/]*\./.test(path);
  if (main === undefined || !files.every(({ imports }) => imports.every(isStandard))) return null;
  const module = { folder, path: 'command-line-arguments', goMinor: null, requires: [], localReplaces: [] };
  return { root: folder, module, workspace: false, modules: [module], missing: null, looseFile: main.path };
}

/** What shows that the unit is there. */
export function evidenceOfUnit(context: BuildContext, { module, looseFile }: Unit): readonly Evidence[] {
  return looseFile === undefined
    ? [cite(context, posix.join(module.folder, 'go.mod'), `module ${module.path}`)]
    : [cite(context, looseFile, 'package main')];
}

function closed(
  context: BuildContext,
  root: string,
  module: Module,
  workspace: boolean,
  members: readonly string[],
): Unit {
  const modules = new Map<string, Module>([[module.folder, module]]);
  const open = [...members, ...targets(module)];
  let missing: string | null = null;
  for (let folder = open.shift(); folder !== undefined; folder = open.shift()) {
    if (folder === null) missing ??= 'a folder outside of the build context';
    if (folder === null || modules.has(folder)) continue;
    const other = readModule(context, folder);
    if (other === null) missing ??= folder;
    else {
      modules.set(folder, other);
      open.push(...(workspace ? targets(other) : []));
    }
  }
  return { root, module, workspace, modules: [...modules.values()], missing };
}

function targets(module: Module): (string | null)[] {
  return module.localReplaces.map((path) => (path.startsWith('/') ? null : within(module.folder, path)));
}
