import { describe, expect, it } from 'vitest';
import { BUNDLERS } from '../../../src/ecosystems/node/build-bundlers.ts';
import { COMPILERS } from '../../../src/ecosystems/node/build-compilers.ts';
import { type Files, manifest, readOne, readRun } from './project.ts';

const PROJECT: Files = {
  'package.json': manifest({ name: 'api', scripts: { build: 'tsc', test: 'jest', gen: 'prisma generate' } }),
  'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
  'src/index.ts': '',
};

function installDetail(script: string, at = {}, files: Files = PROJECT) {
  const { detail } = readOne(script, files, at);
  if (detail.kind !== 'install') throw new Error(`no install: ${script}`);
  return detail;
}

describe('install commands', () => {
  it.each([
    'npm install',
    'npm i',
    'npm ci',
    'npm clean-install',
    'npm install --silent',
    'npm --silent install',
    'CI=1 npm ci',
  ])('reads «%s»', (script) => {
    expect(readOne(script, PROJECT)).toMatchObject({
      role: 'install-dependencies',
      detail: { kind: 'install', project: '', folder: '/app', packages: [], production: false },
    });
  });

  it('tells a frozen install from one that may rewrite the lockfile', () => {
    expect(installDetail('npm ci').frozen).toBe(true);
    expect(installDetail('npm install').frozen).toBe(false);
    expect(readOne('npm install', PROJECT).writes).toContain('/app/package-lock.json');
    expect(readOne('npm ci', PROJECT).writes).toEqual(['/app/node_modules', '/root/.npm']);
  });

  it.each([
    'npm install --production',
    'npm ci --only=production',
    'npm ci --only prod',
    'npm ci --omit=dev',
    'npm install --omit dev',
    'NODE_ENV=production npm install',
    'npm i --prod',
  ])('knows that «%s» leaves out development dependencies', (script) => {
    expect(installDetail(script).production).toBe(true);
  });

  it.each([
    'npm install --production=false',
    'npm ci --include=dev',
    'NODE_ENV=development npm ci',
  ])('knows that «%s» brings them back under NODE_ENV=production', (script) => {
    expect(installDetail(script, { env: { NODE_ENV: 'production' } }).production).toBe(false);
  });

  it('follows NODE_ENV of the image', () => {
    expect(installDetail('npm ci', { env: { NODE_ENV: 'production' } }).production).toBe(true);
  });

  it('knows that npm 6 ignores --omit=dev', () => {
    expect(installDetail('npm ci --omit=dev', { runtimeMajor: 14 }).production).toBe(false);
    expect(installDetail('npm ci --production', { runtimeMajor: 14 }).production).toBe(true);
  });

  it('reads .npmrc', () => {
    expect(installDetail('npm ci', {}, { ...PROJECT, '.npmrc': 'omit=dev\n' }).production).toBe(true);
  });

  it('carries flags that a prune must repeat', () => {
    expect(installDetail('npm install --legacy-peer-deps').carriedFlags).toEqual(['--legacy-peer-deps']);
    expect(installDetail('npm install --force --no-audit').carriedFlags).toEqual(['--force']);
  });

  it('names packages of the command', () => {
    expect(installDetail('npm install express@4 lodash --save').packages).toEqual(['express@4', 'lodash']);
  });

  it.each([
    'npm --prefix client ci',
    'npm ci --prefix client',
    'npm ci --prefix=client',
    'npm -C client ci',
  ])('follows «%s» into another folder', (script) => {
    const detail = installDetail(script, {}, { ...PROJECT, 'client/package.json': '{}' });
    expect(detail).toMatchObject({ project: 'client', folder: '/app/client' });
  });

  it('follows an absolute --prefix below the place of the context', () => {
    expect(installDetail('npm --prefix /app/client ci', {}, { ...PROJECT, 'client/package.json': '{}' }).project).toBe(
      'client',
    );
    expect(readOne('npm --prefix /elsewhere ci', PROJECT).detail.kind).toBe('none');
  });

  it('reads settings that an earlier command wrote into the home folder', () => {
    expect(readOne('npm ci', PROJECT).reads).toContain('/root/.npmrc');
  });

  it('says nothing of an install whose words hold a variable', () => {
    const reading = readOne('npm install $FLAGS', PROJECT);
    expect(reading).toMatchObject({ role: 'install-dependencies', writes: 'anything', detail: { kind: 'none' } });
  });

  it('writes into the project when its hooks are not understood', () => {
    const files = { 'package.json': manifest({ scripts: { postinstall: 'tsc' } }) };
    expect(readOne('npm ci', files).writes).toContain('/app');
    expect(readOne('npm ci --ignore-scripts', files).writes).not.toContain('/app');
  });

  it('writes a browser into the home folder when puppeteer is installed', () => {
    expect(readOne('npm ci', { 'package.json': manifest({ dependencies: { puppeteer: '22' } }) }).writes).toContain(
      '/root/.cache/puppeteer',
    );
  });

  it('keeps each command of a list apart', () => {
    expect(readRun('npm install; npm ci || npm install', PROJECT).map((reading) => reading?.detail.kind)).toEqual([
      'install',
      'install',
      'install',
    ]);
  });

  it.each([
    'yarn',
    'yarn install --frozen-lockfile',
    'pnpm install',
    'bun install',
    'pnpm i --frozen-lockfile',
  ])('reads «%s»', (script) => {
    expect(readOne(script, PROJECT).role).toBe('install-dependencies');
  });
});

