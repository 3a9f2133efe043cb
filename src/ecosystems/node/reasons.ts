import type { ReasonData } from '../../decision.ts';
import type { NodeReason } from './known.ts';

/** Words for every circumstance, as clauses that read after «because». */
export const REASONS: Readonly<Record<NodeReason, (data: ReasonData) => string>> = {
  'manifest-unreadable': () => 'package.json is not valid JSON',
  'package-manager-unsupported': (data) => `the project uses ${text(data.manager)}, which is not supported yet`,
  'workspace-links': () => 'the packages of the workspace are linked with each other from among its sources',
  'links-outside-project': (data) =>
    `the dependency ${text(data.package)} is a link to the folder ${text(data.folder)}, which lies outside of the project with packages of its own`,
  'started-package-unknown': () => 'what starts lies in no single package of the workspace, and may use all of them',
  'program-reads-unnamed-paths': () => 'the program reads paths that no literal names, which may lie in any package',
  'no-lockfile-to-follow': () => 'without a lockfile, which packages only the others bring is not known',
  'imports-undeclared-package': (data) =>
    `${text(data.packages)} is found only because the whole workspace is installed: no package that stays lists it`,
  'loads-package-of-another': (data) =>
    `${text(data.by)} loads ${text(data.package)} where it finds it, and only packages that would go list that`,
  'install-of-some-members': (data) => `${text(data.flag)} installs some packages of the workspace only`,
  'plug-and-play': () =>
    'the project uses yarn’s Plug’n’Play: there is no node_modules, and the packages stay in a cache outside the project',
  'plug-and-play-in-project': () =>
    'yarn’s Plug’n’Play writes its archives (.yarn) and the map of them (.pnp.cjs) among the files of the project',
  'install-reads-source': (data) =>
    `installing runs the ${text(data.hook)} script «${text(data.script)}», and ${text(data.why)}`,
  'install-not-understood': () => 'the install command is not understood',
  'lockfile-missing': (data) => `the build context has no ${text(data.lockfile)}`,
  'lockfile-hidden': (data) => `${text(data.by)} keeps ${text(data.lockfile)} out of the build context`,
  'lockfile-binary': (data) => `${text(data.path)} is Bun’s old binary form, which cannot be read here`,
  'lockfile-unreadable': (data) => `${text(data.path)} cannot be read`,
  'lockfile-ignored': () => 'the settings of the project turn the lockfile off',
  'lockfile-out-of-step': (data) => `package.json and its lockfile are out of step (${text(data.differences)})`,
  'lockfile-lacks-peers': (data) => `the lockfile has no entry for the peer dependencies ${text(data.packages)}`,
  'lockfile-lacks-platform-packages': (data) =>
    `the lockfile was made on another platform and lacks ${text(data.packages)}`,
  'lockfile-too-new': (data) =>
    `the lockfile has version ${text(data.version)}, which the npm of the base image cannot read`,
  'lockfile-has-resolutions': (data) =>
    `package.json replaces versions (resolutions), and the lockfile has no entry for ${text(data.packages)}`,
  'lockfile-depends-on-settings': (data) =>
    `whether pnpm accepts the lockfile depends on its settings as well (${text(data.setting)})`,
  'lockfile-not-written': (data) =>
    `${text(data.flag)} keeps the install from writing the lockfile that a second install would follow`,
  'frozen-form-unknown': (data) => `it is not known when ${text(data.manager)} refuses a lockfile`,
  'prune-form-unknown': (data) => `${text(data.manager)} has no command that only removes development dependencies`,
  'npm-removes-production': (data) =>
    `${text(data.manager)} of the base image removes packages of production as well when it leaves out development dependencies`,
  'prune-runs-scripts': (data) =>
    `leaving out development dependencies would run the ${text(data.hook)} script once more, without them`,
  'prune-removes-what-scripts-install': (data) =>
    `the install script «${text(data.script)}» installs packages beside those of the manifest, and leaving out development dependencies would remove them`,
  'build-changes-dependencies': (data) =>
    `\`${text(data.command)}\` may change installed packages, and leaving out development dependencies would put them back as they were published`,
  'prune-undoes-changes': (data) =>
    `${text(data.by)} changes installed packages, and leaving out development dependencies would put them back as they were published`,
  'npm-too-old': (data) => `Node ${text(data.node)} brings an npm without \`npm ci\``,
  'install-names-packages': (data) => `the install names packages (${text(data.packages)})`,
  'install-flag-unknown': (data) => `a frozen install is not known to accept ${text(data.flag)}`,
  'install-hook-needs-dev-dependency': (data) =>
    `an install script needs the development dependency ${text(data.package)}, which this install leaves out`,
  'install-already-frozen': () => 'the install already follows the lockfile',
  'runtime-version-unknown': () => 'the Node version of the base image is not known',
  'runtime-imports-dev-dependency': (data) =>
    `the running program needs the development dependencies ${text(data.packages)}`,
  'dev-dependency-is-peer': (data) =>
    `${text(data.packages)} is both a peer and a development dependency, and would be removed with these`,
  'program-not-understood': (data) => `the program is not understood: ${text(data.why)}`,
  'build-output-unknown': (data) => `it is not known what \`${text(data.command)}\` writes: ${text(data.why)}`,
  'build-writes-beside-sources': (data) => `\`${text(data.command)}\` writes beside the sources: ${text(data.why)}`,
  'script-missing': (data) => `package.json has no script «${text(data.script)}»`,
  'script-not-understood': (data) => `the script «${text(data.script)}» is not understood: ${text(data.why)}`,
  'start-compiles': (data) =>
    `${text(data.tool)} compiles the sources while they are loaded, and may need any development dependency for that`,
  'start-loads-configuration': (data) =>
    `${text(data.tool)} loads the build’s configuration, whose plugins are development dependencies`,
  'server-not-understood': (data) => `how ${text(data.tool)} answers is not known: ${text(data.why)}`,
  'start-missing': () => 'nothing says what the image starts',
  'start-not-understood': (data) => `the start command \`${text(data.command)}\` is not understood: ${text(data.why)}`,
  'server-not-replaced': (data) => `nothing is known to take the place of ${text(data.tool)}: ${text(data.why)}`,
  'served-by-web-server': (data) =>
    `${text(data.program)} of the distribution serves what was built, and its modules, user and configuration are not those of an image of its own`,
  'start-needs-other-program': (data) => `the start command runs ${text(data.program)}, not node`,
  'start-needs-shell': (data) => `the start command \`${text(data.command)}\` needs a shell: ${text(data.why)}`,
  'start-needs-path': (data) =>
    `the program starts ${text(data.program)}, which may be found only by the PATH that a package manager sets`,
  'program-reads-npm-variables': (data) => `${text(data.path)} reads variables that only npm sets (npm_…)`,
  'entrypoint-script': (data) => `the entrypoint script ${text(data.script)} is not understood: ${text(data.why)}`,
  'no-lockfile': () => 'without a lockfile it is not known whether the dependencies hold native code',
  'lockfile-records-no-scripts': (data) => `${text(data.lockfile)} does not say which packages have install scripts`,
  'lockfile-v1-says-nothing': () => 'a lockfile of version 1 does not say which packages hold native code',
  'lockfile-not-followed': (data) =>
    `${text(data.lockfile)} is not there when the dependencies are installed, and what is installed may hold other packages than it says`,
  'install-script-unknown': (data) => `${text(data.packages)} runs an install script that may compile native code`,
};

