import type { BaseImage } from './base-image.ts';
import { ON_BUILDPACK, onAlpine, onDebian, type ReadTag, saidBy } from './family.ts';
import { defaultSuite } from './node-default-suites.ts';
import {
  ENTRYPOINT_SINCE,
  FIRST_LINE_WITHOUT_YARN,
  has,
  isSettled,
  type NodeVersion,
  SLIM_ON_DEBIAN_SINCE,
  USER_SINCE,
  YARN_SINCE,
} from './node-releases.ts';
import { type NodeTag, readNodeTag } from './node-tag.ts';
import { removingNpmOf } from './npm-versions.ts';
import {
  ALPINE_PROGRAMS,
  BUILDPACK_PROGRAMS,
  CURL_PROGRAMS,
  DEBIAN_PROGRAMS,
  DEFAULT_PATH,
  SUITES_WITH_PYTHON_2,
} from './userland.ts';

/** `libstdc++` is in the image, because Node.js is linked with it (nodejs/docker-node, Dockerfile-alpine.template). */
const COMPILERS = ['alpine-sdk', 'build-base', 'g++'];

const NODE_USER = { name: 'node', uid: 1000, gid: 1000, home: '/home/node' } as const;

/**
 * The official `node` image. Of a version that is not known (`node:${VERSION}-slim`) only what its ending says is told; a tag
 * that moves with Node's releases (`latest`, `lts`) is read as today's images are.
 */
export const nodeImage: ReadTag = (image) => {
  const tag = readNodeTag(image.tag);
  if (tag === null) return null;
  const version = versionOf(tag);
  const release = releaseOf(tag, version);
  const known = {
    family: 'node',
    release,
    major: version === null ? majorOf(tag) : version[0],
    ...(tag.version.kind === 'moving' && tag.suite === null && majorOf(tag) === null
      ? { majorAtLeast: OLDEST_MOVING }
      : {}),
    ...(version === null || removingNpmOf(version) === null ? {} : { prunesWrongly: `npm ${removingNpmOf(version)}` }),
    evidence: saidBy(image, sentence(tag, release)),
    env: environment(tag, version),
    cmd: ['node'],
    user: carries(tag, version, (v) => has(v, USER_SINCE)) ? NODE_USER : null,
    entrypoint: carries(tag, version, (v) => has(v, ENTRYPOINT_SINCE)) ? ['docker-entrypoint.sh'] : null,
  } as const;
  const node = ['node', 'npm', ...(hasNpx(version) ? ['npx'] : []), ...(hasYarn(version) ? ['yarn', 'yarnpkg'] : [])];
  switch (tag.variant) {
    case 'alpine':
      return onAlpine({ ...known, loads: COMPILERS, variant: 'alpine', programs: [...ALPINE_PROGRAMS, ...node] });
    case 'slim':
      return onDebian({ ...known, variant: 'slim', programs: [...DEBIAN_PROGRAMS, ...slimTools(version), ...node] });
    case 'full':
      return onDebian({
        ...known,
        variant: 'full',
        brings: ON_BUILDPACK,
        programs: [...DEBIAN_PROGRAMS, ...fullTools(tag, version), ...node],
      });
    case 'onbuild':
      return onDebian({
        ...known,
        variant: 'full',
        brings: ON_BUILDPACK,
        onbuild: true,
        cmd: ['npm', 'start'],
        workdir: '/usr/src/app',
        programs: [...DEBIAN_PROGRAMS, ...fullTools(tag, version), ...node],
      });
  }
};

/** No moving tag has stood for an older line since Node 20 became the LTS line in October 2023 (nodejs/Release, schedule.json). */
const OLDEST_MOVING = 20;

/** The version whose facts the tag shares; null when it moves between lines or is not known. */
function versionOf(tag: NodeTag): NodeVersion | null {
  return 'value' in tag.version ? tag.version.value : null;
}

/** `lts-iron` says its line, although not where in the line it came to rest. */
function majorOf(tag: NodeTag): number | null {
  const line = readNodeTag(tag.versionText.replace(/^lts-/, ''))?.version;
  return tag.versionText.startsWith('lts-') && line !== undefined && 'value' in line ? line.value[0] : null;
}

/** A moving tag is a recent image, and has what recent images have; of an unknown version nothing is certain. */
function carries(tag: NodeTag, version: NodeVersion | null, holds: (version: NodeVersion) => boolean): boolean {
  return version === null ? tag.version.kind === 'moving' : holds(version);
}

function releaseOf(tag: NodeTag, version: NodeVersion | null): string | null {
  if (tag.suite !== null) return tag.suite;
  if (tag.variant === 'alpine' || version === null || !isSettled(version)) return null;
  return defaultSuite(version, tag.variant === 'slim' ? 'slim' : 'full');
}

function environment(tag: NodeTag, version: NodeVersion | null): Readonly<Record<string, string>> {
  // `12-alpine3.9` came to rest when that Alpine did, long before the line's last version.
  const restsEarlier = tag.suite?.startsWith('alpine') === true && !/^\d+\.\d+\.\d+$/.test(tag.versionText);
  if (version === null || version.includes(Infinity) || restsEarlier) return { PATH: DEFAULT_PATH };
  return { PATH: DEFAULT_PATH, NODE_VERSION: version.join('.') };
}

/** npx came with npm 5.2, bundled from Node 8.2 on. */
function hasNpx(version: NodeVersion | null): boolean {
  return version === null || version[0] > 8 || (version[0] === 8 && version[1] >= 2);
}

/** Not told for a tag that moves: it may stand on either side of the first line without Yarn. */
function hasYarn(version: NodeVersion | null): boolean {
  return version !== null && has(version, YARN_SINCE) && version[0] < FIRST_LINE_WITHOUT_YARN;
}

function slimTools(version: NodeVersion | null): readonly string[] {
  return version === null || version[0] < 4 || has(version, SLIM_ON_DEBIAN_SINCE) ? [] : CURL_PROGRAMS;
}

function fullTools(tag: NodeTag, version: NodeVersion | null): readonly string[] {
  const release = releaseOf(tag, version);
  return release !== null && SUITES_WITH_PYTHON_2.includes(release)
    ? [...BUILDPACK_PROGRAMS, 'python', 'python2']
    : BUILDPACK_PROGRAMS;
}

function sentence(tag: NodeTag, release: BaseImage['release']): string {
  const where = release === null ? '' : ` on ${release}`;
  return `official node image, ${tag.variant} variant${where}`;
}
