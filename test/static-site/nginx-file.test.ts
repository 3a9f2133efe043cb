import { describe, expect, it } from 'vitest';
import { parseNginx, readNginxConf, readNginxFile } from '../../src/static-site/nginx-file.ts';

const server = (lines: string) => `server {\n  listen 3000;\n  root /srv/site;\n  ${lines}\n}\n`;

describe('the reading of nginx’s server blocks', () => {
  it('knows ports, folders and directives', () => {
    const text = [
      '# comment { ;',
      'map $uri $kind { default "a;b"; ~*\\.png$ c; }',
      server("add_header X-A 'it is; so'; location ~ ^/(a|b)\\.html$ { alias /srv/other/; try_files $uri =404; }"),
      'server { listen [::]:80 default_server; return 301 https://$host$request_uri; }',
    ].join('\n');
    expect(readNginxFile(text)).toMatchObject({ ports: [3000, 80], folders: ['/srv/other', '/srv/site'].reverse() });
  });

  it('keeps strings, braces in variables and nested blocks together', () => {
    expect(parseNginx('a "b c" ${d}e; f { g; h { } }')).toEqual([
      { name: 'a', words: ['b c', '${d}e'], block: null },
      {
        name: 'f',
        words: [],
        block: [
          { name: 'g', words: [], block: null },
          { name: 'h', words: [], block: [] },
        ],
      },
    ]);
  });

  it.each(['server {', 'server { listen 80; } }', 'server { listen 80 }', 'listen'])('takes «%s» for none', (text) => {
    expect(parseNginx(text)).toBeNull();
    expect(readNginxFile(text)).toHaveProperty('refused');
  });

  it.each([
    ['include /etc/nginx/snippets/a.conf;', '«include» asks for a module or a file'],
    ['more_set_headers "A: b";', '«more_set_headers» asks'],
    ['ssl_certificate /etc/ssl/a.pem;', '«ssl_certificate» asks'],
    ['auth_basic_user_file /etc/nginx/.htpasswd;', '«auth_basic_user_file» asks'],
    ['listen 443 ssl;', '«listen 443 ssl» is no plain port'],
    ['listen unix:/run/a.sock;', 'is no plain port'],
    ['listen 10.0.0.1:80;', 'is no plain port'],
    ['access_log /var/log/nginx/site.log;', 'writes a log'],
    ['access_log /var/log/nginx/access.log main;', 'writes a log'],
    ['location / { root $folder; }', 'is no folder that is known'],
    ['location / { root html; }', 'is no folder that is known'],
  ])('refuses «%s»', (line, why) => {
    expect(readNginxFile(server(line))).toEqual({ refused: expect.stringContaining(why) });
  });

  it.each([
    'access_log off;',
    'error_log /dev/stderr warn;',
    'gzip on; gzip_types text/css;',
    'location = /a { return 200; }',
  ])('takes «%s»', (line) => {
    expect(readNginxFile(server(line))).toMatchObject({ ports: [3000], folders: ['/srv/site'] });
  });

  it('refuses a server that leaves port or root to the build of nginx', () => {
    expect(readNginxFile('server { root /a; }')).toEqual({ refused: 'a server names no port' });
    expect(readNginxFile('server { listen 80; }')).toEqual({ refused: 'a server names no root' });
    expect(readNginxFile('gzip on;')).toEqual({ refused: 'it holds no server' });
  });
});

describe('the reading of a whole nginx.conf', () => {
  const conf = (main: string, http = '') =>
    `${main}\nevents { worker_connections 1024; }\nhttp { include mime.types; ${http} ${server('gzip on;')} }\n`;

  it.each([
    conf(''),
    conf('user nginx; worker_processes auto; pid /var/run/nginx.pid; error_log /dev/stderr warn;'),
    conf('', "log_format main '$remote_addr'; access_log /dev/stdout main;"),
  ])('takes %j', (text) => {
    expect(readNginxConf(text)).toMatchObject({ ports: [3000], folders: ['/srv/site'] });
  });

  it.each([
    [conf('user www-data;'), '«user www-data» is another way in an image of nginx'],
    [conf('include /etc/nginx/modules-enabled/*.conf;'), '«include /etc/nginx/modules-enabled/*.conf» is another way'],
    [conf('pid /run/nginx/nginx.pid;'), '«pid /run/nginx/nginx.pid»'],
    [conf('daemon off;'), '«daemon off»'],
    [conf('', 'include /etc/nginx/conf.d/*.conf;'), '«include» asks for a module or a file'],
    [conf('', 'access_log /dev/stdout main;'), 'writes a log'],
    [server(''), 'it holds no one http block'],
    ['events {', 'its brackets do not match'],
  ])('refuses %j', (text, why) => {
    expect(readNginxConf(text)).toEqual({ refused: expect.stringContaining(why) });
  });
});
