import { describe, expect, it } from 'vitest';
import { type Files, migrated, server } from './project.ts';

const SITE = 'server {\n  listen 3000;\n  root /app/dist;\n}\n';
const BUILD = ['WORKDIR /app', 'COPY package*.json ./', 'RUN npm ci', 'COPY . .', 'RUN npm run build'];
const START = 'CMD ["nginx", "-g", "daemon off;"]';
const APT = 'RUN apt-get update && apt-get install -y nginx';
const PLACED = 'COPY site.conf /etc/nginx/sites-enabled/default';

function moved(lines: readonly string[], files: Files = {}, base = 'node:20', options = {}) {
  const project = server(
    { scripts: { build: 'vite build' }, devDependencies: { vite: '5.4.11' } },
    { 'site.conf': SITE, ...files },
  );
  return migrated([`FROM ${base}`, ...lines, ''].join('\n'), project, options);
}

const isMoved = ({ codes }: ReturnType<typeof moved>) => codes.includes('move-web-server/served-by-its-own-image');

describe('move-web-server', () => {
  it('takes the server block to the place where the image reads it, and leaves the rest with the build', () => {
    const { text, runtime, status } = moved([APT, ...BUILD, PLACED, 'EXPOSE 3000', START]);
    expect(status).toBe('changed');
    expect(text.slice(0, text.indexOf('\n'))).toBe('FROM node:20 AS builder');
    expect(text).not.toContain('apt-get');
    expect(runtime).toBe(
      [
        'FROM nginxinc/nginx-unprivileged:1.28-alpine AS runtime',
        'WORKDIR /app',
        'COPY --from=builder /app/dist /app/dist',
        'COPY site.conf /etc/nginx/conf.d/default.conf',
        'EXPOSE 3000',
        START,
        '',
      ].join('\n'),
    );
  });

  it.each<[string, readonly string[], string]>([
    [
      'sites-available and a link',
      [
        APT,
        ...BUILD,
        'COPY site.conf /etc/nginx/sites-available/a',
        'RUN ln -s /etc/nginx/sites-available/a /etc/nginx/sites-enabled/ && rm /etc/nginx/sites-enabled/default',
        START,
      ],
      'node:20',
    ],
    [
      'conf.d and no site of the package',
      [APT, ...BUILD, 'RUN rm -rf /etc/nginx/sites-enabled/*', 'COPY site.conf /etc/nginx/conf.d/', START],
      'node:20',
    ],
    [
      'cp of a file that was copied',
      [APT, ...BUILD, 'RUN cp site.conf /etc/nginx/sites-available/default', START],
      'node:20',
    ],
    [
      'http.d of Alpine',
      ['RUN apk add --no-cache nginx', ...BUILD, 'COPY site.conf /etc/nginx/http.d/default.conf', START],
      'node:20-alpine',
    ],
    ['a start command in shell form', [APT, ...BUILD, PLACED, "CMD nginx -g 'daemon off;'"], 'node:20'],
    ['an ENTRYPOINT', [APT, ...BUILD, PLACED, 'ENTRYPOINT ["/usr/sbin/nginx", "-g", "daemon off;"]'], 'node:20'],
  ])('reads %s', (_, lines, base) => {
    const found = moved(lines, {}, base);
    expect(found.status).toBe('changed');
    expect(isMoved(found)).toBe(true);
    expect(found.runtime).toContain('COPY site.conf /etc/nginx/conf.d/default.conf');
  });

  it('takes a whole nginx.conf to an image that starts as root', () => {
    const conf = `events {\n}\nhttp {\n  include mime.types;\n${SITE}}\n`;
    const lines = [APT, ...BUILD, 'RUN rm /etc/nginx/nginx.conf', 'COPY site.conf /etc/nginx/nginx.conf', START];
    const found = moved(lines, { 'site.conf': conf });
    expect(found.status).toBe('changed');
    expect(found.runtime).toContain('FROM nginx:1.28-alpine AS runtime');
    expect(found.runtime).toContain('COPY site.conf /etc/nginx/nginx.conf');
    expect(found.text).not.toContain('RUN rm');
  });

  it('keeps nginx that starts as root for a low port', () => {
    const { runtime, codes } = moved([APT, ...BUILD, PLACED, START], { 'site.conf': SITE.replace('3000', '80') });
    expect(runtime).toContain('FROM nginx:1.28-alpine AS runtime');
    expect(codes).toContain('add-non-root-user/base-needs-root');
  });

  it.each<[string, readonly string[], Files]>([
    ['an nginx.conf of its own', [APT, ...BUILD, 'COPY site.conf /etc/nginx/nginx.conf', START], {}],
    ['a changed nginx.conf', [APT, ...BUILD, PLACED, 'RUN sed -i s/a/b/ /etc/nginx/nginx.conf', START], {}],
    ['two sites', [APT, ...BUILD, 'COPY site.conf /etc/nginx/conf.d/', START], {}],
    ['a folder over the configuration', [APT, ...BUILD, 'COPY src /etc/nginx/', START], {}],
    ['a module', ['RUN apt-get update && apt-get install -y nginx libnginx-mod-http-lua', ...BUILD, PLACED, START], {}],
    [
      'a folder that nothing makes',
      [APT, ...BUILD, PLACED, START],
      { 'site.conf': SITE.replace('/app/dist', '/srv/x') },
    ],
    ['the folder of the sources', [APT, ...BUILD, PLACED, START], { 'site.conf': SITE.replace('/app/dist', '/app') }],
    ['a folder that is removed again', [APT, ...BUILD, 'RUN rm -rf /app/dist', PLACED, START], {}],
    ['a user', [APT, ...BUILD, PLACED, 'USER www-data', START], {}],
    ['a health check', [APT, ...BUILD, PLACED, 'HEALTHCHECK CMD curl -f localhost:3000', START], {}],
    [
      'a mount of compose',
      [APT, ...BUILD, PLACED, START],
      { 'compose.yaml': 'services:\n  web:\n    build: .\n    volumes: ["./site.conf:/etc/nginx/conf.d/a.conf"]\n' },
    ],
  ])('declines %s, and says why', (_, lines, files) => {
    const found = moved(lines, files);
    expect(found.status).not.toBe('failed');
    expect(found.codes.filter((code) => code.startsWith('move-web-server/'))).toHaveLength(1);
    expect(isMoved(found)).toBe(false);
    expect(found.text).not.toContain('nginx-unprivileged');
  });

  it('has nothing to say of another server, of a base that is to stay, and of files without a build', () => {
    const codes = [
      moved([...BUILD, 'CMD ["node", "server.js"]']),
      moved([APT, ...BUILD, PLACED, START], {}, 'node:20', { base: 'keep' }),
      moved([APT, 'COPY site.conf /etc/nginx/conf.d/', START]),
    ].flatMap((one) => one.codes);
    expect(codes.filter((code) => code.startsWith('move-web-server/'))).toEqual([]);
  });
});
