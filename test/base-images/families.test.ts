import { describe, expect, it } from 'vitest';
import type { BaseImage } from '../../src/base-images/base-image.ts';
import { baseImageOf } from '../../src/base-images/knowledge-of.ts';
import { reference } from './reference.ts';

const NO_VARIABLES: ReadonlyMap<string, string> = new Map();

const known = (text: string): BaseImage | null => baseImageOf(reference(text), NO_VARIABLES);

/** What a row says of an image, in one line: it is read as a table, and compared as one. */
function said(text: string): string {
  const image = known(text);
  if (image === null) return 'not known';
  const { variant, libc, release, major, packageManager, shell } = image;
  const system = [variant, libc, release ?? '-', major ?? '-', packageManager, shell ? 'shell' : 'no shell'].join(' ');
  const user = `${image.startsAs ?? 'root'}/${image.user === null ? '-' : `${image.user.name}:${image.user.uid}`}`;
  const start = `[${(image.entrypoint ?? []).join(' ')}] [${(image.cmd ?? []).join(' ')}]`;
  return [system, user, start, image.stopSignal ?? 'SIGTERM', image.workdir].join(' | ');
}

/** Tag → variant, libc, release, major, package manager, shell | starts as / its own user | [ENTRYPOINT] [CMD] | STOPSIGNAL | WORKDIR. */
const FAMILIES: Readonly<Record<string, readonly (readonly [tag: string, facts: string])[]>> = {
  node: [
    ['node:20', 'full glibc bookworm 20 apt shell | root/node:1000 | [docker-entrypoint.sh] [node] | SIGTERM | /'],
    ['node:20-slim', 'slim glibc bookworm 20 apt shell | root/node:1000 | [docker-entrypoint.sh] [node] | SIGTERM | /'],
    [
      'node:20-alpine3.20',
      'alpine musl alpine3.20 20 apk shell | root/node:1000 | [docker-entrypoint.sh] [node] | SIGTERM | /',
    ],
    ['node:lts', 'full glibc - - apt shell | root/node:1000 | [docker-entrypoint.sh] [node] | SIGTERM | /'],
    ['node:6.0', 'full glibc jessie 6 apt shell | root/- | [] [node] | SIGTERM | /'],
  ],
  python: [
    ['python:3.12', 'full glibc - 3 apt shell | root/- | [] [python3] | SIGTERM | /'],
    ['python:3.12-slim-bookworm', 'slim glibc bookworm 3 apt shell | root/- | [] [python3] | SIGTERM | /'],
    ['python:3.12-alpine', 'alpine musl - 3 apk shell | root/- | [] [python3] | SIGTERM | /'],
    ['python:2.7', 'full glibc - 2 apt shell | root/- | [] [python2] | SIGTERM | /'],
  ],
  golang: [
    ['golang:1.22', 'full glibc bookworm 1 apt shell | root/- | [] [bash] | SIGTERM | /go'],
    ['golang:1.22-bookworm', 'full glibc bookworm 1 apt shell | root/- | [] [bash] | SIGTERM | /go'],
    ['golang:1.22-alpine3.20', 'alpine musl alpine3.20 1 apk shell | root/- | [] [/bin/sh] | SIGTERM | /go'],
  ],
  rust: [
    ['rust:1.80', 'full glibc - 1 apt shell | root/- | [] [bash] | SIGTERM | /'],
    ['rust:1.80-slim-bookworm', 'slim glibc bookworm 1 apt shell | root/- | [] [bash] | SIGTERM | /'],
    ['rust:1.80-alpine3.20', 'alpine musl alpine3.20 1 apk shell | root/- | [] [/bin/sh] | SIGTERM | /'],
    ['rust:slim', 'slim glibc - - apt shell | root/- | [] [bash] | SIGTERM | /'],
  ],
  'eclipse-temurin': [
    ['eclipse-temurin:21-jdk-jammy', 'other glibc jammy 21 apt shell | root/- | [] [jshell] | SIGTERM | /'],
    ['eclipse-temurin:21-jre', 'other glibc - 21 apt shell | root/- | [] [bash] | SIGTERM | /'],
    ['eclipse-temurin:17-jre-alpine', 'alpine musl - 17 apk shell | root/- | [] [/bin/sh] | SIGTERM | /'],
    ['eclipse-temurin:8u402-b06-jdk', 'other glibc - 8 apt shell | root/- | [] [jshell] | SIGTERM | /'],
  ],
  openjdk: [
    ['openjdk:8-jdk-alpine', 'alpine musl - 8 apk shell | root/- | [] [/bin/sh] | SIGTERM | /'],
    ['openjdk:11-jre-slim', 'slim glibc - 11 apt shell | root/- | [] [bash] | SIGTERM | /'],
    ['openjdk:17-slim-bullseye', 'slim glibc bullseye 17 apt shell | root/- | [] [jshell] | SIGTERM | /'],
  ],
  amazoncorretto: [
    ['amazoncorretto:17-alpine3.19', 'alpine musl alpine3.19 17 apk shell | root/- | [] [/bin/sh] | SIGTERM | /'],
    ['amazoncorretto:11-al2-jdk', 'other glibc al2 11 yum shell | root/- | [] [/bin/bash] | SIGTERM | /'],
    ['amazoncorretto:21-al2023-headless', 'other glibc al2023 21 dnf shell | root/- | [] [/bin/bash] | SIGTERM | /'],
  ],
  maven: [
    [
      'maven:3.9-eclipse-temurin-21',
      'other glibc - 3 apt shell | root/- | [/usr/local/bin/mvn-entrypoint.sh] [mvn] | SIGTERM | /',
    ],
    [
      'maven:3.9-eclipse-temurin-17-alpine',
      'alpine musl - 3 apk shell | root/- | [/usr/local/bin/mvn-entrypoint.sh] [mvn] | SIGTERM | /',
    ],
    [
      'maven:3.8-openjdk-11-slim',
      'slim glibc - 3 apt shell | root/- | [/usr/local/bin/mvn-entrypoint.sh] [mvn] | SIGTERM | /',
    ],
  ],
  gradle: [
    ['gradle:8.5-jdk17', 'other glibc - 8 apt shell | root/gradle:1000 | [] [gradle] | SIGTERM | /home/gradle'],
    ['gradle:8-jdk21-alpine', 'alpine musl - 8 apk shell | root/gradle:1000 | [] [gradle] | SIGTERM | /home/gradle'],
    [
      'gradle:7.6-jdk11-focal',
      'other glibc focal 7 apt shell | root/gradle:1000 | [] [gradle] | SIGTERM | /home/gradle',
    ],
    ['gradle:4.10-jdk8', 'other glibc - 4 apt shell | gradle/gradle:1000 | [] [gradle] | SIGTERM | /home/gradle'],
    ['gradle:jdk8', 'other glibc - - apt shell | root/gradle:1000 | [] [gradle] | SIGTERM | /home/gradle'],
    ['gradle', 'other glibc - - apt shell | root/gradle:1000 | [] [gradle] | SIGTERM | /home/gradle'],
  ],
  dotnet: [
    ['mcr.microsoft.com/dotnet/sdk:8.0', 'full glibc bookworm 8 apt shell | root/app:1654 | [] [bash] | SIGTERM | /'],
    [
      'mcr.microsoft.com/dotnet/aspnet:8.0-alpine3.20',
      'alpine musl alpine3.20 8 apk shell | root/app:1654 | [] [/bin/sh] | SIGTERM | /',
    ],
    ['mcr.microsoft.com/dotnet/runtime:6.0', 'slim glibc bullseye 6 apt shell | root/- | [] [bash] | SIGTERM | /'],
    [
      'mcr.microsoft.com/dotnet/runtime-deps:9.0-noble-chiseled',
      'distroless glibc noble 9 none no shell | 1654/app:1654 | [] [] | SIGTERM | /',
    ],
    [
      'mcr.microsoft.com/dotnet/core/aspnet:3.1-buster-slim',
      'slim glibc buster 3 apt shell | root/- | [] [bash] | SIGTERM | /',
    ],
    ['mcr.microsoft.com/dotnet/aspnet:10.0', 'slim glibc noble 10 apt shell | root/app:1654 | [] [bash] | SIGTERM | /'],
  ],
  ruby: [
    ['ruby:3.3', 'full glibc - 3 apt shell | root/- | [] [irb] | SIGTERM | /'],
    ['ruby:3.3-slim-bookworm', 'slim glibc bookworm 3 apt shell | root/- | [] [irb] | SIGTERM | /'],
    ['ruby:3.3-alpine3.20', 'alpine musl alpine3.20 3 apk shell | root/- | [] [irb] | SIGTERM | /'],
  ],
  php: [
    ['php:8.3-fpm', 'full glibc - 8 apt shell | root/- | [docker-php-entrypoint] [php-fpm] | SIGQUIT | /var/www/html'],
    [
      'php:8.3-apache-bookworm',
      'full glibc bookworm 8 apt shell | root/- | [docker-php-entrypoint] [apache2-foreground] | SIGWINCH | /var/www/html',
    ],
    ['php:8.3-cli-alpine', 'alpine musl - 8 apk shell | root/- | [docker-php-entrypoint] [php -a] | SIGTERM | /'],
    [
      'php:8.3-fpm-alpine3.20',
      'alpine musl alpine3.20 8 apk shell | root/- | [docker-php-entrypoint] [php-fpm] | SIGQUIT | /var/www/html',
    ],
    [
      'php:7.4-apache',
      'full glibc - 7 apt shell | root/- | [docker-php-entrypoint] [apache2-foreground] | SIGTERM | /var/www/html',
    ],
    ['php:zts', 'full glibc - - apt shell | root/- | [docker-php-entrypoint] [php -a] | SIGTERM | /'],
  ],
  nginx: [
    ['nginx', 'full glibc - - apt shell | root/- | [/docker-entrypoint.sh] [nginx -g daemon off;] | SIGQUIT | /'],
    ['nginx:1.27', 'full glibc - 1 apt shell | root/- | [/docker-entrypoint.sh] [nginx -g daemon off;] | SIGQUIT | /'],
    [
      'nginx:1.27-alpine',
      'alpine musl - 1 apk shell | root/- | [/docker-entrypoint.sh] [nginx -g daemon off;] | SIGQUIT | /',
    ],
    [
      'nginx:1.27-alpine3.20-slim',
      'alpine musl alpine3.20 1 apk shell | root/- | [/docker-entrypoint.sh] [nginx -g daemon off;] | SIGQUIT | /',
    ],
    ['nginx:1.18', 'full glibc - 1 apt shell | root/- | [] [nginx -g daemon off;] | SIGTERM | /'],
    [
      'nginxinc/nginx-unprivileged:1.27',
      'full glibc - 1 apt shell | 101/nginx:101 | [/docker-entrypoint.sh] [nginx -g daemon off;] | SIGQUIT | /',
    ],
    [
      'nginxinc/nginx-unprivileged:1.27-alpine',
      'alpine musl - 1 apk shell | 101/nginx:101 | [/docker-entrypoint.sh] [nginx -g daemon off;] | SIGQUIT | /',
    ],
  ],
  bun: [
    [
      'oven/bun:1',
      'full glibc - 1 apt shell | root/bun:1000 | [/usr/local/bin/docker-entrypoint.sh] [/usr/local/bin/bun] | SIGTERM | /home/bun/app',
    ],
    [
      'oven/bun:1.1.30-slim',
      'slim glibc - 1 apt shell | root/bun:1000 | [/usr/local/bin/docker-entrypoint.sh] [/usr/local/bin/bun] | SIGTERM | /home/bun/app',
    ],
    [
      'docker.io/oven/bun:alpine',
      'alpine musl - - apk shell | root/bun:1000 | [/usr/local/bin/docker-entrypoint.sh] [/usr/local/bin/bun] | SIGTERM | /home/bun/app',
    ],
  ],
  debian: [
    ['debian:bookworm', 'other glibc bookworm - apt shell | root/- | [] [bash] | SIGTERM | /'],
    ['debian:12-slim', 'slim glibc bookworm - apt shell | root/- | [] [bash] | SIGTERM | /'],
    ['debian:stable', 'other glibc - - apt shell | root/- | [] [bash] | SIGTERM | /'],
  ],
  ubuntu: [
    ['ubuntu:24.04', 'other glibc noble - apt shell | root/- | [] [bash] | SIGTERM | /'],
    ['ubuntu:jammy', 'other glibc jammy - apt shell | root/- | [] [bash] | SIGTERM | /'],
    ['ubuntu', 'other glibc - - apt shell | root/- | [] [bash] | SIGTERM | /'],
  ],
  alpine: [
    ['alpine:3.20', 'alpine musl alpine3.20 - apk shell | root/- | [] [/bin/sh] | SIGTERM | /'],
    ['alpine', 'alpine musl - - apk shell | root/- | [] [/bin/sh] | SIGTERM | /'],
  ],
  distroless: [
    [
      'gcr.io/distroless/static-debian12',
      'distroless none bookworm - none no shell | root/nonroot:65532 | [] [] | SIGTERM | /',
    ],
    [
      'gcr.io/distroless/static-debian13:nonroot',
      'distroless none trixie - none no shell | 65532/nonroot:65532 | [] [] | SIGTERM | /home/nonroot',
    ],
    [
      'gcr.io/distroless/base-debian12',
      'distroless glibc bookworm - none no shell | root/nonroot:65532 | [] [] | SIGTERM | /',
    ],
    [
      'gcr.io/distroless/cc-debian12',
      'distroless glibc bookworm - none no shell | root/nonroot:65532 | [] [] | SIGTERM | /',
    ],
    [
      'gcr.io/distroless/nodejs22-debian12',
      'distroless glibc bookworm 22 none no shell | root/nonroot:65532 | [/nodejs/bin/node] [] | SIGTERM | /',
    ],
    [
      'gcr.io/distroless/python3-debian12',
      'distroless glibc bookworm 3 none no shell | root/nonroot:65532 | [/usr/bin/python3.11] [] | SIGTERM | /',
    ],
    [
      'gcr.io/distroless/java21-debian12',
      'distroless glibc bookworm 21 none no shell | root/nonroot:65532 | [/usr/bin/java -jar] [] | SIGTERM | /',
    ],
    [
      'gcr.io/distroless/java-base-debian12',
      'distroless glibc bookworm - none no shell | root/nonroot:65532 | [] [] | SIGTERM | /',
    ],
    [
      'gcr.io/distroless/base-debian12:debug',
      'distroless glibc bookworm - none shell | root/nonroot:65532 | [] [] | SIGTERM | /',
    ],
  ],
  hardened: [
    [
      'cgr.dev/chainguard/static:latest',
      'distroless none - - none no shell | 65532/nonroot:65532 | [] [] | SIGTERM | /',
    ],
    [
      'cgr.dev/chainguard/glibc-dynamic',
      'distroless glibc - - none no shell | 65532/nonroot:65532 | [] [] | SIGTERM | /',
    ],
    [
      'dhi.io/static:20250419-debian13',
      'distroless none - - none no shell | 65532/nonroot:65532 | [] [] | SIGTERM | /',
    ],
  ],
  scratch: [['scratch', 'scratch none - - none no shell | root/- | [] [] | SIGTERM | /']],
  busybox: [
    ['busybox', 'other none - - none shell | root/- | [] [sh] | SIGTERM | /'],
    ['busybox:1.36-glibc', 'other glibc - - none shell | root/- | [] [sh] | SIGTERM | /'],
    ['busybox:1.36-musl', 'other musl - - none shell | root/- | [] [sh] | SIGTERM | /'],
  ],
  almalinux: [['almalinux:9', 'other glibc almalinux9 - dnf shell | root/- | [] [/bin/bash] | SIGTERM | /']],
  rockylinux: [['rockylinux:9', 'other glibc rockylinux9 - dnf shell | root/- | [] [/bin/bash] | SIGTERM | /']],
  centos: [
    ['centos:7', 'other glibc centos7 - yum shell | root/- | [] [/bin/bash] | SIGTERM | /'],
    ['centos:8', 'other glibc centos8 - dnf shell | root/- | [] [/bin/bash] | SIGTERM | /'],
  ],
  fedora: [['fedora:40', 'other glibc fedora40 - dnf shell | root/- | [] [/bin/bash] | SIGTERM | /']],
  amazonlinux: [
    ['amazonlinux:2', 'other glibc amazonlinux2 - yum shell | root/- | [] [/bin/bash] | SIGTERM | /'],
    ['amazonlinux:2023', 'other glibc amazonlinux2023 - dnf shell | root/- | [] [/bin/bash] | SIGTERM | /'],
  ],
  ubi: [
    [
      'registry.access.redhat.com/ubi9/ubi-minimal',
      'other glibc ubi9 - dnf shell | root/- | [] [/bin/bash] | SIGTERM | /',
    ],
    ['registry.access.redhat.com/ubi8:8.10', 'other glibc ubi8 - dnf shell | root/- | [] [/bin/bash] | SIGTERM | /'],
  ],
};

