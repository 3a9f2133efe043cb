import { describe, expect, it } from 'vitest';
import { dockerfile, type Files, migrated } from './project.ts';

/** `api` needs `lib`; `web` and `docs` are nothing to it. */
const WORKSPACE: Files = {
  'package.json': JSON.stringify({
    workspaces: ['api', 'lib', 'web', 'docs'],
    devDependencies: { typescript: '5.0.0' },
  }),
  'package-lock.json': JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': {},
      'node_modules/api': { resolved: 'api', link: true },
      'node_modules/lib': { resolved: 'lib', link: true },
      'node_modules/web': { resolved: 'web', link: true },
      'node_modules/docs': { resolved: 'docs', link: true },
      'node_modules/ms': { version: '2.1.3' },
      'node_modules/typescript': { version: '5.0.0', dev: true },
    },
  }),
  'api/package.json': JSON.stringify({ name: 'api', scripts: { build: 'tsc' }, dependencies: { lib: '*' } }),
  'api/tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
  'api/src/server.ts': "import 'lib';\n",
  'lib/package.json': JSON.stringify({ name: 'lib' }),
  'lib/index.js': '',
  'web/package.json': JSON.stringify({ name: 'web', dependencies: { ms: '2.1.3' } }),
  'web/page.html': '',
  'docs/package.json': JSON.stringify({ name: 'docs' }),
};

function prunedBy(...lines: readonly string[]): string {
  const { text } = migrated(dockerfile(lines, { start: '["node", "api/dist/server.js"]' }), WORKSPACE);
  return text.split('\n').find((line) => line.includes('npm prune')) ?? text;
}

describe('a workspace of which one package starts', () => {
  it('loses the folders of those that it does not need before the tree is pruned', () => {
    expect(prunedBy('COPY . .', 'RUN npm ci', 'RUN npm run build -w api')).toBe(
      'RUN rm -rf docs web && npm prune --omit=dev --ignore-scripts',
    );
  });

  it('keeps what a command in the runtime still touches', () => {
    expect(prunedBy('COPY . .', 'RUN npm ci', 'RUN npm run build -w api', 'RUN chmod 644 web/page.html')).toBe(
      'RUN rm -rf docs && npm prune --omit=dev --ignore-scripts',
    );
  });

  it('has nothing to lose of what no copy brings', () => {
    const manifests = ['COPY package*.json ./', 'COPY api/package.json api/', 'COPY lib/package.json lib/'];
    const sources = ['COPY api api', 'COPY lib lib', 'COPY web web'];
    expect(prunedBy(...manifests, 'RUN npm ci', ...sources, 'RUN npm run build -w api')).toBe(
      'RUN rm -rf web && npm prune --omit=dev --ignore-scripts',
    );
  });

  it('keeps a package whose built files the program serves', () => {
    const served = {
      ...WORKSPACE,
      'package-lock.json': String(WORKSPACE['package-lock.json']),
      'api/src/server.ts':
        "import { join } from 'node:path';\nimport { readFileSync } from 'node:fs';\nreadFileSync(join(__dirname, '../../web/dist/index.html'));\n",
      'web/package.json': JSON.stringify({ name: 'web', scripts: { build: 'tsc' }, dependencies: { ms: '2.1.3' } }),
      'web/tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
      'web/src/page.ts': '',
    };
    const lines = ['COPY . .', 'RUN npm ci', 'RUN npm run build -w api', 'RUN npm run build -w web'];
    const { text } = migrated(dockerfile(lines, { start: '["node", "api/dist/server.js"]' }), served);
    expect(text).toContain('RUN rm -rf docs && npm prune --omit=dev --ignore-scripts');
  });

  it('keeps development dependencies where an install script puts packages beside them', () => {
    const manifest = { workspaces: ['api', 'lib'], devDependencies: { typescript: '5.0.0' } };
    const hoisted = (postinstall: string): Files => ({
      ...WORKSPACE,
      'package.json': JSON.stringify({ ...manifest, scripts: { postinstall, link: 'lerna link' } }),
    });
    const lines = ['COPY . .', 'RUN npm ci', 'RUN npm run build -w api'];
    const textOf = (script: string) =>
      migrated(dockerfile(lines, { start: '["node", "api/dist/server.js"]' }), hoisted(script)).text;
    for (const script of ['lerna bootstrap --hoist', 'npm run link', 'npm install --no-save ms', 'install-peers'])
      expect(textOf(script)).not.toContain('prune');
    for (const script of ['cd client && npm install', 'npm --prefix client install', 'husky install'])
      expect(textOf(script)).toContain('npm prune');
  });
});

/** One project, deep in a folder that is copied whole. */
const DEEP: Files = {
  'apps/web/api/package.json': JSON.stringify({
    dependencies: { ms: '2.1.3' },
    devDependencies: { typescript: '5.0.0' },
  }),
  'apps/web/api/package-lock.json': JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { ms: '2.1.3' }, devDependencies: { typescript: '5.0.0' } },
      'node_modules/ms': { version: '2.1.3' },
      'node_modules/typescript': { version: '5.0.0', dev: true },
    },
  }),
  'apps/web/api/tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
  'apps/web/api/src/server.ts':
    "import { readFileSync } from 'node:fs';\nreadFileSync('views/a.html');\nreadFileSync('../prices.json');\n",
  'apps/web/api/views/a.html': '',
  'apps/web/prices.json': '{}',
  'docs/guide.md': '',
};

describe('a project deep in a copied folder', () => {
  const lines = ['COPY . /app', 'WORKDIR /app/apps/web/api', 'RUN npm ci', 'RUN npx tsc'];
  const { text, runtime } = migrated(dockerfile(lines, { start: '["node", "dist/server.js"]' }), DEEP);

  it('has its manifests copied before the install', () => {
    expect(text).toContain('COPY apps/web/api/package.json apps/web/api/package-lock.json ./\nRUN npm ci\n');
  });

  it('takes its files along, and those that it reads beside its folder', () => {
    expect(runtime).toContain('COPY --chown=node:node apps/web/api/views ./views\n');
    expect(runtime).toContain('COPY --chown=node:node apps/web/api/package.json ./\n');
    expect(runtime).toMatch(/COPY .*apps\/web\/prices\.json \S+\n/);
    expect(runtime).not.toContain('docs');
  });

  it('is carried whole where its packages lie at the root of a workspace', () => {
    const root = { 'package.json': JSON.stringify({ workspaces: ['apps/web/*'] }) };
    const whole = migrated(dockerfile(lines, { start: '["node", "dist/server.js"]' }), { ...DEEP, ...root });
    expect(whole.runtime).toContain('COPY --from=builder --chown=node:node /app /app\n');
    expect(whole.text).toContain('COPY package.json /app/\nCOPY apps/web/api/package.json ./\nRUN npm ci\n');
  });
});
