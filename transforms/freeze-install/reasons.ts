import { type Reason, shown } from '../../src/decision.ts';

/** Every circumstance that freeze-install can meet. */
export const reasons = {
  'install-frozen': {
    verdict: 'changed',
    title: 'The install takes exactly what the lockfile says.',
    sentence: (data) =>
      `«${shown(data, 'before')}» becomes «${shown(data, 'after')}»: ${shown(data, 'lockfile')} was copied before and is in step with the manifest, so that the same packages are installed, and a later mismatch fails instead of drifting`,
    explanation:
      '`npm install` may rewrite the lockfile inside the image and take newer packages. `npm ci` fails where manifest and lockfile are out of step, which is why both are compared first.',
  },
  'install-kept': {
    verdict: 'declined',
    title: 'A frozen install is not known to work.',
    sentence: (data) => `«${shown(data, 'command')}» stays, because ${shown(data, 'why')}`,
    advice: 'Commit a lockfile that is in step with the manifest.',
    explanation:
      '`npm ci` refuses a lockfile that is out of step with package.json (EUSAGE), and one of a form that an old npm cannot read.',
  },
  'lockfile-not-copied': {
    verdict: 'declined',
    title: 'The lockfile is not there when the install runs.',
    sentence: (data) =>
      `«${shown(data, 'command')}» runs without ${shown(data, 'lockfile')}, which is copied later or never`,
    advice: 'Copy the lockfile together with the manifest, if its versions are the ones you want.',
    explanation:
      'A lockfile that was not used so far may name other versions than those that run today: using it is your decision.',
  },
  'nothing-to-freeze': {
    verdict: 'unneeded',
    title: 'No install would take a lockfile differently.',
    sentence: () => 'there is no install that a lockfile could pin further',
    explanation: 'Nothing to do.',
  },
  'lockfile-changed-before': {
    verdict: 'declined',
    title: 'A command changes or removes the lockfile or the manifest before the install.',
    sentence: (data) =>
      `«${shown(data, 'command')}» stays, because «${shown(data, 'by')}» changes what it reads after it was copied`,
    advice: 'Let the install use the lockfile that is in git.',
    explanation: '`rm package-lock.json && npm install` resolves anew on purpose; a frozen install would fail.',
  },
} satisfies Record<string, Reason>;
