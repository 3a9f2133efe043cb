import { describe, expect, it } from 'vitest';
import { baseImageOf } from '../../src/base-images/knowledge-of.ts';
import { mayBeUbuntu } from '../../src/base-images/ubuntu.ts';
import { ALPINE_LIBRARIES } from '../../src/system-packages/alpine-libraries.ts';
import { alpineTwin } from '../../src/system-packages/alpine-twins.ts';
import {
  BUILD_ONLY_APK,
  BUILD_ONLY_APT,
  BUILD_ONLY_RPM,
  COMPILE_TIME_INTERPRETERS,
} from '../../src/system-packages/build-only.ts';
import { DEBIAN_LIBRARIES } from '../../src/system-packages/debian-libraries.ts';
import { needAtRuntime } from '../../src/system-packages/need-at-runtime.ts';
import { RPM_LIBRARIES } from '../../src/system-packages/rpm-libraries.ts';
import { UBUNTU_LIBRARIES } from '../../src/system-packages/ubuntu-libraries.ts';
import { reference } from '../base-images/reference.ts';

describe('what a runtime needs', () => {
  it.each([
    ['apt', 'bookworm', 'libpq-dev', ['libpq5']],
    ['apt', null, 'libpq-dev', ['libpq5']],
    ['apt', 'bookworm', 'libssl-dev', ['libssl3']],
    ['apt', 'bullseye', 'libssl-dev', ['libssl1.1']],
    ['apt', 'buster', 'libssl-dev', ['libssl1.1']],
    ['apt', 'trixie', 'libssl-dev', ['libssl3t64']],
    ['apt', 'bookworm', 'default-libmysqlclient-dev', ['libmariadb3']],
    ['apt', 'trixie', 'libvips-dev', ['libvips42t64']],
    ['apt', null, 'default-libmysqlclient-dev', ['libmariadb3']],
    ['apt', null, 'libcurl4-openssl-dev', ['libcurl4']],
    ['apt', 'bookworm', 'libffi-dev', ['libffi8']],
    ['apk', 'alpine3.20', 'openssl-dev', ['libssl3', 'libcrypto3']],
    ['apk', 'alpine3.16', 'openssl-dev', ['libssl1.1', 'libcrypto1.1']],
    ['apk', null, 'postgresql-dev', ['libpq']],
    ['apk', null, 'build-base', ['libstdc++']],
    ['apt', 'focal', 'libssl-dev', ['libssl1.1']],
    ['apt', 'jammy', 'libssl-dev', ['libssl3']],
    ['apt', 'noble', 'libssl-dev', ['libssl3t64']],
    ['apt', 'jammy', 'default-libmysqlclient-dev', ['libmysqlclient21']],
    ['apt', 'noble', 'libjpeg-dev', ['libjpeg8']],
    ['apt', 'focal', 'libicu-dev', ['libicu66']],
    ['apt', 'noble', 'libpq-dev', ['libpq5']],
    ['dnf', 'almalinux9', 'openssl-devel', ['openssl-libs']],
    ['yum', 'centos7', 'libxml2-devel', ['libxml2']],
  ] as const)('of %s %s %s are its libraries', (manager, release, name, packages) => {
    expect(needAtRuntime(manager, release, name)).toEqual({ kind: 'runtime', packages });
  });

  it.each([
    ['apt', 'build-essential'],
    ['apt', 'g++-12'],
    ['apt', 'libpython3.11-dev'],
    ['apt', 'python3'],
    ['apk', 'gcc'],
    ['apk', 'linux-headers'],
    ['dnf', 'gcc-c++'],
    ['yum', 'python3-devel'],
  ] as const)('of %s %s is nothing', (manager, name) => {
    expect(needAtRuntime(manager, null, name)).toEqual({ kind: 'build-only' });
  });

  it.each([
    ['apt', 'bookworm', 'curl'],
    ['apt', 'bookworm', 'git'],
    ['apt', null, 'libssl-dev'],
    ['apt', 'bionic', 'libssl-dev'],
    ['apt', 'jammy', 'libjpeg62-turbo-dev'],
    ['apt', 'trixie', 'libpcre3-dev'],
    ['apt', 'bookworm', 'constructor'],
    ['apk', null, 'openssl-dev'],
    ['dnf', null, 'postgresql-devel'],
    ['dnf', null, 'libcurl-devel'],
    ['dnf', null, 'python3'],
    ['zypper', null, 'gcc'],
  ] as const)('is unknown for %s %s %s', (manager, release, name) => {
    expect(needAtRuntime(manager, release, name)).toEqual({ kind: 'unknown' });
  });
});

describe('an image that leaves its release open', () => {
  it('has the names that hold for all of Debian, unless it may be one of Ubuntu', () => {
    expect(needAtRuntime('apt', null, 'libjpeg-dev')).toEqual({ kind: 'runtime', packages: ['libjpeg62-turbo'] });
    expect(needAtRuntime('apt', null, 'libjpeg-dev', { ubuntu: true })).toEqual({ kind: 'unknown' });
    expect(needAtRuntime('apt', null, 'libpq-dev', { ubuntu: true })).toEqual({
      kind: 'runtime',
      packages: ['libpq5'],
    });
  });

  it.each([
    ['ubuntu', true],
    ['ubuntu:22.04', true],
    ['eclipse-temurin:17-jre', true],
    ['eclipse-temurin:17-jre-alpine', false],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', false],
    ['mcr.microsoft.com/dotnet/aspnet:10.0', true],
    ['node:20', false],
    ['debian:stable', false],
  ])('%s may be one of Ubuntu: %s', (tag, expected) => {
    const image = baseImageOf(reference(tag), new Map());
    expect(image !== null && mayBeUbuntu(image)).toBe(expected);
  });
});

describe('the tables', () => {
  it('name each package once, in order', () => {
    for (const table of [BUILD_ONLY_APT, BUILD_ONLY_APK, BUILD_ONLY_RPM, COMPILE_TIME_INTERPRETERS]) {
      expect(new Set(table).size).toBe(table.length);
    }
    for (const name of [...BUILD_ONLY_APT, ...COMPILE_TIME_INTERPRETERS])
      expect(DEBIAN_LIBRARIES).not.toHaveProperty([name]);
    for (const name of BUILD_ONLY_APK) expect(ALPINE_LIBRARIES).not.toHaveProperty([name]);
    for (const name of BUILD_ONLY_RPM) expect(RPM_LIBRARIES).not.toHaveProperty([name]);
    for (const name of Object.keys(UBUNTU_LIBRARIES)) expect(DEBIAN_LIBRARIES).toHaveProperty([name]);
  });

  it('never name a development package as a runtime half', () => {
    const tables = [DEBIAN_LIBRARIES, UBUNTU_LIBRARIES, ALPINE_LIBRARIES, RPM_LIBRARIES];
    const halves = tables
      .flatMap((table) => Object.values(table))
      .flatMap((half) => Object.values<readonly string[]>(half).flat());
    expect(halves.filter((name) => /-dev(?:el)?$/.test(name))).toEqual([]);
  });
});

describe('Alpine twins', () => {
  it.each([
    ['python3-pip', ['py3-pip']],
    ['netcat', ['netcat-openbsd']],
    ['libpq5', ['libpq']],
    ['build-essential', ['build-base']],
    ['apt-transport-https', []],
  ])('of %s are %j', (name, twins) => {
    expect(alpineTwin(name)).toEqual(twins);
  });

  it.each(['locales', 'gosu', 'google-chrome-stable', 'toString'])('of %s are not known', (name) => {
    expect(alpineTwin(name)).toBeNull();
  });
});