describe('global installs', () => {
  it.each([
    ['npm install -g typescript', ['tsc', 'tsserver']],
    ['npm i -g @angular/cli@17', ['ng']],
    ['npm install --global @nestjs/cli', ['nest']],
    ['npm i --location=global serve', ['serve']],
    ['yarn global add nodemon', ['nodemon']],
    ['npm install -g npm@latest', ['npm', 'npx']],
    ['npm install -g "@angular/cli@$VERSION" yarn@$YARN', ['ng', 'yarn', 'yarnpkg']],
  ])('«%s» provides %j', (script, provides) => {
    expect(readOne(script, PROJECT)).toMatchObject({ role: 'install-tool', detail: { kind: 'tool', provides } });
  });

  it('that only print are nothing', () => {
    expect(readOne('npm list -g --depth=0').role).toBe('nothing');
    expect(readOne('npm root -g').role).toBe('nothing');
  });

  it('land in /usr/local', () => {
    expect(readOne('npm i -g pm2').writes).toEqual(['/usr/local/lib/node_modules', '/usr/local/bin', '/root/.npm']);
  });

  it('are not understood when a local folder or a variable is installed', () => {
    expect(readOne('npm i -g .').writes).toBe('anything');
    expect(readOne('npm i -g $TOOL').writes).toBe('anything');
  });
});

describe('other commands', () => {
  it('reads a build script and what it writes', () => {
    expect(readOne('npm run build', PROJECT)).toMatchObject({
      role: 'build',
      writes: ['/app/dist'],
      detail: { kind: 'build', script: 'build', folder: '/app' },
    });
  });

  it.each([
    'npx tsc',
    'tsc',
    './node_modules/.bin/tsc',
    'node_modules/.bin/tsc -p .',
    'node node_modules/typescript/bin/tsc',
    'npm exec tsc',
    'npx -y tsc',
    'cross-env NODE_ENV=production tsc',
  ])('reads «%s» as the same build', (script) => {
    expect(readOne(script, PROJECT)).toMatchObject({ role: 'build', writes: ['/app/dist'] });
  });

  it.each([
    ['npm test', 'test'],
    ['npm t', 'test'],
    ['npm run lint', 'test'],
    ['npm run gen', 'codegen'],
    ['npx prisma generate', 'codegen'],
    ['npm prune --production', 'prune'],
    ['npm cache clean --force', 'cleanup'],
    ['yarn cache clean', 'cleanup'],
    ['npm config set registry https://example.org', 'file-setup'],
    ['npm -v', 'nothing'],
    ['node --version', 'nothing'],
    ['npm audit fix', 'unknown'],
    ['npm link', 'unknown'],
    ['npx prisma migrate deploy', 'unknown'],
    ['yarn build', 'build'],
    ['pnpm run build', 'build'],
    ['bun run build', 'build'],
    ['node scripts/build.js', 'build'],
    ['corepack enable', 'install-tool'],
  ])('«%s» is %s', (script, role) => {
    expect(readOne(script, PROJECT).role).toBe(role);
  });

  it('settings go to .npmrc in the home folder', () => {
    expect(readOne('npm config set strict-ssl false').writes).toEqual(['/root/.npmrc']);
  });

  it('a build that no table knows may write anywhere in the project', () => {
    expect(readOne('npm run build', { 'package.json': manifest({ scripts: { build: 'my-builder' } }) }).writes).toEqual(
      ['/app'],
    );
  });

  it('a build with programs from outside may write anything', () => {
    expect(
      readOne('npm run build', { 'package.json': manifest({ scripts: { build: 'cp -r dist /usr/share/nginx/html' } }) })
        .writes,
    ).toBe('anything');
  });

  it('a script that is not in the context may write anything', () => {
    expect(readOne('node /opt/setup.js', PROJECT).writes).toBe('anything');
  });

  it('a build in a folder that is not known may write anything', () => {
    expect(readOne('npm run build', PROJECT, { folder: null, contextFolder: null }).writes).toBe('anything');
  });

  it.each([
    'apt-get update',
    'echo hi',
    'pip install x',
    'mkdir -p dist',
    'go build',
  ])('«%s» is somebody else’s', (script) => {
    expect(readRun(script, PROJECT)).toEqual([null]);
  });
});

describe('build tools', () => {
  it('are read as such wherever a table knows what they write', () => {
    const tools = Object.keys({ ...BUNDLERS, ...COMPILERS }).filter((tool) => tool !== 'vite-node');
    const roles = tools.map((tool) => [tool, readOne(`npx ${tool} build`, PROJECT).role]);
    expect(roles.filter(([, role]) => role !== 'build' && role !== 'codegen')).toEqual([]);
  });

  it('are found in node_modules/.bin', () => {
    expect(readOne('./node_modules/.bin/svelte-kit sync', PROJECT)).toMatchObject({
      role: 'codegen',
      writes: ['/app/.svelte-kit'],
    });
  });
});
