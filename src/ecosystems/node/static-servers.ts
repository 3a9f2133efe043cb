import { posix } from 'node:path';
import type { Known } from '../known.ts';
import type { Serving } from '../start-reading.ts';
import { flagValue, operandsOf } from './build-effect.ts';
import { firstOf } from './config-literals.ts';
import { known, notKnown } from './known.ts';
import type { LineWord } from './script-line.ts';
import type { Trail } from './start-trail.ts';
import type { Unwrapped } from './unwrap.ts';

/** What is the same for every move to another server. */
const ETAGS = 'ETag and Last-Modified are computed in another way, so that browsers load every file once more';

/**
 * How a static file server answers for this very command line. Sources: the READMEs of serve and serve-handler (version 14), of http-server (14),
 * and vite.dev/guide/cli (vite preview, which serves with sirv). A flag that is not in these lists makes it not known.
 */
export function servingOf(trail: Trail, tool: string, bare: Unwrapped, folder: string): Known<Serving> {
  const refuse = (why: string) => notKnown('server-not-understood', { tool, why }, trail.evidence);
  switch (tool) {
    case 'serve':
      return ofServe(trail, bare.args, folder, refuse);
    case 'http-server':
    case 'hs':
      return ofHttpServer(trail, bare.args, refuse);
    case 'vite preview':
      return ofVitePreview(trail, bare.args, refuse);
    default:
      return refuse('no table knows it');
  }
}

type Refuse = (why: string) => Known<Serving>;

/** `serve -s build -l 3000`. */
function ofServe(trail: Trail, args: readonly LineWord[], folder: string, refuse: Refuse): Known<Serving> {
  const odd = oddFlag(args, [
    ...['-s', '--single', '-l', '--listen', '-p', '--port', '-L', '--no-request-logging', '-n', '--no-clipboard'],
    ...['-d', '--debug', '--no-port-switching', '-u', '--no-compression'],
  ]);
  if (odd !== null) return refuse(`it is called with ${odd}`);
  const configuration = [trail.folder, folder]
    .map((place) => posix.join(place, 'serve.json'))
    .find((path) => trail.context.kind(path) !== null);
  if (configuration !== undefined) return refuse(`${configuration} configures it`);
  const said = flagValue(args, ['-l', '--listen', '-p', '--port']) ?? trail.env.get('PORT') ?? null;
  const port = portIn(said);
  if (port === null) return refuse(said === null ? 'its default port depends on its version' : `it listens on ${said}`);
  const single = args.some((word) => word.text === '-s' || word.text === '--single');
  return known({
    port,
    // serve-handler rewrites an address without an extension before it looks for a page of that name.
    fallback: single ? 'index-for-pages' : 'error',
    cleanUrls: 'redirect',
    cacheControl: null,
    compresses: !args.some((word) => word.text === '-u' || word.text === '--no-compression'),
    differences: [
      ETAGS,
      'Content-Disposition: inline is not sent',
      ...(single ? [] : ['folders without index.html are not listed, and the page for errors is nginx’s']),
    ],
  });
}

/** `http-server dist -p 8080`. */
function ofHttpServer(trail: Trail, args: readonly LineWord[], refuse: Refuse): Known<Serving> {
  const odd = oddFlag(args, ['-p', '--port', '-a', '-s', '--silent', '-d', '-c', '-i']);
  if (odd !== null) return refuse(`it is called with ${odd}`);
  const said = flagValue(args, ['-p', '--port']) ?? trail.env.get('PORT') ?? '8080';
  const port = portIn(said);
  if (port === null) return refuse(`it listens on ${said}`);
  const attached = args.flatMap((word) => /^-c(-?\d+)$/.exec(word.value ?? '')?.[1] ?? [])[0];
  const cache = Number(attached ?? flagValue(args, ['-c']) ?? '3600');
  if (Number.isNaN(cache)) return refuse('its cache time is not a number');
  return known({
    port,
    fallback: 'error',
    cleanUrls: 'answer',
    cacheControl: cache < 0 ? 'no-cache, no-store, must-revalidate' : `max-age=${cache}`,
    compresses: false,
    differences: [ETAGS, 'folders without index.html are not listed, and the page for errors is nginx’s'],
  });
}

/** `vite preview --host --port 4173`. */
function ofVitePreview(trail: Trail, args: readonly LineWord[], refuse: Refuse): Known<Serving> {
  const odd = oddFlag(args, ['--host', '--port', '--strictPort', '--outDir', '-l', '--logLevel']);
  if (odd !== null) return refuse(`it is called with ${odd}`);
  const file = firstOf(trail.context, trail.folder, [
    'vite.config.ts',
    'vite.config.js',
    'vite.config.mjs',
    'vite.config.mts',
  ]);
  const text = file === null ? '' : (trail.context.read(file) ?? '');
  const configured = /\b(base|preview|appType|configurePreviewServer|proxy|headers|https)\b\s*[:(]/.exec(text)?.[1];
  if (configured !== undefined) return refuse(`${file} configures ${configured}`);
  if (!args.some((word) => word.text === '--host' || word.text.startsWith('--host=')))
    return refuse('it listens on localhost only, which nobody outside the container reaches');
  const said = flagValue(args, ['--port']) ?? '4173';
  const port = portIn(said);
  if (port === null) return refuse(`it listens on ${said}`);
  return known({
    port,
    fallback: 'index',
    cleanUrls: 'answer',
    cacheControl: 'no-cache',
    compresses: false,
    differences: [ETAGS, 'Vary and Access-Control headers of the preview server are not sent'],
  });
}

/** The first flag that is not in the list. */
function oddFlag(args: readonly LineWord[], known_: readonly string[]): string | null {
  const end = operandsOf(args).length === args.length ? [] : args;
  const odd = end.find((word) => {
    if (!word.text.startsWith('-')) return false;
    const name = word.text.replace(/=.*$/, '');
    return !known_.includes(name) && !(known_.includes('-c') && /^-c-?\d+$/.test(word.text));
  });
  return odd?.text ?? args.find((word) => word.value === null)?.text ?? null;
}

/** `3000`, `tcp://0.0.0.0:3000`. */
function portIn(said: string | null): number | null {
  const digits = /^(?:tcp:\/\/(?:0\.0\.0\.0|\[::\]):)?(\d{2,5})$/.exec(said ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
