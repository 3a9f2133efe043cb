import { describe, expect, it } from 'vitest';
import type { NativeCode } from '../../../src/ecosystems/dependencies.ts';
import { lock, manifest, projectOf } from './project.ts';

function nativeOf(
  packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  tree: 'production' | 'all' = 'production',
  version = 3,
): NativeCode {
  const dependencies = Object.fromEntries(Object.keys(packages).map((name) => [name, '*']));
  return projectOf({
    'package.json': manifest({ dependencies }),
    'package-lock.json': lock(packages, version),
  }).nativeCode(tree);
}

describe('native code', () => {
  it('is absent when no package has an install script or a platform', () => {
    expect(nativeOf({ express: { version: '4.0.0' } }).kind).toBe('none');
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['bcrypt', { hasInstallScript: true }],
    ['sharp', { hasInstallScript: true }],
    ['@img/sharp-linuxmusl-x64', { os: ['linux'], cpu: ['x64'], libc: ['musl'], optional: true }],
    ['@rollup/rollup-linux-x64-gnu', { os: ['linux'], cpu: ['x64'], optional: true }],
    ['something-gnu', {}],
  ])('is shown by %s', (name, fields) => {
    expect(nativeOf({ [name]: { version: '1.0.0', ...fields } })).toMatchObject({ kind: 'some', packages: [name] });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['fsevents', { os: ['darwin'], hasInstallScript: true, optional: true }],
    ['@esbuild/darwin-arm64', { os: ['darwin'], cpu: ['arm64'], optional: true }],
    ['@next/swc-win32-x64-msvc', { os: ['win32'], cpu: ['x64'], optional: true }],
    ['@esbuild/linux-x64', { os: ['linux'], cpu: ['x64'], optional: true }],
    ['esbuild', { hasInstallScript: true }],
    ['@parcel/watcher-wasm', { bundled: true }],
    ['@img/colour', {}],
    ['core-js', { hasInstallScript: true }],
    ['@nestjs/core', { hasInstallScript: true }],
  ])('is not shown by %s', (name, fields) => {
    expect(nativeOf({ [name]: { version: '1.0.0', ...fields } }).kind).toBe('none');
  });

  it('of development dependencies counts only for the whole tree', () => {
    const packages = { bcrypt: { version: '5.1.1', dev: true, hasInstallScript: true } };
    expect(nativeOf(packages, 'production').kind).toBe('none');
    expect(nativeOf(packages, 'all').kind).toBe('some');
  });

  it('is unknown when a package that no table knows has an install script', () => {
    const native = nativeOf({ mystery: { version: '1.0.0', hasInstallScript: true } });
    expect(native.kind === 'unknown' ? native.because.data.packages : native.kind).toEqual(['mystery']);
  });

  it.each<[string, Readonly<Record<string, unknown>>, boolean]>([
    ['a package that depends on nothing of addons', { requires: { depd: '1' } }, true],
    ['a package that depends on bindings', { requires: { bindings: '1', nan: '2' } }, false],
  ])('of a version 1 lockfile is unknown, and %s', (_, fields, noLibraries) => {
    const text = JSON.stringify({
      lockfileVersion: 1,
      dependencies: {
        one: { version: '1.0.0', ...fields },
        fsevents: { version: '1.2.9', optional: true, requires: { nan: '2' } },
      },
    });
    const native = projectOf({
      'package.json': manifest({ dependencies: { one: '1' } }),
      'package-lock.json': text,
    }).nativeCode('production');
    expect(native.kind).toBe('unknown');
    expect(native.kind === 'unknown' && native.noLibraries === true).toBe(noLibraries);
  });

  it('is unknown without a lockfile, except when there is nothing to install', () => {
    expect(
      projectOf({ 'package.json': manifest({ dependencies: { express: '4' } }) }).nativeCode('production').kind,
    ).toBe('unknown');
    expect(
      projectOf({ 'package.json': manifest({ devDependencies: { jest: '29' } }) }).nativeCode('production').kind,
    ).toBe('none');
    expect(
      projectOf({ 'package.json': manifest({ dependencies: { bcrypt: '5' } }) }).nativeCode('production').kind,
    ).toBe('some');
  });

  it('cannot be ruled out by a version 1 lockfile, which records no install scripts', () => {
    const text = JSON.stringify({ lockfileVersion: 1, dependencies: { express: { version: '4.0.0' } } });
    const project = projectOf({
      'package.json': manifest({ dependencies: { express: '4' } }),
      'package-lock.json': text,
    });
    expect(project.nativeCode('production').kind).toBe('unknown');
  });

  it('names packages that load libraries of the system', () => {
    const native = nativeOf({
      bcrypt: { version: '5.0.0', hasInstallScript: true },
      canvas: { version: '2.11.2', hasInstallScript: true },
      'pg-native': { version: '3.0.0' },
    });
    expect(native).toMatchObject({ needsLibraries: ['canvas'], systemPackages: ['libpq5'] });
  });

  it('tells the packages of Debian that hold what the engines of Prisma load', () => {
    const native = nativeOf({
      '@prisma/client': { version: '5.22.0', hasInstallScript: true },
      '@prisma/engines': { version: '5.22.0', hasInstallScript: true },
      argon2: { version: '0.41.1', hasInstallScript: true },
    });
    expect(native).toMatchObject({ needsLibraries: [], systemPackages: ['ca-certificates', 'openssl'] });
  });
});

describe('packages that an install names', () => {
  const project = projectOf({
    'package.json': manifest({ dependencies: { express: '*' } }),
    'package-lock.json': lock({ express: { version: '4.0.0' }, qs: { version: '6.0.0' } }),
  });
  const kindWith = (...named: readonly string[]) => project.nativeCode('production', undefined, named).kind;

  it.each<[string, NativeCode['kind']]>([
    ['express@4', 'none'],
    ['qs', 'none'],
    ['@types/node@20', 'none'],
    ['serve@14', 'none'],
    ['argon2@0.43.0', 'some'],
    ['helmet', 'unknown'],
    ['@scope/helmet@1', 'unknown'],
    ['user/repository#v1', 'unknown'],
  ])('%s: %s', (named, kind) => {
    expect(kindWith(named)).toBe(kind);
  });

  it('is not known as soon as one of them is in no list', () => {
    expect(kindWith('argon2', 'helmet')).toBe('unknown');
  });
});
