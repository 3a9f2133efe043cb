import { describe, expect, it } from 'vitest';
import { answerOf, codeOf, type Files, manifest, projectOf, readOne } from './project.ts';

function readsOf(fields: Readonly<Record<string, unknown>>, files: Files = {}) {
  return projectOf({ 'package.json': manifest(fields), ...files }).installReads;
}

describe('installing reads', () => {
  it('the manifest first, then lockfile and settings', () => {
    expect(answerOf(readsOf({}, { 'package-lock.json': '{}', '.npmrc': 'x=y', 'index.js': '' }))).toEqual([
      'package.json',
      'package-lock.json',
      '.npmrc',
    ]);
  });

  it('the folders of file: dependencies', () => {
    expect(
      answerOf(readsOf({ dependencies: { lib: 'file:./lib' } }, { 'lib/package.json': '{}', 'lib/index.js': '' })),
    ).toEqual(['package.json', 'lib']);
  });

  it('patches that patch-package applies', () => {
    expect(answerOf(readsOf({ scripts: { postinstall: 'patch-package' } }, { 'patches/a+1.0.0.patch': '' }))).toEqual([
      'package.json',
      'patches',
    ]);
  });

  it('the schema that prisma generates from', () => {
    expect(
      answerOf(
        readsOf(
          { scripts: { postinstall: 'prisma generate' } },
          { 'prisma/schema.prisma': 'generator client { provider = "prisma-client-js" }' },
        ),
      ),
    ).toEqual(['package.json', 'prisma/schema.prisma']);
  });

  it('a hook script and the files that it loads', () => {
    const files = { 'scripts/check.js': "require('./lib/version')", 'scripts/lib/version.js': 'module.exports = 1' };
    expect(answerOf(readsOf({ scripts: { preinstall: 'node scripts/check.js' } }, files))).toEqual([
      'package.json',
      'scripts/check.js',
      'scripts/lib/version.js',
    ]);
  });

  it.each([
    'husky',
    'husky install || true',
    'is-ci || husky install',
    'simple-git-hooks',
    'lefthook install',
    'echo done && exit 0',
    'npx husky',
    'npm run hooks',
    'node -e "console.log(1)"',
  ])('nothing more with the hook «%s»', (prepare) => {
    expect(answerOf(readsOf({ scripts: { prepare, hooks: 'husky' } }))).toEqual(['package.json']);
  });
});

describe('installing reads sources', () => {
  it.each([
    ['a build', { prepare: 'npm run build', build: 'tsc' }, {}],
    ['a compiler', { postinstall: 'tsc -p .' }, {}],
    ['a style sheet', { postinstall: 'sass src:public' }, {}],
    ['another project', { postinstall: 'cd client && npm install' }, {}],
    ['a script that is not in the context', { postinstall: 'node scripts/x.js' }, {}],
    [
      'a script that starts programs',
      { postinstall: 'node x.js' },
      { 'x.js': "require('child_process').execSync('git log')" },
    ],
    [
      'a script that writes',
      { postinstall: 'node x.js' },
      { 'x.js': "require('fs').writeFileSync('config.json', '')" },
    ],
    [
      'a generated client with its own output',
      { postinstall: 'prisma generate' },
      { 'prisma/schema.prisma': 'generator c { output = "../src/generated" }' },
    ],
    ['a loop', { postinstall: 'for f in *; do echo $f; done' }, {}],
    ['a redirection', { postinstall: 'echo 1 > version.txt' }, {}],
  ])('when a hook runs %s', (_name, scripts, files: Files) => {
    expect(codeOf(readsOf({ scripts }, files))).toBe('install-reads-source');
  });

  it('when binding.gyp compiles the project', () => {
    expect(codeOf(readsOf({}, { 'binding.gyp': '{}' }))).toBe('install-reads-source');
  });

  it('when a file: dependency lies outside the context', () => {
    expect(codeOf(readsOf({ dependencies: { lib: 'file:../lib' } }))).toBe('install-reads-source');
  });

  it('and names the script', () => {
    const answer = readsOf({ scripts: { prepare: 'npm run build', build: 'tsc' } });
    expect(answer.known ? null : answer.because.data.hook).toBe('prepare');
  });
});

describe('install scripts of frameworks', () => {
  function leavesOf(scripts: Readonly<Record<string, string>>): readonly string[] | undefined {
    const { detail } = readOne('npm ci', { 'package.json': manifest({ scripts }), 'package-lock.json': '{}' });
    return detail.kind === 'install' ? detail.leaves : undefined;
  }

  it.each<[Readonly<Record<string, string>>, readonly string[] | undefined]>([
    [{ prepare: "svelte-kit sync || echo ''" }, ['/app/.svelte-kit']],
    [{ postinstall: 'nuxt prepare' }, ['/app/.nuxt']],
    [{ postinstall: 'nuxt prepare', prepare: 'husky' }, ['/app/.nuxt']],
    [{ postinstall: 'npm run types', types: 'nuxi prepare' }, ['/app/.nuxt']],
    [{ postinstall: 'nuxt build' }, undefined],
    [{ postinstall: 'nuxt prepare && gulp' }, undefined],
    [{ postinstall: 'nuxt prepare', prepare: 'gulp' }, undefined],
    [{ prepare: 'husky' }, undefined],
  ])('%j leave %j among the sources', (scripts, leaves) => {
    expect(leavesOf(scripts)).toEqual(leaves);
    if (leaves !== undefined) expect(readsOf({ scripts }).known).toBe(false);
  });
});

describe('settings of Puppeteer', () => {
  const puppeteer = { dependencies: { puppeteer: '^23.11.1' } };

  it('are there when its browser is fetched', () => {
    const files = { '.puppeteerrc.cjs': 'module.exports = { skipDownload: true };' };
    expect(answerOf(readsOf(puppeteer, files))).toContain('.puppeteerrc.cjs');
    expect(answerOf(readsOf({}, files))).not.toContain('.puppeteerrc.cjs');
  });

  it('may put the browser among the sources', () => {
    const files = { '.puppeteerrc.cjs': "module.exports = { cacheDirectory: join(__dirname, '.cache') };" };
    expect(codeOf(readsOf(puppeteer, files))).toBe('install-reads-source');
  });
});

describe('a client of Prisma', () => {
  const schema = { 'prisma/schema.prisma': 'generator client {\n  provider = "prisma-client-js"\n}\n' };
  const cli = { devDependencies: { prisma: '6.1.0' } };

  it.each<[string, Parameters<typeof readsOf>[0], boolean]>([
    ['is generated by its own install script', { dependencies: { '@prisma/client': '^6.1.0' }, ...cli }, true],
    ['is not without the CLI', { dependencies: { '@prisma/client': '^6.1.0' } }, false],
    ['is not since version 7', { dependencies: { '@prisma/client': '^7.0.0' }, ...cli }, false],
  ])('%s', (_, fields, reads) => {
    expect(answerOf(readsOf(fields, schema)).includes('prisma/schema.prisma')).toBe(reads);
  });
});