describe.each(Object.entries(FAMILIES))('the family %s', (_, rows) => {
  it.each(rows)('%s is: %s', (tag, facts) => {
    expect(said(tag)).toBe(facts);
  });
});

/** What every full or slim image of a family has, and what it lacks. */
const PROGRAMS: readonly (readonly [tag: string, has: readonly string[], lacks: readonly string[]])[] = [
  ['node:20', ['node', 'npm', 'npx', 'yarn', 'git', 'curl', 'gcc', 'python3'], ['apk']],
  ['node:20-slim', ['node', 'npm', 'bash', 'service'], ['git', 'curl', 'gcc', 'python3']],
  ['node:20-alpine', ['node', 'npm', 'wget', 'apk'], ['bash', 'curl', 'git', 'service']],
  ['python:3.12-slim', ['python', 'python3', 'pip'], ['gcc', 'curl', 'git']],
  ['golang:1.22', ['go', 'gofmt', 'gcc', 'git', 'curl'], ['python3']],
  ['golang:1.22-alpine', ['go'], ['gcc', 'git', 'bash']],
  ['rust:1.80-slim', ['cargo', 'rustc', 'gcc'], ['curl', 'git', 'pkg-config']],
  ['ruby:3.3-slim', ['ruby', 'gem', 'bundle'], ['gcc', 'git', 'curl']],
  ['php:8.3-fpm', ['php', 'php-fpm', 'docker-php-ext-install', 'curl', 'gcc'], ['git', 'unzip', 'composer']],
  ['php:8.3-fpm-alpine', ['php', 'php-fpm', 'curl'], ['bash', 'git', 'gcc']],
  ['nginx:1.27', ['nginx', 'curl', 'envsubst', 'bash'], ['wget', 'git']],
  ['nginx:1.27-alpine', ['nginx', 'curl', 'envsubst', 'wget'], ['bash']],
  ['nginx:1.27-alpine-slim', ['nginx', 'envsubst', 'wget'], ['curl', 'bash']],
  ['eclipse-temurin:17-jdk', ['java', 'javac', 'jar'], ['mvn']],
  ['eclipse-temurin:17-jre', ['java'], ['javac', 'jar', 'jstack']],
  ['amazoncorretto:17-al2023-headless', ['java', 'dnf'], ['javac', 'useradd']],
  ['gradle:8-jdk17', ['gradle', 'java', 'javac', 'git', 'unzip'], ['mvn']],
  ['maven:3.9-eclipse-temurin-17', ['mvn', 'java', 'javac'], ['gradle']],
  ['mcr.microsoft.com/dotnet/sdk:8.0', ['dotnet', 'git', 'curl'], ['node']],
  ['mcr.microsoft.com/dotnet/runtime-deps:8.0', ['bash'], ['dotnet', 'curl']],
  ['mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled', ['dotnet'], ['bash', 'sh', 'apt-get']],
  ['debian:bookworm-slim', ['apt-get', 'bash', 'perl', 'useradd', 'service'], ['curl', 'git']],
  ['ubuntu:24.04', ['apt-get', 'bash', 'perl', 'useradd'], ['curl', 'git']],
  ['alpine:3.20', ['apk', 'adduser', 'wget', 'nc'], ['bash', 'curl', 'useradd']],
  ['almalinux:9', ['dnf', 'yum', 'curl', 'useradd'], ['apt-get']],
  ['centos:7', ['yum', 'useradd'], ['dnf']],
  ['almalinux:10', ['dnf'], ['useradd']],
  ['registry.access.redhat.com/ubi9/ubi:9.4', ['dnf', 'useradd'], ['apt-get']],
  ['amazonlinux:2023', ['dnf', 'curl'], ['useradd']],
  ['registry.access.redhat.com/ubi9/ubi-minimal', ['microdnf'], ['dnf', 'useradd']],
  ['gcr.io/distroless/java21-debian12', ['java'], ['sh', 'bash', 'javac']],
  ['gcr.io/distroless/nodejs22-debian12', [], ['node', 'npm', 'sh']],
  ['busybox', ['wget', 'nc', 'adduser'], ['bash', 'apk']],
  ['scratch', [], ['sh']],
];

