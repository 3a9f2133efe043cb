import { describe, expect, it } from 'vitest';
import { answerOf, codeOf, exec, type Files, lock, manifest, projectOf, readOne, shell } from './project.ts';

const DEV = { devDependencies: { jest: '29', dotenv: '16', husky: '9' }, dependencies: { express: '4' } };

function treeOf(
  fields: Readonly<Record<string, unknown>>,
  files: Files = {},
  { install = 'npm ci', major = 20 as number | null, cmd = exec('node', 'app.js') } = {},
) {
  const all: Files = { 'package.json': manifest(fields), 'app.js': "require('express')", ...files };
  const project = projectOf(all);
  return project.production(
    readOne(install, all, { runtimeMajor: major }),
    answerOf(project.start(null, cmd, new Map())),
    major,
  );
}

describe('the production tree', () => {
  it('is made by npm prune without scripts', () => {
    expect(treeOf(DEV)).toMatchObject({ kind: 'prune', command: 'npm prune --omit=dev --ignore-scripts' });
  });

  it.each([
    [
      'folders, in loops that give their variables the same names',
      "const a = path.join(__dirname, 'commands'); for (const f of fs.readdirSync(a)) { const file = path.join(a, f); require(file) } const b = path.join(__dirname, 'events'); for (const f of fs.readdirSync(b)) { const file = path.join(b, f); require(file) }",
    ],
    ['what a pattern finds', 'for (const file of await glob(`${__dirname}/commands/**/*.js`)) await import(file)'],
    [
      'what a pattern finds, by a callback',
      "fg.sync(['commands/*.js'], { cwd: __dirname }).forEach((file) => require(file))",
    ],
    ['the addresses of files', 'const load = (file) => import(pathToFileURL(file).href)'],
    ['files by their whole path', 'const load = (file) => require(path.resolve(file))'],
  ])('is pruned where the program loads %s', (_name, source) => {
    expect(treeOf(DEV, { 'app.js': source, 'commands/a.js': '', 'events/b.js': '' }).kind).toBe('prune');
    const loads = { 'app.js': source, 'commands/a.js': "require('dotenv')", 'events/b.js': '' };
    expect(treeOf(DEV, loads)).toMatchObject({ kind: 'keep', because: { data: { packages: ['dotenv'] } } });
  });

  it.each([
    ['by a name that a caller gives', 'const load = (name) => require(name)'],
    [
      'by a name that only one of two declarations tells',
      "{ const f = './a'; require(f) } { const f = name(); require(f) }",
    ],
    ['by a name that is joined', "const load = (name) => require(path.join(name, 'package.json'))"],
  ])('stays whole where the program loads a module %s', (_name, source) => {
    expect(treeOf(DEV, { 'app.js': source })).toMatchObject({
      kind: 'keep',
      because: { code: 'program-not-understood' },
    });
  });

  it('is pruned of what only the configuration of a bundler names', () => {
    const fields = { devDependencies: { webpack: '5', 'babel-loader': '9' }, dependencies: { express: '4' } };
    const files = { 'webpack.prod.js': "module.exports = { module: { rules: [{ loader: 'babel-loader' }] } }" };
    expect(treeOf(fields, files, { cmd: exec('node', 'build/main.js') }).kind).toBe('prune');
  });

  it('is made with --production by npm 6, which ignores --omit', () => {
    expect(treeOf(DEV, {}, { major: 14 })).toMatchObject({ command: 'npm prune --production --ignore-scripts' });
  });

  it('repeats the flags of the install', () => {
    expect(treeOf(DEV, {}, { install: 'npm install --legacy-peer-deps' })).toMatchObject({
      command: 'npm prune --omit=dev --ignore-scripts --legacy-peer-deps',
    });
  });

  it('is there already', () => {
    expect(treeOf({ dependencies: {} }).kind).toBe('nothing-to-prune');
    expect(treeOf(DEV, {}, { install: 'npm ci --omit=dev' }).kind).toBe('nothing-to-prune');
  });

  it('is pruned when a hook calls husky: prune runs no hooks', () => {
    expect(treeOf({ ...DEV, scripts: { prepare: 'husky' } }).kind).toBe('prune');
  });
});

