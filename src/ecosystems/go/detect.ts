import { posix } from 'node:path';
import type { SystemFile } from '../../base-images/base-image.ts';
import type { CommandReading } from '../../command-reading.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { BuildPlace, BuildReading } from '../build-reading.ts';
import type { Dependencies, DependencyPlace, Prefetch } from '../dependencies.ts';
import type { Known } from '../known.ts';
import type { Project } from '../project.ts';
import { crossBuildOf } from './cross-build.ts';
import { goFolders } from './folders.ts';
import { cite, known, notKnown } from './known.ts';
import { loadsLibraries, type NeedOfC, nativeCodeOf, needOfUnit, staticBuildOf } from './linking.ts';
import { manifestsOf } from './manifests.ts';
import { evidenceOfUnit, looseFolders, type Unit, unitAt } from './modules.ts';
import { programOf } from './program.ts';
import { goRuntimes } from './runtimes.ts';
import { readsEnvironment, sourcesOf } from './sources.ts';
import { startOf } from './start.ts';
import { strippedBuild } from './stripped.ts';
import { systemFilesOf } from './system-files.ts';

/** A build that names files, and so needs no go.mod. */
const NAMES_FILES = /\bgo(?:1\.\d+(?:\.\d+)?)?\s+(?:build|install)\b[^&|;\n]*\.go\b/;

/** Every module and workspace of the context, outermost first; without one, programs whose files the commands build one by one. */
export function detectProjects(context: BuildContext, commands = ''): readonly Project[] {
  const folders = context
    .files()
    .filter(
      (path) => /(?:^|\/)go\.(?:mod|work)$/.test(path) && !/(?:^|\/)(?:vendor|testdata|node_modules)\//.test(path),
    )
    .map((path) => (posix.dirname(path) === '.' ? '' : posix.dirname(path)));
  const units = new Map<string, Unit | null>();
  for (const folder of folders) {
    const unit = unitAt(context, folder);
    units.set(unit?.root ?? folder, unit);
  }
  if (folders.length === 0 && NAMES_FILES.test(commands))
    for (const folder of looseFolders(context)) units.set(folder, unitAt(context, folder));
  return [...units]
    .map(([root, unit]) => (unit === null ? unreadable(context, root) : projectOf(context, unit)))
    .sort((a, b) => depthOf(a.root) - depthOf(b.root) || (a.root < b.root ? -1 : 1));
}

function projectOf(context: BuildContext, unit: Unit): Project {
  const { root, module } = unit;
  const evidence = evidenceOfUnit(context, unit);
  const sources = sourcesOf(
    context,
    unit.modules.map((one) => one.folder),
  );
  const staticBuild = (build: CommandReading, place: BuildPlace | null = null) =>
    staticBuildOf(context, build, unit, needOfUnit(context, unit, sources), sources.all, place);
  const native = (commands: readonly CommandReading[]) =>
    nativeCodeOf(
      commands.filter(({ detail }) => detail.kind === 'build' && detail.ecosystem === 'go' && detail.project === root),
      needOfUnit(context, unit, sources),
      staticBuild,
    );
  const lockfile = posix.join(module.folder, 'go.sum');
  return {
    ecosystem: 'go',
    root,
    evidence,
    manager: 'go',
    runs: 'outputs',
    supported: known(true),
    accepts: () => known(true),
    installReads:
      unit.missing === null
        ? known(manifestsOf(context, unit))
        : notKnown('replaced-outside-context', { folder: unit.missing }, evidence),
    prefetch: (build) => prefetchOf(context, unit, build),
    installMayRead: [],
    lockfile: context.has(lockfile) === 'yes' ? { path: lockfile, inStep: known(true), differences: [] } : null,
    dependencyFolders: [],
    dependencies: (_, place) =>
      known(dependenciesOf(place, needOfUnit(context, unit, sources), systemFilesOf(sources.all, unit, context))),
    hasDevelopmentDependencies: false,
    hasProductionDependencies: false,
    nativeCode: (_, builds = []) => native(builds),
    staticBuild,
    crossBuild: (build, place) => crossBuildOf(build, staticBuild(build, place)),
    strippedBuild,
    production: () => ({ kind: 'not-needed', evidence }),
    frozenInstall: () => notKnown('not-frozen'),
    build: buildOf,
    start: (entrypoint, cmd, env, place) => startOf(context, root, entrypoint, cmd, env, place),
    program: (start) => programOf(context, unit, sources, start),
    runtimes: (question) =>
      goRuntimes(
        question,
        native(question.commands),
        loadsLibraries(needOfUnit(context, unit, sources), question.commands),
        sources.all.some(readsEnvironment),
      ),
  };
}

