import { describe, expect, it } from 'vitest';
import { type Files, migrated, server } from './project.ts';

const LINES = ['COPY package*.json ./', 'RUN npm ci', 'COPY . .', 'ARG REACT_APP_API=a', 'EXPOSE 3000'];
const SITE = { scripts: { start: 'react-scripts start', build: 'react-scripts build' } };

function replaced(lines: readonly string[], files: Files = {}, devServer: 'keep' | 'replace' = 'replace') {
  const source = ['FROM node:20', 'WORKDIR /app', ...lines, 'CMD ["npm", "start"]', ''].join('\n');
  return migrated(source, server(SITE, files), { devServer });
}

describe('replace-dev-server', () => {
  it('does nothing that was not asked for', () => {
    const { codes } = replaced(LINES, {}, 'keep');
    expect(codes.filter((code) => code.startsWith('replace-dev-server'))).toEqual([]);
    expect(codes).toContain('split-stages/development-server');
  });

  it('builds behind every file and variable, and keeps what describes the container', () => {
    const { text, runtime, status } = replaced([...LINES, 'LABEL owner=web']);
    expect(status).toBe('changed');
    expect(text.slice(0, text.indexOf('RUN printf'))).toBe(
      'FROM node:20 AS builder\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nARG REACT_APP_API=a\nRUN npm run build\n',
    );
    expect(runtime).toBe(
      [
        'FROM nginxinc/nginx-unprivileged:1.28-alpine AS runtime',
        'WORKDIR /app',
        'COPY --from=builder /app/build /app/build',
        'COPY --from=builder /tmp/default.conf /etc/nginx/conf.d/default.conf',
        'EXPOSE 3000',
        'LABEL owner=web',
        'CMD ["nginx", "-g", "daemon off;"]',
        '',
      ].join('\n'),
    );
  });

  it.each<[string, readonly string[], Files]>([
    ['a health check', [...LINES, 'HEALTHCHECK CMD curl -f http://localhost:3000'], {}],
    ['a user', [...LINES, 'USER node'], {}],
    ['an ENTRYPOINT', [...LINES, 'ENTRYPOINT ["docker-entrypoint.sh"]'], {}],
    ['a volume', [...LINES, 'VOLUME /app/data'], {}],
    [
      'a health check of compose',
      LINES,
      { 'compose.yaml': 'services:\n  web:\n    build: .\n    healthcheck:\n      test: curl localhost:3000\n' },
    ],
  ])('leaves a file with %s alone', (_, lines, files) => {
    const { codes, text } = replaced(lines, files);
    expect(codes).toContain('replace-dev-server/image-not-alone');
    expect(text).not.toContain('nginx');
  });

  it('replaces the server of a framework, and gives development the image as it was, where both are asked for', () => {
    const files = server(
      { scripts: { dev: 'next dev', build: 'next build' }, dependencies: { next: '14.2.0' } },
      {
        'compose.yaml': 'services:\n  web:\n    build: .\n    volumes: [".:/app"]\n',
        'pages/index.js': 'export default () => null;\n',
      },
    );
    const source = ['FROM node:20', 'WORKDIR /app', ...LINES.slice(0, 3), 'CMD ["npm", "run", "dev"]', ''].join('\n');
    const { text, runtime, others } = migrated(source, files, { devServer: 'replace', editConsumers: true });
    expect(text).toContain('FROM builder AS development\nCMD ["npm", "run", "dev"]');
    expect(runtime).toContain('CMD ["node_modules/.bin/next", "start"]');
    expect(others).toContain('compose.yaml');
  });

  it('leaves a file alone that compose mounts the sources into', () => {
    const { codes, text } = replaced(LINES, {
      'compose.yaml': 'services:\n  web:\n    build: .\n    volumes: [".:/app"]\n',
    });
    expect(codes).toContain('replace-dev-server/developed-in-container');
    expect(text).not.toContain('nginx');
  });
});
