import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../../src/dockerfile/view.ts';
import type { StartPlace } from '../../../src/ecosystems/start-reading.ts';
import { answerOf, codeOf, exec, type Files, manifest, projectOf, shell } from './project.ts';

const FILES: Files = {
  'package.json': manifest({ main: 'lib/main.js', scripts: {} }),
  'server.js': '',
  'app.js': '',
  'index.js': '',
  'src/index.js': '',
  'lib/main.js': '',
};

function startOf(
  cmd: Invocation | null,
  files: Files = FILES,
  entrypoint: Invocation | null = null,
  place?: StartPlace,
) {
  return projectOf({ 'package.json': manifest({}), ...files }).start(entrypoint, cmd, new Map(), place);
}

function scripted(scripts: Readonly<Record<string, string>>, files: Files = {}): Files {
  return { ...FILES, 'package.json': manifest({ scripts }), ...files };
}

describe('a script that another script runs', () => {
  it.each([
    ['node build/src/index.js', 'build/src/index.js'],
    ['node build', 'build'],
    ['NODE_ENV=production node ./build/server.js', 'build/server.js'],
  ])('starts what was built: %s', (serve, entry) => {
    for (const cmd of [exec('npm', 'start'), shell('npm start'), shell('npm run serve')]) {
      const start = answerOf(startOf(cmd, scripted({ start: 'npm run serve', serve })));
      expect(start).toMatchObject({ kind: 'program', entry });
    }
  });

  it.each(['node scripts/build.js', 'turbo build', 'npm run build && node build'])('builds: %s', (bundle) => {
    const scripts = { start: 'npm run bundle && node build', bundle, build: 'tsc' };
    expect(answerOf(startOf(exec('npm', 'start'), scripted(scripts))).kind).toBe('development');
  });
});

describe('what timeout starts', () => {
  it.each([
    'timeout 60 node seed.js',
    'timeout -s KILL -k 5 60 node seed.js',
    'timeout -t 60 node seed.js',
    '/usr/bin/timeout --signal=TERM 1m node seed.js',
  ])('is read: %s', (line) => {
    const start = answerOf(startOf(shell(`${line} && node server.js`), { ...FILES, 'seed.js': '' }));
    expect(start).toMatchObject({ entry: 'server.js', beside: [{ entry: 'seed.js' }] });
    expect(start).toMatchObject({ beside: [{ tools: expect.arrayContaining(['timeout']) }] });
  });
});

