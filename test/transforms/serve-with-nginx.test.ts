import { describe, expect, it } from 'vitest';
import { type Files, migrated, server } from './project.ts';

const LINES = ['COPY package*.json ./', 'RUN npm ci', 'COPY . .', 'RUN npm run build', 'RUN npm i -g serve@14.2.4'];
const SITE = { scripts: { build: 'vite build' }, devDependencies: { vite: '5.4.11' } };

function served(files: Files = {}, options = {}) {
  const source = ['FROM node:20', 'WORKDIR /app', ...LINES, 'CMD ["serve", "-s", "dist", "-l", "3000"]', ''].join('\n');
  return migrated(source, server(SITE, files), { staticServer: 'nginx', ...options });
}

describe('serve-with-nginx', () => {
  it('lets what follows go on: the install gets its cache mount, the context its ignore file', () => {
    const { text, runtime, others, codes } = served({ '.dockerignore': '.git\n' }, { cacheMounts: 'always' });
    expect(codes).toContain('serve-with-nginx/served-by-nginx');
    expect(text).toContain('RUN --mount=type=cache,target=/root/.npm npm ci\n');
    expect(others).toEqual(['.dockerignore']);
    expect(runtime.split('\n')[0]).toBe('FROM nginxinc/nginx-unprivileged:1.28-alpine AS runtime');
    expect(runtime).not.toContain('USER');
  });

  it.each(['distroless', 'slim', 'alpine', 'node:20-slim'] as const)('keeps nginx where %s is asked for', (base) => {
    const { runtime, status } = served({}, { base });
    expect(status).toBe('changed');
    expect(runtime.split('\n')[0]).toBe('FROM nginxinc/nginx-unprivileged:1.28-alpine AS runtime');
  });
});