describe('the full tree stays', () => {
  it.each<[string, string, Readonly<Record<string, unknown>>, Files]>([
    [
      'a source loads a development dependency',
      'runtime-imports-dev-dependency',
      DEV,
      { 'app.js': "require('./lib')", 'lib.js': "\nrequire('dotenv').config()" },
    ],
    [
      'a string names one that a library loads',
      'runtime-imports-dev-dependency',
      DEV,
      { 'app.js': "pino({ transport: { target: 'dotenv' } })" },
    ],
    [
      'a component loads one',
      'runtime-imports-dev-dependency',
      DEV,
      {
        'app.js': "import './a.vue'",
        'a.vue': '<template/>\n<script setup lang="ts">\nimport x from \'dotenv\'\n</script>',
      },
    ],
    ['an import does', 'runtime-imports-dev-dependency', DEV, { 'app.js': "import 'dotenv/config'" }],
    [
      'a package is peer and development dependency',
      'dev-dependency-is-peer',
      { ...DEV, peerDependencies: { jest: '29' } },
      {},
    ],
    ['a module is loaded by a variable', 'program-not-understood', DEV, { 'app.js': 'require(process.argv[2])' }],
    ['a source cannot be read', 'program-not-understood', DEV, { 'app.js': 'const = ] } {{ (' }],
  ])('when %s', (_name, code, fields, files) => {
    const tree = treeOf(fields, files);
    expect(tree.kind === 'keep' ? tree.because.code : tree.kind).toBe(code);
  });

  it('and names the file and the line', () => {
    const tree = treeOf(DEV, { 'app.js': "\n\nrequire('dotenv').config()" });
    expect(tree.kind === 'keep' ? tree.because.evidence : []).toEqual([
      { source: 'app.js', says: "line 3: require('dotenv').config()" },
    ]);
  });

  it.each([
    exec('node', '-r', 'dotenv/config', 'app.js'),
    shell('npx dotenv -- node app.js'),
    exec('nodemon', 'app.js'),
  ])('when the start command needs one: %j', (cmd) => {
    expect(
      treeOf({ ...DEV, devDependencies: { dotenv: '1', 'dotenv-cli': '1', nodemon: '3' } }, {}, { cmd }).kind,
    ).toBe('keep');
  });

  it('when another manager installed it', () => {
    expect(treeOf(DEV, { 'package-lock.json': lock({}) }, { install: 'yarn install' }).kind).toBe('keep');
  });

  it('when a module of a folder that is loaded whole needs one', () => {
    const files = {
      'app.js': "const load = require('@fastify/autoload'); app.register(load, { dir: join(__dirname, 'src') })",
      'src/a.js': "require('nodemon')",
    };
    expect(treeOf({ ...DEV, devDependencies: { nodemon: '3' } }, files).kind).toBe('keep');
  });

  it('when the version of Node is not known', () => {
    expect(treeOf(DEV, {}, { major: null }).kind).toBe('keep');
  });

  it('when the file server is a development dependency', () => {
    expect(treeOf({ devDependencies: { serve: '14' } }, {}, { cmd: shell('serve -s build') }).kind).toBe('keep');
  });
});

