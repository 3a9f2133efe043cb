import { describe, expect, it } from 'vitest';
import type { BuildReading } from '../../../src/ecosystems/build-reading.ts';
import type { ProgramReading } from '../../../src/ecosystems/program-reading.ts';
import { answerOf, exec, type Files, manifest, projectOf, shell } from './project.ts';

function programOf(files: Files, cmd = exec('node', 'app.js'), outputs: readonly string[] = []): ProgramReading {
  const project = projectOf({ 'package.json': manifest({}), ...files });
  const builds: readonly BuildReading[] =
    outputs.length === 0 ? [] : [{ outputs, writesDependencies: false, bakes: [], evidence: [] }];
  return answerOf(project.program(answerOf(project.start(null, cmd, new Map())), builds));
}

function readsOf(source: string, files: Files = {}): readonly string[] {
  return programOf({ 'app.js': source, ...files })
    .reads.map((read) => read.path)
    .filter((path) => path !== 'app.js' && path !== 'package.json');
}

describe('the program reads', () => {
  it('its entry, the manifest and the files that it loads', () => {
    const files = {
      'app.js': "require('./lib/a')",
      'lib/a.js': "import b from '../b.json'",
      'b.json': '{}',
      'unused.js': '',
    };
    expect(programOf(files).reads.map((read) => read.path)).toEqual(['app.js', 'b.json', 'lib/a.js', 'package.json']);
  });

  it('what an Astro page reads on the server', () => {
    const page =
      "---\nimport { readFileSync } from 'node:fs';\nconst text = readFileSync('notes/a.txt', 'utf8');\n---\n<p>{text}</p>\n";
    const files = { 'src/pages/index.astro': page, 'notes/a.txt': '' };
    const reads = programOf(files, exec('node', 'dist/server/entry.mjs'), ['dist']).reads.map((read) => read.path);
    expect(reads).toContain('notes/a.txt');
  });

  it.each<[string, string, readonly string[]]>([
    ['a static folder', "app.use(express.static('public'))", ['public']],
    [
      'a folder joined to __dirname',
      "const path = require('path'); app.set('views', path.join(__dirname, 'views'))",
      ['views'],
    ],
    ['a folder glued to __dirname', "app.use(express.static(__dirname + '/public'))", ['public']],
    ['a template with __dirname', 'res.sendFile(`${__dirname}/public/index.html`)', ['public/index.html']],
    ['a file in the working directory', "fs.readFileSync('data/a.json')", ['data/a.json']],
    ['a file below process.cwd()', "fs.readFileSync(path.resolve(process.cwd(), 'data', 'a.json'))", ['data/a.json']],
    [
      'a URL relative to the module',
      "import { readFile } from 'node:fs/promises'; readFile(new URL('./data/a.json', import.meta.url))",
      ['data/a.json'],
    ],
    [
      'import.meta.dirname',
      "import { join } from 'node:path'; fs.readFileSync(join(import.meta.dirname, 'data/a.json'))",
      ['data/a.json'],
    ],
    ['a folder whose files a variable names', "fs.readFileSync(path.join(__dirname, 'data', name))", ['data']],
    ['a folder that a template begins with', 'fs.readFileSync(`./data/${name}.json`)', ['data']],
    [
      '__dirname that an ES module defines',
      "const __dirname = path.dirname(fileURLToPath(import.meta.url)); fs.readdirSync(path.join(__dirname, 'data'))",
      ['data'],
    ],
    ['a constant', "const dir = './data'; fs.readdirSync(dir)", ['data']],
    [
      'a folder that TypeScript compiled',
      "const fs_1 = __importDefault(require('fs')); const path_1 = __importDefault(require('path')); fs_1.default.readdirSync(path_1.default.join(__dirname, 'data'))",
      ['data'],
    ],
    [
      'a folder that TypeScript compiled from named imports',
      "const fs_1 = require('fs'); const path_1 = require('path'); (0, fs_1.readdirSync)((0, path_1.join)(__dirname, 'data'))",
      ['data'],
    ],
    ['a default', "const dir = process.env.DIR || './data'; fs.readdirSync(dir)", ['data']],
    ['a string that names something there', "load({ template: 'views/mail.pug' })", ['views/mail.pug']],
    ['a glob', "swagger({ apis: ['./data/*.json'] })", ['data']],
    ['views by default, with a view engine', "app.set('view engine', 'pug')", ['views']],
    [
      'another place for views, and not the default',
      "app.set('view engine', 'pug'); app.set('views', './data')",
      ['data'],
    ],
    ['a folder to write into', "fs.writeFileSync('./data/out.json', x)", ['data']],
  ])('%s', (_name, source, reads) => {
    const files = { 'public/index.html': '', 'views/mail.pug': '', 'data/a.json': '{}' };
    expect(readsOf(source, files)).toEqual(reads);
  });

  it('nothing for names that are compared, routes and sentences', () => {
    const source =
      "if (process.env.NODE_ENV === 'test') x(); app.get('/docs', f); console.log('data is here'); app.use('*', f)";
    expect(readsOf(source, { 'test/a.js': '', 'docs/a.md': '', 'data/a': '' })).toEqual([]);
  });

  it('modules of a folder that are loaded by a variable', () => {
    const source =
      "fs.readdirSync(path.join(__dirname, 'routes')).forEach((f) => require(path.join(__dirname, 'routes', f)))";
    const reads = readsOf(source, { 'routes/a.js': "fs.readFileSync('data/a.json')", 'data/a.json': '' });
    expect(reads).toEqual(['data/a.json', 'routes', 'routes/a.js']);
  });

  it('what a package reads by itself', () => {
    expect(readsOf("require('config')", { 'config/default.json': '{}' })).toEqual(['config']);
    expect(readsOf("require('@prisma/client')", { 'prisma/schema.prisma': '' })).toEqual(['prisma']);
    expect(readsOf("require('newrelic')", { 'newrelic.js': '' })).toEqual(['newrelic.js']);
  });

  it('its place as evidence', () => {
    const [read] = programOf({ 'app.js': "\napp.use(express.static('public'))", 'public/a': '' }).reads.filter(
      ({ path }) => path === 'public',
    );
    expect(read?.evidence).toEqual([{ source: 'app.js', says: "line 2: app.use(express.static('public'))" }]);
  });
});

