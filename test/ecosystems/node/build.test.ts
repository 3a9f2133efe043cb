import { describe, expect, it } from 'vitest';
import { answerOf, codeOf, type Files, manifest, projectOf, readOne } from './project.ts';

function buildOf(script: string, files: Files = {}, scripts: Readonly<Record<string, string>> = {}) {
  const all: Files = { 'package.json': manifest({ scripts: { build: script, ...scripts } }), ...files };
  return projectOf(all).build(readOne('npm run build', all));
}

const TSCONFIG = '{ // comment\n "compilerOptions": { "outDir": "./dist", }, }';

describe('what a build writes', () => {
  it.each<[string, Files, readonly string[]]>([
    ['tsc', { 'tsconfig.json': TSCONFIG }, ['dist']],
    [
      'tsc -p tsconfig.build.json',
      { 'tsconfig.build.json': '{"extends":"./tsconfig.json"}', 'tsconfig.json': TSCONFIG },
      ['dist'],
    ],
    ['tsc --outDir lib', { 'tsconfig.json': '{}' }, ['lib']],
    ['tsc --noEmit && vite build', { 'tsconfig.json': '{}' }, ['dist']],
    [
      'tsc -b && vite build',
      {
        'tsconfig.json': '{"files":[],"references":[{"path":"./tsconfig.app.json"}]}',
        'tsconfig.app.json':
          '{"compilerOptions":{"noEmit":true,"tsBuildInfoFile":"./node_modules/.tmp/app.tsbuildinfo","incremental":true}}',
      },
      ['dist'],
    ],
    ['tsc', { 'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src","incremental":true}}' }, ['dist']],
    [
      'tsc',
      { 'tsconfig.json': '{"extends":"@tsconfig/node20/tsconfig.json","compilerOptions":{"outDir":"out"}}' },
      ['out'],
    ],
    [
      'nest build',
      { 'nest-cli.json': '{}', 'tsconfig.build.json': '{"extends":"./tsconfig.json"}', 'tsconfig.json': TSCONFIG },
      ['dist'],
    ],
    ['babel src -d build', {}, ['build']],
    ['babel src --out-dir=build', {}, ['build']],
    ['esbuild src/index.ts --bundle --outfile=dist/index.js', {}, ['dist']],
    ['tsup src/index.ts', {}, ['dist']],
    ['tsup', { 'tsup.config.ts': "export default { outDir: 'lib' }" }, ['lib']],
    [
      'vite build',
      {
        'vite.config.ts':
          "import { defineConfig } from 'vite'; export default defineConfig({ build: { outDir: 'out' } })",
      },
      ['out'],
    ],
    ['vite build --outDir=www', {}, ['www']],
    ['vite build --outDir dist/server --ssr src/server.tsx', {}, ['dist/server']],
    [
      'vite build --config vite.server.ts',
      { 'vite.config.ts': 'export default {}', 'vite.server.ts': "export default { build: { outDir: 'server' } }" },
      ['server'],
    ],
    ['react-scripts build', {}, ['build']],
    ['BUILD_PATH=out react-scripts build', {}, ['out']],
    ['vue-cli-service build', { 'vue.config.js': "module.exports = { outputDir: 'public' }" }, ['public']],
    [
      'ng build --configuration production',
      { 'angular.json': '{"projects":{"web":{"architect":{"build":{"options":{"outputPath":"dist/web"}}}}}}' },
      ['dist/web'],
    ],
    [
      'webpack --mode production',
      {
        'webpack.config.js':
          "const path = require('path'); module.exports = { output: { path: path.resolve(__dirname, 'public/js') } }",
      },
      ['public/js'],
    ],
    ['webpack', {}, ['dist']],
    ['next build', {}, ['.next']],
    ['rollup -c', { 'rollup.config.js': "export default { output: { file: 'dist/x.js' } }" }, ['dist']],
    [
      'rollup -c',
      { 'rollup.config.js': "export default { output: { file: 'public/x.js' } }", 'public/index.html': '' },
      ['public/x.js'],
    ],
    ['esbuild src/a.ts --bundle --sourcemap --outfile=build/a.js', {}, ['build']],
    ['esbuild src/a.ts --bundle --outfile=a.js', {}, ['a.js']],
    ['sass a.scss a.css', {}, ['a.css', 'a.css.map']],
    ['sass --no-source-map a.scss a.css', {}, ['a.css']],
    ['lessc a.less public/a.css', { 'public/index.html': '' }, ['public/a.css']],
    ['node-sass a.scss a.css', {}, ['a.css']],
    ['rimraf dist && tsc && cp -r views dist/', { 'tsconfig.json': TSCONFIG }, ['dist']],
    ['tsc && copyfiles -u 1 src/**/*.html dist', { 'tsconfig.json': TSCONFIG }, ['dist']],
    ['cross-env NODE_ENV=production webpack', {}, ['dist']],
    ['cd client && react-scripts build', { 'client/package.json': '{}' }, ['client/build']],
    ['mkdir -p out && echo 1 > version.txt', {}, ['out', 'version.txt']],
    [
      'node scripts/build.js',
      {
        'scripts/build.js':
          "const fs = require('fs'); fs.mkdirSync('out', { recursive: true }); fs.writeFileSync('out/a.js', '')",
      },
      ['out', 'out/a.js'],
    ],
    [
      'node dist/seed.js',
      {
        'tsconfig.json': TSCONFIG,
        'src/seed.ts':
          "import { join } from 'node:path';\nimport { writeFileSync } from 'node:fs';\nwriteFileSync(join(__dirname, 'seed.json'), '');",
      },
      ['dist/seed.json'],
    ],
    ['echo ok', {}, []],
  ])('«%s»', (script, files, outputs) => {
    expect(answerOf(buildOf(script, files)).outputs).toEqual(outputs);
  });

  it('joins scripts that call each other, with their pre and post scripts', () => {
    const scripts = {
      prebuild: 'rimraf lib',
      postbuild: 'cp a.json lib/',
      'build:js': 'babel src -d lib',
      'build:css': 'sass a.scss lib/a.css',
    };
    expect(answerOf(buildOf('run-s build:*', {}, scripts)).outputs).toEqual(['lib', 'lib/a.css', 'lib/a.css.map']);
    expect(answerOf(buildOf('npm run build:js && npm run build:css', {}, scripts)).outputs).toEqual([
      'lib',
      'lib/a.css',
      'lib/a.css.map',
    ]);
  });

  it('says where each compiled file lies, and what is copied beside it', () => {
    const files = { 'src/a.ts': '', 'src/b.json': '' };
    const swc = answerOf(buildOf('swc src -d dist --copy-files', files));
    expect(swc.compiles).toEqual([
      { from: 'src', to: 'dist/src' },
      { from: 'src', to: 'dist' },
    ]);
    expect(swc.takes).toEqual(['src']);
    const babel = answerOf(buildOf('babel src --out-dir lib --extensions .ts', files));
    expect([babel.compiles, babel.takes]).toEqual([[{ from: 'src', to: 'lib' }], undefined]);
    expect(answerOf(buildOf('babel src test -d lib', files)).compiles).toBeUndefined();
    const both = answerOf(buildOf('npm run a && npm run b', files, { a: 'babel src -d lib', b: 'swc src -d dist' }));
    expect(both.compiles).toHaveLength(3);
  });

  it('names the variables that a bundler bakes in', () => {
    expect(answerOf(buildOf('vite build')).bakes).toContain('VITE_*');
    expect(answerOf(buildOf('react-scripts build')).bakes).toContain('REACT_APP_*');
    expect(answerOf(buildOf('next build')).bakes).toContain('NEXT_PUBLIC_*');
    expect(
      answerOf(buildOf('webpack', { 'webpack.config.js': 'module.exports = { x: process.env.API_URL }' })).bakes,
    ).toContain('API_URL');
    expect(answerOf(buildOf('tsc', { 'tsconfig.json': TSCONFIG })).bakes).toEqual([]);
  });

  it('tells when dependencies are written', () => {
    expect(
      answerOf(
        buildOf('prisma generate && tsc', {
          'tsconfig.json': TSCONFIG,
          'prisma/schema.prisma': 'generator c { provider = "prisma-client-js" }',
        }),
      ),
    ).toMatchObject({ writesDependencies: true, outputs: ['dist'] });
    expect(
      answerOf(buildOf('prisma generate', { 'prisma/schema.prisma': 'generator c {\n output = "../src/client"\n}' }))
        .outputs,
    ).toEqual(['src/client']);
  });
});

