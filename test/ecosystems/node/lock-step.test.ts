import { describe, expect, it } from 'vitest';
import { codeOf, lock, manifest, projectOf } from './project.ts';

function stepOf(fields: Readonly<Record<string, unknown>>, lockText: string) {
  const { lockfile } = projectOf({ 'package.json': manifest(fields), 'package-lock.json': lockText });
  if (lockfile === null) throw new Error('no lockfile');
  return lockfile;
}

const MS = { ms: { version: '2.1.3' } };

describe('npm ci accepts a lockfile', () => {
  it.each([
    ['a satisfied new range', { dependencies: { ms: '^2.1.0' } }],
    ['a removed dependency', {}],
    ['a move from development to production', { devDependencies: { ms: '2.1.3' } }],
    ['overrides', { dependencies: { ms: '2.1.3' }, overrides: { foo: '1.0.0' } }],
    ['a dist-tag', { dependencies: { ms: 'latest' } }],
    ['a git dependency that is present', { dependencies: { ms: 'github:vercel/ms#abc' } }],
    ['a tarball address that is present', { dependencies: { ms: 'https://example.org/ms.tgz' } }],
    [
      'an optional peer that is absent',
      { dependencies: { ms: '2.1.3' }, peerDependencies: { x: '1' }, peerDependenciesMeta: { x: { optional: true } } },
    ],
    ['new engines and scripts', { dependencies: { ms: '2.1.3' }, engines: { node: '99' }, scripts: { x: 'y' } }],
  ])('with %s', (_name, fields) => {
    expect(stepOf(fields, lock(MS)).inStep).toEqual({ known: true, value: true });
  });

  it('with an alias whose target is what was asked for', () => {
    const text = lock({ mine: { name: 'ms', version: '2.1.3' } });
    expect(stepOf({ dependencies: { mine: 'npm:ms@^2.0.0' } }, text).inStep).toEqual({ known: true, value: true });
    expect(stepOf({ dependencies: { mine: 'npm:other@^2.0.0' } }, text).inStep).toEqual({ known: true, value: false });
  });

  it('of version 1', () => {
    const text = JSON.stringify({ lockfileVersion: 1, dependencies: { ms: { version: '2.1.3' } } });
    expect(stepOf({ dependencies: { ms: '^2' } }, text).inStep).toEqual({ known: true, value: true });
  });
});

describe('npm ci refuses a lockfile', () => {
  it.each([
    'dependencies',
    'devDependencies',
    'optionalDependencies',
    'peerDependencies',
  ])('without an entry for one of the %s', (kind) => {
    const found = stepOf({ [kind]: { once: '1.4.0' } }, lock(MS));
    expect(found.inStep).toEqual({ known: true, value: false });
    expect(found.differences).toEqual(['Missing: once@1.4.0 from lock file']);
  });

  it('whose version a range no longer takes', () => {
    const found = stepOf({ dependencies: { ms: '2.0.0' } }, lock(MS));
    expect(found.inStep).toEqual({ known: true, value: false });
    expect(found.differences).toEqual(["Invalid: lock file's ms@2.1.3 does not satisfy ms@2.0.0"]);
  });

  it('that lacks a dependency of a dependency', () => {
    const found = stepOf(
      { dependencies: { a: '1' } },
      lock({ a: { version: '1.0.0', dependencies: { b: '^1.0.0' } } }),
    );
    expect(found.differences).toEqual(['Missing: b@^1.0.0 from lock file']);
  });

  it('but finds a dependency in an outer node_modules', () => {
    const text = lock({
      a: { version: '1.0.0' },
      'node_modules/a/node_modules/c': { version: '1.0.0', dependencies: { b: '1' } },
      b: { version: '1.2.0' },
    });
    expect(stepOf({ dependencies: { a: '1' } }, text).inStep).toEqual({ known: true, value: true });
  });
});

describe('what npm ci makes of a lockfile is not known', () => {
  it('when packages for other platforms are missing: npm 10 passes, npm 11 refuses', () => {
    const text = lock({
      esbuild: {
        version: '0.21.5',
        optionalDependencies: { '@esbuild/linux-x64': '0.21.5', '@esbuild/darwin-arm64': '0.21.5' },
      },
      '@esbuild/darwin-arm64': { version: '0.21.5' },
    });
    expect(codeOf(stepOf({ dependencies: { esbuild: '0.21.5' } }, text).inStep)).toBe(
      'lockfile-lacks-platform-packages',
    );
  });

  it('when a peer of a dependency is missing, as --legacy-peer-deps leaves it', () => {
    const text = lock({ a: { version: '1.0.0', peerDependencies: { react: '18' } } });
    expect(codeOf(stepOf({ dependencies: { a: '1' } }, text).inStep)).toBe('lockfile-lacks-peers');
  });

  it('when it is no JSON', () => {
    expect(codeOf(stepOf({}, '<<<<<<< HEAD').inStep)).toBe('lockfile-unreadable');
  });
});

describe('a project', () => {
  it('without a lockfile has none', () => {
    expect(projectOf({ 'package.json': '{}' }).lockfile).toBeNull();
  });

  it('prefers npm-shrinkwrap.json', () => {
    const found = projectOf({ 'package.json': '{}', 'package-lock.json': lock({}), 'npm-shrinkwrap.json': lock({}) });
    expect(found.lockfile?.path).toBe('npm-shrinkwrap.json');
  });
});
