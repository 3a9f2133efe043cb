import { describe, expect, it } from 'vitest';
import { type Files, manifest, projectOf, shell } from './project.ts';

/** What takes the place of the server that `npm run dev` starts: `folder:port`, the words of a program, or why nothing does. */
function formOf(
  script: string,
  fields: Readonly<Record<string, unknown>> = {},
  files: Files = {},
  env: Readonly<Record<string, string>> = {},
): string {
  const scripts = { dev: script, build: 'make-it' };
  const project = projectOf({ 'package.json': manifest({ scripts, ...fields }), ...files });
  const start = project.start(null, shell('npm run dev'), new Map(Object.entries(env)));
  if (!start.known || start.value.kind !== 'development') return 'no development server';
  const { production } = start.value;
  if (production === undefined) return 'no table';
  if (!production.known) return `refused: ${String(production.because.data.why)}`;
  const { serves, build } = production.value;
  expect(build).toBe('npm run build');
  return serves.kind === 'program'
    ? serves.words.join(' ')
    : `${serves.folder}:${serves.serving.port} ${serves.serving.fallback}`;
}

const NEST = { scripts: { dev: 'nest start --watch', build: 'nest build', 'start:prod': 'node dist/main' } };
const NEST_SOURCES: Files = { 'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}', 'src/main.ts': '' };
const VITE = { devDependencies: { vite: '^5.0.0' } };
const PAGE = { 'index.html': '' };
const ANGULAR = (options: object, serve: object = {}, builder = '@angular-devkit/build-angular:browser') =>
  JSON.stringify({
    projects: {
      shop: { projectType: 'application', architect: { build: { builder, options }, serve: { options: serve } } },
    },
  });
const WEBPACK = (rest: string) =>
  `const Html = require('html-webpack-plugin');\nconst path = require('path');\nmodule.exports = { output: { path: path.resolve(__dirname, 'out') }, plugins: [new Html()], ${rest} };\n`;

describe('a development server that builds a page', () => {
  it.each<[string, string, object, Files, string]>([
    ['vite at its default port', 'vite --host', VITE, PAGE, 'dist:5173 index'],
    ['vite before 3', 'vite', { devDependencies: { vite: '2.9.0' } }, PAGE, 'dist:3000 index'],
    ['vite at the port of a flag', 'vite --host 0.0.0.0 --port 8080', VITE, PAGE, 'dist:8080 index'],
    [
      'vite by its configuration',
      'vite',
      VITE,
      { ...PAGE, 'vite.config.js': "export default { server: { host: true, port: 3000 }, build: { outDir: 'out' } };" },
      'out:3000 index',
    ],
    ['react-scripts', 'react-scripts start', {}, {}, 'build:3000 index'],
    [
      'react-scripts at the port of a variable',
      'PORT=3006 BROWSER=none react-scripts start',
      {},
      {},
      'build:3006 index',
    ],
    ['cross-env in front', 'cross-env PORT=3007 react-scripts start', {}, {}, 'build:3007 index'],
    ['vue-cli-service', 'vue-cli-service serve', {}, {}, 'dist:8080 index'],
    [
      'vue-cli-service by its configuration',
      'vue-cli-service serve',
      {},
      { 'vue.config.js': "module.exports = { outputDir: 'www', devServer: { port: 9000 } };" },
      'www:9000 index',
    ],
    [
      'Angular',
      'ng serve --host 0.0.0.0',
      {},
      { 'angular.json': ANGULAR({ outputPath: 'dist/shop' }) },
      'dist/shop:4200 index',
    ],
    [
      'Angular’s application builder',
      'ng serve',
      {},
      { 'angular.json': ANGULAR({ outputPath: 'dist/shop' }, { port: 4300 }, '@angular/build:application') },
      'dist/shop/browser:4300 index',
    ],
    [
      'webpack serve',
      'webpack serve --port 9001',
      {},
      { 'webpack.config.js': WEBPACK('devServer: { historyApiFallback: true }') },
      'out:9001 index',
    ],
    [
      'webpack-dev-server without a page for every address',
      'webpack-dev-server',
      {},
      { 'webpack.config.js': WEBPACK('') },
      'out:8080 error',
    ],
  ])('%s is replaced', (_, script, fields, files, form) => {
    expect(formOf(script, { ...fields }, files)).toBe(form);
  });

  it.each<[string, string, object, Files, RegExp]>([
    [
      'vite has a proxy',
      'vite',
      VITE,
      { ...PAGE, 'vite.config.js': "export default { server: { proxy: { '/api': 'http://a' } } };" },
      /proxy/,
    ],
    ['vite has a base path', 'vite', VITE, { ...PAGE, 'vite.config.js': "export default { base: '/a/' };" }, /base/],
    ['vite has another flag', 'vite --mode staging', VITE, PAGE, /--mode/],
    ['vite has no page', 'vite', VITE, {}, /index\.html/],
    [
      'SvelteKit answers on the server',
      'vite dev',
      { devDependencies: { vite: '5', '@sveltejs/kit': '2' } },
      PAGE,
      /sveltejs/,
    ],
    ['react-scripts has a proxy', 'react-scripts start', { proxy: 'http://a' }, {}, /proxy/],
    ['react-scripts has a proxy of its own', 'react-scripts start', {}, { 'src/setupProxy.js': '' }, /setupProxy/],
    ['react-scripts lies below a path', 'react-scripts start', { homepage: '/a' }, {}, /homepage/],
    [
      'Angular renders on the server',
      'ng serve',
      {},
      { 'angular.json': ANGULAR({ outputPath: 'dist', ssr: { entry: 'server.ts' } }) },
      /ssr/,
    ],
    [
      'Angular has a proxy',
      'ng serve',
      {},
      { 'angular.json': ANGULAR({}, { proxyConfig: 'proxy.json' }) },
      /proxyConfig/,
    ],
    [
      'webpack serves a folder',
      'webpack serve',
      {},
      { 'webpack.config.js': WEBPACK("devServer: { static: './public' }") },
      /static/,
    ],
    ['webpack only watches', 'webpack --watch', {}, { 'webpack.config.js': WEBPACK('') }, /watches/],
    ['nothing builds it', 'react-scripts start', { scripts: { dev: 'react-scripts start' } }, {}, /no script/],
    [
      'the build starts a server',
      'react-scripts start',
      { scripts: { dev: 'react-scripts start', build: 'vite build --watch' } },
      {},
      /does not end/,
    ],
    [
      'a variable is for development alone',
      'react-scripts start',
      {},
      { '.env.development': 'REACT_APP_API=http://a\n' },
      /REACT_APP_API/,
    ],
    [
      'the command sets a variable that the build does not',
      'REACT_APP_API=http://a react-scripts start',
      {},
      {},
      /REACT_APP_API/,
    ],
  ])('stays where %s', (_, script, fields, files, why) => {
    expect(formOf(script, { ...fields }, files)).toMatch(/^refused: /);
    expect(formOf(script, { ...fields }, files)).toMatch(why);
  });

  it('stays where the variable for development is known to the build as well', () => {
    const files = { '.env.development': 'REACT_APP_API=http://a\n', '.env.production': 'REACT_APP_API=http://b\n' };
    expect(formOf('react-scripts start', {}, files)).toBe('build:3000 index');
  });

  it('stays in an image for development', () => {
    expect(formOf('react-scripts start', {}, {}, { NODE_ENV: 'development' })).toMatch(/NODE_ENV/);
  });

  it('stays where the same line does something else', () => {
    expect(formOf('node seed.js && react-scripts start', {}, { 'seed.js': '' })).toBe('no table');
    expect(
      formOf(
        'react-scripts start',
        { scripts: { predev: 'node seed.js', dev: 'react-scripts start', build: 'b' } },
        { 'seed.js': '' },
      ),
    ).toBe('no table');
  });
});