describe('what a build writes is not known', () => {
  it.each<[string, Files, string]>([
    ['tsc', { 'tsconfig.json': '{"compilerOptions":{}}' }, 'build-writes-beside-sources'],
    ['tsc', {}, 'build-output-unknown'],
    ['tsc', { 'tsconfig.json': '{"extends":"@acme/tsconfig"}' }, 'build-output-unknown'],
    ['my-builder', {}, 'build-output-unknown'],
    ['grunt', {}, 'build-output-unknown'],
    ['make all', {}, 'build-output-unknown'],
    ['cp -r dist /srv/www', {}, 'build-output-unknown'],
    [
      'webpack',
      { 'webpack.config.js': 'module.exports = { output: { path: process.env.OUT } }' },
      'build-output-unknown',
    ],
    ['node build.js', { 'build.js': "require('fs').writeFileSync(process.argv[2], '')" }, 'build-output-unknown'],
    ['node build.js', { 'build.js': "require('child_process').execSync('make')" }, 'build-output-unknown'],
    ['eslint --fix .', {}, 'build-writes-beside-sources'],
    ['npm run missing', {}, 'script-missing'],
    ['npm run build', {}, 'build-output-unknown'],
    ['if true; then tsc; fi', {}, 'script-not-understood'],
  ])('«%s» with %j', (script, files, code) => {
    expect(codeOf(buildOf(script, files))).toBe(code);
  });
});
