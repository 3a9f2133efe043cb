import type { BaseImage } from './base-image.ts';

/** Families whose images for apt are made from Ubuntu's, as far as their tags go back. */
const FROM_UBUNTU: readonly string[] = [
  'ubuntu',
  'eclipse-temurin',
  'maven',
  'dotnet-sdk',
  'dotnet-aspnet',
  'dotnet-runtime',
  'dotnet-runtime-deps',
];

/** Releases whose image has no user of its own. */
const WITHOUT: readonly string[] = [
  'precise',
  'trusty',
  'xenial',
  'bionic',
  'focal',
  'jammy',
  'buster',
  'bullseye',
  'bookworm',
];

/** Ubuntu's own image has a user `ubuntu` with number 1000 since 23.04 (Launchpad, cloud-images bug 2005129); what is made from it may have it too. */
export function hasUbuntuUser({ family, packageManager, release }: BaseImage): boolean {
  return packageManager === 'apt' && FROM_UBUNTU.includes(family) && !WITHOUT.includes(release ?? '');
}
