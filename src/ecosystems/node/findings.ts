import { posix } from 'node:path';
import picomatch from 'picomatch';
import type { SystemFile } from '../../base-images/base-image.ts';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import { systemFileAt } from '../../system-packages/system-files.ts';
import type { ProgramRead } from '../program-reading.ts';
import { isBelow, within } from './cite.ts';
import type { StaticPath } from './path-parts.ts';
import { pathLike, resolvePlaces } from './places.ts';
import type { ReadAs } from './scan-calls.ts';

/** Evidence by what it shows. */
export type Shown = Map<string, Evidence[]>;

/** What the sources of one program show, while they are read. */
export interface Findings {
  readonly context: BuildContext;
  readonly root: string;
  /** Context paths that builds write: they are carried over anyway. */
  readonly outputs: readonly string[];
  readonly reads: Shown;
  /** Paths inside of what builds write. */
  readonly built: Shown;
  readonly optional: Shown;
  /** What calls take optional paths for. */
  readonly optionalAs: Map<string, ReadAs>;
  readonly writesOutside: Shown;
  readonly runs: Shown;
  readonly systemFiles: Map<SystemFile, Evidence[]>;
  readonly runsUnknown: Evidence[];
  readonly dynamicReads: Evidence[];
}

export function noFindings(context: BuildContext, root: string, outputs: readonly string[]): Findings {
  return {
    context,
    root,
    outputs,
    reads: new Map(),
    built: new Map(),
    optional: new Map(),
    optionalAs: new Map(),
    writesOutside: new Map(),
    runs: new Map(),
    systemFiles: new Map(),
    runsUnknown: [],
    dynamicReads: [],
  };
}

/** Adds one piece of evidence; three of a kind are enough. */
export function show<Key extends string>(shown: Map<Key, Evidence[]>, key: Key, evidence: Evidence): void {
  const known = shown.get(key);
  if (known === undefined) shown.set(key, [evidence]);
  else if (known.length < 3 && !known.some((other) => other.source === evidence.source && other.says === evidence.says))
    known.push(evidence);
}

/** A path relative to the project that is read when the context has it. */
export function readIfThere(found: Findings, path: string, evidence: Evidence): boolean {
  const place = within(found.root, path);
  return place !== null && place !== found.root && readPlace(found, place, evidence);
}

/** A string that may be a path: a read when something lies there. */
export function mention(
  found: Findings,
  paths: readonly StaticPath[],
  runsAs: readonly string[],
  evidence: Evidence,
): void {
  for (const place of resolvePlaces(paths.flatMap(pathLike), runsAs, found.root)) {
    if (place.absolute !== null) {
      if (isDataPath(place.absolute)) show(found.writesOutside, place.absolute, evidence);
      readsOfSystem(found, place.absolute, evidence);
      const relative = place.absolute.replace(/^\/+/, '');
      if (place.exact && relative.includes('.')) readIfThere(found, relative, evidence);
      continue;
    }
    if (place.path === null || place.path === found.root) {
      if (place.path !== null && paths.some((path) => path.base !== 'text') && !place.exact)
        found.dynamicReads.push(evidence);
      continue;
    }
    if (isGlob(place.path)) readGlob(found, place.path, evidence);
    else if (!readPlace(found, place.path, evidence, place.exact)) readBuilt(found, place.path, evidence);
  }
}

/** A file system call that reads. */
export function readCall(
  found: Findings,
  paths: readonly StaticPath[] | null,
  runsAs: readonly string[],
  evidence: Evidence,
  as?: ReadAs,
): void {
  if (paths === null) {
    found.dynamicReads.push(evidence);
    return;
  }
  const asNode = new Set(resolvePlaces(paths, runsAs, found.root, 'as-node').map((place) => place.path));
  for (const place of resolvePlaces(paths, runsAs, found.root)) {
    if (place.absolute !== null) {
      if (!place.exact && place.absolute === '/') found.dynamicReads.push(evidence);
      readsOfSystem(found, place.absolute, evidence);
      continue;
    }
    if (place.path === null) continue;
    if (place.path === found.root || (place.path === '' && !place.exact)) found.dynamicReads.push(evidence);
    else if (isGlob(place.path)) readGlob(found, place.path, evidence);
    else if (readPlace(found, place.path, evidence, place.exact)) continue;
    else if (isCovered(found, place.path)) readBuilt(found, place.path, evidence);
    else if (place.exact && asNode.has(place.path)) {
      show(found.optional, place.path, evidence);
      if (as !== undefined) found.optionalAs.set(place.path, as);
    }
  }
}

