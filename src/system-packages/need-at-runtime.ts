import type { CommandDetail } from '../command-reading.ts';
import { ALPINE_LIBRARIES, openssl } from './alpine-libraries.ts';
import {
  BUILD_ONLY_APK,
  BUILD_ONLY_APT,
  BUILD_ONLY_PATTERN,
  BUILD_ONLY_RPM,
  COMPILE_TIME_INTERPRETERS,
} from './build-only.ts';
import { DEBIAN_LIBRARIES, type DebianRelease } from './debian-libraries.ts';
import { RPM_LIBRARIES } from './rpm-libraries.ts';
import { UBUNTU_LIBRARIES, type UbuntuRelease } from './ubuntu-libraries.ts';

type PackageManager = Extract<CommandDetail, { kind: 'packages' }>['manager'];

/** What of a package must be in the image that runs. */
export type RuntimeNeed =
  | { readonly kind: 'build-only' }
  /** Install these instead: the libraries without headers and tools. */
  | { readonly kind: 'runtime'; readonly packages: readonly string[] }
  /** In no table: it stays as it is. */
  | { readonly kind: 'unknown' };

const UNKNOWN: RuntimeNeed = { kind: 'unknown' };

/**
 * What a runtime needs of one package that was installed in front of a build. `release` is a code name of Debian or Ubuntu (`bookworm`, `noble`) or
 * `alpine3.20`, null when the base leaves it open; library names that differ between releases are then unknown.
 *
 * @param ubuntu with an open release: it may be one of Ubuntu
 */
export function needAtRuntime(
  manager: PackageManager,
  release: string | null,
  name: string,
  { ubuntu = false }: { readonly ubuntu?: boolean } = {},
): RuntimeNeed {
  switch (manager) {
    case 'apt':
      return buildOnly(BUILD_ONLY_APT, name) ?? debianLibrary(release, name, ubuntu);
    case 'apk':
      return buildOnly(BUILD_ONLY_APK, name) ?? alpineLibrary(release, name);
    case 'dnf':
    case 'yum':
      return rpmPackage(name);
    case 'zypper':
      return UNKNOWN;
  }
}

function buildOnly(table: readonly string[], name: string): RuntimeNeed | null {
  const known = table.includes(name) || COMPILE_TIME_INTERPRETERS.includes(name) || BUILD_ONLY_PATTERN.test(name);
  return known ? { kind: 'build-only' } : null;
}

function debianLibrary(release: string | null, name: string, ubuntu: boolean): RuntimeNeed {
  const half = Object.hasOwn(DEBIAN_LIBRARIES, name) ? DEBIAN_LIBRARIES[name] : undefined;
  if (half === undefined) return UNKNOWN;
  if (isList(half)) return { kind: 'runtime', packages: half };
  if (isUbuntuRelease(release)) {
    const halves = Object.hasOwn(UBUNTU_LIBRARIES, name) ? UBUNTU_LIBRARIES[name]?.[release] : undefined;
    return halves === undefined ? UNKNOWN : { kind: 'runtime', packages: halves };
  }
  if (release === null && ubuntu) return UNKNOWN;
  const packages = isDebianRelease(release) ? half[release] : release === null ? inEveryRelease(half) : undefined;
  return packages === undefined ? UNKNOWN : { kind: 'runtime', packages };
}

/**
 * The names that hold whichever release it is since bullseye; undefined where they differ. The 64-bit time_t transition changes no name that is asked
 * for: `libcurl4t64` provides `libcurl4`.
 */
function inEveryRelease(
  half: Readonly<Partial<Record<DebianRelease, readonly string[]>>>,
): readonly string[] | undefined {
  const plain = (names: readonly string[] | undefined) => names?.map((name) => name.replace(/t64$/, '')).join(' ');
  const { bullseye, bookworm, trixie } = half;
  return plain(bullseye) === plain(bookworm) && plain(bookworm) === plain(trixie) ? bookworm : undefined;
}

function isList<T>(half: readonly string[] | T): half is readonly string[] {
  return Array.isArray(half);
}

function isDebianRelease(release: string | null): release is DebianRelease {
  return release === 'buster' || release === 'bullseye' || release === 'bookworm' || release === 'trixie';
}

function isUbuntuRelease(release: string | null): release is UbuntuRelease {
  return release === 'focal' || release === 'jammy' || release === 'noble';
}

/** One table for all releases: what differs between them is not in it. Interpreters that compilers start have other names here, and stay. */
function rpmPackage(name: string): RuntimeNeed {
  if (BUILD_ONLY_RPM.includes(name)) return { kind: 'build-only' };
  const packages = Object.hasOwn(RPM_LIBRARIES, name) ? RPM_LIBRARIES[name] : undefined;
  return packages === undefined ? UNKNOWN : { kind: 'runtime', packages };
}

function alpineLibrary(release: string | null, name: string): RuntimeNeed {
  if (name === 'openssl-dev') {
    const packages = openssl(release);
    return packages === null ? UNKNOWN : { kind: 'runtime', packages };
  }
  const packages = Object.hasOwn(ALPINE_LIBRARIES, name) ? ALPINE_LIBRARIES[name] : undefined;
  return packages === undefined ? UNKNOWN : { kind: 'runtime', packages };
}
