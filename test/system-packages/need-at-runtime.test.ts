import { describe, expect, it } from 'vitest';
import { ALPINE_LIBRARIES } from '../../src/system-packages/alpine-libraries.ts';
import { alpineTwin } from '../../src/system-packages/alpine-twins.ts';
import { BUILD_ONLY_APK, BUILD_ONLY_APT, COMPILE_TIME_INTERPRETERS } from '../../src/system-packages/build-only.ts';
import { DEBIAN_LIBRARIES } from '../../src/system-packages/debian-libraries.ts';
import { needAtRuntime } from '../../src/system-packages/need-at-runtime.ts';

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
  ] as const)('of %s %s %s are its libraries', (manager, release, name, packages) => {
    expect(needAtRuntime(manager, release, name)).toEqual({ kind: 'runtime', packages });
  });

  it.each([
    ['apt', 'build-essential'],
    ['apt', 'g++-12'],
    ['apt', 'libpython3.11-dev'],
    ['apt', 'python3'],
    ['apk', 'build-base'],
    ['apk', 'linux-headers'],
  ] as const)('of %s %s is nothing', (manager, name) => {
    expect(needAtRuntime(manager, null, name)).toEqual({ kind: 'build-only' });
  });

  it.each([
    ['apt', 'bookworm', 'curl'],
    ['apt', 'bookworm', 'git'],
    ['apt', null, 'libssl-dev'],
    ['apt', 'jammy', 'libssl-dev'],
    ['apt', 'trixie', 'libpcre3-dev'],
    ['apt', 'bookworm', 'constructor'],
    ['apk', null, 'openssl-dev'],
    ['dnf', null, 'gcc'],
  ] as const)('is unknown for %s %s %s', (manager, release, name) => {
    expect(needAtRuntime(manager, release, name)).toEqual({ kind: 'unknown' });
  });
});

describe('the tables', () => {
  it('name each package once, in order', () => {
    for (const table of [BUILD_ONLY_APT, BUILD_ONLY_APK, COMPILE_TIME_INTERPRETERS]) {
      expect(new Set(table).size).toBe(table.length);
    }
    for (const name of [...BUILD_ONLY_APT, ...COMPILE_TIME_INTERPRETERS])
      expect(DEBIAN_LIBRARIES).not.toHaveProperty([name]);
    for (const name of BUILD_ONLY_APK) expect(ALPINE_LIBRARIES).not.toHaveProperty([name]);
  });

  it('never name a development package as a runtime half', () => {
    const halves = [...Object.values(DEBIAN_LIBRARIES), ...Object.values(ALPINE_LIBRARIES)].flatMap((half) =>
      Object.values(half).flat(),
    );
    expect(halves.filter((name) => name.endsWith('-dev'))).toEqual([]);
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
