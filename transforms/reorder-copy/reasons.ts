import { type Reason, shown } from '../../src/decision.ts';

/** Every circumstance that reorder-copy can meet. */
export const reasons = {
  'manifests-first': {
    verdict: 'changed',
    title: 'The files that installing reads are copied first, the sources after the install.',
    sentence: (data) =>
      shown(data, 'manifests') === ''
        ? 'the sources are copied after the install, so that a source change does not install again. Safe because installing reads none of them'
        : `${shown(data, 'manifests')} ${shown(data, 'plural')} copied before the install and the sources after it, so that a source change does not install again. Safe because installing reads nothing else`,
    explanation:
      '`COPY . .` before the install throws the installed layer away at every change to any file. Copying just what the install reads keeps that layer until a dependency changes.',
  },
  'fetched-first': {
    verdict: 'changed',
    title: 'Dependencies are fetched by the manifests alone, before the sources are copied.',
    sentence: (data) =>
      `«${shown(data, 'command')}» fetches what ${shown(data, 'manifests')} name before the sources are copied, so that a source change fetches nothing again. Safe because the build takes the same versions from there`,
    explanation:
      'A build that fetches its dependencies by itself does so again whenever any source changes. Fetched in a layer of their own, they stay until a manifest changes.',
  },
  'fetch-not-known': {
    verdict: 'unneeded',
    title: 'The build fetches nothing that could be fetched before it.',
    sentence: (data) => `nothing is fetched before the build, because ${shown(data, 'why')}`,
    explanation: 'Dependencies that lie in the build context, or that come with a mount, need no layer of their own.',
  },
  'run-divided-for-cache': {
    verdict: 'changed',
    title: 'A RUN that installs and builds is divided.',
    sentence: () =>
      'the RUN is divided behind the install, so that its layer is kept when only sources change. Safe because a failure of either part fails the build, as before',
    explanation: '`RUN npm install && npm run build` installs again at every source change.',
  },
  'ignore-dependencies': {
    verdict: 'changed',
    title: 'The dependency folder of the working copy is kept out of the build context.',
    sentence: (data) =>
      `${shown(data, 'pattern')} is added to the ignore file: the sources are copied over the installed dependencies now, and a local folder must not overwrite them`,
    explanation:
      'With the sources copied last, a `node_modules` of the developer’s machine in the build context would overwrite what was installed in the image.',
  },
  'order-is-good': {
    verdict: 'unneeded',
    title: 'The install runs before the sources are copied.',
    sentence: () => 'the install runs before the sources are copied',
    explanation: 'Nothing to do.',
  },
  'no-install': {
    verdict: 'unneeded',
    title: 'The file installs no dependencies of a project.',
    sentence: () => 'the file installs no dependencies of a project',
    explanation: 'Ordering COPY pays off where an install follows it.',
  },
  'context-unknown': {
    verdict: 'declined',
    title: 'The build context is not known.',
    sentence: (data) => `the build context is not known (${shown(data, 'why')}), so neither is what the install reads`,
    advice: 'Name it with --context DIR.',
    explanation: 'Which files an install reads stands in the project, not in the Dockerfile.',
  },
  'project-not-understood': {
    verdict: 'declined',
    title: 'The project that is installed is not understood.',
    sentence: (data) => shown(data, 'why'),
    advice: 'Copy the manifests before the sources by hand.',
    explanation: 'A file that the install reads and that is not there yet breaks the build.',
  },
  'install-reads-source': {
    verdict: 'declined',
    title: 'Installing reads or writes sources.',
    sentence: (data) => `installing needs the sources: ${shown(data, 'why')}`,
    advice: 'Take the build step out of the install scripts and run it by a RUN of its own.',
    explanation:
      '`"prepare": "npm run build"` and install scripts of the project run while installing and need files that would be copied later.',
  },
  'steps-between-need-sources': {
    verdict: 'declined',
    title: 'A step between COPY and the install needs the sources.',
    sentence: (data) => `«${shown(data, 'text')}» stands between the copy and the install and may need the sources`,
    advice: 'Move it behind the install.',
    explanation: 'A command that is not understood may read any file that was copied before it.',
  },
  'run-not-divisible': {
    verdict: 'declined',
    title: 'The RUN that installs does other things too and cannot be divided.',
    sentence: (data) => `the RUN that installs cannot be divided: ${shown(data, 'why')}`,
    advice: 'Write the install as a RUN of its own.',
    explanation: 'Only a chain of `&&` stops at the first failure, so only that may be divided.',
  },
  'copy-not-movable': {
    verdict: 'declined',
    title: 'The COPY cannot be moved.',
    sentence: (data) => `the copy cannot be moved behind the install: ${shown(data, 'why')}`,
    advice: 'Order the lines by hand.',
    explanation: 'A relative destination depends on the WORKDIR in force.',
  },
  'context-brings-dependencies': {
    verdict: 'declined',
    title: 'The build context holds the dependency folder on purpose.',
    sentence: (data) => `${shown(data, 'where')} uses the dependency folder of the build context`,
    advice: 'Decide whether dependencies come from the context or from the install.',
    explanation: 'Ignoring `node_modules` would take away what another COPY needs.',
  },
} satisfies Record<string, Reason>;
