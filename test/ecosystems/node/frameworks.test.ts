import { describe, expect, it } from 'vitest';
import { answerOf, codeOf, exec, type Files, manifest, projectOf, readOne, shell } from './project.ts';

function project(fields: Readonly<Record<string, unknown>>, files: Files = {}) {
  return projectOf({ 'package.json': manifest(fields), ...files });
}

function start(
  line: string,
  fields: Readonly<Record<string, unknown>>,
  files: Files = {},
  env: Record<string, string> = {},
) {
  return project(fields, files).start(null, shell(line), new Map(Object.entries(env)));
}

describe('what frameworks build', () => {
  it.each<[string, Readonly<Record<string, unknown>>, Files, readonly string[], readonly string[]]>([
    [
      'vite build',
      { devDependencies: { '@sveltejs/kit': '2' } },
      { 'svelte.config.js': "import adapter from '@sveltejs/adapter-node';" },
      ['build'],
      ['.svelte-kit'],
    ],
    [
      'nuxt build',
      { dependencies: { nuxt: '^3.15.0' } },
      {},
      ['.output'],
      ['.nuxt', '.data', 'node_modules/.cache/nuxt'],
    ],
    ['nuxt build', { dependencies: { nuxt: '^2.17.0' } }, {}, ['.nuxt'], ['node_modules/.cache/nuxt']],
    [
      'nuxt build',
      { dependencies: { nuxt: 'latest' } },
      {},
      ['.output'],
      ['.nuxt', '.data', 'node_modules/.cache/nuxt'],
    ],
    [
      'nuxt build',
      { dependencies: { nuxt: '^2.17.0' } },
      { 'nuxt.config.js': "export default { buildDir: 'made' }" },
      ['made'],
      ['node_modules/.cache/nuxt'],
    ],
    [
      'nuxt build',
      { dependencies: { nuxt: '^2.17.0' }, devDependencies: { '@nuxt/bridge': '3.0.1' } },
      {},
      ['.nuxt', '.output'],
      ['node_modules/.cache/nuxt'],
    ],
    ['nuxt generate', { dependencies: { nuxt: '^2.0.0' } }, {}, ['.nuxt', 'dist'], ['node_modules/.cache/nuxt']],
    [
      'nuxt generate',
      { dependencies: { nuxt: '^2.15.0' } },
      { 'nuxt.config.js': "export default { target: 'static' }" },
      ['dist'],
      ['.nuxt', 'node_modules/.cache/nuxt'],
    ],
    ['react-router build', {}, {}, ['build'], ['.react-router']],
    ['remix vite:build', {}, {}, ['build'], ['.react-router']],
    [
      'remix vite:build',
      {},
      { 'vite.config.ts': "export default { plugins: [remix({ buildDirectory: 'made' })] };" },
      ['made'],
      ['.react-router'],
    ],
    ['remix build', {}, {}, ['build', 'public/build'], []],
    [
      'remix build',
      {},
      {
        'remix.config.js': "module.exports = { serverBuildPath: 'out/server.js', assetsBuildDirectory: 'public/js' };",
      },
      ['out', 'public/js'],
      [],
    ],
    ['gatsby build', {}, {}, ['public'], ['.cache']],
    ['next build', {}, {}, ['.next'], ['.next/cache/webpack']],
    [
      'next build',
      {},
      { 'next.config.js': "module.exports = { distDir: 'out-of-next' };" },
      ['out-of-next'],
      ['out-of-next/cache/webpack'],
    ],
  ])('«%s» of %j', (line, fields, files, outputs, intermediate) => {
    const all = { 'package.json': manifest({ ...fields, scripts: { build: line } }), ...files };
    const reading = answerOf(projectOf(all).build(readOne('npm run build', all)));
    expect(reading.outputs).toEqual(outputs);
    expect(reading.intermediate ?? []).toEqual(intermediate);
  });
});

