import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { BuildReading } from '../build-reading.ts';
import type { Known } from '../known.ts';
import type { ProgramReading } from '../program-reading.ts';
import type { StartReading } from '../start-reading.ts';
import { autoloadsElsewhere } from './autoload.ts';
import { cite, isBelow, within } from './cite.ts';
import { type Compilation, compilationOf } from './compilation.ts';
import { EXECUTABLES } from './executables.ts';
import {
  asReads,
  type Findings,
  loadCall,
  mention,
  noFindings,
  optionalReads,
  readCall,
  readIfThere,
  show,
  writeCall,
} from './findings.ts';
import { embeddedIn, frameworkSources } from './framework-sources.ts';
import {
  ENVIRONMENT_LOADERS,
  IMPLIED_READS,
  LOADS_BY_CONVENTION,
  READS_HISTORY,
  STOPS_BY_ITSELF,
} from './implied-reads.ts';
import { known } from './known.ts';
import { isTest, type ModuleGraph, moduleGraphOf, packagesOf, type ScanFile } from './module-graph.ts';
import { resolveImport } from './module-resolution.ts';
import { notReadBy } from './not-read.ts';
import type { Manifest } from './package-json.ts';
import type { FileScan, Place } from './scan.ts';
import { siteReading } from './site-reading.ts';
import { isSource } from './syntax.ts';
import { systemFileReadBy } from './system-files.ts';

/** The project whose program is read. */
export interface ProgramOf {
  readonly context: BuildContext;
  readonly manifest: Manifest;
  /** Folders of other projects inside this one. */
  readonly nested: readonly string[];
  /** Folders of the workspace's members that the program is linked with: which of their files it loads, its imports do not say. */
  readonly linked: readonly string[];
  /** Reads one source, each only once. */
  readonly scan: ScanFile;
}

/** Some of a program's sources, and whether they run as they are. */
export interface ProgramPart {
  readonly graph: ModuleGraph;
  readonly compiled: boolean;
}

/** The sources that a start command runs: the program itself, and the configuration that its runner loads as it is. */
export function sourcesRunBy(
  { context, manifest, nested, linked, scan }: ProgramOf,
  start: StartReading,
  builds: readonly BuildReading[],
): { readonly parts: readonly ProgramPart[]; readonly compilation: Compilation; readonly compiled: boolean } {
  const compilation = compilationOf(context, manifest.folder, builds);
  const entry = start.kind === 'program' ? start.entry : null;
  const isBuilt = entry !== null && builds.some((build) => build.outputs.some((output) => isBelow(entry, output)));
  const compiled = entry !== null && (isBuilt || context.kind(entry) !== 'file');
  const source = entry !== null && compiled ? compilation.sourceOf(entry) : entry;
  const started = start.kind === 'program' ? start.packages : [];
  const framework = frameworkSources(context, manifest, nested, started);
  const entries = source !== null && context.kind(source) === 'file' ? [source] : (framework?.built ?? []);
  const graphOf = (from: readonly string[], isCompiled: boolean): ProgramPart => ({
    graph: moduleGraphOf(context, manifest.folder, from, compilation, nested, scan, isCompiled),
    compiled: isCompiled,
  });
  // A tool of a dependency has no entry in the project: it runs the files that it is told of, and no others.
  const main = start.kind === 'program' && entry === null ? null : graphOf(entries, compiled);
  const members = linked.map((folder): ProgramPart => {
    const own = compilationOf(context, folder, builds);
    return { graph: moduleGraphOf(context, folder, [], own, [], scan, true), compiled: true };
  });
  const embedded = main?.graph.complete ? embeddedIn(main.graph, { context, manifest, nested }, framework) : null;
  const loaded = [
    ...(start.kind === 'program' ? runnerFiles(context, manifest, start) : []),
    ...(framework?.loaded ?? []),
    ...(embedded?.loaded ?? []),
  ];
  const parts = [
    ...(main === null ? [] : [main]),
    ...members,
    ...(embedded === null ? [] : [graphOf(embedded.built, true)]),
    ...(loaded.length === 0 ? [] : [graphOf(loaded, false)]),
  ];
  return { parts, compilation, compiled };
}

/** Sources that the start command names beside the entry, and the configuration of the framework that starts it. */
function runnerFiles(
  context: BuildContext,
  manifest: Manifest,
  start: Extract<StartReading, { kind: 'program' }>,
): readonly string[] {
  const configured = start.packages
    .flatMap((name) => IMPLIED_READS[name] ?? [])
    .flatMap((name) => within(manifest.folder, name) ?? []);
  return [...(start.alsoLoads ?? []), ...configured].flatMap((path) =>
    context.kind(path) === 'directory'
      ? context.files().filter((file) => isBelow(file, path) && isSource(file) && !isTest(file))
      : isSource(path) && context.kind(path) === 'file'
        ? [path]
        : [],
  );
}

