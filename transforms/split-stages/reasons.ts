import { type Reason, shown } from '../../src/decision.ts';

/** yarn from 2 on and bun know no such flag, or need the scripts. */
function runsScripts(command: string): boolean {
  return !command.includes('--ignore-scripts');
}

/** Every circumstance that split-stages can meet. */
export const reasons = {
  'split-to-artifacts': {
    verdict: 'changed',
    title:
      'The runtime stage receives exactly the build outputs, the dependencies and the files that the program reads.',
    sentence: (data) =>
      `split into ${shown(data, 'stages')}: the runtime receives ${shown(data, 'carried')}; left behind: ${shown(data, 'left')}. Safe because each command stays in its order with the same variables, and every carried path is one that its stage makes`,
    explanation:
      'A builder stage keeps compilers, development dependencies and sources out of the image that runs. It is done only when every command before the last build step is understood, the start command is known, and no source reads a path that no literal names.',
  },
  'split-to-overlay': {
    verdict: 'changed',
    title: 'The runtime stage receives the whole application folder, without what only building needs.',
    sentence: (data) =>
      `split into ${shown(data, 'stages')}: the runtime receives all of ${shown(data, 'folder')}, because ${shown(data, 'why')}; left behind: ${shown(data, 'left')}. Safe because every ${data.reduced === 'yes' ? 'other file' : 'file'} of the application folder is still there`,
    explanation:
      'When it cannot be told which files the program reads, the application folder is carried whole. That still leaves compilers, caches and development dependencies behind.',
  },
  'dependencies-pruned': {
    verdict: 'changed',
    title: 'Development dependencies are removed from the tree that the runtime receives.',
    sentence: (data) =>
      `development dependencies are removed by «${shown(data, 'command')}»: nothing that the start command or the sources import is among them. It ${data.again === 'yes' ? 'follows the same lockfile over the installed tree' : 'needs no network'} and runs ${runsScripts(shown(data, 'command')) ? 'those scripts of dependencies that the install ran' : 'no scripts'}`,
    explanation:
      'Removing from the installed tree, instead of installing a second time, keeps compiled modules, resolves nothing anew, and does not run `prepare: husky`, which fails once husky is gone.',
  },
  'system-packages-needed': {
    verdict: 'changed',
    title: 'The runtime stage installs what carried dependencies load or start.',
    sentence: (data) =>
      `the runtime stage installs ${shown(data, 'packages')} for ${shown(data, 'by')}: the build stage brings this, an image without compilers does not`,
    explanation:
      'A package of a language may load libraries of the distribution, or start its programs. Full images bring many of them, and compilers some more; what is needed is named, so that the program finds it on a smaller image as well.',
  },
  'workspace-reduced': {
    verdict: 'changed',
    title: 'Of a workspace, only the package that starts and those that it needs are carried.',
    sentence: (data) =>
      `of the workspace, the runtime receives what ${shown(data, 'stays')} need: ${shown(data, 'leaves')} and what only they depend on are removed with the development dependencies. Safe because everything is built by then, nothing that starts imports or reads anything of them, and every version stays the one that the lockfile says`,
    explanation:
      'An image starts one package of a monorepo, and carries the dependencies of all of them. Without the folder of a package its manifest is gone, so that the package manager takes away what only it needed, in place, without resolving anything anew: links, built output and compiled modules of the others stay as they are.',
  },
  'workspace-kept-whole': {
    verdict: 'declined',
    title: 'Every package of a workspace stays, because something may need more than it declares.',
    sentence: (data) => `all packages of the workspace stay in the runtime, because ${shown(data, 'why')}`,
    advice: 'List in each package what it imports; then the others can be left behind.',
    explanation:
      'In a workspace a package finds what another one brought, without listing it. Left alone, it would not find it any more.',
  },
  'development-dependencies-kept': {
    verdict: 'declined',
    title: 'Development dependencies stay, because something that runs needs one.',
    sentence: (data) => `development dependencies stay in the runtime, because ${shown(data, 'why')}`,
    advice:
      'Move what the program needs at run time from devDependencies to dependencies; then the rest can be left behind.',
    explanation:
      'A package that is imported at run time but listed under devDependencies is there today only because everything is installed.',
  },
  'already-multi-stage': {
    verdict: 'unneeded',
    title: 'The file has several stages already.',
    sentence: () => 'it has several stages already',
    explanation: 'An existing division is the author’s decision. The smaller transforms still look at it.',
  },
  'nothing-installed': {
    verdict: 'unneeded',
    title: 'Nothing is installed or built that a later stage could leave behind.',
    sentence: () => 'nothing is installed or built that a runtime stage could leave behind',
    explanation: 'A stage exists only if it leaves something behind or caches something.',
  },
  'nothing-left-behind': {
    verdict: 'unneeded',
    title: 'A second stage would leave nothing behind.',
    sentence: (data) => `a second stage would leave nothing behind: ${shown(data, 'why')}`,
    explanation:
      'Without compilers, build outputs or development dependencies, one stage with a smaller base and a user is all there is to gain.',
  },
  'base-image-unknown': {
    verdict: 'declined',
    title: 'The base image is not one whose contents are known.',
    sentence: (data) =>
      `nothing is known of ${shown(data, 'image')}: it may set an entrypoint, a user or ONBUILD triggers`,
    advice: 'Build on an official image, or split this file by hand.',
    explanation:
      'ENTRYPOINT, ENV, USER and ONBUILD of the base are part of what runs. For a private image they cannot be known from the file.',
  },
  'base-has-onbuild': {
    verdict: 'declined',
    title: 'The base image has ONBUILD triggers.',
    sentence: (data) => `${shown(data, 'image')} copies and installs invisibly at FROM (ONBUILD)`,
    advice: 'Write the triggers out (COPY, RUN npm install) on the plain image, then run again.',
    explanation:
      '`FROM node:onbuild` runs COPY and RUN lines that do not stand in this file, in every stage that starts from it.',
  },
  'context-unknown': {
    verdict: 'declined',
    title: 'The build context is not known.',
    sentence: (data) => `the build context is not known (${shown(data, 'why')})`,
    advice: 'Name it with --context DIR.',
    explanation:
      'What may be left behind depends on manifests, lockfile and sources. Without them every split is a guess.',
  },
  'manifest-not-found': {
    verdict: 'declined',
    title: 'The manifest that the install reads is not in the build context.',
    sentence: (data) =>
      shown(data, 'why') || `no manifest was found in the build context for the install in ${shown(data, 'folder')}`,
    advice: 'Check --context: it has to be the folder that docker build is given.',
    explanation: 'The manifest says which dependencies are for development only and what the start script runs.',
  },
  'project-not-supported': {
    verdict: 'declined',
    title: 'The project uses something that is not understood yet.',
    sentence: (data) => `${shown(data, 'why')}`,
    advice: 'Split by hand; what does not depend on the package manager is still done.',
    explanation:
      'Each package manager installs, prunes and links in its own way. What is not known for certain is left alone.',
  },
  'several-projects': {
    verdict: 'declined',
    title: 'Several projects are installed in one image.',
    sentence: (data) =>
      `several projects are installed (${shown(data, 'folders')}), and which files pass between them is not known`,
    advice: 'Give each project a Dockerfile of its own, or split by hand.',
    explanation:
      'A front end that is built in a folder of its own beside the server goes along as its output alone. Where the server needs more of it (sources, packages), or lies in the image elsewhere than in the context, that is not enough.',
  },
  'install-names-packages': {
    verdict: 'declined',
    title: 'The install names a folder, an archive, a repository or a variable.',
    sentence: (data) => `«${shown(data, 'command')}» installs packages that no manifest and no registry lists`,
    advice: 'Add the packages to the manifest and install from it.',
    explanation:
      'What `RUN npm install ./labels.tgz` or `user/repository` brings, and what installing it reads and runs, nothing says. Names from a registry are fine: then nothing is pruned.',
  },
  'install-mode-is-argument': {
    verdict: 'declined',
    title: 'A build argument chooses what is installed.',
    sentence: (data) =>
      `the build argument ${shown(data, 'argument')} chooses whether development dependencies are installed`,
    advice: 'Build a development target instead of passing the argument.',
    explanation:
      '`ARG NODE_ENV` before `npm install`: a literal removal of development dependencies would break `--build-arg NODE_ENV=development`.',
  },
  'run-not-understood': {
    verdict: 'declined',
    title: 'A RUN could not be read.',
    sentence: (data) => `the shell of this RUN is not understood: ${shown(data, 'why')}`,
    advice: 'Simplify the RUN, or split the file by hand.',
    explanation:
      'Which stage a command belongs to depends on what it does; a script that cannot be read may do anything.',
  },
  'command-not-understood': {
    verdict: 'declined',
    title: 'A command may write anywhere.',
    sentence: (data) => `what «${shown(data, 'command')}» writes is not known`,
    advice: 'If it only prepares the build, move it into a script that the build runs; else split by hand.',
    explanation: 'A file that an unknown command leaves outside the carried folders would be missing in the runtime.',
  },
  'run-not-divisible': {
    verdict: 'declined',
    title: 'A RUN does things for two stages and cannot be divided.',
    sentence: (data) => `this RUN holds commands for two stages and cannot be divided: ${shown(data, 'why')}`,
    advice: 'Write it as several RUN instructions.',
    explanation:
      '`a; b` goes on after a failure, and `cd` or variables carry over from one command to the next; divided carelessly it would build something else.',
  },
  'source-fetched': {
    verdict: 'declined',
    title: 'Sources are fetched while building.',
    sentence: (data) => `«${shown(data, 'command')}» ${shown(data, 'does')} the build context does not show`,
    advice:
      'Copy sources from the build context. Take a tool from a package, or from its own image (COPY --from=…), and not from a script or a file of the network.',
    explanation:
      'After `git clone` or `curl | tar` the context says nothing about what is built and what the program reads. `curl … | sh` and a downloaded .deb may put files anywhere; of scripts only those are read that add a package repository (NodeSource’s).',
  },
  'copy-not-understood': {
    verdict: 'declined',
    title: 'A COPY or ADD could not be followed.',
    sentence: (data) => `where «${shown(data, 'text')}» puts its files is not known${shown(data, 'why')}`,
    advice: 'Write source and destination without build arguments.',
    explanation:
      'A path that holds a build argument, an archive that ADD unpacks, or a URL cannot be followed from the file alone.',
  },
  'compose-mounts-source': {
    verdict: 'declined',
    title: 'A compose file mounts the sources over the application folder.',
    sentence: (data) =>
      `${shown(data, 'file')} mounts ${shown(data, 'source')} over ${shown(data, 'target')}: development there runs on this image’s dependencies`,
    advice:
      'Run again with --edit-consumers: that service gets a stage of its own, and its target in the compose file.',
    explanation:
      'With the sources mounted, the container runs the development command on the dependencies of the image. A runtime without development dependencies breaks it.',
  },
  'consumer-runs-development': {
    verdict: 'declined',
    title: 'A compose service runs a development command on this image.',
    sentence: (data) => `${shown(data, 'file')} runs «${shown(data, 'command')}» on this image, ${shown(data, 'why')}`,
    advice:
      'Run again with --edit-consumers: that service gets a stage of its own, and its target in the compose file.',
    explanation:
      'What runs is the command of the compose file, and it may need tools that a runtime stage leaves behind.',
  },
  'stage-would-be-skipped': {
    verdict: 'unneeded',
    title: 'The runtime would take nothing from the stages before it.',
    sentence: () =>
      'the runtime would take nothing of what is installed or built, and BuildKit skips a stage that nothing is taken from, with the checks in it',
    explanation:
      'A stage that only tests or checks is never built where nothing is copied from it: `RUN npm test` there stops guarding the image.',
  },
  'consumer-moved': {
    verdict: 'changed',
    title: 'A compose service that needs development tools builds a stage of its own.',
    sentence: (data) =>
      `${shown(data, 'name')} in ${shown(data, 'file')} builds stage ${shown(data, 'stage')}, as asked: ${shown(data, 'why')}. That stage is the image as it was, with every step and setting`,
    explanation:
      'Only with --edit-consumers. The stage starts from the one that builds, before anything is removed, and repeats what stood behind it, so that the service finds in it what it found before. Whoever builds the file without a target gets the small runtime.',
  },
  'consumer-not-editable': {
    verdict: 'declined',
    title: 'Somebody needs development tools, and cannot be given a stage of their own.',
    sentence: (data) =>
      `${shown(data, 'name')} in ${shown(data, 'file')} needs development tools, and cannot be given a stage of its own: ${shown(data, 'why')}`,
    advice: 'Write a stage for development, name it as that service’s target, and run again.',
    explanation:
      'With --edit-consumers a compose service gets `target: development` beside its build. An alias, a merge key or a service that runs the image of another one cannot be changed without changing others.',
  },
  'development-server': {
    verdict: 'declined',
    title: 'The start command is a development server.',
    sentence: (data) =>
      `the container starts ${shown(data, 'tool')}, a development tool that needs sources and development dependencies`,
    advice: 'Build the program in the image that is deployed, and let CMD start what the build makes.',
    explanation: '`CMD ["npm", "run", "dev"]` compiles or watches at run time; leaving the tools behind breaks it.',
  },
  'start-not-understood': {
    verdict: 'declined',
    title: 'What the container starts is not known.',
    sentence: (data) => `what the container starts is not known: ${shown(data, 'why')}`,
    advice: 'Write the start command in exec form, for example CMD ["node", "server.js"].',
    explanation: 'The start command decides which dependencies and files the runtime needs.',
  },
  'application-folder-unknown': {
    verdict: 'declined',
    title: 'The application folder is not known, or is a system folder.',
    sentence: (data) => `the application folder is ${shown(data, 'folder')}, which cannot be carried over on its own`,
    advice: 'Set WORKDIR to a folder of its own, for example /app, before copying.',
    explanation:
      'Without WORKDIR files land in /, among those of the base image. A folder named by a build argument may be another at every build.',
  },
  'starts-elsewhere': {
    verdict: 'declined',
    title: 'The container starts in another folder than the one that was installed.',
    sentence: (data) =>
      `it starts in ${shown(data, 'workdir')}, but dependencies are installed in ${shown(data, 'folder')}`,
    advice: 'Use one WORKDIR for installing and starting.',
    explanation: 'Relative paths of the start command would be looked for elsewhere.',
  },
  'setup-crosses-stages': {
    verdict: 'declined',
    title: 'A command moves built files outside the application folder.',
    sentence: (data) =>
      `«${shown(data, 'command')}» writes ${shown(data, 'paths')}, outside the application folder, from what was built`,
    advice: 'Write the build output to its place by the build itself, or split by hand.',
    explanation:
      '`mv node_modules /` and `cp -r dist /usr/share/nginx/html` put files where a carried application folder does not have them.',
  },
  'ownership-changes-early': {
    verdict: 'declined',
    title: 'The application folder changes its owner before the build is done.',
    sentence: (data) =>
      `«${shown(data, 'command')}» gives the application folder to a user before the build is done, and a copied folder would not keep that owner`,
    advice: 'Change the owner after the last build step, or make the folder and change its owner in one RUN.',
    explanation:
      'COPY --from keeps modes but not owners. A program that may create files in its folder today has to be able to do so in the runtime stage.',
  },
  'token-in-variable': {
    verdict: 'declined',
    title: 'A secret for the install is passed in ARG or ENV.',
    sentence: (data) =>
      `${shown(data, 'names')} stays as it is: whoever has the stage that installs, or its cache, can read it, and an ENV is in the image that runs as well`,
    advice:
      'Pass it with RUN --mount=type=secret,id=npmrc,target=/root/.npmrc, and docker build --secret id=npmrc,src=$HOME/.npmrc.',
    explanation:
      'Build arguments are part of the history of the stage in which they are declared, and variables of every container. A secret mount leaves nothing behind.',
  },
  'tool-fetched-at-start': {
    verdict: 'declined',
    title: 'The start command calls a tool that is downloaded when it is first called.',
    sentence: (data) =>
      `the start command makes ${shown(data, 'tools')} download ${shown(data, 'what')} when it is called: a new runtime stage would download it at every start`,
    advice:
      'Start the program itself (node dist/index.js), or install the package manager with npm install -g, in the version that package.json asks for.',
    explanation:
      '`corepack enable` only puts names on the PATH. What they stand for lies in the home folder of whoever called them first while building. pnpm, from version 10 on, does the same with the version that `packageManager` names, where another one is installed.',
  },
  'tool-called-by-nobody': {
    verdict: 'declined',
    title: 'A tool is installed that no command calls.',
    sentence: (data) =>
      `${shown(data, 'tools')} is installed and no command of the file calls it: people may call it in the container, and which files it reads then is not known`,
    advice:
      'Remove the line where nobody calls it in the container; otherwise install it in an image of its own, made for that task.',
    explanation:
      '`RUN go install github.com/pressly/goose/v3/cmd/goose@latest` in front of `CMD ["./app"]` is there for `docker exec … goose up`, which also needs the folder of migrations. Tools that work on sources alone (linters, code generators, watchers) stay behind.',
  },
  'copies-from-image': {
    verdict: 'declined',
    title: 'Files of another image are copied before the build.',
    sentence: (data) =>
      `«${shown(data, 'text')}» copies from another image before the last build step, and which stage needs it is not known`,
    advice:
      'If no RUN needs what it brings, move it behind the last RUN; if it is a program that a RUN calls, copy it into /usr/local/bin.',
    explanation:
      'A copied file may be a build tool or part of the program. Programs in a folder of PATH go to the stages whose commands call them by name, so that `COPY --from=ghcr.io/astral-sh/uv /uv /bin/` stays behind unless `CMD` starts with `uv run`.',
  },
  'build-output-unknown': {
    verdict: 'declined',
    title: 'A build may write anywhere.',
    sentence: (data) => `what «${shown(data, 'command')}» writes is not known: ${shown(data, 'why')}`,
    advice: 'Let the build write below the project only, by tools and scripts that can be read; or split by hand.',
    explanation:
      'A shell script or a foreign program may write outside the application folder; that file would be missing in the runtime.',
  },
  'written-elsewhere': {
    verdict: 'declined',
    title: 'An install or a build puts files outside the application folder.',
    sentence: (data) =>
      `«${shown(data, 'command')}» also writes ${shown(data, 'paths')}, outside the application folder, and the program may look for it there`,
    advice:
      'Let it download into the application folder (for example PUPPETEER_CACHE_DIR=/app/.cache), or split by hand.',
    explanation: 'Puppeteer and its kin keep a browser in the home folder of the user that installs.',
  },
  'other-start-not-understood': {
    verdict: 'declined',
    title: 'A health check or a compose file runs something else in the image that is not understood.',
    sentence: (data) =>
      `${shown(data, 'where')} runs «${shown(data, 'command')}» in the same image, and what it needs is not known`,
    advice: 'Let it call a file of the project by its path, or a program of the system.',
    explanation:
      'A health check or a second service may need files or development dependencies that the start command does not.',
  },
  'context-brings-dependencies': {
    verdict: 'declined',
    title: 'Files of the dependency folder come from the build context.',
    sentence: (data) =>
      `${shown(data, 'folder')} is tracked by git and copied over what was installed, so neither alone is what runs`,
    advice: 'Remove it from git, or hide it with .dockerignore.',
    explanation: 'Removing development dependencies would also remove tracked packages that no manifest lists.',
  },
} satisfies Record<string, Reason>;
