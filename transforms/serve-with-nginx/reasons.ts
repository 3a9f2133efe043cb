import { type Reason, shown } from '../../src/decision.ts';

/** Why a site moved to nginx, or stays with its server. */
export const reasons = {
  'served-by-nginx': {
    verdict: 'changed',
    title: 'nginx serves the built site, on the port that the old server had.',
    sentence: (data) =>
      `${shown(data, 'tool')} is replaced by ${shown(data, 'image')} on port ${shown(data, 'port')}, as asked: the same answer where no file lies, the same clean addresses and Cache-Control. It runs as user 101. What differs: ${shown(data, 'differences')}`,
    explanation:
      'Node.js and a file server of npm are many times the size of nginx. The configuration is printed in the build stage and copied, which every builder can do; a heredoc needs a newer frontend.',
  },
  'server-not-understood': {
    verdict: 'declined',
    title: 'How the old server answers is not known, so that nginx could not do the same.',
    sentence: (data) => shown(data, 'why'),
    advice: 'Write down the port in the start command, and leave out what nginx has no twin for.',
    explanation:
      'A serve.json, a proxy or a base path changes what the server answers. Only flags and files that are read are carried over to nginx.',
  },
  'site-not-alone': {
    verdict: 'declined',
    title: 'The stage that runs does more than serve the built site.',
    sentence: (data) => shown(data, 'why'),
    advice: 'Let the image only serve the build output, or write the stage with nginx by hand.',
    explanation:
      'The image of nginx has no Node.js, no npm and another user: a RUN, a health check or a second program of the old stage would fail there.',
  },
} satisfies Record<string, Reason>;