/** `/etc/ssl/certs/…`, `/usr/share/fonts/…`. */
function readsOfSystem(found: Findings, path: string, evidence: Evidence): void {
  const file = systemFileAt(path);
  if (file !== null) show(found.systemFiles, file, evidence);
}

/** A file system call that writes: its folder must be there, and outside the project it must be writable. */
export function writeCall(
  found: Findings,
  paths: readonly StaticPath[] | null,
  runsAs: readonly string[],
  evidence: Evidence,
): void {
  for (const place of resolvePlaces(paths ?? [], runsAs, found.root, 'as-node')) {
    if (place.absolute !== null) {
      if (!/^\/(?:tmp|dev|proc)(?:\/|$)/.test(place.absolute) && place.absolute !== '/')
        show(found.writesOutside, place.absolute, evidence);
      continue;
    }
    if (place.path === null) continue;
    for (let at = place.path; at !== '' && at !== '.' && at !== found.root; at = posix.dirname(at)) {
      if (readPlace(found, at, evidence)) break;
    }
  }
}

/** `require(variable)`: everything in the folder that is known, or nothing is known at all. */
export function loadCall(
  found: Findings,
  paths: readonly StaticPath[] | null,
  runsAs: readonly string[],
  evidence: Evidence,
): void {
  if (paths === null) {
    found.dynamicReads.push(evidence);
    return;
  }
  for (const place of resolvePlaces(paths, runsAs, found.root)) {
    if (place.path === null) continue;
    if (place.path === found.root) found.dynamicReads.push(evidence);
    else readPlace(found, place.path, evidence, place.exact);
  }
}

function readPlace(found: Findings, path: string, evidence: Evidence, exact = true): boolean {
  const { context } = found;
  const kind = context.kind(path);
  if (kind === 'file' || kind === 'symlink' || (kind === 'directory' && context.has(path) !== 'no')) {
    show(found.reads, path, evidence);
    return true;
  }
  if (exact) return false;
  const folder = posix.dirname(path);
  if (folder === '.' || folder === found.root || context.kind(folder) !== 'directory') return false;
  show(found.reads, folder, evidence);
  return true;
}

/** Every file that a glob names (`src/**\/*.graphql`), or its folder when there are many. */
function readGlob(found: Findings, glob: string, evidence: Evidence): void {
  const { context } = found;
  const fixed = glob
    .slice(0, glob.search(/[*?[{(!]/))
    .replace(/[^/]*$/, '')
    .replace(/\/$/, '');
  if (fixed !== '' && fixed !== found.root) {
    if (context.kind(fixed) !== null) show(found.reads, fixed, evidence);
    return;
  }
  if (!/\.\w|\*\*/.test(glob)) return;
  const matches = picomatch(glob, { dot: false });
  for (const file of context.files()) if (matches(file) && isBelow(file, found.root)) show(found.reads, file, evidence);
}

function readBuilt(found: Findings, path: string, evidence: Evidence): void {
  if (found.outputs.some((output) => isBelow(path, output) || isBelow(output, path))) show(found.built, path, evidence);
}

function isCovered(found: Findings, path: string): boolean {
  return found.outputs.some((output) => isBelow(path, output)) || /(?:^|\/)node_modules(?:\/|$)/.test(path);
}

function isGlob(path: string): boolean {
  return /[*{]/.test(path);
}

/** Folders where images keep data; other absolute strings are mostly routes. */
function isDataPath(path: string): boolean {
  return (
    /^\/(?:data|mnt|opt|srv|home|config|storage|var\/(?:lib|log|data|www|run))\/\S+$/.test(path) ||
    /^\/\S+\.(?:db|sqlite3?|log|pid|sock)$/.test(path)
  );
}

/** What a deployment may add: a folder where a call takes it for one, or where its name has no ending and nothing reads it as a file. */
export function optionalReads(found: Findings): readonly ProgramRead[] {
  return asReads(found.optional).map((read) => {
    const as = found.optionalAs.get(read.path) ?? (posix.basename(read.path).includes('.') ? 'file' : 'folder');
    return as === 'folder' ? { ...read, isFolder: true } : read;
  });
}

/** As the contract wants it: one entry a path, sorted. */
export function asReads(shown: Shown): readonly ProgramRead[] {
  return [...shown]
    .map(([path, evidence]) => ({ path, evidence }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
