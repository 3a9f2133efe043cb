import { type Reason, shown } from '../../src/decision.ts';

/** Every circumstance that add-dockerignore can meet. */
export const reasons = {
  'dependencies-hidden': {
    verdict: 'changed',
    title: 'Local dependencies are kept out of the build context.',
    sentence: (data) =>
      `${shown(data, 'patterns')} is added to the ignore file: the image installs its own, and a folder of the machine that builds would be copied into it. In a fresh checkout, where there is none, nothing changes`,
    explanation:
      '`COPY . .` takes `node_modules` of the working copy into the image: over what was installed, or as a start for the install. It may be of another platform, and two machines build two images.',
  },
  'git-hidden': {
    verdict: 'changed',
    title: 'The history is kept out of the build context.',
    sentence: (data) =>
      `.git is added to the ignore file${
        shown(data, 'places') === '' ? '' : `, and ${shown(data, 'places')} is no longer in the image`
      }: no command and no source that runs looks at it, and with it every commit would make the copy’s layer new`,
    explanation:
      'The history holds all that was ever committed, deleted secrets included, and changes with every commit. It is left where a build, a script or the program may ask for the commit.',
  },
  'nothing-to-hide': {
    verdict: 'unneeded',
    title: 'No copy takes what nothing reads.',
    sentence: () => 'no copy takes local dependencies or the history into the image',
    explanation: 'Nothing to do.',
  },
  'context-unknown': {
    verdict: 'declined',
    title: 'The build context is not known.',
    sentence: (data) => `it is not known which folder it is built in: ${shown(data, 'why')}`,
    advice: 'Name the folder with --context.',
    explanation: 'An ignore file belongs to a folder.',
  },
  'dependencies-used': {
    verdict: 'declined',
    title: 'The dependency folder of the context is used.',
    sentence: (data) => `${shown(data, 'where')} uses ${shown(data, 'folder')} of the build context`,
    advice: 'Decide whether dependencies come from the context or from the install.',
    explanation: 'Hiding the folder would take away what another COPY, or another Dockerfile of the folder, needs.',
  },
  'git-may-be-read': {
    verdict: 'declined',
    title: 'Something may read the history.',
    sentence: (data) => `.git is copied into ${shown(data, 'into')}, and ${shown(data, 'where')} may look at it`,
    advice: 'Add .git to the ignore file, if neither the build nor the program asks for the commit.',
    explanation:
      'Builds ask for the commit in many ways: a version in the bundle, Go’s build information, setuptools-scm, hooks that an install sets up. Without `.git` some fail and some say another version.',
  },
  'secrets-in-context': {
    verdict: 'declined',
    title: 'Files with secrets may get into the image.',
    sentence: (data) =>
      `git ignores ${shown(data, 'paths')} and the build context does not: a copy takes what lies on the machine that builds into the image. It is not hidden, because the program may read it there`,
    advice: 'Give such values when the container starts (--env-file), and add the files to the ignore file.',
    explanation: 'Whoever has the image can read every file in it, those of earlier layers too.',
  },
  'secrets-in-build': {
    verdict: 'declined',
    title: 'Files with secrets get into a stage that stays behind.',
    sentence: (data) =>
      `git ignores ${shown(data, 'paths')} and the build context does not: a copy takes what lies on the machine that builds into the ${shown(data, 'stages')} stage, where the build may read it. The image does not receive it, because no source names it`,
    advice:
      'Add the files to the ignore file if the build needs none of them. If the program does read them, give their values when the container starts (--env-file).',
    explanation:
      'The stage is no part of the image, but a shared build cache holds it. A build may need such a file: Vite and Next.js read `.env` while they build.',
  },
} satisfies Record<string, Reason>;