describe('the start command is a program', () => {
  it.each([
    [exec('node', 'server.js'), 'server.js'],
    [exec('node', './server'), 'server.js'],
    [exec('node', 'src'), 'src/index.js'],
    [exec('node', '.'), 'lib/main.js'],
    [exec('node', 'dist/main'), 'dist/main'],
    [exec('node', '--max-old-space-size=512', '--enable-source-maps', 'app.js'), 'app.js'],
    [exec('node', '-r', 'dotenv/config', 'app.js'), 'app.js'],
    [exec('node', '--require=dotenv/config', 'app.js', '--port', '80'), 'app.js'],
    [exec('node', '--inspect=0.0.0.0:9229', 'app.js'), 'app.js'],
    [exec('nodejs', 'app.js'), 'app.js'],
    [shell('node app.js'), 'app.js'],
    [shell('exec node app.js'), 'app.js'],
    [shell('NODE_ENV=production node app.js'), 'app.js'],
    [shell('env A=1 node app.js'), 'app.js'],
    [shell('cd src && node index.js'), 'src/index.js'],
    [shell('sleep 5; node app.js'), 'app.js'],
    [shell('node app.js | cat'), 'app.js'],
    [exec('sh', '-c', 'node app.js'), 'app.js'],
    [exec('/bin/bash', '-c', 'node app.js'), 'app.js'],
    [shell('"/bin/sh" "-c" "node app.js"'), 'app.js'],
    [exec('pm2-runtime', 'app.js'), 'app.js'],
    [exec('pm2-runtime', 'start', 'app.js', '-i', 'max'), 'app.js'],
    [exec('pm2', 'start', 'app.js', '--no-daemon'), 'app.js'],
    [exec('forever', 'app.js'), 'app.js'],
    [exec('probot', 'run', '-p', '80', './src/index.js'), 'src/index.js'],
    [exec('npx', 'probot', 'receive', '-e', 'push', './dist/app.js'), 'dist/app.js'],
    [exec('npx', 'dotenv', '-e', '.env', '--', 'node', 'app.js'), 'app.js'],
  ])('%j', (cmd, entry) => {
    expect(answerOf(startOf(cmd))).toMatchObject({ kind: 'program', entry });
  });

  it('behind the official entrypoint, an init process, or ENTRYPOINT node', () => {
    expect(answerOf(startOf(exec('node', 'app.js'), FILES, exec('docker-entrypoint.sh')))).toMatchObject({
      entry: 'app.js',
    });
    expect(answerOf(startOf(exec('app.js'), FILES, exec('docker-entrypoint.sh')))).toMatchObject({ entry: 'app.js' });
    expect(answerOf(startOf(exec('node', 'app.js'), FILES, exec('/sbin/tini', '--')))).toMatchObject({
      entry: 'app.js',
    });
    expect(answerOf(startOf(exec('app.js'), FILES, exec('node')))).toMatchObject({ entry: 'app.js' });
    expect(answerOf(startOf(shell('node app.js'), FILES, exec('dumb-init', '--')))).toMatchObject({
      entry: 'app.js',
      tools: ['sh'],
    });
  });

  it('in a folder of the project, and at an absolute path when the context’s place is known', () => {
    expect(answerOf(startOf(exec('node', 'index.js'), FILES, null, { folder: 'src', contextAt: null }))).toMatchObject({
      entry: 'src/index.js',
    });
    expect(
      answerOf(startOf(exec('node', '/app/src/index.js'), FILES, null, { folder: '', contextAt: '/app' })),
    ).toMatchObject({ entry: 'src/index.js' });
    expect(codeOf(startOf(exec('node', '/app/src/index.js')))).toBe('start-not-understood');
  });

  it('names packages that NODE_OPTIONS and pm2 preload', () => {
    const project = projectOf(FILES);
    const env = new Map([['NODE_OPTIONS', '--require dotenv/config']]);
    expect(answerOf(project.start(null, exec('node', 'app.js'), env))).toMatchObject({ packages: ['dotenv'] });
    expect(answerOf(startOf(shell("NODE_OPTIONS='-r elastic-apm-node/start' node app.js")))).toMatchObject({
      packages: ['elastic-apm-node'],
    });
    expect(answerOf(startOf(shell('pm2-runtime start app.js --node-args="-r tsconfig-paths/register"')))).toMatchObject(
      { packages: ['pm2', 'tsconfig-paths'] },
    );
  });

  it('names packages and files that the command loads beside it', () => {
    expect(
      answerOf(startOf(exec('node', '-r', 'dotenv/config', '-r', './src/index.js', '--env-file=.env', 'app.js'))),
    ).toMatchObject({ packages: ['dotenv'], alsoLoads: ['src/index.js', '.env'] });
  });
});

describe('npm start', () => {
  it('follows the script and says which tools it needs', () => {
    const start = answerOf(
      startOf(exec('npm', 'start'), scripted({ start: 'cross-env NODE_ENV=production node app.js' })),
    );
    expect(start).toMatchObject({
      kind: 'program',
      entry: 'app.js',
      readsManifest: true,
      packages: ['cross-env'],
      tools: ['npm', 'sh'],
    });
    expect(start.evidence).toEqual([
      { source: 'package.json', says: 'scripts.start = "cross-env NODE_ENV=production node app.js"' },
    ]);
  });

  it('runs server.js without a start script', () => {
    expect(answerOf(startOf(exec('npm', 'start'), scripted({})))).toMatchObject({ entry: 'server.js' });
  });

  it.each([
    ['npm run serve', { serve: 'npm run real', real: 'node app' }],
    ['npm run -s serve', { serve: 'node app.js' }],
    ['npm rum serve', { serve: 'node app.js' }],
    ['yarn serve', { serve: 'node app.js' }],
    ['npm start', { prestart: 'echo hello', start: 'node app.js' }],
  ])('«%s» with %j', (line, scripts) => {
    expect(answerOf(startOf(shell(line), scripted(scripts)))).toMatchObject({ entry: 'app.js' });
  });

  it('is not understood when a script is missing, installs, or calls itself', () => {
    expect(codeOf(startOf(exec('npm', 'run', 'x'), scripted({})))).toBe('script-missing');
    expect(codeOf(startOf(shell('npm install && node app.js')))).toBe('start-not-understood');
    expect(codeOf(startOf(exec('npm', 'start'), scripted({ start: 'npm start' })))).toBe('start-not-understood');
  });
});

