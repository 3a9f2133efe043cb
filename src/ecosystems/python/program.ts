import { posix } from 'node:path';
import type { SystemFile } from '../../base-images/base-image.ts';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { ProgramRead, ProgramReading } from '../program-reading.ts';
import type { StartReading } from '../start-reading.ts';
import { isRequirementsFile, rootOfManifest } from './manifests.ts';
import { staticFileOfUnknownType } from './media-types.ts';
import { NEEDS_OF_PACKAGES } from './native-packages.ts';
import { scanSource } from './scan.ts';

/** Folders and files that the running program does not load, and packages of others in a virtual environment that lies among the sources. */
const NOT_THE_PROGRAM =
  /(?:^|\/)(?:site-packages|tests?|testing|docs?|examples?|benchmarks?|node_modules|\.github|migrations\/versions)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|setup|noxfile|tasks|fabfile)\.py$/;

/** Servers that stop by themselves when they are told to. */
const STOPS_BY_ITSELF = new Set([
  'gunicorn',
  'uvicorn',
  'celery',
  'hypercorn',
  'daphne',
  'waitress',
  'flower',
  'aiohttp',
  'sanic',
  'tornado',
  'streamlit',
]);

/** Most sources that are read; a repository with more holds more than one program. */
const MOST_SOURCES = 3000;

/** What the program needs beside its dependencies: the sources stay where the author copies them, so only what they call and write is asked. */
export function programOf(
  context: BuildContext,
  root: string,
  packages: readonly { readonly name: string; readonly evidence: Evidence }[],
  start: StartReading,
): ProgramReading {
  const runs = new Map<string, Evidence[]>();
  const writes = new Map<string, Evidence[]>();
  const runsUnknown: Evidence[] = [];
  const systemFiles = new Map<SystemFile, Evidence[]>();
  let handlesSigterm = start.kind === 'program' && start.packages.some((name) => STOPS_BY_ITSELF.has(name));
  const prefix = root === '' ? '' : `${root}/`;
  const sources = context
    .files()
    .filter(
      (path) => path.endsWith('.py') && path.startsWith(prefix) && !NOT_THE_PROGRAM.test(path.slice(prefix.length)),
    )
    .slice(0, MOST_SOURCES);
  for (const path of sources) {
    const scan = context.reading(path, scanSource) ?? scanSource('');
    const cite = (found: { readonly line: number; readonly says: string }): Evidence => ({
      source: posix.join(context.folder, path),
      says: `line ${found.line}: ${found.says}`,
    });
    for (const run of scan.runs) add(runs, run.program, cite(run));
    for (const { file, ...place } of scan.systemFiles) add(systemFiles, file, cite(place));
    for (const write of scan.writes) add(writes, write.path, cite(write));
    runsUnknown.push(...scan.runsUnknown.map(cite));
    handlesSigterm ||= scan.handlesSigterm;
  }
  for (const { name, evidence } of packages)
    for (const program of (NEEDS_OF_PACKAGES[name] ?? []).filter((need) => PROGRAM_PACKAGES.has(need)))
      add(runs, PROGRAM_PACKAGES.get(program) ?? program, evidence);
  const sent = staticFileOfUnknownType(context, root, packages);
  if (sent !== null) add(systemFiles, 'media-types', sent);
  return {
    reads: [],
    notRead: requirementsFilesNot(context, root, sources),
    dynamicReads: [],
    optional: [],
    writesOutside: asReads(writes),
    runs: [...runs].map(([program, evidence]) => ({ program, evidence })),
    runsUnknown,
    systemFiles: [...systemFiles].map(([file, evidence]) => ({ file, evidence })),
    ports: start.kind === 'program' ? (start.ports ?? []) : [],
    handlesSigterm,
  };
}

/** Requirements files that no source names: only installing reads them. */
function requirementsFilesNot(context: BuildContext, root: string, sources: readonly string[]): readonly ProgramRead[] {
  const mentioned = sources.some((path) => /require?ments|reqs/i.test(context.read(path) ?? ''));
  if (mentioned) return [];
  return context
    .files()
    .filter((path) => isRequirementsFile(path) && rootOfManifest(path) === root)
    .map((path) => ({
      path,
      evidence: [{ source: posix.join(context.folder, path), says: 'is read by installing alone' }],
    }));
}

/** System packages of the table that are there for a program, and its name. */
const PROGRAM_PACKAGES = new Map([
  ['git', 'git'],
  ['ffmpeg', 'ffmpeg'],
  ['poppler-utils', 'pdftoppm'],
  ['tesseract-ocr', 'tesseract'],
  ['graphviz', 'dot'],
  ['r-base-core', 'R'],
]);

function add<Key extends string>(shown: Map<Key, Evidence[]>, key: Key, evidence: Evidence): void {
  const all = shown.get(key) ?? [];
  if (all.length < 3) shown.set(key, [...all, evidence]);
}

function asReads(shown: ReadonlyMap<string, readonly Evidence[]>): readonly ProgramRead[] {
  return [...shown].map(([path, evidence]) => ({ path, evidence }));
}