describe('a server that brings its dependencies', () => {
  it.each<[string, Readonly<Record<string, unknown>>, Files, string | undefined]>([
    ['node .output/server/index.mjs', { dependencies: { nuxt: '3.15.4' } }, {}, '.output'],
    ['node .output/server/index.mjs', { dependencies: { express: '4' } }, {}, undefined],
    [
      'node .next/standalone/server.js',
      { dependencies: { next: '15.1.0', sharp: '0.33.5' } },
      { 'next.config.js': "module.exports = { output: 'standalone' }" },
      '.next/standalone',
    ],
    // Before 15 sharp is not traced, and is found in the node_modules above the folder.
    [
      'node .next/standalone/server.js',
      { dependencies: { next: '14.2.0', sharp: '0.33.5' } },
      { 'next.config.js': "module.exports = { output: 'standalone' }" },
      undefined,
    ],
    ['node .next/standalone/server.js', { dependencies: { next: '15.1.0' } }, { 'next.config.js': '' }, undefined],
  ])('«%s» of %j', (line, fields, files, bundle) => {
    const reading = answerOf(start(line, fields, files));
    expect('bundle' in reading ? reading.bundle : undefined).toBe(bundle);
  });
});

describe('a standalone server of Next.js in a workspace', () => {
  const bundleFor = (entry: string) => {
    const files: Files = {
      'package.json': manifest({ workspaces: ['apps/*'] }),
      'apps/web/package.json': manifest({ name: 'web', dependencies: { next: '15.1.0' } }),
      'apps/web/next.config.js': "module.exports = { output: 'standalone' }",
    };
    const reading = answerOf(projectOf(files).start(null, exec('node', entry), new Map()));
    return 'bundle' in reading ? reading.bundle : undefined;
  };

  it('brings its dependencies where it was traced from the root', () => {
    expect(bundleFor('apps/web/.next/standalone/apps/web/server.js')).toBe('apps/web/.next/standalone');
    expect(bundleFor('apps/web/.next/standalone/js/apps/web/server.js')).toBe('apps/web/.next/standalone');
  });

  it('lacks those of the root where only its own folder was traced', () => {
    expect(bundleFor('apps/web/.next/standalone/server.js')).toBeUndefined();
  });
});

describe('development dependencies that frameworks need at start', () => {
  const install = (files: Files) => readOne('npm ci', { 'package-lock.json': '{}', ...files });
  it.each<[string, Readonly<Record<string, unknown>>, Files, string]>([
    ['npx nuxt start', { devDependencies: { nuxt: '3.5.0' } }, {}, 'keep'],
    [
      'next start',
      { dependencies: { next: '15' }, devDependencies: { typescript: '5' } },
      { 'next.config.ts': '' },
      'keep',
    ],
    [
      'next start',
      { dependencies: { next: '15' }, devDependencies: { typescript: '5' } },
      { 'next.config.js': '' },
      'prune',
    ],
    ...[
      ["{ buildModules: ['@nuxtjs/tailwindcss', ['@nuxtjs/eslint-module', { fix: false }]] }", 'prune'],
      // Of the others the built server may load something.
      ["{ buildModules: ['@nuxtjs/moment'] }", 'keep'],
      ["{ buildModules: ['@nuxtjs/tailwindcss'], modules: ['@nuxtjs/tailwindcss'] }", 'keep'],
    ].map(([config = '', kind = '']): [string, Readonly<Record<string, unknown>>, Files, string] => [
      'nuxt start',
      {
        dependencies: { nuxt: '^2.15.0' },
        devDependencies: { '@nuxtjs/tailwindcss': '4', '@nuxtjs/eslint-module': '3', '@nuxtjs/moment': '1' },
      },
      { 'nuxt.config.js': `export default ${config}` },
      kind,
    ]),
    ['vite preview --host', { dependencies: { vite: '5' }, devDependencies: { 'vite-plugin-pwa': '1' } }, {}, 'keep'],
    [
      'node build',
      { devDependencies: { '@sveltejs/kit': '2', devalue: '5' } },
      {
        'svelte.config.js': "import adapter from '@sveltejs/adapter-node';",
        'src/hooks.server.js': "import { stringify } from 'devalue';",
      },
      'prune',
    ],
  ])('«%s» of %j', (line, fields, files, kind) => {
    const all = { 'package.json': manifest(fields), ...files };
    const found = projectOf(all);
    const reading = answerOf(found.start(null, shell(line), new Map()));
    expect(found.production(install(all), reading, 20).kind).toBe(kind);
  });

  it('an executable may come from the package of its own name', () => {
    expect(answerOf(start('nuxt start', { devDependencies: { nuxt: '3' } }))).toMatchObject({ packages: ['nuxt'] });
  });
});