describe('the start command is for development', () => {
  it.each([
    'nodemon app.js',
    'npx ts-node-dev src',
    'tsx watch src',
    'vite',
    'vite --host',
    'ng serve',
    'react-scripts start',
    'webpack-dev-server',
    'webpack serve',
    'next dev',
    'next',
    'nest start --watch',
    'nest start',
    'node --watch app.js',
    'npm run migrate:dev && node app.js',
    'concurrently "npm:watch" "node app.js"',
    'npm run build && node app.js',
    'tsc && node app.js',
    'pm2-runtime app.js --watch',
    'npx nuxt dev',
    'vue-cli-service serve',
  ])('«%s»', (line) => {
    expect(
      answerOf(
        startOf(shell(line), scripted({ build: 'tsc', watch: 'nodemon app.js', 'migrate:dev': 'tsx watch app.ts' })),
      ),
    ).toMatchObject({
      kind: 'development',
    });
  });

  it('when prestart builds', () => {
    expect(
      answerOf(
        startOf(exec('npm', 'start'), scripted({ prestart: 'npm run build', build: 'tsc', start: 'node app.js' })),
      ),
    ).toMatchObject({ kind: 'development' });
  });

  it('and named by the script that builds', () => {
    expect(answerOf(startOf(shell('npm run build && node app.js'), scripted({ build: 'tsc' })))).toMatchObject({
      tool: 'npm run build',
    });
  });
});

describe('the start command serves files', () => {
  it.each([
    ['serve -s build', 'build', 'serve'],
    ['npx serve -s dist -l 3000', 'dist', 'serve'],
    ['serve -l 3000 -s dist', 'dist', 'serve'],
    ['http-server dist -p 8080', 'dist', 'http-server'],
    ['vite preview --host', 'dist', 'vite preview'],
  ])('«%s»', (line, folder, tool) => {
    expect(answerOf(startOf(shell(line)))).toMatchObject({ kind: 'static-site', folder, tool });
  });
});

describe('frameworks', () => {
  it('next start needs .next', () => {
    expect(answerOf(startOf(exec('npm', 'start'), scripted({ start: 'next start -p 80' }, {})))).toMatchObject({
      kind: 'program',
      entry: '.next',
      packages: ['next'],
    });
  });
});

describe('several programs in one command', () => {
  it.each([
    ['node migrate.js && node app.js', ['migrate.js']],
    ['npm run migrate && npm run serve', ['migrate.js']],
    ['npm run premigrated', ['migrate.js']],
    ['concurrently "npm:worker" "node app.js"', ['worker.js']],
    ['concurrently npm:work* "node app.js"', ['worker.js']],
    ['run-p worker serve', ['worker.js']],
    ['npm-run-all --parallel "work*" serve', ['worker.js']],
    ['node worker.js & node app.js', ['worker.js']],
    ['pm2-runtime ecosystem.config.js', ['worker.js']],
    ['pm2-runtime processes.yml', ['worker.js']],
  ])('«%s»', (line, beside) => {
    const scripts = {
      migrate: 'node migrate.js',
      prepremigrated: 'npm run migrate',
      premigrated: 'node app.js',
      worker: 'node worker.js',
      serve: 'node app.js',
    };
    const files = {
      'migrate.js': '',
      'worker.js': '',
      'ecosystem.config.js':
        "module.exports = { apps: [{ name: 'w', script: './worker.js' }, { script: 'npm', args: 'run serve' }] };",
      'processes.yml': 'apps:\n  - script: worker.js\n  - script: app.js\n',
    };
    const start = answerOf(startOf(shell(line), scripted(scripts, files)));
    expect(start).toMatchObject({ kind: 'program', entry: 'app.js', beside: beside.map((entry) => ({ entry })) });
  });

  it('name what migrates a database, and what it loads', () => {
    const files = {
      ...FILES,
      '.sequelizerc':
        "module.exports = { config: require('path').resolve('src', 'db.js'), 'migrations-path': 'db/steps' };",
      'db/steps/1.js': '',
      'knexfile.js': "module.exports = { migrations: { directory: './sql' } };",
      'sql/1.js': '',
      'data-source.js': '',
    };
    expect(answerOf(startOf(shell('npx sequelize-cli db:migrate && node app.js'), files))).toMatchObject({
      entry: 'app.js',
      beside: [{ entry: null, packages: ['sequelize-cli'], alsoLoads: ['.sequelizerc', 'src', 'db/steps'] }],
    });
    expect(answerOf(startOf(shell('npx knex migrate:latest && node app.js'), files))).toMatchObject({
      beside: [{ entry: null, packages: ['knex'], alsoLoads: ['knexfile.js', 'sql'] }],
    });
    expect(answerOf(startOf(shell('typeorm migration:run -d data-source.js && node app.js'), files))).toMatchObject({
      beside: [{ entry: 'data-source.js', packages: ['typeorm'] }],
    });
  });
});

