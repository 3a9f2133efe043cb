import type { Serving } from '../ecosystems/start-reading.ts';

/** What nginx compresses beside text/html, which it always does. */
const COMPRESSED = 'text/css text/javascript application/javascript application/json image/svg+xml text/plain';

/**
 * The server block that answers like the file server before. `$uri` first, then the page of that name, then the page of the folder: in this
 * order no folder is redirected to its name with a slash. Source: nginx.org/en/docs/http/ngx_http_core_module.html.
 */
export function configurationLines(serving: Serving, folder: string): readonly string[] {
  const missing = serving.fallback === 'index' ? '/index.html' : '=404';
  return [
    'server {',
    `  listen ${serving.port};`,
    `  root ${folder};`,
    '  index index.html;',
    '  charset utf-8;',
    '  absolute_redirect off;',
    ...(serving.compresses ? ['  gzip on;', `  gzip_types ${COMPRESSED};`, '  gzip_vary on;'] : []),
    ...(serving.cacheControl === null ? [] : [`  add_header Cache-Control "${serving.cacheControl}";`]),
    ...(serving.cleanUrls === 'redirect'
      ? [
          '  if ($request_uri ~ "^/(?:index\\.html)(?:\\?.*)?$") { return 301 /; }',
          '  if ($request_uri ~ "^/(.+)/index\\.html(?:\\?.*)?$") { return 301 /$1; }',
          '  if ($request_uri ~ "^/([^?]+)\\.html(?:\\?.*)?$") { return 301 /$1; }',
        ]
      : []),
    ...(serving.fallback === 'index-for-pages'
      ? [
          '  location / {',
          '    try_files /index.html =404;',
          '  }',
          '  location ~ "\\.[^/]+$" {',
          '    try_files $uri /index.html;',
          '  }',
        ]
      : ['  location / {', `    try_files $uri $uri.html $uri/index.html ${missing};`, '  }']),
    '}',
  ];
}
