import { type Reason, shown } from '../../src/decision.ts';

/** Why a site moves to an image of nginx, or stays with the distribution’s. */
export const reasons = {
  'served-by-its-own-image': {
    verdict: 'changed',
    title: 'The site is built in a stage of its own, and an image of nginx serves it.',
    sentence: (data) =>
      `${shown(data, 'image')} serves ${shown(data, 'folders')} on port ${shown(data, 'ports')} with ${shown(data, 'configuration')}, in place of nginx of the distribution in the image that builds. Safe because each directive is one that every nginx knows, and each folder that it names is made by the build stage. What differs: ${shown(data, 'differences')}`,
    explanation:
      'nginx needs no sources, no tools of the build and no dependencies. Without a port below 1024 it runs unprivileged, as user 101.',
  },
  'configuration-not-carried': {
    verdict: 'declined',
    title: 'What nginx is told is not all known, or asks for more than an image of nginx has.',
    sentence: (data) => shown(data, 'why'),
    advice:
      'Bring one file with server blocks by COPY to /etc/nginx/sites-enabled/default (Alpine: /etc/nginx/http.d/default.conf), or write the last stage FROM nginxinc/nginx-unprivileged by hand.',
    explanation:
      'An nginx.conf that names the user, the modules or the includes of the distribution does not start in another image. Certificates, password files, includes and modules that the official image lacks would be missing there.',
  },
  'server-not-alone': {
    verdict: 'declined',
    title: 'The container does more than serve the site by nginx.',
    sentence: (data) => shown(data, 'why'),
    advice:
      'Let the image only serve the build output, or write the last stage FROM nginxinc/nginx-unprivileged by hand.',
    explanation:
      'The image of nginx has no tools of the build and another user: a health check, a volume, a user or a command of a consumer was written for the container as it is.',
  },
} satisfies Record<string, Reason>;