describe('sources that are compiled while they run', () => {
  it.each([
    ['ts-node src/index.ts', 'src/index.ts', 'ts-node'],
    ['npx ts-node -P tsconfig.json src/index.ts', 'src/index.ts', 'ts-node'],
    ['babel-node app.js', 'app.js', 'babel-node'],
    ['node -r ts-node/register src/index.ts', 'src/index.ts', 'ts-node'],
    ['node --loader ts-node/esm src/index.ts', 'src/index.ts', 'ts-node'],
  ])('«%s» keeps what it compiles with', (line, entry, compiledBy) => {
    const files = { ...FILES, 'src/index.ts': '', 'tsconfig.json': '{}' };
    expect(answerOf(startOf(shell(line), files))).toMatchObject({ kind: 'program', entry, compiledBy });
  });

  it('tsx needs no development dependency, unless its configuration extends one', () => {
    const files = { ...FILES, 'src/index.ts': '', 'tsconfig.json': '{}' };
    expect(answerOf(startOf(shell('tsx src/index.ts'), files))).not.toHaveProperty('compiledBy');
    const extending = { ...files, 'tsconfig.json': '{"extends":"@tsconfig/node20/tsconfig.json"}' };
    expect(answerOf(startOf(shell('tsx src/index.ts'), extending))).toMatchObject({ compiledBy: 'tsx' });
    expect(answerOf(startOf(shell('node --import tsx src/index.ts'), extending))).toMatchObject({ compiledBy: 'tsx' });
  });
});

describe('entrypoint scripts', () => {
  it('are followed when they only run their arguments', () => {
    const files = { ...FILES, 'entry.sh': '#!/bin/sh\nset -e\necho starting\nexec "$@"\n' };
    expect(answerOf(startOf(exec('node', 'app.js'), files, exec('./entry.sh')))).toMatchObject({
      entry: 'app.js',
      tools: ['sh'],
    });
  });

  it('are followed when they end in one command', () => {
    expect(
      answerOf(startOf(exec('./start.sh'), { ...FILES, 'start.sh': '#!/bin/sh\nexport A=1\nexec node app.js\n' })),
    ).toMatchObject({ entry: 'app.js' });
  });

  it('are read whole: what migrates runs beside the program, in a branch or not', () => {
    const text = '#!/bin/bash\nif [ "$MIGRATE" = yes ]; then\n  npx prisma migrate deploy\nfi\nexec "$@"\n';
    const files = { ...FILES, 'entry.sh': text, 'prisma/schema.prisma': '' };
    expect(answerOf(startOf(exec('node', 'app.js'), files, exec('./entry.sh')))).toMatchObject({
      entry: 'app.js',
      tools: ['bash'],
      alsoReads: ['entry.sh'],
      beside: [
        { entry: null, packages: ['prisma'], tools: ['bash', 'npx', 'prisma'], alsoReads: ['entry.sh', 'prisma'] },
      ],
    });
  });

  it('that give a command to a function of theirs run that command', () => {
    const text =
      '#!/bin/sh\nretry() {\n  until "$@"; do sleep 1; done\n}\nlog() { echo "$1"; }\nlog ready\nretry npx prisma migrate deploy\nexec "$@"\n';
    const files = { ...FILES, 'entry.sh': text, 'prisma/schema.prisma': '' };
    expect(answerOf(startOf(exec('node', 'app.js'), files, exec('./entry.sh')))).toMatchObject({
      entry: 'app.js',
      beside: [{ packages: ['prisma'] }],
    });
  });

  it('that write outside the project say where', () => {
    const text = '#!/bin/sh\nenvsubst < site.tpl > /etc/app/site.conf\necho $A > config.json\nexec "$@"\n';
    const files = { ...FILES, 'entry.sh': text, 'site.tpl': '' };
    expect(answerOf(startOf(exec('node', 'app.js'), files, exec('./entry.sh')))).toMatchObject({
      entry: 'app.js',
      tools: ['sh', 'envsubst'],
      writes: ['/etc/app/site.conf'],
      alsoReads: ['entry.sh', 'site.tpl'],
    });
  });

  it('that wait for a port run what stands behind the dashes', () => {
    const wait = '#!/usr/bin/env bash\nWAITFORIT_cmdname=${0##*/}\ntimeout 15 bash\n';
    const files = { ...FILES, 'wait-for-it.sh': wait };
    expect(answerOf(startOf(shell('./wait-for-it.sh db:5432 -t 60 -- node app.js'), files))).toMatchObject({
      entry: 'app.js',
      tools: ['sh', 'bash', 'timeout'],
      alsoReads: ['wait-for-it.sh'],
    });
  });

  it('that step down to a user say with what', () => {
    const files = { ...FILES, 'entry.sh': '#!/bin/sh\nchown -R node /data\nexec gosu node "$@"\n' };
    expect(answerOf(startOf(exec('node', 'app.js'), files, exec('./entry.sh')))).toMatchObject({
      entry: 'app.js',
      tools: ['sh', 'gosu', 'chown'],
      writes: ['/data'],
    });
  });

  it('that lie elsewhere in the image are followed to the file that was copied there', () => {
    const files = { ...FILES, 'docker/start.sh': '#!/bin/sh\nexec node app.js\n' };
    const place = {
      folder: '',
      contextAt: '/app',
      copiedFrom: (path: string) => (path === '/usr/local/bin/start.sh' ? 'docker/start.sh' : null),
    };
    expect(answerOf(startOf(null, files, exec('start.sh'), place))).toMatchObject({ entry: 'app.js' });
    expect(answerOf(startOf(null, files, exec('/usr/local/bin/start.sh'), place))).toMatchObject({ entry: 'app.js' });
  });

  it.each([
    ['install', 'npm install\nexec "$@"'],
    ['run what no table knows', 'crond\nexec "$@"'],
    ['write to a place that is not known', 'echo $A > $CONFIG\nexec "$@"'],
    ['are for another program', '#!/usr/bin/python3\nprint(1)'],
  ])('are not followed when they %s', (_name, text) => {
    expect(codeOf(startOf(exec('node', 'app.js'), { ...FILES, 'entry.sh': text }, exec('./entry.sh')))).toBe(
      'entrypoint-script',
    );
  });

  it('that the context does not have are not followed', () => {
    expect(codeOf(startOf(null, FILES, exec('/usr/local/bin/start.sh')))).toBe('entrypoint-script');
  });

  it('of the project are not taken for the official image’s', () => {
    const files = { ...FILES, 'docker-entrypoint.sh': 'crond\nexec "$@"' };
    expect(codeOf(startOf(exec('node', 'app.js'), files, exec('./docker-entrypoint.sh')))).toBe('entrypoint-script');
    const place = { folder: '', contextAt: '/app', copiedFrom: () => 'docker-entrypoint.sh' };
    expect(codeOf(startOf(exec('node', 'app.js'), files, exec('docker-entrypoint.sh'), place))).toBe(
      'entrypoint-script',
    );
  });
});

