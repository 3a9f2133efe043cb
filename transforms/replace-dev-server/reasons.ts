import { type Reason, shown } from '../../src/decision.ts';

/** Why a development server is replaced, or stays. */
export const reasons = {
  'site-built-and-served': {
    verdict: 'changed',
    title: 'The site is built, and nginx serves it on the port of the development server.',
    sentence: (data) =>
      `${shown(data, 'tool')} is replaced, as asked: «${shown(data, 'build')}» builds the site, and ${shown(data, 'image')} serves it on port ${shown(data, 'port')} as user 101, every address with the page. Variables are read by the build and no longer when the container starts`,
    explanation:
      'Only with --dev-server=replace. A development server compiles sources for one developer; what it serves is built once instead. Only where every flag and every key of its configuration is read: a proxy, a base path or a page made on the server is not carried over.',
  },
  'program-built-and-started': {
    verdict: 'changed',
    title: 'The application is built, and its own production server starts.',
    sentence: (data) =>
      `${shown(data, 'tool')} is replaced, as asked: «${shown(data, 'build')}» builds the application, and «${shown(data, 'start')}» starts it on the same port. What the build bakes in is read then, and pages made ahead may ask for what only runs later: try it with --prove`,
    explanation:
      'Only with --dev-server=replace. `next dev` and `nuxt dev` compile on every request; the production server of the same framework answers from the build.',
  },
  'no-production-form': {
    verdict: 'declined',
    title: 'Nothing is known that would serve the same in production.',
    sentence: (data) => shown(data, 'why'),
    advice: 'Add what is missing, or write the stage that serves by hand.',
    explanation:
      'A proxy, a base path, a renderer on the server or a missing script «build» would be lost or fail. The development server stays.',
  },
  'image-not-alone': {
    verdict: 'declined',
    title: 'The image does more than run the development server.',
    sentence: (data) => shown(data, 'why'),
    advice: 'Take it out of the Dockerfile, or replace the server by hand.',
    explanation:
      'A health check, a user or an entrypoint of the file was written for the container as it is, and is not there in the image of nginx.',
  },
  'developed-in-container': {
    verdict: 'declined',
    title: 'Somebody develops in a container of this image.',
    sentence: (data) =>
      `${shown(data, 'file')} mounts sources or runs a command of its own in the image, and development there needs the server`,
    advice: 'Give development a Dockerfile or a target of its own first.',
    explanation:
      'A compose service that mounts the sources is why the development server is there. Without it that service would show the page as it was built.',
  },
} satisfies Record<string, Reason>;
