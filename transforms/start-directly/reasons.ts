import { type Reason, shown } from '../../src/decision.ts';

/** Why a program is started without its package manager, or with it. */
export const reasons = {
  'started-directly': {
    verdict: 'changed',
    title: 'The program starts without the package manager in front of it.',
    sentence: (data) =>
      `«${shown(data, 'was')}» becomes «${shown(data, 'start')}»: it is all that ${shown(data, 'without')} runs, with the same arguments in the same folder, and no source reads what ${shown(data, 'without')} sets. The program is process 1, receives SIGTERM itself and handles it; ${shown(data, 'without')}’s own lines are no longer in the log`,
    explanation:
      'Under `npm start` on Debian a shell stands between npm and the program, and its SIGTERM handler never runs. A program without a handler keeps npm: as process 1 it would ignore SIGTERM and be killed after ten seconds.',
  },
  'manager-stops-it': {
    verdict: 'unneeded',
    title: 'The program does not handle SIGTERM, and the package manager in front of it stops it.',
    sentence: (data) =>
      `${shown(data, 'without')} stops the program at once, which does not handle SIGTERM itself and would be killed after ten seconds as process 1`,
    explanation:
      'The kernel gives process 1 no default for SIGTERM. Handle it (`process.on("SIGTERM", …)`), or run containers with `--init`; then npm is not needed.',
  },
  'manager-needed': {
    verdict: 'declined',
    title: 'The package manager does more than start the program.',
    sentence: (data) => shown(data, 'why'),
    advice: 'Start the program itself in CMD, for example CMD ["node", "dist/server.js"], where it needs nothing else.',
    explanation:
      'A script may set variables, run other scripts before it, or use what npm sets: then `node x.js` is another process than `npm start`.',
  },
} satisfies Record<string, Reason>;
