import { type Reason, shown } from '../../src/decision.ts';

/** Every circumstance that add-cache-mounts can meet. */
export const reasons = {
  'cache-mounted': {
    verdict: 'changed',
    title: 'Downloads stay in a cache mount.',
    sentence: (data) =>
      `${shown(data, 'folders')} (${shown(data, 'tool')}) is kept in a cache mount of the builder and no longer in a layer: the next build downloads only what is new, and with an empty cache the same command does the same${
        shown(data, 'removed') === '' ? '' : `. Taken out, because it would defeat the cache: ${shown(data, 'removed')}`
      }`,
    explanation:
      '`RUN --mount=type=cache,target=/root/.npm npm ci`: the folder belongs to the builder and outlives the build. `npm cache clean --force`, `pip --no-cache-dir` or `rm -rf /var/lib/apt/lists/*` in the same RUN would empty it or leave it unused, and have nothing to make smaller any more. No `# syntax=` line is needed: BuildKit’s own frontend has cache mounts since Docker 20.10.',
  },
  'nothing-to-cache': {
    verdict: 'unneeded',
    title: 'No RUN downloads into a folder that could be mounted.',
    sentence: () => 'no RUN fills a download cache that has no mount yet',
    explanation: 'Nothing to do.',
  },
  'not-wanted': {
    verdict: 'unneeded',
    title: 'Cache mounts were switched off.',
    sentence: () => '--cache-mounts never was given',
    explanation: 'Nothing to do.',
  },
  'builder-not-known': {
    verdict: 'declined',
    title: 'Nothing shows that BuildKit builds the file.',
    sentence: () =>
      'nothing in the repository shows that BuildKit builds it, and any other builder fails at RUN --mount',
    advice: 'Ask for it with --cache-mounts always, if everybody builds with Docker 23 or later, or with buildx.',
    explanation:
      'The classic builder and Kaniko know no `RUN --mount`. A mount, a heredoc or a `# syntax=` line in the file, docker/build-push-action, `docker buildx`, a bake file or `DOCKER_BUILDKIT=1` show that BuildKit builds it.',
  },
  'builder-cannot-mount': {
    verdict: 'declined',
    title: 'It is built with a builder that has no cache mounts.',
    sentence: (data) =>
      `${shown(data, 'file')} builds it with ${shown(data, 'builder')}, which may know no RUN --mount`,
    advice: 'Build with BuildKit (docker buildx build) first.',
    explanation:
      'The classic builder stops at `RUN --mount`, Kaniko ignores it, buildah knows it only from version 1.24 on.',
  },
  'syntax-too-old': {
    verdict: 'declined',
    title: 'The file names a frontend that is not known to have cache mounts.',
    sentence: (data) => `# syntax=${shown(data, 'syntax')} is not known to have RUN --mount=type=cache`,
    advice: 'Take docker/dockerfile:1, or remove the line.',
    explanation: 'docker/dockerfile has cache mounts from 1.2 on. Another frontend reads the file by its own rules.',
  },
  'base-unknown': {
    verdict: 'declined',
    title: 'The base image is not known.',
    sentence: (data) =>
      `${shown(data, 'image')} is not known, and with it neither its user nor where its tools keep their caches`,
    advice: 'Write the mount yourself: RUN --mount=type=cache,target=FOLDER …',
    explanation: 'A base image may set USER, HOME and variables such as CARGO_HOME that move a cache.',
  },
  'user-unknown': {
    verdict: 'declined',
    title: 'The numbers of the user in force are not known.',
    sentence: (data) =>
      `a cache mount belongs to root unless it names numbers, and those of user ${shown(data, 'user')} are not known`,
    advice: 'Write the mount yourself, with uid= and gid=.',
    explanation: 'A mount without `uid=` is root’s: the install then fails with EACCES.',
  },
  'leaves-root-folder': {
    verdict: 'declined',
    title: 'The mount would leave a folder of root in the user’s home.',
    sentence: (data) =>
      `BuildKit would make ${shown(data, 'folder')}, or the folders above it, as root, and the user could not write there later`,
    advice: 'Install as root or in a stage of its own, and switch the user behind it.',
    explanation: 'The place of a mount stays in the image as an empty folder of root: later `touch ~/.npm/x` fails.',
  },
  'base-is-variable': {
    verdict: 'declined',
    title: 'Compiled packages would be shared between images.',
    sentence: (data) =>
      `${shown(data, 'tool')} keeps compiled packages, and ${shown(data, 'image')} may stand for another image in the next build`,
    advice: 'Write the mount yourself, with an id= that names the image.',
    explanation: 'A wheel that was compiled on Debian is found again on Alpine, and does not load there.',
  },
  'command-not-understood': {
    verdict: 'declined',
    title: 'A command of the RUN may need the folder.',
    sentence: (data) => `«${shown(data, 'command')}» in the same RUN may use or remove ${shown(data, 'folder')}`,
    advice: 'Give the install a RUN of its own.',
    explanation:
      'A script that removes the folder fails on a mount (device or resource busy); what it leaves there is lost.',
  },
  'folder-holds-files': {
    verdict: 'declined',
    title: 'Something is put into the folder on purpose.',
    sentence: (data) => `an earlier step puts files into ${shown(data, 'folder')}, which a mount would hide`,
    advice: 'Put them elsewhere, or leave the mount out.',
    explanation: '`COPY repository /root/.m2/repository`: a mount starts empty.',
  },
  'cache-emptied-in-run': {
    verdict: 'declined',
    title: 'The RUN empties more than the cache.',
    sentence: (data) =>
      `«${shown(data, 'command')}» empties or switches off ${shown(data, 'folder')} in a way that cannot be taken out alone`,
    advice: 'Let the RUN remove the cache in a command of its own, joined with &&.',
    explanation: '`rm -rf /root/.cache` around a mount at /root/.cache/pip fails: device or resource busy.',
  },
  'stage-runs': {
    verdict: 'declined',
    title: 'The stage that runs needs the folder itself.',
    sentence: (data) =>
      `${shown(data, 'folder')} is used in place by ${shown(data, 'tool')}, and this stage is one that runs`,
    advice: 'Build in a stage of its own, and copy the result.',
    explanation:
      'Go’s modules, Cargo’s registry, Maven’s repository and apt’s index are what later commands work with, in the container too.',
  },
  'used-offline': {
    verdict: 'declined',
    title: 'A later command works offline.',
    sentence: (data) =>
      `«${shown(data, 'command')}» needs what an earlier RUN left in ${shown(data, 'folder')}, and a cache may be empty while that RUN is not repeated`,
    advice: 'Let that command download what is missing.',
    explanation:
      'Layers and cache mounts are kept apart: with the layer of `mvn dependency:go-offline` and an empty cache, `mvn -o package` fails.',
  },
  'publishes-into-cache': {
    verdict: 'declined',
    title: 'A command leaves a result in the folder.',
    sentence: (data) =>
      `«${shown(data, 'command')}» puts its own result into ${shown(data, 'folder')}, where another RUN may need it`,
    advice: 'Build all in one RUN, or leave the mount out.',
    explanation: '`mvn install` puts artifacts into the local repository that nobody can download.',
  },
  'index-from-earlier-run': {
    verdict: 'declined',
    title: 'An install uses the index of an earlier RUN.',
    sentence: () =>
      'an install relies on the package index of an earlier RUN, which a mount would not keep in the image',
    advice: 'Join update and install in one RUN.',
    explanation: '`RUN apt-get update` and `RUN apt-get install x`: the second works only with the first one’s layer.',
  },
  'later-command-not-understood': {
    verdict: 'declined',
    title: 'A later command may need the folder.',
    sentence: (data) =>
      `a later command that is not understood may need ${shown(data, 'folder')} of ${shown(data, 'tool')}`,
    advice: 'Write the mounts yourself, in every RUN that uses the folder.',
    explanation: '`RUN go mod download` with a mount and `RUN make` without one: make downloads everything again.',
  },
  'folder-is-carried': {
    verdict: 'declined',
    title: 'The folder is copied to another place.',
    sentence: (data) => `${shown(data, 'folder')} is copied to another place, and with a mount it would be empty`,
    advice: 'Leave the mount out, or copy inside the RUN that has it.',
    explanation: 'What lies in a cache mount is not in the stage.',
  },
} satisfies Record<string, Reason>;