describe('the start command is not understood', () => {
  it.each([
    exec('node'),
    exec('node', '-e', '1'),
    shell('node $FILE'),
    exec('python', 'app.py'),
    exec('bash'),
    exec('pm2', 'start', 'app.js'),
    shell('npx prisma generate && node app.js'),
    shell('npx prisma db push && node app.js'),
    shell('knex migrate:make x && node app.js'),
    shell('envsubst < a > $TARGET && node app.js'),
    shell('select a in 1 2; do node app.js; done'),
    exec('pm2-runtime', 'many.config.js'),
  ])('%j', (cmd) => {
    expect(codeOf(startOf(cmd))).toBe('start-not-understood');
  });

  it.each([
    `['node', 'app.js']`,
    `[ "npm", "run" ,"start" ] # starts the app`,
    `["npm", “run”, "start"]`,
  ])('when a list in it is no JSON: %s', (line) => {
    const start = startOf(shell(line));
    expect(codeOf(start)).toBe('start-not-understood');
    expect(start.known ? '' : start.because.data.why).toContain('no JSON');
  });

  it.each([
    [exec('yarn', 'workspace api start'), 'workspace api start'],
    [exec('node', '-r dotenv/config app.js'), '-r dotenv/config app.js'],
    [exec('docker-entrypoint.sh', 'npm', 'run start'), 'run start'],
  ])('when one word of a list holds several: %j', (cmd, joined) => {
    const start = startOf(cmd);
    expect(start.known ? '' : start.because.data.why).toBe(
      `«${joined}» is one word of the array, which nothing divides`,
    );
  });

  it('but not when the word is an argument of the program, or the name of a file', () => {
    expect(startOf(exec('node', 'app.js', 'two words')).known).toBe(true);
    const project = projectOf({ 'package.json': manifest({}), 'my app.js': '' });
    expect(project.start(null, exec('node', 'my app.js'), new Map()).known).toBe(true);
  });

  it('but not when it begins with a test of the shell', () => {
    expect(answerOf(startOf(shell('[ -f app.js ] && node app.js'))).kind).toBe('program');
  });

  it('when there is none', () => {
    expect(codeOf(startOf(null))).toBe('start-missing');
  });
});