describe('development dependencies that nothing loads', () => {
  const typescript: Files = { 'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}' };
  const fields = { devDependencies: { 'type-fest': '4', typescript: '5' }, dependencies: { express: '4' } };

  it('are pruned when only types of them are used', () => {
    const files = {
      ...typescript,
      'src/main.ts':
        "import { Except } from 'type-fest'; import type { X } from 'typescript'; const a: Except<X, 'y'> = 1;",
    };
    expect(treeOf(fields, files, { cmd: exec('node', 'dist/main.js') }).kind).toBe('prune');
  });

  it('stay when a value of them is used', () => {
    const files = { ...typescript, 'src/main.ts': "import ts from 'typescript'; console.log(ts.version);" };
    expect(treeOf(fields, files, { cmd: exec('node', 'dist/main.js') }).kind).toBe('keep');
  });

  it('stay when decorators may emit their types', () => {
    const files = {
      ...typescript,
      'src/main.ts': "import { Thing } from 'type-fest'; @Injectable() class A { constructor(private t: Thing) {} }",
    };
    expect(treeOf(fields, files, { cmd: exec('node', 'dist/main.js') }).kind).toBe('keep');
  });

  it('are pruned when only tests load them', () => {
    expect(treeOf(DEV, { 'test/a.test.js': "require('dotenv')", 'jest.config.js': "require('jest')" }).kind).toBe(
      'prune',
    );
  });

  it.each([
    [
      'stay when the server’s part of an Astro page loads them',
      "---\nimport { config } from 'dotenv';\n---\n<p />\n",
      'keep',
    ],
    ['are pruned when an Astro page sends them to browsers', "---\n---\n<script>import 'dotenv'</script>\n", 'prune'],
    ['are pruned when an Astro page names their types alone', "---\nimport type { X } from 'dotenv';\n---\n", 'prune'],
  ])('%s', (_, page, kind) => {
    expect(treeOf(DEV, { 'src/pages/a.astro': page }, { cmd: exec('node', 'dist/server/entry.mjs') }).kind).toBe(kind);
  });

  it.each([
    '.yarn/releases/yarn-4.1.0.cjs',
    '.pnp.cjs',
    'tests-e2e/helpers.ts',
    '.github/release.js',
  ])('are pruned when only %s loads them', (path) => {
    const files = { 'pages/index.js': "import 'express'", [path]: "require('dotenv')" };
    expect(treeOf(DEV, files, { cmd: exec('node', 'dist/main.js') }).kind).toBe('prune');
  });

  it.each<[string, Files, 'keep' | 'prune']>([
    [
      'stay when pages load them that a server of one’s own serves with Next.js',
      { 'server.js': "require('next')({})", 'pages/index.js': "import 'dotenv'" },
      'keep',
    ],
    [
      'stay when the configuration loads them that such a server takes',
      { 'server.js': "require('next')({})", 'next.config.js': "require('dotenv')" },
      'keep',
    ],
    [
      'stay when what is built of the sources loads them, and the server imports it',
      { 'server.js': "import { handler } from './build/handler.js'", 'src/hooks.server.js': "import 'dotenv'" },
      'keep',
    ],
    [
      'are pruned when a script beside the pages of Next.js loads them',
      { 'server.js': "require('next')({})", 'pages/index.js': "import 'express'", 'seed.js': "require('dotenv')" },
      'prune',
    ],
    [
      'stay when such a script is imported',
      { 'server.js': "require('next')({})", 'pages/a.js': "import '../b'", 'b.js': "require('dotenv')" },
      'keep',
    ],
  ])('%s', (_, files, kind) => {
    expect(treeOf({ ...DEV, dependencies: { next: '14' } }, files, { cmd: exec('node', 'server.js') }).kind).toBe(kind);
  });

  it('are pruned when only scripts beside the pages load them that «next start» serves', () => {
    const files = {
      'app/page.tsx': '',
      'middleware.ts': '',
      'seed.js': "require('dotenv')",
      'scripts/a.ts': "import 'dotenv'",
    };
    const fields = { ...DEV, dependencies: { next: '14' } };
    expect(treeOf(fields, files, { cmd: exec('next', 'start') }).kind).toBe('prune');
    expect(treeOf(fields, { ...files, 'middleware.ts': "import 'dotenv'" }, { cmd: exec('next', 'start') }).kind).toBe(
      'keep',
    );
  });

  it('are pruned when only a front end beside the server loads them', () => {
    const files = { 'server.js': "require('express')", 'src/index.js': "import { config } from 'dotenv'; config();" };
    expect(treeOf(DEV, files, { cmd: exec('node', 'server.js') }).kind).toBe('prune');
  });

  it('stay when the source beside a committed server loads them', () => {
    const files = { 'server.js': "require('express')", 'server.ts': "import { config } from 'dotenv'; config();" };
    expect(treeOf(DEV, files, { cmd: exec('node', 'server.js') }).kind).toBe('keep');
  });

  it('stay when an old committed build hides that its sources load them', () => {
    const files = { ...typescript, 'dist/main.js': '', 'src/main.ts': "import ts from 'typescript'; ts.x();" };
    expect(treeOf(fields, files, { cmd: exec('node', 'dist/main.js') }).kind).toBe('keep');
  });
});

describe('a package that compiled files load, and no source', () => {
  const cmd = exec('node', 'dist/main.js');
  const keptBy = (dev: string, files: Files, dependencies: Readonly<Record<string, string>> = {}) => {
    const fields = { devDependencies: { [dev]: '7', typescript: '5' }, dependencies };
    const tree = treeOf(fields, { 'src/main.ts': 'listen();', ...files }, { cmd });
    return tree.kind === 'keep' ? tree.because.data.packages : tree.kind;
  };

  it.each<[string, string, Files]>([
    ['tslib', 'importHelpers', { 'tsconfig.json': '{"compilerOptions":{"outDir":"dist","importHelpers":true}}' }],
    ['@swc/helpers', 'externalHelpers', { '.swcrc': '{"jsc":{"externalHelpers":true}}' }],
    ['@babel/runtime', 'transform-runtime', { '.babelrc': '{"plugins":["@babel/plugin-transform-runtime"]}' }],
    [
      'core-js',
      'useBuiltIns',
      { 'babel.config.js': "module.exports = { presets: [['@babel/env', { useBuiltIns: 'usage' }]] }" },
    ],
  ])('%s stays for %s', (name, _, files) => {
    expect(keptBy(name, files)).toEqual([name]);
    expect(keptBy(name, files, { [name]: '7' })).toBe('prune');
    expect(keptBy(name, {})).toBe('prune');
  });

  it('counts where the program was compiled only', () => {
    const fields = { devDependencies: { '@babel/runtime': '7' }, dependencies: { express: '4' } };
    expect(treeOf(fields, { '.babelrc': '{"plugins":["@babel/transform-runtime"]}' }).kind).toBe('prune');
  });
});

