import type { ImageConfig } from '../inspect.ts';
import type { Elf } from './elf.ts';
import type { ImageFiles } from './image-files.ts';
import { type LibrarySearch, librarySearch } from './libraries.ts';
import { scriptFindings } from './scripts.ts';

/** Something that an image carries and that cannot work in it. */
export interface Finding {
  readonly kind: 'interpreter' | 'libc' | 'library' | 'version' | 'python' | 'script' | 'link';
  readonly path: string;
  /** What is wrong, after the path. */
  readonly says: string;
}

/** What an image's file system says of itself. */
export interface ImageAudit {
  readonly findings: readonly Finding[];
  /** Symlinks that lead somewhere, for the comparison with another image. */
  readonly wholeLinks: ReadonlySet<string>;
  readonly dangling: ReadonlySet<string>;
  /** Paths of its ELF files. */
  readonly elves: ReadonlySet<string>;
  readonly files: number;
  /** Installed system packages; null: the image has no list of them. */
  readonly packages: number | null;
}

/** Looks at every file of an image. */
export function auditImage(
  files: ImageFiles,
  config: Pick<ImageConfig, 'env' | 'entrypoint' | 'cmd' | 'workingDir'>,
): ImageAudit {
  const search = librarySearch(files, config.env);
  const machine = usualMachine(files);
  const own = [...files.elves].filter(([, elf]) => elf.machine === machine);
  const found = own.map(([path, elf]) => ({ path, findings: elfFindings(files, search, path, elf) }));
  const twins = new Set(found.filter(({ findings }) => findings.length === 0).map(({ path }) => twinKey(path)));
  const links = [...files.links.keys()].filter((path) => !isSystem(path));
  const leads = (path: string) => files.resolve(path) !== null || leadsOut(files.links.get(path) ?? '');
  return {
    findings: [
      ...found.flatMap(({ path, findings }) => (hasTwin(path, twins) ? [] : findings)),
      ...pythonFindings(files),
      ...scriptFindings(files, config),
    ],
    wholeLinks: new Set(links.filter(leads)),
    dangling: new Set(links.filter((path) => !leads(path))),
    elves: new Set(files.elves.keys()),
    files: files.count,
    packages: packagesOf(files),
  };
}

/**
 * Links that pnpm makes for packages which import what they do not depend on. `pnpm prune` of version 9 removes packages and leaves these links to them,
 * which resolve to nothing as if they were not there.
 */
const HOISTED_BY_PNPM = /\/node_modules\/\.pnpm\/node_modules\//;

/** A link to the Python that node-gyp compiled an addon with, which nobody asks for again. Source: node-gyp, lib/configure.js. */
const LEFT_BY_NODE_GYP = /\/node_gyp_bins\/python3?$/;

/**
 * What is wrong with the second image and was not with the first. A file that already could not work there is no news, and neither is one of
 * the distribution's own that only the new base has: it comes with plugins for libraries that are only recommended.
 */
export function newFindings(before: ImageAudit, after: ImageAudit): readonly Finding[] {
  const known = new Set(before.findings.map(({ kind, path }) => `${kind} ${path}`));
  const dangling = [...after.dangling].filter(
    (path) => before.wholeLinks.has(path) && !HOISTED_BY_PNPM.test(path) && !LEFT_BY_NODE_GYP.test(path),
  );
  return [
    ...after.findings.filter(
      ({ kind, path }) => !known.has(`${kind} ${path}`) && (!isSystem(path) || before.elves.has(path)),
    ),
    ...dangling.map((path) => ({ kind: 'link' as const, path, says: 'is a symlink that leads nowhere now' })),
  ];
}

const MOST_TOLD = 8;

