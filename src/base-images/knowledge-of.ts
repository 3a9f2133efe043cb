import type { ImageReference } from '../dockerfile/image-reference.types.ts';
import type { BaseImage } from './base-image.ts';
import { alpineImage, busyboxImage, debianImage, scratchImage, ubuntuImage } from './distributions.ts';
import { distrolessImage } from './distroless.ts';
import { dotnetImage } from './dotnet.ts';
import type { ReadTag } from './family.ts';
import { golangImage } from './golang.ts';
import { gradleImage, mavenImage, openjdkImage, temurinImage } from './java.ts';
import { nginxImage, unprivilegedNginxImage } from './nginx.ts';
import { nodeImage } from './node.ts';
import { phpImage } from './php.ts';
import { pythonImage } from './python.ts';
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
  ['alpine', alpineImage],
  ['busybox', busyboxImage],
  ['debian', debianImage],
  ['eclipse-temurin', temurinImage],
  ['golang', golangImage],
  ['gradle', gradleImage],
  ['maven', mavenImage],
  ['nginx', nginxImage],
  ['node', nodeImage],
  ['openjdk', openjdkImage],
  ['php', phpImage],
  ['python', pythonImage],
  ['ruby', rubyImage],
  ['rust', rustImage],
  ['ubuntu', ubuntuImage],
]);

/** Publishers other than Docker's library, by prefix. Each reads its image names itself. */
const PUBLISHERS: ReadonlyMap<string, ReadTag> = new Map([
  ['gcr.io/distroless', distrolessImage],
  ['mcr.microsoft.com/dotnet', dotnetImage],
  ['mcr.microsoft.com/dotnet/core', dotnetImage],
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
