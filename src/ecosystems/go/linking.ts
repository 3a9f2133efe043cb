import { posix } from 'node:path';
import type { CommandReading } from '../../command-reading.ts';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { BuildPlace, StaticBuild } from '../build-reading.ts';
import type { NativeCode } from '../dependencies.ts';
import type { Known } from '../known.ts';
import { isLeftOutOnLinux } from './build-constraints.ts';
import { isPlainC, needOfC } from './cgo-modules.ts';
import { cite, known, notKnown } from './known.ts';
import type { Unit } from './modules.ts';
import { type GoFile, linksLibraries, type Sources } from './sources.ts';

/** What a unit's builds need of C: its own files, and modules that are known for it. */
export interface NeedOfC {
  /** Names for the reader; none: nothing needs C. */
  readonly names: readonly string[];
  /** Of those, what loads shared libraries of the system. */
  readonly libraries: readonly string[];
  /** Modules of which no table says whether they need C. */
  readonly unlisted: readonly string[];
  readonly evidence: readonly Evidence[];
}

export function needOfUnit(context: BuildContext, unit: Unit, sources: Sources): NeedOfC {
  const own = sources.all.filter((file) => !file.isLeftOut && file.imports.includes('C'));
  const vendored = vendoredFiles(context, unit);
  const imports = sources.all.flatMap((file) => (file.isLeftOut ? [] : file.imports));
  const says = (word: string) =>
    sources.all.some((file) =>
      file.tokens.some((token) => token.kind === 'string' && token.value.toLowerCase().includes(word)),
    );
  // A go.mod of Go 1.17 and later lists every module that a package comes from; before, only go.sum names them all, and more than these.
  const modules = unit.modules.flatMap((module) =>
    (module.goMinor ?? 0) >= 17
      ? module.requires
      : [...module.requires, ...summed(context, module.folder)].filter(
          (path) => !/sqlite/i.test(path) || says('sqlite'),
        ),
  );
  // Its own packages are read, whatever their names say.
  const isOwn = (path: string) => unit.modules.some((one) => path === one.path || path.startsWith(`${one.path}/`));
  const packages = vendoredPackages(context, unit);
  const named = [...new Set([...imports, ...(packages ?? modules)])].filter((path) => !isOwn(path));
  const paths = named.filter((path) => ['compiler', 'libraries'].includes(needOfC(path)));
  const isReadable = context.has(posix.join(unit.root, 'vendor/modules.txt')) === 'yes';
  const names = [...own.map((file) => file.path), ...vendored, ...paths];
  return {
    names,
    libraries: [
      ...own.filter((file) => file.linksLibraries).map((file) => file.path),
      ...vendored.filter((path) => linksLibraries(context.read(path) ?? '')),
      ...paths.filter((path) => needOfC(path) === 'libraries'),
    ],
    unlisted: isReadable ? [] : [...new Set(modules)].filter((path) => !isOwn(path) && needOfC(path) === 'unknown'),
    evidence: [
      ...own.slice(0, 3).map((file) => cite(context, file.path, 'import "C"')),
      ...paths.slice(0, 3).map((path) => cite(context, posix.join(unit.module.folder, 'go.mod'), `require ${path}`)),
    ],
  };
}

/** Vendored code can be read itself. */
function vendoredFiles(context: BuildContext, { root }: Unit): readonly string[] {
  const folder = posix.join(root, 'vendor/');
  return context
    .files()
    .filter((path) => path.startsWith(folder) && path.endsWith('.go') && !/_(?:test|cgo\w*)\.go$/.test(path))
    .filter((path) => {
      const text = context.read(path) ?? '';
      const isC = /^\s*(?:import\s+)?"C"\s*$/m.test(text) && !isLeftOutOnLinux(path, text);
      // What asks for cgo has another file beside it for builds without.
      return isC && !/^\/\/(?:go:build|\s*\+build)\s.*\bcgo\b/m.test(text);
    });
}

/** What `go mod vendor` wrote down of what is built, where builds take it (go.dev/ref/mod, «Vendoring»); null: they do not. */
function vendoredPackages(context: BuildContext, { root, module }: Unit): readonly string[] | null {
  const text = (module.goMinor ?? 0) >= 14 ? context.read(posix.join(root, 'vendor/modules.txt')) : null;
  return text === null ? null : text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
}

/** Modules whose content was fetched; of those that only the graph names, go.sum has the go.mod alone. SQL libraries test with SQLite: it is used where something says so. */
function summed(context: BuildContext, folder: string): readonly string[] {
  const text = context.read(posix.join(folder, 'go.sum')) ?? '';
  return [
    ...new Set(
      text.split('\n').flatMap((line) => (/\/go\.mod h1:/.test(line) ? [] : (line.split(' ')[0] ?? '') || [])),
    ),
  ];
}

/** Packages of the standard library that call the C library where a compiler is there (go.dev/cmd/cgo); `plugin` works with it alone. */
const LINKED = /^(?:net(?:\/.*)?|os\/user|runtime\/cgo)$/;