describe('the program may read anything', () => {
  it.each([
    'fs.readFileSync(file)',
    "const { readFile } = require('fs'); readFile(process.argv[2])",
    'fs.promises.readFile(req.body.path)',
    'fs.existsSync(process.env.FILE)',
    'res.sendFile(file)',
    'app.use(express.static(__dirname))',
    'require(name)',
    'import(name)',
    "const fse = require('fs-extra'); fse.readJson(x)",
    "const cp = require('child_process'); cp.fork(worker)",
    "new (require('worker_threads').Worker)(x); require(y)",
    "const sails = require('sails')",
  ])('%s', (source) => {
    const program = programOf({ 'app.js': `const express = require('express'); ${source}`, 'test/a.js': '' });
    expect(program.dynamicReads.length).toBeGreaterThan(0);
    expect(program.notRead).toEqual([]);
  });

  it('when a source cannot be read', () => {
    expect(programOf({ 'app.js': 'const = ] } {{ (' }).dynamicReads).toEqual([
      { source: 'app.js', says: 'could not be read as JavaScript' },
    ]);
  });

  it('when sources run under a development tool', () => {
    expect(programOf({ 'app.js': '' }, exec('nodemon', 'app.js')).dynamicReads).toHaveLength(1);
  });

  it('but not when it reads what it is given a root for', () => {
    expect(programOf({ 'app.js': "res.sendFile(name, { root: 'public' })", 'public/a': '' }).dynamicReads).toEqual([]);
  });
});

