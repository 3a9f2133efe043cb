import type { ImageReference } from '../dockerfile/image-reference.types.ts';
import type { BaseImage } from './base-image.ts';
import { bunImage } from './bun.ts';
import { alpineImage, busyboxImage, debianImage, scratchImage, ubuntuImage } from './distributions.ts';
import { distrolessImage } from './distroless.ts';
import { dotnetImage } from './dotnet.ts';
import type { ReadTag } from './family.ts';
import { golangImage } from './golang.ts';
import { hardenedImage } from './hardened.ts';
import { correttoImage, gradleImage, mavenImage, openjdkImage, temurinImage } from './java.ts';
import { nginxImage, unprivilegedNginxImage } from './nginx.ts';
import { nodeImage } from './node.ts';
import { phpImage } from './php.ts';
import { pythonImage } from './python.ts';
import { rpmImage, ubiImage } from './rpm-distributions.ts';
import { rubyImage } from './ruby.ts';
import { rustImage } from './rust.ts';
import { spellOut } from './spell-out.ts';

/**
 * Prefixes under which Docker's official images are found: Docker Hub's own spellings (distribution/reference adds `library/` to
 * a bare name on docker.io) and the two public mirrors of it.
 */
const OFFICIAL: ReadonlySet<string> = new Set([
  '',
  'library',
  'docker.io',
  'docker.io/library',
  'index.docker.io',
  'index.docker.io/library',
  'registry.hub.docker.com/library',
  'public.ecr.aws/docker/library',
  'mirror.gcr.io/library',
]);

const OFFICIAL_FAMILIES: ReadonlyMap<string, ReadTag> = new Map([
  ['almalinux', rpmImage],
  ['alpine', alpineImage],
  ['amazoncorretto', correttoImage],
  ['amazonlinux', rpmImage],
  ['busybox', busyboxImage],
  ['centos', rpmImage],
  ['debian', debianImage],
  ['eclipse-temurin', temurinImage],
  ['fedora', rpmImage],
  ['golang', golangImage],
  ['gradle', gradleImage],
  ['maven', mavenImage],
  ['nginx', nginxImage],
  ['node', nodeImage],
  ['openjdk', openjdkImage],
  ['php', phpImage],
  ['python', pythonImage],
  ['rockylinux', rpmImage],
  ['ruby', rubyImage],
  ['rust', rustImage],
  ['ubuntu', ubuntuImage],
]);

/** Publishers other than Docker's library, by prefix. Each reads its image names itself. */
const PUBLISHERS: ReadonlyMap<string, ReadTag> = new Map([
  ['cgr.dev/chainguard', hardenedImage],
  ['dhi.io', hardenedImage],
  ['gcr.io/distroless', distrolessImage],
  ['mcr.microsoft.com/dotnet', dotnetImage],
  ['mcr.microsoft.com/dotnet/core', dotnetImage],
  ['registry.access.redhat.com', ubiImage],
  ['registry.access.redhat.com/ubi8', ubiImage],
  ['registry.access.redhat.com/ubi9', ubiImage],
  ['registry.access.redhat.com/ubi10', ubiImage],
  ['oven', bunImage],
  ['docker.io/oven', bunImage],
  ['nginxinc', unprivilegedNginxImage],
  ['docker.io/nginxinc', unprivilegedNginxImage],
  ['public.ecr.aws/nginx', unprivilegedNginxImage],
]);

/**
 * What is known of the image; null for one that is not in the tables: a private name, another publisher's `node`, a tag of
 * unknown meaning, a variable whose value decides and is not known.
 *
 * @param variables default values of the ARGs that FROM can see
 */
export function baseImageOf(reference: ImageReference, variables: ReadonlyMap<string, string>): BaseImage | null {
  const image = spellOut(reference, variables);
  if (image === null) return null;
  if (image.name === 'scratch') return image.prefix === '' && reference.tag === null ? scratchImage(image) : null;
  const read = OFFICIAL.has(image.prefix) ? OFFICIAL_FAMILIES.get(image.name) : PUBLISHERS.get(image.prefix);
  return read?.(image) ?? null;
}
