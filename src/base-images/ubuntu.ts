import type { BaseImage } from './base-image.ts';

/** Families whose images for apt are made from Ubuntu's, as far as their tags go back. */
const FROM_UBUNTU: readonly string[] = [
  'ubuntu',
  'eclipse-temurin',
  'gradle',
  'maven',
  'dotnet-sdk',
  'dotnet-aspnet',
  'dotnet-runtime',
  'dotnet-runtime-deps',
];

/** Debian's suites among their tags. */
const DEBIAN = ['stretch', 'buster', 'bullseye', 'bookworm', 'trixie'];

/** Ubuntu's releases whose image has no user of its own. */
const WITHOUT_USER: readonly string[] = ['precise', 'trusty', 'xenial', 'bionic', 'focal', 'jammy'];

/** An image for apt that is Ubuntu's, or that may be: names of packages differ from Debian's there. */
export function mayBeUbuntu({ family, packageManager, release }: BaseImage): boolean {
  return packageManager === 'apt' && FROM_UBUNTU.includes(family) && !DEBIAN.includes(release ?? '');
}

/** Ubuntu's own image has a user `ubuntu` with number 1000 since 23.04 (Launchpad, cloud-images bug 2005129); what is made from it may have it too. */
export function hasUbuntuUser(base: BaseImage): boolean {
  return mayBeUbuntu(base) && !WITHOUT_USER.includes(base.release ?? '');
}