describe('the program does not read', () => {
  const files: Files = {
    'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
    'src/main.ts': "import { a } from './a'; a(process.env.X);",
    'src/a.ts': 'export const a = 1;',
    'test/a.spec.ts': '',
    'README.md': '',
    '.eslintrc.json': '{}',
    'unknown.txt': '',
    'assets/logo.svg': '',
  };

  function notRead(more: Files = {}, cmd = exec('node', 'dist/main.js')): readonly string[] {
    return programOf({ ...files, ...more }, cmd, ['dist']).notRead.map((read) => read.path);
  }

  it('documents that nothing names, but for the terms of a licence', () => {
    const documents = { 'GUIDE.md': '', 'API_GUIDE.MD': '', 'LICENSE.md': '' };
    expect(notRead(documents)).toEqual(expect.arrayContaining(['GUIDE.md', 'API_GUIDE.MD']));
    expect(notRead(documents)).not.toContain('LICENSE.md');
    expect(notRead({ ...documents, 'src/main.ts': "send({ path: './GUIDE.md' })" })).not.toContain('GUIDE.md');
  });

  it('but not what may be found by a name that is put together', () => {
    const files = { 'about.md': '', 'shot.png': '', 'Report 2025.pdf': '', 'data.csv': '' };
    for (const file of Object.keys(files)) expect(notRead(files)).not.toContain(file);
  });

  it('compiled sources, tests, documentation and configuration of development tools', () => {
    expect(notRead()).toEqual(['.eslintrc.json', 'README.md', 'src', 'test', 'tsconfig.json']);
  });

  it.each([
    '.cursor/rules.mdc',
    '.vs/slnx.json',
    'jest.unit.config.js',
    'jest.config.ts',
    'dockerfile',
    '.replit',
  ])('what only an editor, a test run or an image build reads: %s', (file) => {
    expect(notRead({ [file]: '' })).toContain(file.split('/')[0]);
  });

  it('but it may read sources that something names', () => {
    expect(notRead({ 'src/main.ts': "load('src/templates/mail.html')", 'src/templates/mail.html': '' })).not.toContain(
      'src',
    );
  });

  it('but it may read a folder of sources that holds other files', () => {
    expect(notRead({ 'src/schema.graphql': '' })).not.toContain('src');
  });

  it('and files beside compiled sources lie beside the compiled form', () => {
    const program = programOf(
      {
        ...files,
        'src/main.ts':
          "import { join } from 'path'; fs.readFileSync(join(__dirname, '../assets/logo.svg')); fs.readFileSync(join(__dirname, 'mail.html'))",
      },
      exec('node', 'dist/main.js'),
      ['dist'],
    );
    expect(program.reads.map((read) => read.path)).toEqual(['assets/logo.svg', 'package.json']);
    expect(program.optional).toEqual([]);
  });

  it('keeps sources when they run as they are', () => {
    const program = programOf({ 'app.js': "require('./src/a')", 'src/a.js': '', 'tsconfig.json': '{}' });
    expect(program.notRead.map((read) => read.path)).toEqual([]);
  });

  it('anything but the folder that a file server serves', () => {
    const program = programOf({ 'src/index.html': '', 'serve.json': '{}', 'README.md': '' }, shell('serve -s build'), [
      'build',
    ]);
    expect(program.reads.map((read) => read.path)).toEqual(['serve.json', 'package.json']);
    expect(program.notRead.map((read) => read.path)).toEqual(['README.md', 'src']);
  });
});

