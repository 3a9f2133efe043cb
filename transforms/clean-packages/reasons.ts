import { type Reason, shown } from '../../src/decision.ts';

/** Every circumstance that clean-packages can meet. */
export const reasons = {
  'index-removed': {
    verdict: 'changed',
    title: 'The package index is removed in the RUN that fetched it.',
    sentence: (data) =>
      `«${shown(data, 'command')}» ends the RUN: ${shown(data, 'folders')} is no longer in the image. No later step installs with it, and the next update fetches it again`,
    explanation:
      'A file that a later layer removes still takes its place in the image. The index is out of date the next day anyway: who installs in a running container has to update first.',
  },
  'nothing-left': {
    verdict: 'unneeded',
    title: 'No RUN of the image leaves a package index behind.',
    sentence: () => 'no RUN leaves a package index in the image',
    explanation:
      'Nothing to do. Stages that are not part of the image are left as they are: what they leave behind is not shipped.',
  },
  'index-used-later': {
    verdict: 'declined',
    title: 'A later step may install with the same index.',
    sentence: (data) => `${shown(data, 'where')} may install packages with the index that this RUN fetches`,
    advice: 'Let every RUN that installs begin with an update, and end with the removal of the index.',
    explanation: '`RUN apt-get update` and, later, `RUN apt-get install -y x`: without the index, x is not found.',
  },
  'not-root': {
    verdict: 'declined',
    title: 'The RUN does not run as root.',
    sentence: () => 'the RUN runs as another user, who cannot remove the index',
    advice: 'Install before USER.',
    explanation: 'The index belongs to root.',
  },
  'run-not-extendable': {
    verdict: 'declined',
    title: 'Nothing can be put behind the RUN’s last command.',
    sentence: () => 'the RUN is a list of words or a here-document, or works in the background',
    advice: 'End the RUN with the removal of the index yourself.',
    explanation: '`RUN ["apt-get", "install", "x"]` has no shell that could run a second command.',
  },
  'recommends-installed': {
    verdict: 'declined',
    title: 'Recommended packages are installed too.',
    sentence: (data) =>
      `«${shown(data, 'command')} …» also installs what its packages recommend, and it is not known which of that the program needs`,
    advice: 'Try --no-install-recommends, and name what is missing then (often ca-certificates).',
    explanation:
      'git recommends ca-certificates and an ssh client, libcurl recommends ca-certificates: without them the program builds, starts, and fails at its first https request.',
  },
} satisfies Record<string, Reason>;
