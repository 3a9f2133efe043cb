import { type Reason, shown } from '../../src/decision.ts';

/** Every circumstance that swap-base-image can meet. */
export const reasons = {
  'base-swapped': {
    verdict: 'changed',
    title: 'The runtime stage starts from a smaller image of the same version.',
    sentence: (data) =>
      `${shown(data, 'from')} becomes ${shown(data, 'to')} in the runtime stage. Safe because ${shown(data, 'why')}${shown(data, 'differences') === '' ? '' : `. Accepted differences: ${shown(data, 'differences')}`}`,
    explanation:
      'On Alpine, musl asks all name servers at once and takes the first answer; before 1.2.4 (Alpine 3.18) it has no DNS over TCP, so long answers are cut, and a name with at least `ndots` dots is tried only as it stands. libc has no locale data (Node brings its own). Threads get 128 KiB of stack unless they ask for more. The full image holds compilers and libraries for building. What the running program needs of them was looked for: in the start command, the health check, the sources and the compose files.',
  },
  'smallest-already': {
    verdict: 'unneeded',
    title: 'The runtime stage has the smallest base that is considered.',
    sentence: (data) => `${shown(data, 'image')} has no smaller variant that is considered`,
    explanation: 'Nothing to do.',
  },
  'kept-on-request': {
    verdict: 'unneeded',
    title: 'The base image stays, as asked.',
    sentence: () => 'the base image stays, as asked with --base keep',
    explanation: 'Nothing to do.',
  },
  'base-image-unknown': {
    verdict: 'declined',
    title: 'The base image is not one whose variants are known.',
    sentence: (data) => `nothing is known of ${shown(data, 'image')} and its variants`,
    advice: 'Build on an official image to let the tool choose a smaller variant.',
    explanation: 'Only for official images is it known what a variant has and lacks.',
  },
  'pinned-by-digest': {
    verdict: 'declined',
    title: 'The base image is pinned by digest.',
    sentence: (data) => `${shown(data, 'image')} is pinned by digest, and another variant would drop the pin`,
    advice: 'Pin the smaller variant by its own digest.',
    explanation: 'A digest names exactly one image.',
  },
  'compiles-in-stage': {
    verdict: 'declined',
    title: 'The image is one for compiling, and has no variant for running alone.',
    sentence: (data) => `${shown(data, 'image')} is for compiling, and has no variant for what was compiled`,
    advice: 'Build in a stage of its own, and copy the program into a smaller image; see what split-stages says.',
    explanation: 'The official image of Go brings the toolchain in each of its variants.',
  },
  'variant-unknown': {
    verdict: 'declined',
    title: 'No smaller variant of this tag is known to exist.',
    sentence: (data) => `no smaller variant of ${shown(data, 'image')} is known to exist`,
    advice: 'Name a version in the tag where it names none.',
    explanation: 'Old versions and special tags were not published in every variant.',
  },
  'context-unknown': {
    verdict: 'declined',
    title: 'What the program needs of the base image is not known.',
    sentence: (data) => `what the program needs of it is not known: ${shown(data, 'why')}`,
    advice: 'Name the build context with --context DIR.',
    explanation: 'Native code and called programs stand in the lockfile and the sources.',
  },
  'requirements-unknown': {
    verdict: 'declined',
    title: 'What the program needs of its base image is not known.',
    sentence: (data) => `what the program needs of it is not known: ${shown(data, 'why')}`,
    advice: 'Try the smaller variant by hand.',
    explanation: 'A smaller image is chosen only where everything that runs is known to be in it.',
  },
  'native-code': {
    verdict: 'declined',
    title: 'Dependencies hold native code that is bound to the libc or to compilers.',
    sentence: (data) => `${shown(data, 'what')} ${shown(data, 'effect')}`,
    advice: 'Change FROM by hand once you have seen it load there.',
    explanation:
      'What was compiled or fetched for glibc does not load on musl, and a compiler that the install needs is not in the smaller image.',
  },
  'needs-program': {
    verdict: 'declined',
    title: 'Something that runs needs a program that the smaller image lacks.',
    sentence: (data) => `${shown(data, 'where')} needs ${shown(data, 'program')}, which ${shown(data, 'image')} lacks`,
    advice: 'Install the program in the runtime stage, or do without it.',
    explanation: 'A health check with curl or a script for bash fails only after the deployment.',
  },
  'start-not-possible': {
    verdict: 'declined',
    title: 'The program cannot be started in the same way on that image.',
    sentence: (data) => `it cannot be started the same way on ${shown(data, 'image')}: ${shown(data, 'why')}`,
    advice: 'Write CMD in exec form, as one call of the program.',
    explanation:
      'An image of another family has another ENTRYPOINT. `gcr.io/distroless/nodejs…` starts `/nodejs/bin/node` with what CMD says, so `CMD ["node", "x.js"]` would look for a file called node.',
  },
  'needs-shell': {
    verdict: 'declined',
    title: 'Something needs a shell, and the image has none.',
    sentence: (data) => `${shown(data, 'where')} needs a shell, which ${shown(data, 'image')} does not have`,
    advice: 'Use the exec form, and prepare files in an earlier stage.',
    explanation:
      '`RUN mkdir /data` and `CMD npm start` are `/bin/sh -c …`. On distroless and scratch there is no /bin/sh.',
  },
  'needs-user': {
    verdict: 'declined',
    title: 'The file names a user that the image does not have.',
    sentence: (data) => `the user ${shown(data, 'user')} is not there on ${shown(data, 'image')}`,
    advice: 'Name the user by its number, or use the one that the image brings.',
    explanation:
      '`USER node` builds on an image without that user and fails when the container starts; `COPY --chown=node` silently gives the files to root.',
  },
  'starts-as-user': {
    verdict: 'declined',
    title: 'The image starts as another user than the file.',
    sentence: (data) =>
      `${shown(data, 'image')} starts as ${shown(data, 'user')}, and the file names no user: what root could write and where it could listen is not what that user can`,
    advice: 'Set USER to that number in the file, once you know that the program writes nothing of root’s.',
    explanation:
      'Hardened images have no root to start as: files that COPY brings belong to root, ports under 1024 need a runtime that allows them, and nobody can open a shell to look.',
  },
  'needs-system-file': {
    verdict: 'declined',
    title: 'The program needs files of the system that the image lacks.',
    sentence: (data) => `${shown(data, 'where')} needs ${shown(data, 'file')}, which ${shown(data, 'image')} lacks`,
    advice: 'Choose the next larger base, or copy the files from an earlier stage.',
    explanation:
      'On scratch, a TLS call fails with `x509: certificate signed by unknown authority`, and `time.LoadLocation` finds no zone. Slim images have no fonts (pictures with text show empty boxes), those of Node no certificates for programs that do not ask Node’s own, and those of Python no `/etc/mime.types` (files are sent as another type).',
  },
  'taken-on-request': {
    verdict: 'declined',
    title: 'A smaller variant is taken only where it is asked for.',
    sentence: (data) => `${shown(data, 'image')} is taken only where it is asked for: ${shown(data, 'why')}`,
    advice: 'Ask for it with --base and its name (--base jre for Java), and start the container once.',
    explanation:
      'Whether a jar compiles while it runs (JSP, scripting, annotation processors), or whether somebody attaches jstack or jcmd to it, stands in no file that is read. A configuration of nginx may name a user or a module of one distribution.',
  },
  'image-not-on-ladder': {
    verdict: 'declined',
    title: 'The program is not known to run on the image that was asked for.',
    sentence: (data) =>
      `the program is not known to run on ${shown(data, 'asked')}${shown(data, 'known') === '' ? '' : ` (known: ${shown(data, 'known')})`}`,
    advice: 'Ask for one of the images that are known, or change FROM by hand once you have seen it start there.',
    explanation:
      'A base is taken only where it is known what it has: smaller variants of the same image and version, and the images that are known to run such a program. Of hardened images those are `cgr.dev/chainguard/static`, `cgr.dev/chainguard/glibc-dynamic` and `dhi.io/static`; those of languages have other entrypoints and users, and free tags do not pin their version.',
  },
  'needs-file': {
    verdict: 'declined',
    title: 'A RUN or ENV names a file that came with the base image.',
    sentence: (data) => `${shown(data, 'where')} names ${shown(data, 'path')}, which ${shown(data, 'image')} may lack`,
    advice: 'Install the package that brings it in the runtime stage.',
    explanation:
      '`ln -s /usr/share/zoneinfo/… /etc/localtime` dangles where no tzdata is, and the program silently runs in UTC.',
  },
  'needs-package-manager': {
    verdict: 'declined',
    title: 'A RUN of the runtime stage uses another package manager.',
    sentence: (data) =>
      `«${shown(data, 'command')}» needs ${shown(data, 'manager')}, which ${shown(data, 'image')} does not have${shown(data, 'why')}`,
    advice: 'Install the package under its Alpine name by hand.',
    explanation:
      'Package names differ between Debian and Alpine, and packages of one name may hold another version or lie elsewhere. Those that certainly do the same are carried over.',
  },
  'builds-in-stage': {
    verdict: 'declined',
    title: 'The stage that runs also builds, and building may need what the smaller image lacks.',
    sentence: (data) =>
      `«${shown(data, 'command')}» runs in this stage and may need tools that ${shown(data, 'image')} lacks`,
    advice: 'Let split-stages move the build into a stage of its own.',
    explanation: 'Build tools call git, python and compilers that only the full image has.',
  },
  'unknown-programs': {
    verdict: 'declined',
    title: 'The program starts other programs whose names are not known.',
    sentence: (data) => `the program starts others whose names are not known (${shown(data, 'where')})`,
    advice: 'Choose the base yourself with --base slim once you know what they are.',
    explanation: 'A program that is started by a variable name may be one that only the full image has.',
  },
  'development-image': {
    verdict: 'declined',
    title: 'The image is for development.',
    sentence: (data) =>
      `the container starts ${shown(data, 'tool')}, a development tool, and development may need what root and the full image give`,
    advice: 'Start the built program in the image that is deployed.',
    explanation:
      'An image that compiles or watches sources is used with a shell, git and mounted folders. It gains little from being small.',
  },
} satisfies Record<string, Reason>;
