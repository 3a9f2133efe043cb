import type { SystemFile } from '../base-images/base-image.ts';
import { isInstallable } from './debian-libraries.ts';

/**
 * The packages that hold files of the system, by package manager. Source: file lists of packages.debian.org and pkgs.alpinelinux.org. Fonts are those
 * that `buildpack-deps` brings; `fontconfig` holds the configuration without which no font is found. Alpine keeps fonts in other folders, in other versions.
 */
const HOLDING: Readonly<Record<'apt' | 'apk', Readonly<Partial<Record<SystemFile, readonly string[]>>>>> = {
  apt: {
    certificates: ['ca-certificates'],
    fonts: ['fontconfig', 'fonts-dejavu-core'],
    'media-types': ['media-types'],
    'time-zones': ['tzdata'],
  },
  apk: {
    certificates: ['ca-certificates'],
    'media-types': ['mailcap'],
    'time-zones': ['tzdata'],
  },
};

/** What has to be installed on an image so that it has a file; null: nothing can, or not for years to come. */
export function packagesHolding(
  file: SystemFile,
  image: { readonly packageManager: string; readonly release: string | null; readonly startsAs?: string },
): readonly string[] | null {
  const { packageManager: manager, release } = image;
  if (image.startsAs !== undefined) return null;
  if (manager === 'apk') return HOLDING.apk[file] ?? null;
  return manager === 'apt' && isInstallable(release) ? (HOLDING.apt[file] ?? null) : null;
}

/** Whether packages that a stage installs already bring a file: one of its own, or one that depends on it. */
export function bringsFile(file: SystemFile, installed: readonly string[]): boolean {
  const named = [...(HOLDING.apt[file] ?? []), ...(HOLDING.apk[file] ?? [])];
  if (file === 'fonts') return installed.some((name) => /^(?:fonts?-|ttf-)/.test(name));
  return installed.some((name) => named.includes(name));
}

/** Absolute paths below which a file of the system lies. */
const PLACES: readonly (readonly [RegExp, SystemFile])[] = [
  [/^\/(?:etc\/ssl\/(?:certs|cert\.pem)|etc\/ca-certificates|usr\/share\/ca-certificates)(?:\/|$)/, 'certificates'],
  [/^\/(?:usr\/share\/fonts|etc\/fonts)(?:\/|$)/, 'fonts'],
  [/^\/etc\/mime\.types$/, 'media-types'],
];

/** The file of the system that an absolute path names; null: another one. */
export function systemFileAt(path: string): SystemFile | null {
  return PLACES.find(([place]) => place.test(path))?.[1] ?? null;
}
