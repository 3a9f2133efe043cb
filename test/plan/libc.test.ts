import { expect, it } from 'vitest';
import { migrated, server } from '../transforms/project.ts';

it('leaves to the author what crosses from one libc to another in his own stages', () => {
  const source = [
    'FROM node:20 AS builder',
    'WORKDIR /app',
    'COPY package*.json ./',
    'RUN npm ci',
    'COPY . .',
    'RUN npm run build',
    'FROM node:20-alpine',
    'WORKDIR /app',
    'COPY --from=builder /app/node_modules ./node_modules',
    'COPY --from=builder /app/dist ./dist',
    'CMD ["node", "dist/index.js"]',
    '',
  ].join('\n');
  const { status, text } = migrated(source, server({ dependencies: { bcrypt: '5.1.1' } }));
  expect(status).toBe('changed');
  expect(text).toContain('COPY --from=builder --chown=node:node /app/node_modules ./node_modules');
});

it('moves a served site onto Alpine, whatever native code its build was made with', () => {
  const source = [
    'FROM node:20',
    'WORKDIR /app',
    'RUN npm install -g serve',
    'COPY package*.json ./',
    'RUN npm ci',
    'COPY . .',
    'RUN npm run build',
    'CMD ["serve", "-s", "dist"]',
    '',
  ].join('\n');
  const site = server(
    { scripts: { build: 'vite build' }, dependencies: { bcrypt: '5.1.1' }, devDependencies: { vite: '5.4.0' } },
    { 'index.html': '', 'vite.config.js': 'export default {};\n' },
  );
  const { status, runtime } = migrated(source, site);
  expect(status).toBe('changed');
  expect(runtime).toContain('FROM node:20-alpine AS runtime');
  expect(runtime).not.toContain('node_modules');
});
