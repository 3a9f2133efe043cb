import { describe, expect, test } from 'vitest';
import type { BaseImage } from '../../src/base-images/base-image.ts';
import { baseImageOf } from '../../src/base-images/knowledge-of.ts';
import { reference } from './reference.ts';

const NO_VARIABLES: ReadonlyMap<string, string> = new Map();

function known(text: string, variables = NO_VARIABLES): BaseImage {
  const image = baseImageOf(reference(text), variables);
  if (image === null) throw new Error(`${text} is not known`);
  return image;
}

describe('which official node image a tag names', () => {
  test.each([
    ['node:lts', 20],
    ['node:slim', 20],
    ['node:18', undefined],
    ['node:lts-bullseye', undefined],
    ['node:lts-iron', undefined],
  ])('%s stands for %s or a later line', (tag, major) => {
    expect(known(tag).majorAtLeast).toBe(major);
  });

  test.each([
    ['node', 'full', 'glibc', null, null],
    ['node:latest', 'full', 'glibc', null, null],
    ['node:lts', 'full', 'glibc', null, null],
    ['node:current', 'full', 'glibc', null, null],
    ['node:slim', 'slim', 'glibc', null, null],
    ['node:alpine', 'alpine', 'musl', null, null],
    ['node:alpine3.20', 'alpine', 'musl', 'alpine3.20', null],
    ['node:lts-slim', 'slim', 'glibc', null, null],
    ['node:lts-alpine3.20', 'alpine', 'musl', 'alpine3.20', null],
    ['node:current-bookworm-slim', 'slim', 'glibc', 'bookworm', null],
    ['node:bookworm', 'full', 'glibc', 'bookworm', null],
    ['node:24', 'full', 'glibc', null, 24],
    ['node:24.19.0', 'full', 'glibc', null, 24],
    ['node:24.18.0', 'full', 'glibc', 'bookworm', 24],
    ['node:22-slim', 'slim', 'glibc', null, 22],
    ['node:22-bookworm', 'full', 'glibc', 'bookworm', 22],
    ['node:20-bookworm-slim', 'slim', 'glibc', 'bookworm', 20],
    ['node:20-alpine3.20', 'alpine', 'musl', 'alpine3.20', 20],
    ['node:20', 'full', 'glibc', 'bookworm', 20],
    ['node:20.2.0', 'full', 'glibc', 'bullseye', 20],
    ['node:20.3.0', 'full', 'glibc', 'bookworm', 20],
    ['node:18.15', 'full', 'glibc', 'bullseye', 18],
    ['node:18', 'full', 'glibc', 'bookworm', 18],
    ['node:17', 'full', 'glibc', 'bullseye', 17],
    ['node:16-slim', 'slim', 'glibc', 'buster', 16],
    ['node:14.19.2', 'full', 'glibc', 'stretch', 14],
    ['node:14', 'full', 'glibc', 'buster', 14],
    ['node:12', 'full', 'glibc', 'stretch', 12],
    ['node:10.12', 'full', 'glibc', 'jessie', 10],
    ['node:10.13.0', 'full', 'glibc', 'stretch', 10],
    ['node:10.13.0-slim', 'slim', 'glibc', 'jessie', 10],
    ['node:8.12.0', 'full', 'glibc', 'jessie', 8],
    ['node:8', 'full', 'glibc', 'stretch', 8],
    ['node:6.14.4-slim', 'slim', 'glibc', 'jessie', 6],
    ['node:0.12', 'full', 'glibc', null, 0],
    ['node:iron', 'full', 'glibc', 'bookworm', 20],
    ['node:hydrogen-alpine', 'alpine', 'musl', null, 18],
    ['node:krypton-bookworm-slim', 'slim', 'glibc', 'bookworm', 24],
    ['node:jod', 'full', 'glibc', null, 22],
    ['node:gallium', 'full', 'glibc', 'buster', 16],
    ['node:fermium-buster', 'full', 'glibc', 'buster', 14],
    ['node:erbium-slim', 'slim', 'glibc', 'stretch', 12],
    ['node:dubnium', 'full', 'glibc', 'stretch', 10],
    ['node:carbon', 'full', 'glibc', 'stretch', 8],
    ['node:boron-alpine', 'alpine', 'musl', null, 6],
    ['node:argon', 'full', 'glibc', 'jessie', 4],
    ['node:lts-iron', 'full', 'glibc', null, 20],
    ['node:wheezy', 'full', 'glibc', 'wheezy', 10],
    ['node:buster-slim', 'slim', 'glibc', 'buster', 20],
  ])('%s is %s on %s, release %s, major %s', (text, variant, libc, release, major) => {
    expect(known(text)).toMatchObject({ family: 'node', variant, libc, release, major });
  });

  test.each([
    'node:chakracore',
    'node:chakracore-10',
    'node:20-nightly',
    'node:20-perl',
    'node:latest-slim',
    'node:lts-iron-slim',
    'node:v20',
    'node:20.1.2.3',
    'node:20-slim-bookworm',
    'node:lts-nonsense',
    'node:',
  ])('%s is no spelling of it', (text) => {
    expect(baseImageOf(reference(text), NO_VARIABLES)).toBeNull();
  });
});

