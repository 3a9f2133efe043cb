import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';
import { isBelow, within } from './known.ts';
import type { Module, Unit } from './modules.ts';
import type { Sources } from './sources.ts';

/** A program that a build makes. */
export interface MainPackage {
  /** Context folder of its sources. */
  readonly folder: string;
  /** The name that `go build` and `go install` give to it. */
  readonly name: string;
}

/** The programs among what operands of `go build` name, seen from a context folder; null: one of them is not found. */
export function mainPackages(
  operands: readonly { readonly value: string | null; readonly text: string }[],
  folder: string,
  unit: Unit,
  sources: Sources,
  context: BuildContext,
): readonly MainPackage[] | null {
  const files = operands.filter(({ text }) => text.endsWith('.go'));
  if (files.length > 0) return files.length === operands.length ? ofFiles(files, folder, context) : null;
  const names = operands.length === 0 ? [{ value: '.', text: '.' }] : operands;
  const found: MainPackage[] = [];
  for (const { value } of names) {
    const folders = value === null ? null : foldersOf(value, folder, unit, sources);
    if (folders === null) return null;
    for (const one of folders) {
      const module = moduleOf(one, unit);
      if (module && isMain(one, sources)) found.push({ folder: one, name: nameOf(one, module) });
    }
  }
  return found;
}

/** `go build main.go util.go`: one program, named after the first file (go.dev/cmd/go). */
function ofFiles(
  files: readonly { readonly value: string | null; readonly text: string }[],
  folder: string,
  context: BuildContext,
): readonly MainPackage[] | null {
  const [first] = files;
  if (first === undefined) return null;
  const path = within(folder, posix.dirname(first.text));
  if (path === null) return null;
  const base = posix.basename(first.text);
  const file = posix.join(path, base);
  // Sources that git does not track may be made before they are compiled; one that is nowhere stops the build.
  const plain = context.has(file) === 'no' ? [] : [file];
  const matched = base.includes('*') ? context.matches(file) : plain;
  const name = matched === 'unknown' ? undefined : matched[0];
  return name === undefined || first.text.includes('$')
    ? null
    : [{ folder: path, name: posix.basename(name).replace(/\.go$/, '') }];
}

/** Context folders that a pattern names: `.`, `./cmd/x`, `./...`, or an import path of the module. Null: not of this project. */
function foldersOf(pattern: string, folder: string, unit: Unit, sources: Sources): readonly string[] | null {
  const deep = pattern === '...' || pattern.endsWith('/...');
  const plain = deep ? pattern.replace(/\/?\.\.\.$/, '') || '.' : pattern;
  const start = /^\.{1,2}(?:\/|$)/.test(plain) ? within(folder, plain) : byImportPath(plain, unit);
  if (start === null) return null;
  if (!deep) return sources.inFolder(start).length > 0 ? [start] : null;
  const own = moduleOf(start, unit);
  const folders = [...new Set(sources.all.map((file) => file.folder))];
  return folders.filter(
    (one) => isBelow(one, start) && moduleOf(one, unit) === own && sources.inFolder(one).length > 0,
  );
}

function byImportPath(path: string, unit: Unit): string | null {
  const module = unit.modules.find((one) => path === one.path || path.startsWith(`${one.path}/`));
  return module ? within(module.folder, `.${path.slice(module.path.length)}`) : null;
}

/** The module that a folder belongs to: the one whose go.mod is nearest. */
function moduleOf(folder: string, unit: Unit): Module | null {
  const holding = unit.modules.filter((module) => isBelow(folder, module.folder));
  return holding.toSorted((a, b) => b.folder.length - a.folder.length)[0] ?? null;
}

export function isMain(folder: string, sources: Sources): boolean {
  return sources.inFolder(folder).some((file) => file.packageName === 'main');
}

/** The last element of the import path; a major version (`/v2`) is none (go.dev/cmd/go, «Compile packages and dependencies»). */
function nameOf(folder: string, module: Module): string {
  if (folder !== module.folder) return posix.basename(folder);
  return lastElement(module.path);
}

/** The name of the program that an import path installs. */
export function lastElement(path: string): string {
  const elements = path.split('/');
  const last = elements.at(-1) ?? '';
  const isVersion = /^v\d+$/.test(last) && elements.length > 1;
  return (isVersion ? elements.at(-2) : last)?.replace(/\.v\d+$/, '') ?? last;
}