/** What the reader can do, where it is more than the transform's own advice. */
export const ADVICE: Readonly<Record<string, string>> = {
  'lockfile-hidden': 'Take it out of the ignore file, and copy it together with the manifest.',
  'imports-undeclared-package':
    'Add it to the dependencies of the package that imports it, renew the lockfile, and run again.',
  'loads-package-of-another':
    'Add it to the dependencies of the package that starts, where it needs it, and run again.',
  'started-package-unknown': 'Start a file of one package (node apps/api/dist/main.js), or a script of it.',
  'program-reads-unnamed-paths': 'Name the folder that is read, for example with path.join(__dirname, …).',
  'no-lockfile-to-follow': 'Commit the lockfile, and copy it before the install.',
  'lockfile-binary': 'Write it anew as text: bun install --save-text-lockfile.',
  'npm-removes-production': 'Take node:24.13.1 or later, or 25.4 or later, as the base image, and run again.',
  'plug-and-play-in-project':
    'Put «RUN yarn workspaces focus --production» behind the build yourself, once you have seen the program start without them.',
  'plug-and-play':
    'Set «enableGlobalCache: false» in .yarnrc.yml: the packages then lie in .yarn/cache of the project, and go where it goes. Or «nodeLinker: node-modules».',
  'served-by-web-server':
    'Copy what was built into a last stage FROM nginxinc/nginx-unprivileged, with the server block as /etc/nginx/conf.d/default.conf and a port above 1024.',
};

function text(value: ReasonData[string] | undefined): string {
  return value === undefined ? '?' : typeof value === 'object' ? value.slice(0, 5).join(', ') : String(value);
}
