import type { CheckWord } from './plain-check.ts';

/** A piece of a URL: text, or a variable of the container with what stands for it when it is not set or empty. */
export type UrlPart = string | { readonly name: string; readonly fallback: string };

/** What a health check with curl or wget asks for, and when it is content. */
export interface HttpProbe {
  readonly url: readonly UrlPart[];
  readonly method: 'GET' | 'HEAD';
  /** Statuses from 400 on are a failure; false: any answer is content. */
  readonly judgesStatus: boolean;
  readonly followsRedirects: boolean;
  readonly timeoutSeconds: number | null;
}

/** Reads `curl …` and `wget …`; null for an option that is not known to leave the answer the same. */
export function httpProbe(words: readonly CheckWord[]): HttpProbe | null {
  const program = words[0]?.value?.split('/').at(-1);
  if (program === 'curl') return read(words.slice(1), CURL);
  if (program === 'wget') return read(words.slice(1), WGET);
  return null;
}

interface Options {
  readonly start: Omit<HttpProbe, 'url'>;
  /** Long and short options without a value. */
  readonly plain: Readonly<Record<string, Partial<HttpProbe>>>;
  /** Options with one; null: the value is not understood. */
  readonly valued: Readonly<Record<string, (value: string) => Partial<HttpProbe> | null>>;
}

const toNowhere = (value: string): Partial<HttpProbe> | null => (/^(?:\/dev\/null|-)$/.test(value) ? {} : null);
const seconds = (value: string): Partial<HttpProbe> | null =>
  /^\d+(?:\.\d+)?$/.test(value) && Number(value) > 0 ? { timeoutSeconds: Number(value) } : null;
const method = (value: string): Partial<HttpProbe> | null =>
  value === 'GET' || value === 'HEAD' ? { method: value } : null;

/** curl(1). It follows no redirect, and without `-f` any answer is a success. `-k` matters to https only, which is not read. */
const CURL: Options = {
  start: { method: 'GET', judgesStatus: false, followsRedirects: false, timeoutSeconds: null },
  plain: {
    f: { judgesStatus: true },
    fail: { judgesStatus: true },
    'fail-with-body': { judgesStatus: true },
    s: {},
    silent: {},
    S: {},
    'show-error': {},
    g: {},
    k: {},
    insecure: {},
    I: { method: 'HEAD' },
    head: { method: 'HEAD' },
  },
  valued: { o: toNowhere, output: toNowhere, m: seconds, 'max-time': seconds, X: method, request: method },
};

/** wget(1) follows redirects and fails from 400 on. `--spider` asks with HEAD. */
const WGET: Options = {
  start: { method: 'GET', judgesStatus: true, followsRedirects: true, timeoutSeconds: null },
  plain: {
    q: {},
    quiet: {},
    nv: {},
    'no-verbose': {},
    spider: { method: 'HEAD' },
    S: {},
    'server-response': {},
    'no-check-certificate': {},
  },
  valued: {
    O: toNowhere,
    'output-document': toNowhere,
    T: seconds,
    timeout: seconds,
    t: (value) => (value === '1' ? {} : null),
    tries: (value) => (value === '1' ? {} : null),
  },
};

function read(words: readonly CheckWord[], options: Options): HttpProbe | null {
  let probe: Omit<HttpProbe, 'url'> = options.start;
  let url: readonly UrlPart[] | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    if (!word.text.startsWith('-')) {
      const parts = urlOf(word);
      if (parts === null || url !== null) return null;
      url = parts;
      continue;
    }
    const option = readOption(word.value ?? '', words[at + 1]?.value ?? null, options);
    if (option === null) return null;
    probe = { ...probe, ...option.effect };
    if (option.takesNext) at += 1;
  }
  return url === null ? null : { ...probe, url };
}

interface ReadOption {
  readonly effect: Partial<HttpProbe>;
  readonly takesNext: boolean;
}

/** `--fail`, `--max-time=2`, `--max-time 2`, `-fsS`, `-qO-`, `-so /dev/null`. */
function readOption(text: string, next: string | null, options: Options): ReadOption | null {
  if (text.startsWith('--') || options.plain[text.slice(1)] !== undefined) {
    const [name = '', attached] = text.replace(/^--?/, '').split(/=(.*)/s, 2);
    return one(name, attached ?? null, next, options);
  }
  let effect: Partial<HttpProbe> = {};
  const letters = text.slice(1);
  for (let at = 0; at < letters.length; at += 1) {
    const rest = letters.slice(at + 1);
    const letter = letters[at] ?? '';
    const isValued = Object.hasOwn(options.valued, letter);
    const read = one(letter, isValued && rest !== '' ? rest : null, next, options);
    if (read === null) return null;
    effect = { ...effect, ...read.effect };
    if (isValued) return { effect, takesNext: read.takesNext };
  }
  return letters === '' ? null : { effect, takesNext: false };
}

function one(name: string, attached: string | null, next: string | null, options: Options): ReadOption | null {
  const plain = Object.hasOwn(options.plain, name) ? options.plain[name] : undefined;
  if (plain !== undefined && attached === null) return { effect: plain, takesNext: false };
  const valued = Object.hasOwn(options.valued, name) ? options.valued[name] : undefined;
  const value = attached ?? next;
  const effect = value === null ? null : (valued?.(value) ?? null);
  return effect === null ? null : { effect, takesNext: attached === null };
}

const VARIABLE = /\$(?:(\w+)|\{(\w+)(?::?-([\w./-]*))?\})/;

/** `localhost:$PORT/health` with the scheme that curl and wget take by default. */
function urlOf({ text, value }: CheckWord): readonly UrlPart[] | null {
  if (value !== null) return withScheme([value]);
  let rest = /^"(.*)"$/s.exec(text)?.[1] ?? text;
  if (/["'`\\*?~]|\$\(/.test(rest)) return null;
  const parts: UrlPart[] = [];
  for (let found = VARIABLE.exec(rest); found !== null; found = VARIABLE.exec(rest)) {
    if (found.index > 0) parts.push(rest.slice(0, found.index));
    parts.push({ name: found[1] ?? found[2] ?? '', fallback: found[3] ?? '' });
    rest = rest.slice(found.index + found[0].length);
  }
  return rest.includes('$') ? null : withScheme(rest === '' ? parts : [...parts, rest]);
}

/** Only http: which certificates are trusted differs between programs. */
function withScheme(parts: readonly UrlPart[]): readonly UrlPart[] | null {
  const [first] = parts;
  if (typeof first !== 'string' || /[\s'"\\{}[\]]/.test(parts.filter((part) => typeof part === 'string').join('')))
    return null;
  if (/^http:\/\/./.test(first)) return parts;
  return /^[a-z][a-z+.-]*:\/\//i.test(first) || !/^[\w.-]+(?::|\/|$)/.test(first)
    ? null
    : [`http://${first}`, ...parts.slice(1)];
}