/** System packages that hold what a program needs beside the libraries that it loads. */
const HOLDING: ReadonlyMap<SystemFile, string> = new Map([
  ['certificates', 'ca-certificates'],
  ['time-zones', 'tzdata'],
]);

/**
 * What was installed is compiled in: the module cache and what else installing and building fill stays behind. A program that loads libraries, or the C
 * library of a release that moves, runs where packages can be installed: with these come the files that the small images of Debian lack.
 */
function dependenciesOf(
  { env, home, base, commands }: DependencyPlace,
  need: NeedOfC,
  files: ReturnType<typeof systemFilesOf>,
): Dependencies {
  const folders = goFolders(null, { env, home });
  const isNative = need.names.length > 0 || need.unlisted.length > 0;
  const isOnDebian =
    base.libc === 'glibc' && (loadsLibraries(need, commands) || (isNative && base.movesWithStable !== undefined));
  return {
    carried: [],
    settled: folders === null ? [] : [...folders.caches, folders.bin],
    rewritten: [],
    systemPackages: files.flatMap(({ file, evidence }) => {
      const name = isOnDebian ? HOLDING.get(file) : undefined;
      return name === undefined ? [] : evidence.slice(0, 1).map((first) => ({ name, evidence: first }));
    }),
    evidence: [],
  };
}

function buildOf({ detail, evidence }: CommandReading): Known<BuildReading> {
  const made = detail.kind === 'build' ? (detail.made ?? []) : [];
  if ('code' in made) return { known: false, because: made };
  return known({ outputs: made, writesDependencies: false, bakes: [], evidence });
}

/** Variables that decide where modules come from. */
const FETCHING = /^GO(?:PROXY|PRIVATE|NOPROXY|NOSUMDB|NOSUMCHECK|SUMDB|INSECURE|111MODULE|TOOLCHAIN|VCS)$/;

function prefetchOf(context: BuildContext, unit: Unit, build: CommandReading): Known<Prefetch> {
  const { command, detail } = build;
  const evidence = evidenceOfUnit(context, unit);
  const flags = detail.kind === 'build' ? `${detail.script} ${detail.variables?.GOFLAGS ?? ''}` : '';
  const hasVendor = context.has(posix.join(unit.root, 'vendor/modules.txt')) === 'yes';
  const usesVendor = (unit.module.goMinor ?? 0) >= 14 && !/-mod[= ](?:mod|readonly)/.test(flags);
  if (/-mod[= ]vendor/.test(flags) || (hasVendor && usesVendor)) return notKnown('vendored', {}, evidence);
  const own = new Set(unit.modules.map(({ path }) => path));
  if (unit.modules.every(({ requires }) => requires.every((path) => own.has(path))))
    return notKnown('nothing-required', {}, evidence);
  const set = command.assignments.filter(({ name }) => FETCHING.test(name));
  if (set.some(({ value }) => value === null || /[\s'"$]/.test(value))) return notKnown('vendored', {}, evidence);
  const words = [...set.map(({ name, value }) => `${name}=${value ?? ''}`), 'go mod download'];
  return known({ command: words.join(' '), evidence });
}

/** A go.mod or go.work that cannot be read: there is a project, and nothing is known of it. */
function unreadable(context: BuildContext, root: string): Project {
  const refusal = notKnown('go-mod-unreadable', { path: posix.join(root, 'go.mod') }, [
    cite(context, posix.join(root, 'go.mod'), 'has no module line'),
  ]);
  return {
    ecosystem: 'go',
    root,
    evidence: refusal.because.evidence,
    manager: 'go',
    runs: 'outputs',
    supported: refusal,
    installReads: refusal,
    installMayRead: [],
    lockfile: null,
    dependencyFolders: [],
    dependencies: () => refusal,
    hasDevelopmentDependencies: false,
    hasProductionDependencies: false,
    nativeCode: () => ({ kind: 'unknown', because: refusal.because }),
    production: () => ({ kind: 'keep', because: refusal.because }),
    frozenInstall: () => refusal,
    build: () => refusal,
    start: () => refusal,
    program: () => refusal,
    runtimes: () => [],
  };
}

function depthOf(root: string): number {
  return root === '' ? 0 : root.split('/').length;
}