/** How a build's output comes to need no library of the system. `place`: where it is built, if that is known. */
export function staticBuildOf(
  context: BuildContext,
  build: CommandReading,
  unit: Unit,
  need: NeedOfC,
  files: readonly GoFile[],
  place: BuildPlace | null,
): Known<StaticBuild> {
  const { detail, evidence } = build;
  if (detail.kind !== 'build' || isEmpty(detail.made)) return known({ variables: {}, evidence });
  const { variables = {}, script } = detail;
  const cgo = variables.CGO_ENABLED;
  if (cgo === '0') return known({ variables: {}, evidence });
  if (cgo === '1') return notKnown('cgo-on-purpose', { what: 'CGO_ENABLED=1' }, evidence);
  if (cgo === null) return notKnown('cgo-by-variable', {}, evidence);
  const flags = `${script} ${variables.GOFLAGS ?? ''}`;
  const odd = /-linkmode\S*|-race\b|-msan\b|-asan\b|-buildmode=\S+/.exec(flags)?.[0];
  if (odd !== undefined) return notKnown('cgo-on-purpose', { what: odd }, evidence);
  const plugin = files.find((file) => !file.isLeftOut && file.imports.includes('plugin'));
  if (plugin) return notKnown('cgo-on-purpose', { what: `import "plugin" in ${plugin.path}` }, evidence);
  if (place !== null && hasNoCompiler(place))
    return known({ variables: { CGO_ENABLED: '0' }, why: 'no C compiler is there when it is built', evidence });
  if (need.names.length > 0) return notKnown('needs-c', { names: need.names.slice(0, 4) }, need.evidence);
  // Without a table that lists a module, its code would have to be read: it is linked as the author has it, and that runs with any C library.
  if (need.unlisted.length > 0)
    return notKnown('need-of-c-not-known', { names: few(need.unlisted) }, [
      cite(context, posix.join(unit.module.folder, 'go.mod'), `require ${need.unlisted[0] ?? ''}`),
    ]);
  const standardOnly = unit.modules.every(({ requires }) => requires.length === 0);
  const linked = files.some((file) => !file.isLeftOut && file.imports.some((path) => LINKED.test(path)));
  return known({ variables: standardOnly && !linked ? {} : { CGO_ENABLED: '0' }, evidence });
}

/** Packages of Alpine that bring a C compiler. */
const COMPILERS = /^(?:gcc|g\+\+|build-base|alpine-sdk|clang\d*|tcc|zig|musl-dev|libc-dev|abuild)(?!\w)/;

/**
 * The official Alpine images have none. From Go 1.20 on, go then builds without C by itself; before, a build with anything in C failed (go.dev/doc/go1.20).
 */
function hasNoCompiler({ base, commands }: BuildPlace): boolean {
  return (
    base?.family === 'golang' &&
    base.variant === 'alpine' &&
    commands.every(
      ({ role, detail }) =>
        role !== 'unknown' &&
        (detail.kind !== 'packages' || (detail.complete && !detail.packages.some((name) => COMPILERS.test(name)))),
    )
  );
}

function few(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

/** What is built loads libraries that packages of the distribution bring: known of a module, or the file installs headers for one that is C or in no table. */
export function loadsLibraries(need: NeedOfC, commands: readonly CommandReading[]): boolean {
  const installsHeaders = commands.some(
    ({ detail }) => detail.kind === 'packages' && detail.packages.some(isOfLibrary),
  );
  const isNative = need.names.length > 0 || need.unlisted.length > 0;
  return need.libraries.length > 0 || (isNative && installsHeaders);
}

/** Headers of a library, the C library's own and the kernel's left out, which every program in C needs. */
function isOfLibrary(name: string): boolean {
  return name.endsWith('-dev') && !/^(?:musl|libc|libc6|linux-libc)-dev$/.test(name);
}

/** What the outputs of these builds load of the system. */
export function nativeCodeOf(
  builds: readonly CommandReading[],
  need: NeedOfC,
  staticBuild: (build: CommandReading) => Known<StaticBuild>,
): NativeCode {
  const making = builds.filter(({ detail }) => detail.kind === 'build' && !isEmpty(detail.made));
  for (const build of making) {
    const found = staticBuild(build);
    if (!found.known)
      return {
        kind: 'some',
        packages: [...need.names, ...need.unlisted].length > 0 ? [...need.names, ...need.unlisted] : ['the C library'],
        // The official images bring no library's headers: the file installs them, and what they belong to stays installed where it runs.
        needsLibraries: [],
        ...(need.unlisted.length === 0 && need.names.length > 0 && need.names.every(isPlainC)
          ? { plainC: true as const }
          : {}),
        evidence: found.because.evidence,
      };
    if (Object.keys(found.value.variables).length > 0)
      return { kind: 'some', packages: ['net and os/user'], needsLibraries: [], evidence: found.value.evidence };
  }
  return { kind: 'none', evidence: making.flatMap(({ evidence }) => evidence) };
}

function isEmpty(made: unknown): boolean {
  return Array.isArray(made) && made.length === 0;
}
