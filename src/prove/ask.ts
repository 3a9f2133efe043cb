import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Listener } from './container-processes.ts';
import { normalise } from './normalise.ts';

/** What a port answered to `GET path`. */
export type Answer =
  | {
      readonly kind: 'answer';
      readonly port: number;
      readonly path: string;
      readonly status: number;
      /** The media type without parameters. */
      readonly contentType: string;
      readonly location?: string;
      /** The body, normalised unless that was turned off. At most {@link BODY_LIMIT} bytes of it. */
      readonly body: string;
      /** The body that a second, equal request got, where that was another one: a counter, a random number. */
      readonly again?: string;
    }
  /** Something listens there, but it speaks no HTTP, or not in time. */
  | { readonly kind: 'no-http'; readonly port: number; readonly path: string; readonly because: string };

const BODY_LIMIT = 1_000_000;
const ANSWER_MILLISECONDS = 5_000;
/** How often, and how long apart, a port is asked again that answers 502, 503, 504 or not at all: it may still be starting. */
const RETRIES = 4;
const RETRY_MILLISECONDS = 1_000;
/** How Node.js's HTTP parser begins its complaint: what answered is up, and no HTTP server. */
const SPEAKS_SOMETHING_ELSE = /^Parse Error/;

/** How to ask. */
export interface AskOptions {
  /** Keep dates, durations and ids as they came. */
  readonly exact?: boolean;
  /** The container's own address; without one it is asked on the machine's. */
  readonly address?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Asks one port for one path, twice, to learn whether the body is the same every time. Never rejects. */
export async function ask(listener: Listener, path: string, options: AskOptions): Promise<Answer> {
  const first = await askUntilReady(listener, path, options);
  if (first.kind === 'no-http') return first;
  const second = await get(listener, path, options);
  return second.kind === 'answer' && second.body !== first.body ? { ...first, again: second.body } : first;
}

async function askUntilReady(listener: Listener, path: string, options: AskOptions): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    const answer = await get(listener, path, options);
    const notReady =
      answer.kind === 'no-http' ? !SPEAKS_SOMETHING_ELSE.test(answer.because) : [502, 503, 504].includes(answer.status);
    if (!notReady || tries === RETRIES || options.signal?.aborted === true) return answer;
    await wait(RETRY_MILLISECONDS);
  }
}

/** The text without the container's own address, which is another one in every run. */
export function withoutAddress(text: string, address: string | undefined): string {
  return address === undefined ? text : text.replaceAll(address, '<address>');
}

function get(listener: Listener, path: string, options: AskOptions): Promise<Answer> {
  const { port } = listener;
  return new Promise((resolve) => {
    const none = (because: string) => resolve({ kind: 'no-http', port, path, because });
    const outgoing = request(
      {
        host: options.address ?? (listener.v6 ? '::1' : '127.0.0.1'),
        port,
        path,
        agent: false,
        headers: { host: `localhost:${port}`, accept: '*/*' },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          chunks.push(chunk);
          // An endless stream (server-sent events) is answered too: what came first is its body.
          if (size > BODY_LIMIT) response.destroy();
        });
        response.once('error', () => undefined);
        response.once('close', () => {
          const body = Buffer.concat(chunks).subarray(0, BODY_LIMIT).toString('utf8');
          const { location } = response.headers;
          resolve({
            kind: 'answer',
            port,
            path,
            status: response.statusCode ?? 0,
            contentType: (response.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '',
            ...(location === undefined ? {} : { location }),
            body: options.exact === true ? body : withoutAddress(normalise(body), options.address),
          });
        });
      },
    );
    const limit = setTimeout(() => outgoing.destroy(new Error('no complete answer in time')), ANSWER_MILLISECONDS);
    outgoing.once('close', () => clearTimeout(limit));
    outgoing.once('error', (error) => none(error.message));
    outgoing.end();
  });
}