describe('the program', () => {
  it('takes .env when a deployment adds it', () => {
    expect(programOf({ 'app.js': "require('dotenv').config()" }).optional.map((read) => read.path)).toEqual(['.env']);
    expect(programOf({ 'app.js': "import 'dotenv/config'" }).optional.map((read) => read.path)).toEqual(['.env']);
  });

  it('writes outside its folder', () => {
    expect(
      programOf({
        'app.js': "fs.mkdirSync('/var/uploads'); new Database('/data/db.sqlite'); fs.writeFileSync('/tmp/x', '')",
      }).writesOutside.map((read) => read.path),
    ).toEqual(['/data/db.sqlite', '/var/uploads']);
  });

  it.each([
    ["const { exec } = require('child_process'); exec('git log | head')", ['git', 'head']],
    ["require('child_process').spawn('ffmpeg', ['-i', x])", ['ffmpeg']],
    [
      "import { execFile } from 'node:child_process'; import { promisify } from 'util'; const run = promisify(execFile); run('convert', [])",
      ['convert'],
    ],
    ['const cp = require("child_process"); cp.execSync(`pg_dump ${url}`)', ['pg_dump']],
    ["import { execa } from 'execa'; execa('curl', [url])", ['curl']],
    ["const shell = require('shelljs'); shell.exec('ls -la')", ['ls']],
    ["const child_process_1 = require('child_process'); (0, child_process_1.execSync)('git log')", ['git']],
    ["const cp_1 = __importDefault(require('child_process')); cp_1.default.spawn('ffmpeg', [])", ['ffmpeg']],
    ["const cp = __importStar(require('node:child_process')); cp.execSync('ls -la')", ['ls']],
    ["const cp = tslib_1.__importStar(require('child_process')); cp.exec('ls -la')", ['ls']],
    ["var import_child_process = __toESM(require('child_process')); (0, import_child_process.exec)('ls -la')", ['ls']],
    [
      "const cp_1 = require('child_process'); const util_1 = require('util'); const run = (0, util_1.promisify)(cp_1.execFile); run('convert', [])",
      ['convert'],
    ],
  ])('starts programs: %s', (source, programs) => {
    expect(programOf({ 'app.js': source }).runs.map((run) => run.program)).toEqual(programs);
  });

  it('starts programs that packages call', () => {
    expect(
      programOf({ 'package.json': manifest({ dependencies: { 'fluent-ffmpeg': '2' } }), 'app.js': '' }).runs.map(
        (run) => run.program,
      ),
    ).toEqual(['ffmpeg', 'ffprobe']);
  });

  it('starts programs whose name is not known', () => {
    expect(programOf({ 'app.js': "require('child_process').exec(command)" }).runsUnknown).toHaveLength(1);
  });

  it('listens on literal ports', () => {
    expect(
      programOf({
        'app.js':
          'const port = process.env.PORT || 3000; app.listen(port); server.listen(Number(process.env.P ?? 8080)); f.listen({ port: 90 })',
      }).ports,
    ).toEqual([3000, 8080, 90]);
  });

  it('handles SIGTERM', () => {
    expect(programOf({ 'app.js': "process.on('SIGTERM', () => server.close())" }).handlesSigterm).toBe(true);
    expect(programOf({ 'app.js': "process.on('exit', f)" }).handlesSigterm).toBe(false);
  });

  it('of next needs public, and what its configuration loads', () => {
    const files: Files = {
      'package.json': manifest({ scripts: { start: 'next start' } }),
      'next.config.js': "require('./i18n.config')",
      'i18n.config.js': '',
      'public/a': '',
      'pages/index.js': '',
      'README.md': '',
    };
    const program = programOf(files, exec('npm', 'start'), ['.next']);
    expect(program.reads.map((read) => read.path)).toEqual([
      'i18n.config.js',
      'next.config.js',
      'package.json',
      'public',
    ]);
    expect(program.notRead.map((read) => read.path)).toEqual(['README.md', 'pages']);
  });
});

describe('a folder that @fastify/autoload loads', () => {
  const load = (dir: string) =>
    `const AutoLoad = require('@fastify/autoload'); app.register(AutoLoad, { dir: ${dir} })`;

  it('is read where it is named relative to the file', () => {
    const program = programOf({ 'app.js': load("join(__dirname, 'plugins')"), 'plugins/a.js': '' });
    expect(program.dynamicReads).toEqual([]);
    expect(program.reads.map((read) => read.path)).toContain('plugins');
  });

  it('may be any folder where a variable names it', () => {
    expect(programOf({ 'app.js': load('options.dir') }).dynamicReads).not.toEqual([]);
  });
});

describe('what a deployment may add', () => {
  it.each<[string, string, readonly [string, boolean]]>([
    [
      'a folder that is served',
      "const express = require('express'); app.use(express.static('public/labels'))",
      ['public/labels', true],
    ],
    ['a folder that is listed', "fs.readdirSync('./spool')", ['spool', true]],
    ['a name without an ending that is only asked for', "fs.existsSync('./uploads')", ['uploads', true]],
    ['a name without an ending that is read as a file', "fs.readFileSync('./secret')", ['secret', false]],
    ['a settings file in a folder', "fs.readFileSync('./deploy/local.json')", ['deploy/local.json', false]],
  ])('is %s', (_what, source, [path, isFolder]) => {
    const found = programOf({ 'app.js': source }).optional;
    expect(found.map((read) => [read.path, read.isFolder === true])).toEqual([[path, isFolder]]);
  });
});
