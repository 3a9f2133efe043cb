/** One directive of nginx: its words, and what stands in its braces. */
export interface NginxDirective {
  readonly name: string;
  readonly words: readonly string[];
  readonly block: readonly NginxDirective[] | null;
}

/** What a file of server blocks asks of the nginx that reads it. */
export interface NginxFile {
  readonly ports: readonly number[];
  /** Absolute folders that it serves. */
  readonly folders: readonly string[];
  /** The names of all its directives. */
  readonly directives: ReadonlySet<string>;
}

/**
 * Directives of the modules that the official image and the distributions build in, which name no file and no module of their own
 * (nginx.org/en/docs/dirindex.html). Others may be missing there, or name a file that is not.
 */
const KNOWN: ReadonlySet<string> = new Set(
  (
    'absolute_redirect access_log add_header alias allow autoindex break charset charset_types client_body_buffer_size ' +
    'client_body_timeout client_header_buffer_size client_header_timeout client_max_body_size default_type deny error_log error_page etag ' +
    'expires gzip gzip_buffers gzip_comp_level gzip_disable gzip_http_version gzip_min_length gzip_proxied gzip_static gzip_types gzip_vary ' +
    'if index internal keepalive_requests keepalive_timeout large_client_header_buffers limit_except listen location log_not_found map ' +
    'merge_slashes open_file_cache open_file_cache_errors open_file_cache_min_uses open_file_cache_valid port_in_redirect proxy_buffer_size ' +
    'proxy_buffering proxy_buffers proxy_busy_buffers_size proxy_cache_bypass proxy_connect_timeout proxy_cookie_domain proxy_cookie_path ' +
    'proxy_hide_header proxy_http_version proxy_intercept_errors proxy_no_cache proxy_pass proxy_read_timeout proxy_redirect ' +
    'proxy_request_buffering proxy_send_timeout proxy_set_header proxy_ssl_server_name recursive_error_pages reset_timedout_connection ' +
    'resolver resolver_timeout return rewrite root satisfy send_timeout sendfile server server_name server_name_in_redirect ' +
    'server_names_hash_bucket_size server_tokens set tcp_nodelay tcp_nopush try_files types upstream'
  ).split(' '),
);

/** Blocks whose content is no directive: a table, or addresses of other servers. */
const TABLES: ReadonlySet<string> = new Set(['map', 'types', 'upstream']);

/** Log files that the official images send to the container's log. */
const LOGS = /^(?:off|\/dev\/std(?:out|err)|\/var\/log\/nginx\/(?:access|error)\.log)$/;

type Refusal = { readonly refused: string };

/** Reads a file of server blocks; `refused`: it asks for more than any nginx has, as a clause. */
export function readNginxFile(text: string): NginxFile | Refusal {
  const directives = parseNginx(text);
  return directives === null ? { refused: 'its brackets do not match' } : readServers(directives, new Set());
}

/**
 * Reads a whole nginx.conf, with all that the official image would make of it: its user, its pid file, its mime.types. An include of other files
 * would bring the image's own site.
 */
export function readNginxConf(text: string): NginxFile | Refusal {
  const directives = parseNginx(text);
  if (directives === null) return { refused: 'its brackets do not match' };
  const blocks = directives.filter(({ name }) => name === 'http');
  const [http] = blocks;
  if (http?.block == null || blocks.length > 1) return { refused: 'it holds no one http block' };
  const outside = directives.filter((one) => one !== http).find((one) => !isMainSetting(one));
  if (outside !== undefined)
    return { refused: `«${[outside.name, ...outside.words].join(' ')}» is another way in an image of nginx` };
  const own = http.block.filter(
    ({ name, words }) => name !== 'include' || !/^(?:\/etc\/nginx\/)?mime\.types$/.test(words[0] ?? ''),
  );
  const formats = own.flatMap(({ name, words }) => (name === 'log_format' ? [words[0] ?? ''] : []));
  return readServers(
    own.filter(({ name }) => name !== 'log_format'),
    new Set(formats),
  );
}

function isMainSetting({ name, words, block }: NginxDirective): boolean {
  const [first = ''] = words;
  switch (name) {
    case 'user':
      return words.length === 1 && first === 'nginx';
    case 'pid':
      return /^\/(?:(?:var\/)?run\/nginx\.pid|tmp\/[\w.-]+)$/.test(first);
    case 'error_log':
      return LOGS.test(first);
    case 'events':
      return (block ?? []).every((one) =>
        ['worker_connections', 'multi_accept', 'use', 'accept_mutex'].includes(one.name),
      );
    default:
      return ['worker_processes', 'worker_rlimit_nofile', 'pcre_jit', 'worker_cpu_affinity'].includes(name);
  }
}