describe('what Nuxt 2 loads when it starts', () => {
  const read = (files: Files, line = 'nuxt start') => {
    const all = { 'package.json': manifest({ dependencies: { nuxt: '^2.15.0' } }), ...files };
    const project = projectOf(all);
    const builds = [{ outputs: ['.nuxt'], writesDependencies: false, bakes: [], evidence: [] }];
    return answerOf(project.program(answerOf(project.start(null, shell(line), new Map())), builds)).reads.map(
      ({ path }) => path,
    );
  };
  const files = {
    'nuxt.config.js': `export default {
      plugins: ['~/plugins/i18n.js'],
      modules: ['./modules/feed', ['~/modules/site', {}], 'extras/index'],
      serverMiddleware: ['@/api', { path: '/x', handler: '~~/handlers/x' }],
    }`,
    'plugins/i18n.js': '',
    'modules/feed.js': '',
    'modules/site/index.js': "module.exports = function () { this.addServerMiddleware('~/hooks/site') }",
    'hooks/site.js': "const { t } = require('./texts')",
    'hooks/texts.js': '',
    'extras/index.js': '',
    'api/index.js': '',
    'handlers/x.ts': '',
    'handlers/y.ts': '',
  };
  const loaded = [
    'api/index.js',
    'extras/index.js',
    'handlers/x.ts',
    'hooks/site.js',
    'hooks/texts.js',
    'modules/feed.js',
    'modules/site/index.js',
    'nuxt.config.js',
    'package.json',
  ];

  it('are the modules and the handlers that its configuration and they name', () => {
    expect(read(files)).toEqual(loaded);
  });

  it('are the same for a server of its own', () => {
    const server = { ...files, 'server/index.js': "const { loadNuxt } = require('nuxt')" };
    expect(read(server, 'node server/index.js')).toEqual([...loaded, 'server/index.js']);
  });

  it('begin in the folder of the sources', () => {
    const moved = {
      'nuxt.config.js': "export default { srcDir: 'web', serverMiddleware: ['~/api'] }",
      'web/api.js': '',
    };
    expect(read(moved)).toContain('web/api.js');
  });

  it('is a site where it was generated', () => {
    const config = { 'nuxt.config.js': "export default { target: 'static' }" };
    expect(answerOf(start('nuxt start', { dependencies: { nuxt: '^2.15.0' } }, config))).toMatchObject({
      entry: 'dist',
    });
  });
});

describe('how static file servers answer', () => {
  const serving = (line: string, files: Files = {}, env: Record<string, string> = {}) => {
    const reading = answerOf(start(line, {}, files, env));
    if (reading.kind !== 'static-site') throw new Error(reading.kind);
    return reading.serving;
  };

  it.each([
    ['serve -s dist -l 3000', { port: 3000, fallback: 'index-for-pages', cleanUrls: 'redirect', cacheControl: null }],
    ['serve dist -l tcp://0.0.0.0:8080', { port: 8080, fallback: 'error' }],
    ['serve -s -u dist -p 81', { port: 81, compresses: false }],
    ['http-server dist', { port: 8080, fallback: 'error', cleanUrls: 'answer', cacheControl: 'max-age=3600' }],
    ['http-server dist -p 90 -c-1', { port: 90, cacheControl: 'no-cache, no-store, must-revalidate' }],
    ['vite preview --host 0.0.0.0 --port 5000', { port: 5000, fallback: 'index', cacheControl: 'no-cache' }],
  ])('«%s»', (line, expected) => {
    expect(answerOf(serving(line))).toMatchObject(expected);
  });

  it.each<[string, Files]>([
    ['serve -s dist', {}],
    ['serve -s dist -l 3000 --cors', {}],
    ['serve -s dist -l 3000', { 'serve.json': '{}' }],
    ['serve -s dist -l $PORT', {}],
    ['http-server dist -P http://localhost:8080?', {}],
    ['vite preview', {}],
    ['vite preview --host', { 'vite.config.js': "export default { base: '/kites/' }" }],
  ])('«%s» with %j is not known', (line, files) => {
    expect(codeOf(serving(line, files))).toBe('server-not-understood');
  });

  it('on the port that the environment names', () => {
    const reading = answerOf(project({}).start(null, exec('serve', '-s', 'dist'), new Map([['PORT', '7000']])));
    expect(reading.kind === 'static-site' && answerOf(reading.serving).port).toBe(7000);
  });
});