/** What the program needs beside its dependencies and build outputs. */
export function programOf(of: ProgramOf, start: StartReading, builds: readonly BuildReading[]): Known<ProgramReading> {
  const { context, manifest } = of;
  if (start.kind === 'static-site') return known(siteReading(context, manifest, start));
  const { parts, compilation, compiled } = sourcesRunBy(of, start, builds);
  const found = noFindings(
    context,
    manifest.folder,
    builds.flatMap((build) => build.outputs),
  );
  const starts = start.evidence[0] ?? cite(context, manifest.path, 'starts the program');
  if (start.kind === 'development') found.dynamicReads.push(starts);
  show(found.reads, manifest.path, cite(context, manifest.path, 'Node reads it to load modules'));
  if (start.kind === 'program') {
    if (start.entry !== null && !compiled && context.kind(start.entry) !== null) show(found.reads, start.entry, starts);
    for (const path of start.alsoReads ?? []) if (context.kind(path) !== null) show(found.reads, path, starts);
    for (const path of start.writes ?? []) show(found.writesOutside, path, starts);
    for (const path of start.alsoLoads ?? [])
      show(context.kind(path) === null ? found.optional : found.reads, path, starts);
  }
  for (const part of parts) readPart(found, part, compilation);
  const scans = parts.flatMap((part) => part.graph.scans);
  readViews(found, scans);
  const named = new Map<string, Evidence>();
  for (const [name, place] of packagesOf({ scans })) named.set(name, at(context, { path: place.file }, place));
  if (start.kind === 'program') for (const name of start.packages) named.set(name, starts);
  implied(found, of, named);
  const reads = asReads(found.reads);
  const taken = builds.flatMap((build) => build.takes ?? []);
  const leavable = { context, root: manifest.folder, reads: reads.map((read) => read.path), compiled, taken };
  return known({
    reads,
    readsBuilt: asReads(found.built),
    notRead: found.dynamicReads.length > 0 ? [] : notReadBy(leavable),
    dynamicReads: found.dynamicReads,
    optional: optionalReads(found),
    writesOutside: asReads(found.writesOutside),
    runs: [...found.runs].map(([name, evidence]) => ({ program: name, evidence })),
    runsUnknown: found.runsUnknown,
    systemFiles: [...found.systemFiles].map(([file, evidence]) => ({ file, evidence })),
    ports: [...new Set(scans.flatMap((scan) => scan.ports))],
    handlesSigterm:
      scans.some((scan) => scan.handlesSigterm) || [...named.keys()].some((name) => STOPS_BY_ITSELF.has(name)),
  });
}

function readPart(found: Findings, { graph, compiled }: ProgramPart, compilation: Compilation): void {
  const { context } = found;
  for (const file of graph.unread) found.dynamicReads.push(cite(context, file, 'could not be read as JavaScript'));
  for (const scan of graph.scans) {
    if (autoloadsElsewhere(context, scan))
      found.dynamicReads.push(cite(context, scan.path, 'loads a folder by itself'));
    const built = compiled ? compilation.outputsOf(scan.path) : [];
    if (!compiled) {
      show(found.reads, scan.path, cite(context, scan.path, 'is loaded'));
      for (const { specifier, ...place } of scan.imports) {
        const local = resolveImport(context, scan.path, specifier, compilation.config);
        if (local !== null) show(found.reads, local, at(context, scan, place));
      }
    }
    readFile(found, scan, built.length > 0 ? built : [scan.path]);
  }
}

/** `app.set('view engine', 'pug')` without `views`: express looks in `views` of the working directory. */
function readViews(found: Findings, scans: readonly FileScan[]): void {
  const settings = scans.flatMap((scan) =>
    scan.calls.flatMap((call) => (call.kind === 'sets' ? [{ scan, call }] : [])),
  );
  if (settings.some(({ call }) => call.setting === 'views')) return;
  for (const { scan, call } of settings) readIfThere(found, 'views', at(found.context, scan, call));
}

/** Places, calls and loads of one file. */
function readFile(found: Findings, scan: FileScan, runsAs: readonly string[]): void {
  const { context, root } = found;
  for (const dynamic of scan.dynamicImports) loadCall(found, dynamic.paths, runsAs, at(context, scan, dynamic));
  for (const mentioned of scan.mentions) mention(found, mentioned.paths, runsAs, at(context, scan, mentioned));
  for (const call of scan.calls) {
    const evidence = at(context, scan, call);
    switch (call.kind) {
      case 'reads':
        readCall(found, call.paths, runsAs, evidence, call.as);
        break;
      case 'writes':
        writeCall(found, call.paths, runsAs, evidence);
        break;
      case 'runs':
        if (call.programs === null) found.runsUnknown.push(evidence);
        else for (const name of call.programs) show(found.runs, name, evidence);
        break;
      case 'loads-environment':
        if (call.byDefault) show(found.optional, within(root, '.env') ?? '.env', evidence);
        else if (call.paths !== null) readCall(found, call.paths, runsAs, evidence);
        break;
      case 'sets':
      case 'listen':
      case 'signal':
        break;
    }
  }
}

/** What packages read, load and start by themselves. */
function implied(found: Findings, { context, manifest }: ProgramOf, named: ReadonlyMap<string, Evidence>): void {
  for (const [name, evidence] of named) {
    for (const path of IMPLIED_READS[name] ?? []) readIfThere(found, path, evidence);
    const file = systemFileReadBy(name);
    if (file !== null) show(found.systemFiles, file, evidence);
    if (READS_HISTORY.has(name)) show(found.optional, '.git', evidence);
    if (LOADS_BY_CONVENTION.has(name)) found.dynamicReads.push(evidence);
    if (ENVIRONMENT_LOADERS.has(name)) show(found.optional, within(manifest.folder, '.env') ?? '.env', evidence);
  }
  for (const name of [...manifest.dependencies.keys(), ...manifest.optionalDependencies.keys()]) {
    for (const executable of EXECUTABLES[name] ?? []) {
      show(found.runs, executable, cite(context, manifest.path, `depends on ${name}, which starts ${executable}`));
    }
  }
}

function at(context: BuildContext, scan: { readonly path: string }, place: Place): Evidence {
  return cite(context, scan.path, `line ${place.line}: ${place.says}`);
}