function readServers(directives: readonly NginxDirective[], formats: ReadonlySet<string>): NginxFile | Refusal {
  const servers = directives.filter(({ name }) => name === 'server');
  if (servers.length === 0) return { refused: 'it holds no server' };
  const all = everyOf(directives);
  const fault = all.map((one) => faultOf(one, formats)).find((found) => found !== null);
  if (fault != null) return { refused: fault };
  const ports: number[] = [];
  for (const server of servers) {
    const listens = (server.block ?? []).filter(({ name }) => name === 'listen');
    if (listens.length === 0) return { refused: 'a server names no port' };
    if (!hasRoot(server)) return { refused: 'a server names no root' };
    ports.push(...listens.map(({ words }) => portOf(words) ?? 0));
  }
  const folders = all.filter(({ name }) => name === 'root' || name === 'alias').map(({ words }) => words[0] ?? '');
  return {
    ports: [...new Set(ports)],
    folders: [...new Set(folders.map((path) => path.replace(/(?<=.)\/+$/, '')))],
    directives: new Set(all.map(({ name }) => name)),
  };
}

function everyOf(directives: readonly NginxDirective[]): readonly NginxDirective[] {
  return directives.flatMap((one) => [one, ...(TABLES.has(one.name) ? [] : everyOf(one.block ?? []))]);
}

function faultOf({ name, words }: NginxDirective, formats: ReadonlySet<string>): string | null {
  if (!KNOWN.has(name)) return `«${name}» asks for a module or a file that an image of nginx may not have`;
  const [first = ''] = words;
  switch (name) {
    case 'listen':
      return portOf(words) === null ? `«listen ${words.join(' ')}» is no plain port` : null;
    case 'root':
    case 'alias':
      return /^\/[^$]+$/.test(first) ? null : `«${name} ${first}» is no folder that is known`;
    case 'access_log':
    case 'error_log':
      return LOGS.test(first) && (name === 'error_log' || isFormat(words.slice(1), formats))
        ? null
        : `«${name} ${words.join(' ')}» writes a log that an image of nginx does not have`;
    default:
      return null;
  }
}

function isFormat(words: readonly string[], formats: ReadonlySet<string>): boolean {
  const [name, ...more] = words;
  return name === undefined || (more.length === 0 && (name === 'combined' || formats.has(name)));
}

/** `80`, `[::]:80 default_server`, `0.0.0.0:8080`; null: an address, a socket, TLS. */
function portOf(words: readonly string[]): number | null {
  const [place = '', ...options] = words;
  const port = /^(?:(?:\*|0\.0\.0\.0|\[::\]):)?(\d+)$/.exec(place)?.[1];
  const plain = options.every((option) =>
    /^(?:default_server|default|reuseport|ipv6only=(?:on|off)|backlog=\d+)$/.test(option),
  );
  return port === undefined || !plain ? null : Number(port);
}

/** Without one, nginx serves a folder beside its own files, which lie elsewhere in each build of it. */
function hasRoot({ block }: NginxDirective): boolean {
  const own = block ?? [];
  if (own.some(({ name }) => name === 'root' || name === 'return')) return true;
  const places = own.filter(({ name }) => name === 'location');
  const answers = ['root', 'alias', 'return', 'proxy_pass'];
  return places.length > 0 && places.every((place) => (place.block ?? []).some(({ name }) => answers.includes(name)));
}

/** The directives of a configuration; null: braces or semicolons are missing. */
export function parseNginx(text: string): readonly NginxDirective[] | null {
  const tokens = tokensOf(text);
  let at = 0;
  const directives = (closes: boolean): readonly NginxDirective[] | null => {
    const found: NginxDirective[] = [];
    let words: string[] = [];
    for (; at < tokens.length; at += 1) {
      const token = tokens[at];
      if (token === undefined) break;
      if (token.mark === '}') return closes && words.length === 0 ? found : null;
      if (token.mark === null) {
        words.push(token.text);
        continue;
      }
      const [name, ...rest] = words;
      if (name === undefined) return null;
      let block: readonly NginxDirective[] | null = null;
      if (token.mark === '{') {
        at += 1;
        block = directives(true);
        if (block === null) return null;
      }
      found.push({ name, words: rest, block });
      words = [];
    }
    return closes || words.length > 0 ? null : found;
  };
  return directives(false);
}

interface Token {
  readonly text: string;
  readonly mark: ';' | '{' | '}' | null;
}

function tokensOf(text: string): readonly Token[] {
  const pattern =
    /#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([;{}])|((?:\\.|\$\{\w+\}|[^\s;{}"'#\\])(?:\\.|\$\{\w+\}|[^\s;{}\\])*)/g;
  return [...text.matchAll(pattern)].flatMap(([whole, double, single, mark, word]): readonly Token[] => {
    if (whole.startsWith('#')) return [];
    if (mark === ';' || mark === '{' || mark === '}') return [{ text: mark, mark }];
    return [{ text: double ?? single ?? word ?? '', mark: null }];
  });
}
