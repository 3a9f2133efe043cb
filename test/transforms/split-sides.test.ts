import { describe, expect, it } from 'vitest';
import { type Files, migrated } from './project.ts';

/** A package with its lockfile. */
function project(folder: string, fields: Readonly<Record<string, unknown>>): Files {
  const { dependencies = {}, devDependencies = {} } = fields as Record<string, Record<string, string>>;
  const manifest = { name: 'a', version: '1.0.0', ...fields };
  const locked = (all: Readonly<Record<string, string>>, dev: boolean) =>
    Object.entries(all).map(([name, version]) => [`node_modules/${name}`, { version, ...(dev ? { dev } : {}) }]);
  const packages = {
    '': { name: 'a', version: '1.0.0', dependencies, devDependencies },
    ...Object.fromEntries([...locked(dependencies, false), ...locked(devDependencies, true)]),
  };
  return {
    [`${folder}package.json`]: JSON.stringify(manifest),
    [`${folder}package-lock.json`]: JSON.stringify({ name: 'a', version: '1.0.0', lockfileVersion: 3, packages }),
  };
}

const SERVES = `const express = require('express');
const path = require('path');
express().use(express.static(path.join(__dirname, '../web/dist')));
`;

const FRONT = {
  ...project('web/', {
    scripts: { build: 'vite build' },
    dependencies: { react: '18.2.0' },
    devDependencies: { vite: '5.4.0' },
  }),
  'web/index.html': '',
  'web/src/main.js': '',
  'web/ssr.js': '',
};

const TREE: Files = {
  ...FRONT,
  ...project('api/', { dependencies: { express: '4.18.2' }, devDependencies: { nodemon: '3.0.0' } }),
  'api/index.js': SERVES,
  '.dockerignore': '**/node_modules\n.git\n',
};

const part = (name: string, build = false) => [
  `WORKDIR /app/${name}`,
  `COPY ${name}/package*.json ./`,
  'RUN npm ci',
  `COPY ${name}/ ./`,
  ...(build ? ['RUN npm run build'] : []),
];

function split(lines: readonly string[], files: Files = TREE) {
  return migrated(['FROM node:20', ...lines, 'CMD ["node", "index.js"]', ''].join('\n'), files);
}

describe('a front end that is built beside the server', () => {
  it.each([
    ['before the server is installed', [...part('web', true), ...part('api')]],
    ['behind it', [...part('api'), ...part('web', true), 'WORKDIR /app/api']],
    [
      'in one copy of both',
      ['WORKDIR /app', 'COPY . .', 'RUN cd web && npm ci && npm run build', 'RUN cd api && npm ci', 'WORKDIR /app/api'],
    ],
  ])('goes along as what was built of it: %s', (_, lines) => {
    const { runtime, text } = split(lines);
    expect(runtime).toMatch(/^COPY --from=builder .*\/app\/api\/node_modules /m);
    expect(runtime).toMatch(/^COPY --from=builder .*\/app\/web\/dist /m);
    expect(runtime).not.toMatch(/web\/(?!dist)/);
    // In the server's folder, wherever the stage ends.
    const [, pruned = ''] = /^RUN (.*npm prune .*)$/m.exec(text) ?? [];
    const workdir = /WORKDIR (\S+)(?![\s\S]*WORKDIR)/.exec(text.slice(0, text.indexOf('npm prune')))?.[1];
    expect(pruned.startsWith('cd /app/api && ') || workdir === '/app/api').toBe(true);
  });

  it('stays behind also where packages of the server may hold native code', () => {
    const { 'api/package-lock.json': _, ...files } = TREE;
    const { runtime } = split([...part('web', true), ...part('api')], files);
    expect(runtime).toMatch(/^COPY --from=builder .*\/app\/web\/dist /m);
  });

  it.each<[string, readonly string[], Files]>([
    [
      'the server loads its sources',
      [...part('web', true), ...part('api')],
      { 'api/index.js': `${SERVES}require('../web/ssr.js');` },
    ],
    [
      'the server serves its packages',
      [...part('web', true), ...part('api')],
      { 'api/index.js': `${SERVES}require('express').static('../web/node_modules/react');` },
    ],
    [
      'the server loads what no literal names',
      [...part('web', true), ...part('api')],
      { 'api/index.js': `${SERVES}require(process.env.PLUGIN);` },
    ],
    [
      'it lies in the image elsewhere than in the context',
      ['WORKDIR /web', 'COPY web ./', 'RUN npm ci && npm run build', ...part('api')],
      {},
    ],
    [
      'its packages are found from below',
      ['WORKDIR /app', 'COPY package*.json ./', 'RUN npm ci', ...part('api')],
      project('', { dependencies: { a: '1.0.0' } }),
    ],
  ])('is not divided where %s', (_, lines, files) => {
    const { codes } = split(lines, { ...TREE, ...files });
    expect(codes).toContain('split-stages/several-projects');
  });
});

describe('a front end inside the folder of its server', () => {
  const files: Files = {
    ...FRONT,
    ...project('', {
      scripts: { start: 'node index.js' },
      dependencies: { express: '4.18.2' },
      devDependencies: { nodemon: '3.0.0' },
    }),
    'index.js': SERVES.replace('../web', 'web'),
    '.dockerignore': '**/node_modules\n.git\n',
  };
  const lines = ['WORKDIR /app', 'COPY . .', 'RUN npm ci', 'RUN cd web && npm ci && npm run build'];

  it('goes along as what was built of it', () => {
    const { runtime } = split(lines, files);
    expect(runtime).toMatch(/^COPY --from=builder .*\/app\/node_modules /m);
    expect(runtime).toMatch(/^COPY --from=builder .*\/app\/web\/dist /m);
    expect(runtime).not.toMatch(/web(?!\/dist)/);
  });

  it('is not divided where its program starts', () => {
    const starts = { 'package.json': String(files['package.json']).replace('node index.js', 'cd web && node ssr.js') };
    const source = ['FROM node:20', ...lines, 'CMD ["npm", "start"]', ''].join('\n');
    expect(migrated(source, { ...files, ...starts }).codes).toContain('split-stages/several-projects');
  });
});

describe('a server with a dependency that is a link to a folder beside it', () => {
  const linked = (spec: string): Files => ({
    ...TREE,
    ...project('api/', { dependencies: { express: '4.18.2', web: spec } }),
  });

  it.each([
    ['with the other project’s install', [...part('web', true), ...part('api')]],
    ['without it', ['WORKDIR /app', 'COPY . .', 'WORKDIR /app/api', 'RUN npm ci']],
  ])('is not divided: %s', (_, lines) => {
    const { status, decisions } = split(lines, linked('file:../web'));
    const declined = decisions.find(({ transform, verdict }) => transform === 'split-stages' && verdict === 'declined');
    expect({ status, code: declined?.data.code }).toEqual({ status: 'changed', code: 'links-outside-project' });
  });
});
