import type { BaseImage, SystemFile } from './base-image.ts';
import { ALPINE_PROGRAMS, DEBIAN_PROGRAMS, DEFAULT_PATH, RPM_PROGRAMS } from './userland.ts';

/** What a reader of tags gets: the reference with the variables' default values put in. */
export interface SpelledOut {
  /** As written, for evidence. */
  readonly text: string;
  /** Prefix as written with defaults put in; empty for Docker Hub's short names. */
  readonly prefix: string;
  readonly name: string;
  /** `latest` when the reference has neither tag nor digest. */
  readonly tag: string;
}

/** Reads the tags of one family's images; null for a tag whose meaning is not known. */
export type ReadTag = (image: SpelledOut) => BaseImage | null;

type Known = Pick<BaseImage, 'family' | 'variant' | 'evidence'> & Partial<BaseImage>;

/** A Debian or Ubuntu image with nothing but its essential packages, and what the family says on top. */
export function onDebian(known: Known): BaseImage {
  return {
    ...plain,
    brings: BASICS,
    libc: 'glibc',
    packageManager: 'apt',
    cmd: ['bash'],
    programs: DEBIAN_PROGRAMS,
    ...known,
  };
}

/** An Alpine image with BusyBox, and what the family says on top. */
export function onAlpine(known: Known): BaseImage {
  return {
    ...plain,
    brings: hasBundle(known.release ?? null) ? [...BASICS, 'certificates'] : BASICS,
    libc: 'musl',
    packageManager: 'apk',
    cmd: ['/bin/sh'],
    programs: ALPINE_PROGRAMS,
    ...known,
  };
}

/** `ca-certificates-bundle` is among the packages of the image since 3.12 (alpinelinux/aports: libcrypto and apk-tools depend on it). */
function hasBundle(release: string | null): boolean {
  const minor = /^alpine3\.(\d+)/.exec(release ?? '')?.[1];
  return release === null || (minor !== undefined && Number(minor) >= 12);
}

/** An image with RPM packages, and what the family says on top. `useradd` is not in every one of them. */
export function onRpm(known: Known & Pick<BaseImage, 'packageManager'>): BaseImage {
  return {
    ...plain,
    brings: [...BASICS, 'certificates'],
    libc: 'glibc',
    cmd: ['/bin/bash'],
    programs: RPM_PROGRAMS,
    ...known,
  };
}

/** An image without a package manager, and what the family says on top. */
export function withoutPackages(known: Known): BaseImage {
  return { ...plain, libc: 'none', packageManager: 'none', shell: false, cmd: null, programs: [], ...known };
}

/** Any distribution has users and `/tmp`. */
export const BASICS: readonly SystemFile[] = ['users', 'temporary-folder'];

/**
 * Files that images on `buildpack-deps` have: fonts come with ImageMagick (fontconfig-config depends on fonts-dejavu-core), media types with Python
 * (libpython3-stdlib depends on media-types).
 */
export const ON_BUILDPACK: readonly SystemFile[] = [...BASICS, 'certificates', 'fonts', 'media-types'];

const plain = {
  release: null,
  major: null,
  shell: true,
  user: null,
  entrypoint: null,
  workdir: '/',
  env: { PATH: DEFAULT_PATH },
  brings: [],
  onbuild: false,
} as const;

/** Evidence that rests on the reference itself. */
export function saidBy(image: SpelledOut, says: string): BaseImage['evidence'] {
  return [{ source: image.text, says }];
}