describe('a development server of a framework', () => {
  it.each<[string, string, object, Files, Record<string, string>, string]>([
    ['next dev', 'next dev', {}, {}, {}, 'node_modules/.bin/next start'],
    ['nest start --watch', 'nest start --watch', NEST, NEST_SOURCES, {}, 'npm run start:prod'],
    [
      'next dev with a port',
      'next dev --turbo -p 3001 -H 0.0.0.0',
      {},
      {},
      {},
      'node_modules/.bin/next start -p 3001 -H 0.0.0.0',
    ],
    ['next dev with a port in front', 'PORT=3002 next dev', {}, {}, {}, 'node_modules/.bin/next start -p 3002'],
    ['nuxt dev', 'nuxt dev', { devDependencies: { nuxt: '^3.0.0' } }, {}, {}, 'node .output/server/index.mjs'],
    [
      'nuxt dev at the port of the image',
      'nuxt dev --port 4000',
      { devDependencies: { nuxt: '^3.0.0' } },
      {},
      { PORT: '4000' },
      'node .output/server/index.mjs',
    ],
  ])('%s is replaced', (_, script, fields, files, env, form) => {
    expect(formOf(script, { ...fields }, files, env)).toBe(form);
  });

  it.each<[string, string, object, Files, RegExp]>([
    [
      'Next.js is standalone',
      'next dev',
      {},
      { 'next.config.js': "module.exports = { output: 'standalone' };" },
      /standalone/,
    ],
    [
      'Nest waits for an inspector',
      'nest start --debug',
      { scripts: { ...NEST.scripts, dev: 'nest start --debug' } },
      NEST_SOURCES,
      /--debug/,
    ],
    [
      'no script starts what Nest builds',
      'nest start --watch',
      { scripts: { ...NEST.scripts, 'start:prod': 'node x' } },
      NEST_SOURCES,
      /no script of/,
    ],
    ['Next.js is exported', 'next dev', {}, { 'next.config.js': "module.exports = { output: 'export' };" }, /export/],
    ['Next.js has another flag', 'next dev --experimental-https', {}, {}, /experimental-https/],
    ['Nuxt would listen elsewhere', 'nuxt dev --port 4000', { devDependencies: { nuxt: '^3.0.0' } }, {}, /4000/],
    ['Nuxt is 2', 'nuxt', { dependencies: { nuxt: '^2.15.0' } }, {}, /Nuxt 2/],
  ])('stays where %s', (_, script, fields, files, why) => {
    expect(formOf(script, { ...fields }, files)).toMatch(why);
  });
});

describe('a web server of the distribution', () => {
  it.each(['nginx', 'apache2ctl', 'caddy'])('is told apart from a program that no table knows: %s', (program) => {
    const start = projectOf({ 'package.json': manifest({}) }).start(null, shell(`${program} -g off`), new Map());
    expect(start.known ? '' : start.because.code).toBe('served-by-web-server');
  });
});