describe('programs', () => {
  it.each(PROGRAMS)('%s has %j and lacks %j', (tag, has, lacks) => {
    const programs = known(tag)?.programs ?? [];
    expect(has.filter((program) => !programs.includes(program))).toEqual([]);
    expect(lacks.filter((program) => programs.includes(program))).toEqual([]);
  });
});

describe('what the tables must not guess', () => {
  it.each([
    'scratch:latest',
    'openjdk:17',
    'openjdk:21-jdk',
    'maven:3',
    'maven:3-openjdk-17',
    'gradle:5.4-jdk8',
    'gradle:8-jdk17-ubi9',
    'gradle:8-jdk17-corretto',
    'gradle:8-jdk17-graal',
    'gradle:2.14',
    'amazoncorretto:17',
    'amazoncorretto:latest',
    'debian:sid',
    'centos:stream9',
    'centos/nodejs-12-centos7',
    'fedora:rawhide',
    'amazonlinux:latest',
    'registry.access.redhat.com/ubi9/nodejs-20',
    'registry.access.redhat.com/ubi9/ubi-micro',
    'opensuse/leap:15.5',
    'cgr.dev/chainguard/node',
    'cgr.dev/chainguard/static:latest-dev',
    'dhi.io/node:20',
    'dhi.io/glibc-dynamic',
    'oven/bun:distroless',
    'oven/bun:canary-alpine',
    'oven/node:1',
    'denoland/deno',
    'golang:1.22-slim',
    'php:8.3-slim',
    'php:8.3-swoole',
    'nginx:1.27-slim',
    'rust:nightly',
    'python:3.12-windowsservercore',
    'mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022',
    'mcr.microsoft.com/dotnet/aspnet:8.0-azurelinux3.0',
    'mcr.microsoft.com/playwright:v1.40.0-jammy',
    'gcr.io/distroless/nodejs:16',
    'arm64v8/php:8.3-fpm',
    'registry.example:5000/php:8.3-fpm',
    'bitnami/nginx:1.27',
  ])('%s is not known', (tag) => {
    expect(known(tag)).toBeNull();
  });
});