describe('a package that no manifest names', () => {
  const tree = (packages: Parameters<typeof lock>[0]) =>
    treeOf(DEV, { 'app.js': "require('lodash')", 'package-lock.json': lock(packages) }).kind;

  it('stays when only a development dependency brings it', () => {
    expect(tree({ lodash: { version: '4', dev: true } })).toBe('keep');
  });

  it('needs nothing when a dependency brings it as well, or nothing does', () => {
    expect(tree({ lodash: { version: '4' } })).toBe('prune');
    expect(tree({})).toBe('prune');
  });
});

describe('a frozen install', () => {
  const FIELDS = { dependencies: { ms: '^2' } };
  const LOCK = lock({ ms: { version: '2.1.3' } });

  function frozen(
    install: string,
    {
      fields = FIELDS as Readonly<Record<string, unknown>>,
      text = LOCK as string | null,
      major = 20 as number | null,
    } = {},
  ) {
    const files: Files = { 'package.json': manifest(fields), ...(text === null ? {} : { 'package-lock.json': text }) };
    return projectOf(files).frozenInstall(readOne(install, files, { runtimeMajor: major }), major);
  }

  it.each([
    ['npm install', 'npm ci'],
    ['npm i --production --silent', 'npm ci --production --silent'],
    ['npm install --omit=dev --no-audit --no-fund', 'npm ci --omit=dev --no-audit --no-fund'],
    ['npm install --legacy-peer-deps --unsafe-perm', 'npm ci --legacy-peer-deps --unsafe-perm'],
    ['npm install --loglevel error', 'npm ci --loglevel error'],
    ['npm install --only=production', 'npm ci --only=production'],
  ])('of «%s» is «%s»', (install, words) => {
    expect(answerOf(frozen(install))).toBe(words);
  });

  it.each([
    ['install-names-packages', 'npm install express', {}],
    ['package-manager-unsupported', 'yarn install', {}],
    ['install-already-frozen', 'npm ci', {}],
    ['install-flag-unknown', 'npm install --save', {}],
    ['install-flag-unknown', 'npm install --force', {}],
    ['lockfile-missing', 'npm install', { text: null }],
    ['lockfile-out-of-step', 'npm install', { fields: { dependencies: { ms: '^3' } } }],
    ['runtime-version-unknown', 'npm install', { major: null }],
    ['npm-too-old', 'npm install', { major: 8 }],
    ['lockfile-too-new', 'npm install', { major: 14 }],
    [
      'install-hook-needs-dev-dependency',
      'npm install --omit=dev',
      {
        fields: { ...FIELDS, scripts: { prepare: 'husky' }, devDependencies: { ms: '2', husky: '9' } },
        text: lock({ ms: { version: '2.1.3' }, husky: { version: '9.0.0', dev: true } }),
      },
    ],
  ])('is not to be had: %s', (code, install, options) => {
    expect(codeOf(frozen(install, options))).toBe(code);
  });

  it('is not to be had of a lockfile that the ignore file hides, and says so', () => {
    const files: Files = {
      'package.json': manifest(FIELDS),
      'package-lock.json': LOCK,
      '.dockerignore': 'package-lock.json',
    };
    const kept = projectOf(files).frozenInstall(readOne('npm install', files), 20);
    expect(kept).toMatchObject({ because: { code: 'lockfile-hidden', data: { by: '.dockerignore' } } });
  });

  it('is not to be had of Bun’s binary lockfile', () => {
    const files: Files = { 'package.json': manifest(FIELDS), 'bun.lockb': 'x' };
    expect(codeOf(projectOf(files).frozenInstall(readOne('bun install', files), 20))).toBe('lockfile-binary');
  });

  it('is not to be had when .npmrc ignores lockfiles', () => {
    const files: Files = {
      'package.json': manifest(FIELDS),
      'package-lock.json': LOCK,
      '.npmrc': 'package-lock=false',
    };
    expect(codeOf(projectOf(files).frozenInstall(readOne('npm install', files), 20))).toBe('lockfile-ignored');
  });

  it('of a version 2 lockfile works with npm 6', () => {
    expect(answerOf(frozen('npm install', { text: lock({ ms: { version: '2.1.3' } }, 2), major: 14 }))).toBe('npm ci');
  });

  it('takes a lockfile that lacks peers when the install ignores them', () => {
    const text = lock({ ms: { version: '2.1.3', peerDependencies: { react: '18' } } });
    expect(codeOf(frozen('npm install', { text }))).toBe('lockfile-lacks-peers');
    expect(answerOf(frozen('npm install --legacy-peer-deps', { text }))).toBe('npm ci --legacy-peer-deps');
  });
});