describe('what the official node image brings', () => {
  test.each([
    ['node:4.6.0', false],
    ['node:4.6.1', true],
    ['node:5', false],
    ['node:6.9.0', false],
    ['node:6.9', true],
    ['node:7.0.0', true],
    ['node:0.12', false],
    ['node:22-alpine', true],
    ['node', true],
  ])('%s has the user node: %s', (text, there) => {
    const user = there ? { name: 'node', uid: 1000, gid: 1000, home: '/home/node' } : null;
    expect(known(text).user).toEqual(user);
  });

  test.each([
    ['node:8.15.1', false],
    ['node:8.16.0', true],
    ['node:8', true],
    ['node:8-wheezy', false],
    ['node:9', false],
    ['node:10.15', false],
    ['node:10.16', true],
    ['node:11.14', false],
    ['node:11', true],
    ['node:12.3.1', false],
    ['node:12', true],
    ['node:lts-alpine', true],
  ])('%s has an entrypoint: %s', (text, there) => {
    expect(known(text).entrypoint).toEqual(there ? ['docker-entrypoint.sh'] : null);
  });

  test.each([
    ['node:6.9.5', false],
    ['node:6.10.0', true],
    ['node:7.5.0', false],
    ['node:20-alpine', true],
    ['node:25', true],
    ['node:26', false],
    ['node:latest', false],
  ])('%s is known to have yarn: %s', (text, there) => {
    expect(known(text).programs.includes('yarn')).toBe(there);
  });

  test('keeps curl in slim images only while they stood on buildpack-deps', () => {
    expect(known('node:8.11.1-slim').programs).toContain('curl');
    expect(known('node:8.11.2-slim').programs).not.toContain('curl');
    expect(known('node:20-slim').programs).not.toContain('curl');
  });

  test('has wget but neither curl nor bash on Alpine', () => {
    const { programs } = known('node:20-alpine');
    expect(programs).toContain('wget');
    expect(programs).not.toContain('curl');
    expect(programs).not.toContain('bash');
  });

  test('has Python 2 as `python` up to buster', () => {
    expect(known('node:14').programs).toContain('python');
    expect(known('node:18').programs).not.toContain('python');
    expect(known('node:18').programs).toContain('python3');
  });

  test('tells NODE_VERSION where the tag settles it', () => {
    expect(known('node:20.11.1-slim').env).toMatchObject({ NODE_VERSION: '20.11.1' });
    expect(known('node:8').env).toMatchObject({ NODE_VERSION: '8.17.0' });
    expect(known('node:20-buster').env).toMatchObject({ NODE_VERSION: '20.15.0' });
    expect(known('node:22').env).not.toHaveProperty('NODE_VERSION');
    expect(known('node:12-alpine3.9').env).not.toHaveProperty('NODE_VERSION');
  });

  test('marks the images that copy and install at FROM', () => {
    expect(known('node:onbuild')).toMatchObject({ onbuild: true, cmd: ['npm', 'start'], workdir: '/usr/src/app' });
    expect(known('node:20').onbuild).toBe(false);
  });

  test('does not know npx before Node 8.2', () => {
    expect(known('node:8.1').programs).not.toContain('npx');
    expect(known('node:8.2').programs).toContain('npx');
  });
});

describe('where official images are found', () => {
  test.each([
    'node:20',
    'library/node:20',
    'docker.io/node:20',
    'docker.io/library/node:20',
    'index.docker.io/library/node:20',
    'registry.hub.docker.com/library/node:20',
    'public.ecr.aws/docker/library/node:20',
    'mirror.gcr.io/library/node:20',
    'node:20@sha256:abc',
  ])('%s is the official image', (text) => {
    expect(known(text)).toMatchObject({ family: 'node', major: 20 });
  });

  test.each([
    'wodby/node:10',
    'nodesource/node:5',
    'mhart/alpine-node:8',
    'registry.example:5000/node:20',
    'registry.example/library/node:20',
    'arm32v7/node:20',
    'node@sha256:abc',
    'my-node:20',
    'constructor',
    'toString:1',
  ])('%s is not known', (text) => {
    expect(baseImageOf(reference(text), NO_VARIABLES)).toBeNull();
  });
});