describe('every family', () => {
  const tags = Object.values(FAMILIES).map(([first]) => first?.[0] ?? '');

  it.each(tags)('is the same image under each spelling of Docker Hub and under its public mirrors: %s', (tag) => {
    const image = known(tag);
    const isOfficial = !tag.includes('/') && tag !== 'scratch';
    for (const prefix of ['library', 'docker.io/library', 'public.ecr.aws/docker/library', 'mirror.gcr.io/library'])
      expect(known(`${prefix}/${tag}`)?.family ?? null).toBe(isOfficial ? image?.family : null);
    expect(known(`registry.example.org/team/${tag}`)).toBeNull();
  });

  it.each(tags.filter((tag) => tag.includes(':')))('is read through a variable that holds the version: %s', (tag) => {
    const colon = tag.lastIndexOf(':');
    const image = baseImageOf(reference(`${tag.slice(0, colon)}:\${TAG}`), new Map([['TAG', tag.slice(colon + 1)]]));
    expect({ ...image, evidence: [] }).toEqual({ ...known(tag), evidence: [] });
  });

  it.each(tags.filter((tag) => tag.includes(':')))('is read with a digest behind its tag: %s', (tag) => {
    expect(known(`${tag}@sha256:abc`)?.family).toBe(known(tag)?.family);
  });
});
