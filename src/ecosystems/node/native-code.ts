import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { NativeCode } from '../dependencies.ts';
import { cite } from './cite.ts';
import { because } from './known.ts';
import type { LockedPackage, Lockfile } from './lockfile.ts';
import { ADDON_HELPERS, ANY_LIBC, HARMLESS_INSTALL_SCRIPTS, isListed, librariesOf, NATIVE } from './native-packages.ts';
import type { Manifest } from './package-json.ts';

/**
 * Whether the installed tree holds compiled code. The lockfile says it: install scripts, packages restricted to a platform or a libc,
 * and names of known addons. Version 1 of npm's, yarn's and pnpm's newer lockfiles do not record install scripts, so they can show native code but
 * not its absence; where no package depends on what addons are made with either, none of them loads a library of the system. A manager that runs
 * no install scripts leaves prebuilt addons alone, whose packages depend on what finds them.
 */
export function nativeCodeOf(
  context: BuildContext,
  manifest: Manifest,
  lock: Lockfile | null,
  tree: 'production' | 'all',
  followed = true,
): NativeCode {
  const direct = [
    ...manifest.dependencies.keys(),
    ...manifest.optionalDependencies.keys(),
    ...(tree === 'all' ? manifest.devDependencies.keys() : []),
  ];
  if (direct.length === 0) return { kind: 'none', evidence: [cite(context, manifest.path, 'no dependencies')] };
  if (lock === null) {
    const native = direct.filter((name) => isListed(name, NATIVE));
    if (native.length > 0)
      return some(
        native,
        native.map((name) => cite(context, manifest.path, `depends on ${name}`)),
      );
    return {
      kind: 'unknown',
      because: because('no-lockfile', {}, [cite(context, manifest.path, 'no lockfile that can be read beside it')]),
    };
  }
  const installed = [...lock.packages.values()].filter((entry) => (tree === 'all' || !entry.dev) && runsOnLinux(entry));
  const packages = new Set<string>();
  const evidence: Evidence[] = [];
  const unclear: string[] = [];
  for (const entry of installed) {
    if (isListed(entry.name, ANY_LIBC)) continue;
    const sign = signOf(entry);
    if (sign === null) {
      if (entry.hasInstallScript && !isListed(entry.name, HARMLESS_INSTALL_SCRIPTS)) unclear.push(entry.name);
      continue;
    }
    if (!packages.has(entry.name))
      evidence.push(cite(context, lock.path, `${entry.name}@${entry.version ?? '?'}: ${sign}`));
    packages.add(entry.name);
  }
  for (const local of lock.local.values()) {
    if (local.hasInstallScript) unclear.push(local.name);
  }
  if (lock.installScripts === 'blocked') {
    for (const entry of installed.filter(usesAddonHelper)) {
      evidence.push(cite(context, lock.path, `${entry.name}@${entry.version ?? '?'} depends on what finds addons`));
      packages.add(entry.name);
    }
  }
  if (packages.size > 0) return some([...packages], evidence);
  if (unclear.length > 0) {
    return {
      kind: 'unknown',
      because: because(
        'install-script-unknown',
        { packages: unclear },
        unclear.map((name) => cite(context, lock.path, `${name}: hasInstallScript = true`)),
      ),
    };
  }
  if (lock.installScripts === 'not-recorded') {
    const isNpm = lock.path.endsWith('.json');
    return {
      kind: 'unknown',
      because: isNpm
        ? because('lockfile-v1-says-nothing', {}, [cite(context, lock.path, 'lockfileVersion = 1')])
        : because('lockfile-records-no-scripts', { lockfile: lock.path }, [
            cite(context, lock.path, 'no install scripts in it'),
          ]),
      ...(installed.some(usesAddonHelper) ? {} : { noLibraries: true }),
    };
  }
  // Newer versions may bring an addon for one libc; that they need a library of the system, where no package of the lockfile has one, they do not.
  if (!followed)
    return {
      kind: 'unknown',
      because: because('lockfile-not-followed', { lockfile: lock.path }, []),
      ...(installed.some(usesAddonHelper) ? {} : { noLibraries: true }),
    };
  const where = `in the ${tree === 'all' ? 'whole' : 'production'} tree`;
  const anywhere = [...new Set(installed.map(({ name }) => name).filter((name) => isListed(name, ANY_LIBC)))];
  const says =
    lock.installScripts === 'blocked'
      ? `no install script is run, and no package has a platform of its own ${where}`
      : `no package with an install script or a platform of its own ${where}`;
  const but = anywhere.length === 0 ? '' : `, but for ${anywhere[0]}, whose program runs on every libc`;
  return { kind: 'none', evidence: [cite(context, lock.path, `${says}${but}`)] };
}

function some(packages: readonly string[], evidence: readonly Evidence[]): NativeCode {
  return {
    kind: 'some',
    packages,
    ...librariesOf(packages),
    evidence,
  };
}

/** What shows that a package holds compiled code, or null. */
function signOf(entry: LockedPackage): string | null {
  if (entry.libc.length > 0) return `libc = ${JSON.stringify(entry.libc)}`;
  if (/-(?:gnu|musl|gnueabihf|musleabihf)$/.test(entry.name)) return 'its name ends in a libc';
  if (entry.os.some((os) => !os.startsWith('!')) && entry.cpu.length > 0)
    return `os = ${JSON.stringify(entry.os)}, cpu = ${JSON.stringify(entry.cpu)}`;
  return isListed(entry.name, NATIVE) ? 'a known native package' : null;
}

/** It compiles or finds an addon. `fsevents` does, on macOS alone. */
function usesAddonHelper({ location, dependencies }: LockedPackage): boolean {
  if (/(?:^|\/)node_modules\/fsevents(?:\/|$)/.test(location)) return false;
  return [...dependencies.keys()].some((name) => isListed(name, ADDON_HELPERS));
}

const FOREIGN_PLATFORM =
  /[-/](?:darwin|win32|windows|freebsd|openbsd|netbsd|sunos|aix|android|openharmony)(?:-(?:x64|ia32|arm64|arm|universal|eabi|gnueabihf|msvc|ppc64|loong64|riscv64)){1,2}$/;

/** Optional packages for other systems (`fsevents`, `@esbuild/darwin-arm64`) are not installed in an image. */
function runsOnLinux(entry: LockedPackage): boolean {
  if (entry.name === 'fsevents') return false;
  // A lockfile that records no platforms still has names: `@next/swc-darwin-arm64`.
  if (entry.os.length === 0 && FOREIGN_PLATFORM.test(entry.name)) return false;
  if (entry.os.length === 0) return true;
  if (entry.os.includes('!linux')) return false;
  const wanted = entry.os.filter((os) => !os.startsWith('!'));
  return wanted.length === 0 || wanted.includes('linux');
}