describe('variables in a reference', () => {
  test('takes the default values', () => {
    expect(known('node:${NODE_VERSION}', new Map([['NODE_VERSION', '20.11.1']]))).toMatchObject({ major: 20 });
    expect(known('node:$V-alpine', new Map([['V', '18']]))).toMatchObject({ major: 18, variant: 'alpine' });
    expect(known('node:${V:-22}-slim')).toMatchObject({ major: 22, variant: 'slim' });
    expect(known('${REGISTRY}/node:20', new Map([['REGISTRY', 'docker.io/library']]))).toMatchObject({ major: 20 });
  });

  test('tells only what a literal ending says when the version has no value', () => {
    expect(known('node:${VERSION}-slim')).toMatchObject({
      variant: 'slim',
      libc: 'glibc',
      release: null,
      major: null,
      user: null,
      entrypoint: null,
    });
  });

  test('knows nothing when a variable decides the variant, the publisher or the name', () => {
    for (const text of ['node:${TAG}', '$BASE/node:11-slim', '${IMAGE}', '${IMAGE}:20', 'node:20-${SUITE}']) {
      expect(baseImageOf(reference(text), NO_VARIABLES)).toBeNull();
    }
  });

  test('knows nothing when the value belongs to another registry', () => {
    expect(baseImageOf(reference('${R}/node:20'), new Map([['R', 'registry.example']]))).toBeNull();
  });
});

describe('other families', () => {
  test.each([
    ['scratch', { variant: 'scratch', libc: 'none', shell: false, packageManager: 'none' }],
    ['debian:12.5-slim', { variant: 'slim', release: 'bookworm', major: null, packageManager: 'apt' }],
    ['debian:bookworm-20260803-slim', { variant: 'slim', release: 'bookworm' }],
    ['debian:stable', { release: null, major: null }],
    ['ubuntu:22.04', { family: 'ubuntu', release: 'jammy', major: null }],
    ['ubuntu', { release: null }],
    ['alpine:3.20.1', { libc: 'musl', release: 'alpine3.20', packageManager: 'apk' }],
    ['alpine:3', { release: null }],
    ['busybox', { libc: 'none', shell: true, packageManager: 'none' }],
    ['busybox:1.36-glibc', { libc: 'glibc' }],
    ['nginx:1.18', { entrypoint: null, user: null }],
    ['nginx:stable-alpine', { libc: 'musl', entrypoint: ['/docker-entrypoint.sh'] }],
    ['nginx:1.27-alpine3.20-slim', { release: 'alpine3.20' }],
    ['nginxinc/nginx-unprivileged:1.27-alpine', { startsAs: '101', libc: 'musl' }],
    ['gcr.io/distroless/static-debian12:nonroot', { libc: 'none', shell: false, startsAs: '65532' }],
    [
      'gcr.io/distroless/nodejs22-debian12',
      { libc: 'glibc', major: 22, entrypoint: ['/nodejs/bin/node'], workdir: '/' },
    ],
    ['gcr.io/distroless/python3-debian12:debug', { shell: true, entrypoint: ['/usr/bin/python3.11'] }],
    ['gcr.io/distroless/java21-debian12', { major: 21, entrypoint: ['/usr/bin/java', '-jar'] }],
    ['python:3.11-slim-bookworm', { variant: 'slim', release: 'bookworm', major: 3, entrypoint: null, user: null }],
    ['golang:1.22-alpine3.20', { libc: 'musl', workdir: '/go', release: 'alpine3.20' }],
    ['golang:1.22-alpine', { libc: 'musl', release: 'alpine3.21' }],
    ['golang:1.22.3-alpine', { release: 'alpine3.20' }],
    ['golang:1.27-alpine', { libc: 'musl', release: null }],
    ['golang:alpine', { libc: 'musl', release: null }],
    ['rust:1.79', { variant: 'full', major: 1 }],
    ['ruby:3.3-slim', { variant: 'slim', workdir: '/' }],
    ['eclipse-temurin:21-jre-alpine', { libc: 'musl', major: 21, release: null }],
    ['eclipse-temurin:17.0.10_7-jdk-jammy', { libc: 'glibc', major: 17, release: 'jammy' }],
    ['openjdk:11-jdk-slim', { libc: 'glibc', variant: 'slim', major: 11 }],
    ['maven:3.9-eclipse-temurin-21', { entrypoint: ['/usr/local/bin/mvn-entrypoint.sh'] }],
    ['php:8.3-fpm-alpine', { cmd: ['php-fpm'], workdir: '/var/www/html', libc: 'musl' }],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-alpine', { user: { name: 'app', uid: 1654 }, libc: 'musl' }],
    ['mcr.microsoft.com/dotnet/runtime:6.0', { user: null, packageManager: 'apt' }],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled', { shell: false, variant: 'distroless' }],
  ])('%s', (text, expected) => {
    expect(known(text)).toMatchObject(expected);
  });

  test.each([
    'scratch:latest',
    'library/scratch',
    'openjdk:17',
    'maven:3',
    'maven:3-openjdk-17',
    'debian:sid',
    'python:3.12-windowsservercore',
    'mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022',
    'gcr.io/distroless/nodejs:16',
    'distroless/static',
    'nginxinc/nginx-unprivileged-otel',
  ])('%s is not known', (text) => {
    expect(baseImageOf(reference(text), NO_VARIABLES)).toBeNull();
  });
});
