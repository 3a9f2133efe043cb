import type { BaseImage } from '../base-images/base-image.ts';
import type { HttpProbe, UrlPart } from './http-probe.ts';

/** A program that can ask for a URL in place of curl and wget: its arguments, or null where it would not answer the same. */
export type Asks = (probe: HttpProbe, image: BaseImage) => readonly string[] | null;

/** What an image may have instead, in the order in which it is looked for. */
export const ASKING: ReadonlyMap<string, Asks> = new Map([
  ['node', withNode],
  ['python3', withPython],
  ['python', withPython],
]);

/** From Node 20 on, every address of `localhost` is tried, as curl does (autoSelectFamily). */
const TRIES_EVERY_ADDRESS = 20;

function withNode(probe: HttpProbe, { major }: BaseImage): readonly string[] | null {
  const { url, method, judgesStatus, followsRedirects, timeoutSeconds } = probe;
  const host = typeof url[0] === 'string' ? url[0] : '';
  if ((major ?? 0) < TRIES_EVERY_ADDRESS && !/^http:\/\/\d+\.\d+\.\d+\.\d+(?:[:/]|$)/.test(host)) return null;
  const options = [
    ...(method === 'HEAD' ? ["method:'HEAD'"] : []),
    ...(timeoutSeconds === null ? [] : [`signal:AbortSignal.timeout(${timeoutSeconds * 1000})`]),
  ];
  const more = options.length === 0 ? '' : `{${options.join(',')}},`;
  const address = expression(url, ({ name, fallback }) => `(process.env.${name}||'${fallback}')`);
  const failed = "on('error',()=>process.exit(1))";
  const judged = judgesStatus ? 'process.exit(r.statusCode<400?0:1)' : 'process.exit(0)';
  if (!followsRedirects) return ['-e', `require('http').request(${address},${more}r=>${judged}).${failed}.end()`];
  const next = `r.statusCode>299&&r.statusCode<400&&r.headers.location?ask(new URL(r.headers.location,u)):${judged}`;
  return ['-e', `const ask=u=>require('http').request(u,${more}r=>${next}).${failed}.end();ask(${address})`];
}

function withPython(probe: HttpProbe): readonly string[] | null {
  const { url, method, judgesStatus, followsRedirects, timeoutSeconds } = probe;
  const address = expression(url, ({ name, fallback }) => `(os.environ.get('${name}') or '${fallback}')`);
  const imports = url.some((part) => typeof part !== 'string') ? 'import os,' : 'import ';
  const limit = timeoutSeconds === null ? '' : `,timeout=${timeoutSeconds}`;
  if (followsRedirects)
    return ['-c', `${imports}urllib.request as r; r.urlopen(r.Request(${address},method='${method}')${limit})`];
  const judged = judgesStatus ? 'sys.exit(c.getresponse().status>=400)' : 'c.getresponse()';
  return [
    '-c',
    `${imports}sys,http.client as h,urllib.parse as p; u=p.urlsplit(${address}); c=h.HTTPConnection(u.netloc${limit}); c.request('${method}',p.urlunsplit(('','',u.path or '/',u.query,''))); ${judged}`,
  ];
}

/** The URL as an expression of a language that joins strings with `+`. */
function expression(url: readonly UrlPart[], variable: (part: Exclude<UrlPart, string>) => string): string {
  return url.map((part) => (typeof part === 'string' ? `'${part}'` : variable(part))).join('+');
}
