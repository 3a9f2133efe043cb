import { posix } from 'node:path';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { ProgramRead } from '../program-reading.ts';
import { cite, isBelow } from './cite.ts';
import { BUILD_ENTRIES, DEVELOPMENT_ENTRIES } from './implied-reads.ts';
import { isTest } from './module-graph.ts';

/** What decides whether an entry of the project may be left out. */
export interface Leavable {
  readonly context: BuildContext;
  readonly root: string;
  /** Context paths that are read. */
  readonly reads: readonly string[];
  /** The program is a build product: its sources are not loaded. */
  readonly compiled: boolean;
  /** Context paths that a build takes in whole. */
  readonly taken: readonly string[];
}

/** Files that become part of a build's output. */
const COMPILED_WITH = /\.(?:[cm]?[jt]sx?|css|s[ac]ss|less|vue|svelte|astro|d\.ts|snap)$/;

/** Folders that tools and deployments use by convention, whatever lies in them. */
const KEPT = new Set([
  'public',
  'static',
  'assets',
  'views',
  'templates',
  'migrations',
  'seeds',
  'seeders',
  'config',
  'scripts',
  'bin',
  'prisma',
  'db',
  'database',
  'data',
  'locales',
  'i18n',
  'node_modules',
]);

/**
 * Documents for people, by the capitals that such names are written in. A page (`about.md`), a picture or a table may be found by a name that is put
 * together while the program runs. Terms under which the image is passed on stay.
 */
const DOCUMENT = /^(?!(?:LICEN[CS]E|COPYING|NOTICE)\b)[A-Z][A-Z0-9 _.-]*\.(?:md|MD|markdown)$/;

/** Files that nothing reads wherever they lie. */
const LITTER = /(?:^|\/)(?:\.gitkeep|\.gitignore|\.DS_Store|\.eslintrc.*|README\.md|tsconfig.*\.json)$/;

/**
 * Top-level entries that certainly are not read: development files, and compiled sources that nothing names. An entry with something
 * inside that is read, or of a kind that no table knows, is not among them.
 */
export function notReadBy(leavable: Leavable): readonly ProgramRead[] {
  const { context, root, reads, compiled } = leavable;
  return context.list(root).flatMap((entry): readonly ProgramRead[] => {
    const path = posix.join(root, entry.name);
    if (reads.some((read) => isBelow(read, path) || isBelow(path, read))) return [];
    const evidence = reasonFor(leavable, entry.name, path, entry.kind === 'directory', compiled);
    return evidence === null ? [] : [{ path, evidence: [evidence] }];
  });
}

function reasonFor(
  leavable: Leavable,
  name: string,
  path: string,
  isFolder: boolean,
  compiled: boolean,
): Evidence | null {
  const { context } = leavable;
  if (DEVELOPMENT_ENTRIES.some((pattern) => pattern.test(name)))
    return cite(context, path, 'only development needs it, and nothing names it');
  if (!isFolder && DOCUMENT.test(name)) return cite(context, path, 'a document, and nothing names it');
  if (!compiled) return null;
  if (leavable.taken.includes(path)) return cite(context, path, 'the build takes it in, and nothing names it');
  if (BUILD_ENTRIES.some((pattern) => pattern.test(name))) return cite(context, path, 'only the build reads it');
  if (!isFolder || KEPT.has(name)) return null;
  const inside = context.files().filter((file) => isBelow(file, path));
  const isCode =
    inside.length > 0 && inside.every((file) => COMPILED_WITH.test(file) || isTest(file) || LITTER.test(file));
  return isCode ? cite(context, path, 'only sources, they are compiled, and nothing names them') : null;
}
