import { type Reason, shown } from '../../src/decision.ts';

/** Every circumstance that add-non-root-user can meet. */
export const reasons = {
  'runs-as-user': {
    verdict: 'changed',
    title: 'The container runs as an unprivileged user.',
    sentence: (data) =>
      `the container runs as ${shown(data, 'user')} (${shown(data, 'uid')}${shown(data, 'made')}) instead of root; it owns ${shown(data, 'folder')}, so the program can still create files there${shown(data, 'volume')}${shown(data, 'port')}`,
    explanation:
      'USER stands before WORKDIR, so that BuildKit makes the application folder as that user; where a RUN works in the folder as the user, it is given away first, for Docker’s classic builder makes it as root. COPY gets --chown. Nothing outside the application folder is written by the program as far as its sources say.',
  },
  'user-set-already': {
    verdict: 'unneeded',
    title: 'The file sets a user already.',
    sentence: (data) => `the container runs as ${shown(data, 'user')} already`,
    explanation: 'The author’s choice stays.',
  },
  'root-on-purpose': {
    verdict: 'declined',
    title: 'The file sets USER root itself.',
    sentence: () => 'the file sets USER root itself',
    advice: 'Remove that line if nothing needs root.',
    explanation: 'What the author wrote on purpose is not overruled.',
  },
  'base-has-no-user': {
    verdict: 'declined',
    title: 'The base image is not known.',
    sentence: (data) => `it is not known which users ${shown(data, 'image')} has, and how it makes them`,
    advice: 'Make a user with a fixed numeric id and set USER yourself.',
    explanation:
      'Debian makes users with groupadd and useradd, Alpine with addgroup and adduser, and some images have a user that USER already names.',
  },
  'base-needs-root': {
    verdict: 'declined',
    title: 'The program of the base image starts as root.',
    sentence: (data) => `${shown(data, 'image')} starts as root: ${shown(data, 'why')}`,
    advice: 'Take nginxinc/nginx-unprivileged, and let it listen on a port above 1024.',
    explanation:
      'USER nginx in the official image ends in «mkdir() "/var/cache/nginx/client_temp" failed (13: Permission denied)». The unprivileged image keeps both below /tmp.',
  },
  'user-id-taken': {
    verdict: 'declined',
    title: 'The user that was asked for may exist already.',
    sentence: (data) =>
      `${shown(data, 'user')} may be a user of ${shown(data, 'image')} already, or be out of the range of its tools`,
    advice: 'Ask for another name, or for numbers from 1000 to 60000.',
    explanation: 'Names and numbers below 1000 belong to the distribution: useradd fails for one that exists.',
  },
  'no-shell-for-user': {
    verdict: 'declined',
    title: 'Without a shell no user can be made and no folder given away.',
    sentence: (data) =>
      `${shown(data, 'image')} has no shell, so that nothing can be made there for ${shown(data, 'user')}`,
    advice: 'Ask for numbers (--user 65532:65532), and make folders in an earlier stage.',
    explanation: 'On scratch and distroless only numbers and what COPY brings with --chown exist.',
  },
  'requirements-unknown': {
    verdict: 'declined',
    title: 'What the program writes is not known.',
    sentence: (data) => `what the program writes while it runs is not known: ${shown(data, 'why')}`,
    advice: 'Set USER yourself once you know which folders it writes.',
    explanation: 'An unprivileged user can write only what it owns.',
  },
  'writes-outside': {
    verdict: 'declined',
    title: 'The program writes outside the application folder.',
    sentence: (data) => `the program may write ${shown(data, 'paths')}, which root owns (${shown(data, 'where')})`,
    advice: 'Give the user that folder (RUN mkdir -p … && chown …) and set USER yourself.',
    explanation: 'Folders outside the application folder belong to root in the image.',
  },
  'home-holds-files': {
    verdict: 'declined',
    title: 'The file puts something into root’s home folder.',
    sentence: (data) =>
      `${shown(data, 'path')} lies in root’s home, and another user looks in ${shown(data, 'home')} instead`,
    advice: 'Put it into the application folder or the user’s home, and set USER yourself.',
    explanation: '`COPY config /root/.aws/config`: an unprivileged user has another home and may not even read /root.',
  },
  'environment-names-folder': {
    verdict: 'declined',
    title: 'A variable names a folder outside the application folder.',
    sentence: (data) =>
      `${shown(data, 'name')} names ${shown(data, 'path')}, a place outside the application folder that the program may write`,
    advice: 'Give the user that folder and set USER yourself.',
    explanation: 'Programs take the places they write to from their environment.',
  },
  'volume-may-hold-root-files': {
    verdict: 'declined',
    title: 'A volume may hold files of root.',
    sentence: (data) =>
      `${shown(data, 'where')} keeps ${shown(data, 'path')} in a volume, which may hold files of root from earlier runs. Once they are given away (docker run --rm --user root -v VOLUME:/v IMAGE chown -R ${shown(data, 'owner')} /v), the user can have it`,
    advice: 'Run that command for each volume that exists, and ask for the user with --user.',
    explanation:
      'Docker fills only empty volumes from the image. One that exists keeps its owner, and the unprivileged program can no longer write it.',
  },
  'bind-mount': {
    verdict: 'declined',
    title: 'A compose file mounts a folder of the host.',
    sentence: (data) =>
      `${shown(data, 'where')} mounts ${shown(data, 'path')} from the host, which keeps the host’s owner`,
    advice: 'Set user: in that compose service, and USER in the file.',
    explanation: 'Files of a bind mount belong to whoever owns them on the host.',
  },
  'consumer-installs': {
    verdict: 'declined',
    title: 'A compose file installs packages in the container.',
    sentence: (data) =>
      `${shown(data, 'where')} runs «${shown(data, 'command')}» in the container, which writes folders that the build made as root`,
    advice: 'Set user: root in that compose service, then run again.',
    explanation:
      'An install that a compose file starts changes node_modules and its kin, which belong to root in the image.',
  },
  'command-needs-root': {
    verdict: 'declined',
    title: 'Something that runs needs root.',
    sentence: (data) => `${shown(data, 'where')} calls ${shown(data, 'program')}, which needs root`,
    advice: 'Do that work while building, or keep root and drop it in the entrypoint.',
    explanation: 'Entrypoints that chown, install packages or start daemons need root.',
  },
  'starts-unknown-programs': {
    verdict: 'declined',
    title: 'The program starts others whose names are not known.',
    sentence: (data) => `${shown(data, 'where')} starts programs whose names are not known, and some may need root`,
    advice: 'Ask for a user with USER in the file, once you know what is started.',
    explanation: '`exec.Command(os.Getenv("HOOK"))` may be anything: chown, mount, a package manager.',
  },
  'step-needs-root': {
    verdict: 'declined',
    title: 'A step writes where the user may not.',
    sentence: (data) =>
      `«${shown(data, 'text')}» writes ${shown(data, 'paths')}, which the program may need to write later`,
    advice: 'Give the user those paths and set USER yourself.',
    explanation: 'What root writes while building stays root’s.',
  },
  'application-folder-is-system': {
    verdict: 'declined',
    title: 'The application lies in a folder of the base image.',
    sentence: (data) => `the application folder is ${shown(data, 'folder')}, which cannot be given to a user`,
    advice: 'Set WORKDIR to a folder of its own, for example /app.',
    explanation: 'Without WORKDIR the program’s folder is /, which has to stay root’s.',
  },
  'builder-is-classic': {
    verdict: 'declined',
    title: 'It is built with a builder that makes WORKDIR as root.',
    sentence: (data) =>
      `${shown(data, 'file')} builds it with ${shown(data, 'builder')}, which makes WORKDIR as root whatever USER says`,
    advice: 'Build with BuildKit, or make and chown the folder by hand.',
    explanation: 'BuildKit makes the folder of WORKDIR as the user in force; the classic builder does not.',
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