/** Sentences for people, the first few of each image. */
export function findingLines(findings: readonly Finding[]): readonly string[] {
  const lines = findings.slice(0, MOST_TOLD).map(({ path, says }) => `${path} ${says}`);
  const more = findings.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more of this kind`] : lines;
}

function elfFindings(files: ImageFiles, search: LibrarySearch, path: string, elf: Elf): readonly Finding[] {
  const { interpreter, needed } = elf;
  const mismatch = wrongLibc(search, elf);
  // Every other complaint follows from this one.
  if (mismatch !== null) return [{ kind: 'libc', path, says: mismatch }];
  if (interpreter !== null && files.resolve(interpreter) === null) {
    return [{ kind: 'interpreter', path, says: `is started by ${interpreter}, which is not there` }];
  }
  const libraries = new Map(needed.map((name) => [name, search.find(name, path, elf)]));
  const missing = [...libraries]
    .filter(([name, found]) => found === null && !isBuiltIn(name, search))
    .map(([name]) => name);
  return [
    ...(missing.length === 0
      ? []
      : [{ kind: 'library' as const, path, says: `needs ${missing.join(', ')}, which is not there` }]),
    ...versionFindings(files, path, elf, libraries),
  ];
}

function wrongLibc({ libc }: LibrarySearch, { interpreter, needed }: Elf): string | null {
  const forMusl = interpreter?.includes('/ld-musl-') === true || needed.some((name) => name.startsWith('libc.musl-'));
  const forGlibc = !forMusl && needed.includes('libc.so.6');
  if (forGlibc && libc.musl && !libc.glibc) return 'is linked to glibc, and the image has musl';
  return forMusl && libc.glibc && !libc.musl ? 'is linked to musl, and the image has glibc' : null;
}

/** The kernel maps the vDSO itself; musl is all of its libraries in one. Source: musl, ldso/dynlink.c, `load_library`. */
function isBuiltIn(name: string, { libc }: LibrarySearch): boolean {
  return name.startsWith('linux-vdso') || (libc.musl && /^lib(?:c|pthread|rt|m|dl|util|xnet)\./.test(name));
}

/** As ld.so checks it: each version that is asked of a library has to be one that the library defines. */
function versionFindings(
  files: ImageFiles,
  path: string,
  elf: Elf,
  libraries: ReadonlyMap<string, string | null>,
): readonly Finding[] {
  const missing = new Map<string, string[]>();
  for (const { library, version, weak } of elf.requires) {
    const found = libraries.get(library) ?? null;
    const defines = found === null ? undefined : files.elves.get(found)?.defines;
    // A library without versions takes any.
    if (found === null || weak || defines === undefined || defines.length === 0 || defines.includes(version)) continue;
    missing.set(found, [...(missing.get(found) ?? []), version]);
  }
  return [...missing].map(([library, versions]) => {
    const highest = [...versions].sort(byVersion).at(-1) ?? '';
    const family = highest.split('_')[0] ?? '';
    const has = (files.elves.get(library)?.defines ?? [])
      .filter((name) => new RegExp(`^${family}_\\d`).test(name))
      .sort(byVersion)
      .at(-1);
    return {
      kind: 'version',
      path,
      says: `needs ${highest}, and ${library} has ${has === undefined ? 'none of them' : `nothing above ${has}`}`,
    };
  });
}

/** `GLIBC_2.9` before `GLIBC_2.34`. */
function byVersion(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}

/** Programs for other processors (packages carry prebuilt ones for all of them) never run here. */
function usualMachine(files: ImageFiles): number | undefined {
  const counts = new Map<number, number>();
  // What the system itself is made of says it best: the loader, or anything that one starts.
  for (const { machine, interpreter } of files.elves.values()) {
    counts.set(machine, (counts.get(machine) ?? 0) + (interpreter === null ? 1 : 1000));
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}

/** Packages carry a build for each C library side by side, or in a package for each: the path without the word for it. */
function twinKey(path: string): string {
  return path.replace(/[-._]?(?:musl|glibc|gnu)(?=[-._/]|$)/g, '');
}

/** Where one of the two fits, the program loads that one. The system's own libraries have no such twins. */
function hasTwin(path: string, twins: ReadonlySet<string>): boolean {
  return !isSystem(path) && twins.has(twinKey(path));
}

/** What the distribution brings along, and keeps in order by itself. */
export function isSystem(path: string): boolean {
  return /^\/(?:bin|sbin|lib\w*|etc|var\/lib|usr\/(?:bin|sbin|lib\w*|share|include|libexec))\//.test(path);
}

/** Filled when a container runs. */
function leadsOut(target: string): boolean {
  return /^\/(?:proc|sys|dev|run|tmp)(?:\/|$)/.test(target);
}

/** An extension is built for one minor version of Python. Source: PEP 3149. */
function pythonFindings(files: ImageFiles): readonly Finding[] {
  const minors = new Set<string>();
  for (const path of files.paths()) {
    const minor = /\/bin\/python3\.(\d+)$/.exec(path)?.[1];
    if (minor !== undefined) minors.add(minor);
  }
  if (minors.size === 0) return [];
  const versions = [...minors].map((minor) => `3.${minor}`).join(' and ');
  return [...files.elves.keys()].flatMap((path) => {
    const minor = /\.cpython-3(\d+)-[^/]*\.so$/.exec(path)?.[1];
    return minor === undefined || minors.has(minor)
      ? []
      : [{ kind: 'python', path, says: `is built for Python 3.${minor}, and the image has ${versions}` }];
  });
}

function packagesOf({ texts }: ImageFiles): number | null {
  const lists = [...texts].filter(([path]) => !path.startsWith('/etc/'));
  if (lists.length === 0) return null;
  return lists.reduce((sum, [path, text]) => {
    const pattern = path.includes('/apk/')
      ? /^P:/gm
      : path.includes('status.d')
        ? /^Package: /gm
        : /^Status: install ok installed$/gm;
    return sum + [...text.matchAll(pattern)].length;
  }, 0);
}
