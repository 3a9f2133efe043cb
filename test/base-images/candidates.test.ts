import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smallerBases } from '../../src/base-images/candidates.ts';
import { baseImageOf } from '../../src/base-images/knowledge-of.ts';
import { reference } from './reference.ts';

const NO_VARIABLES: ReadonlyMap<string, string> = new Map();

function smaller(text: string, variables = NO_VARIABLES): readonly string[] {
  const read = reference(text);
  const image = baseImageOf(read, variables);
  return image === null ? [] : smallerBases(read, image, variables).map((candidate) => candidate.reference);
}

describe('smaller bases of the official node image', () => {
  test.each([
    ['node', ['node:alpine', 'node:slim']],
    ['node:latest', ['node:alpine', 'node:slim']],
    ['node:slim', ['node:alpine']],
    ['node:lts', ['node:lts-alpine', 'node:lts-slim']],
    ['node:current', ['node:current-alpine', 'node:current-slim']],
    ['node:20', ['node:20-alpine', 'node:20-slim']],
    ['node:20.11', ['node:20.11-alpine', 'node:20.11-slim']],
    ['node:20.11.1', ['node:20.11.1-alpine', 'node:20.11.1-slim']],
    ['node:20-slim', ['node:20-alpine']],
    ['node:20-bookworm', ['node:20-alpine', 'node:20-bookworm-slim']],
    ['node:20-bookworm-slim', ['node:20-alpine']],
    ['node:carbon', ['node:carbon-alpine', 'node:carbon-slim']],
    ['node:26', ['node:26-alpine', 'node:26-slim']],
    ['docker.io/library/node:20', ['docker.io/library/node:20-alpine', 'docker.io/library/node:20-slim']],
    [
      'public.ecr.aws/docker/library/node',
      ['public.ecr.aws/docker/library/node:alpine', 'public.ecr.aws/docker/library/node:slim'],
    ],
  ])('%s has %j', (text, expected) => {
    expect(smaller(text)).toEqual(expected);
  });

  test.each([
    ['node:20-alpine', 'it is the smallest already'],
    ['node:alpine3.20', 'it is the smallest already'],
    ['node:20@sha256:abc', 'another tag would drop the pin'],
    ['node:onbuild', 'it copies and installs at FROM'],
    ['node:4-onbuild', 'it copies and installs at FROM'],
    ['node:wheezy', 'wheezy had no variants'],
    ['node:0.12', 'it is older than Node 4'],
    ['node:0.10-slim', 'it is older than Node 4'],
    ['node:5.1-slim', 'Node 5 had no Alpine variant'],
    ['node:lts-iron', 'it rests at another version than iron'],
    ['node:20.99.0', 'the line ended before'],
    ['node:28', 'the line is not known yet'],
    ['wodby/node:10', 'it is not the official image'],
    ['python:3.11-slim', 'Alpine would need other wheels'],
    ['python:3.11-jessie', 'not every version has a slim tag of that suite'],
    ['rust:1.80-alpine', 'Alpine compiles for another target'],
    ['php:8.3-apache', 'Apache has no Alpine variant'],
    ['php:7.0-fpm', 'it is older than 7.1'],
    ['nginx:1.27-perl', 'which modules it has is not known'],
    ['gradle:8-jdk17', 'its ladder is not written down'],
  ])('%s has none: %s', (text) => {
    expect(smaller(text)).toEqual([]);
  });

  test.each([
    ['python:3.11', ['python:3.11-slim']],
    ['python:3.11.4-bookworm', ['python:3.11.4-slim-bookworm']],
    ['python', ['python:slim']],
    ['python:3', ['python:3-slim']],
    ['node:4.6.1', ['node:4.6.1-slim']],
    ['node:4.6.2', ['node:4.6.2-alpine', 'node:4.6.2-slim']],
    ['node:4.2', ['node:4.2-slim']],
    ['node:4', ['node:4-alpine', 'node:4-slim']],
    ['node:5', ['node:5-slim']],
    ['node:6.9.0', ['node:6.9.0-slim']],
    ['node:6.9', ['node:6.9-alpine', 'node:6.9-slim']],
    ['node:7.0.0', ['node:7.0.0-slim']],
  ])('%s was published before or after its Alpine variant: %j', (text, expected) => {
    expect(smaller(text)).toEqual(expected);
  });

  test.each([
    ['node:9.5.0-stretch', ['node:9.5.0-alpine']],
    ['node:8.12.0-jessie', ['node:8.12.0-alpine']],
    ['node:8.14.0-jessie', ['node:8.14.0-alpine', 'node:8.14.0-jessie-slim']],
    ['node:11.2.0-stretch', ['node:11.2.0-alpine']],
    ['node:11.3.0-stretch', ['node:11.3.0-alpine', 'node:11.3.0-stretch-slim']],
  ])('%s: the slim variant of a suite came later: %j', (text, expected) => {
    expect(smaller(text)).toEqual(expected);
  });

  test.each([
    ['node:20-buster', ['node:20-buster-slim']],
    ['node:18.20-buster', ['node:18.20-buster-slim']],
    ['node:10-jessie', ['node:10-jessie-slim']],
    ['node:8-wheezy', []],
    ['node:buster', ['node:buster-slim']],
    ['node:bookworm', ['node:bookworm-slim']],
    ['node:lts-bullseye', ['node:lts-bullseye-slim']],
  ])('%s may rest at an older Node than the Alpine tag: %j', (text, expected) => {
    expect(smaller(text)).toEqual(expected);
  });
});

describe('smaller bases of other families', () => {
  test.each([
    ['python:3.12', ['python:3.12-slim']],
    ['python:3.11.4-bookworm', ['python:3.11.4-slim-bookworm']],
    ['python:3', ['python:3-slim']],
    ['python', ['python:slim']],
    ['python:bullseye', ['python:slim-bullseye']],
    ['python:3.12-slim', []],
    ['python:2.6', []],
    ['python:3.4.1', []],
    ['python:3.6.2-stretch', []],
    ['python:3.12-alpine', []],
    ['python:3-onbuild', []],
    ['ruby:3.3', ['ruby:3.3-alpine', 'ruby:3.3-slim']],
    ['ruby:2.7-buster', ['ruby:2.7-alpine', 'ruby:2.7-slim-buster']],
    ['ruby:2.2', []],
    ['eclipse-temurin:17', ['eclipse-temurin:17-jre']],
    ['eclipse-temurin:21-jdk-jammy', ['eclipse-temurin:21-jre-jammy']],
    ['eclipse-temurin:17.0.10_7-jdk', ['eclipse-temurin:17.0.10_7-jre']],
    ['eclipse-temurin:8u402-b06-jdk', ['eclipse-temurin:8u402-b06-jre']],
    ['eclipse-temurin:21-jdk-alpine', ['eclipse-temurin:21-jre-alpine']],
    ['eclipse-temurin:16-jdk', []],
    ['eclipse-temurin:17-jre', []],
    ['openjdk:11', ['openjdk:11-jre-slim']],
    ['openjdk:8-jdk-buster', ['openjdk:8-jre-slim-buster']],
    ['openjdk:17-jdk-slim', []],
    ['openjdk:8-jdk-alpine', ['openjdk:8-jre-alpine']],
    ['openjdk:8-alpine', ['openjdk:8-jre-alpine']],
    ['openjdk:8-jre-alpine', []],
    ['openjdk:12-alpine', []],
    ['oven/bun:1.2', ['oven/bun:1.2-alpine', 'oven/bun:1.2-slim']],
    ['oven/bun:1-debian', ['oven/bun:1-alpine', 'oven/bun:1-slim']],
    ['oven/bun:1-slim', ['oven/bun:1-alpine']],
    ['oven/bun:1-alpine', []],
    ['debian:bookworm', ['debian:bookworm-slim']],
    ['debian:12.5', ['debian:12.5-slim']],
    ['debian:stable', ['debian:stable-slim']],
    ['debian:latest', []],
    ['debian:wheezy', []],
    ['debian:bookworm-slim', []],
    ['ubuntu:22.04', []],
    ['alpine:3.20', []],
    ['php:8.3-fpm', ['php:8.3-fpm-alpine']],
    ['php:8.3-fpm-bookworm', ['php:8.3-fpm-alpine']],
    ['php:8.3.6-cli', ['php:8.3.6-cli-alpine']],
    ['php:8.3', ['php:8.3-alpine']],
    ['php:fpm', ['php:fpm-alpine']],
    ['php:8.3-zts', ['php:8.3-zts-alpine']],
    ['php:8.3-fpm-alpine', []],
    ['nginx', ['nginx:alpine']],
    ['nginx:1.27', ['nginx:1.27-alpine']],
    ['nginx:stable', ['nginx:stable-alpine']],
    ['nginx:1.27-bookworm', ['nginx:1.27-alpine']],
    ['nginx:1.27-alpine', []],
    ['rust:1.80', ['rust:1.80-slim']],
    ['rust:1.80-bookworm', ['rust:1.80-slim-bookworm']],
    ['rust', ['rust:slim']],
    ['rust:1.20', []],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', []],
    ['amazoncorretto:17-al2-jdk', []],
    ['gcr.io/distroless/base-debian12', []],
    ['golang:1.22', []],
    ['mirror.gcr.io/library/python:3.12', ['mirror.gcr.io/library/python:3.12-slim']],
    ['python:3.12@sha256:abc', []],
  ])('%s has %j', (text, expected) => {
    expect(smaller(text)).toEqual(expected);
  });

  test('keep their variables', () => {
    const version = new Map([['PYTHON_VERSION', '3.12']]);
    expect(smaller('python:${PYTHON_VERSION}-bookworm', version)).toEqual(['python:${PYTHON_VERSION}-slim-bookworm']);
  });

  test('name what is taken on request only', () => {
    const read = reference('ruby:3.3');
    const image = baseImageOf(read, NO_VARIABLES);
    const rungs = image === null ? [] : smallerBases(read, image, NO_VARIABLES);
    expect(rungs.filter(({ onRequest }) => onRequest === undefined).map(({ rung }) => rung)).toEqual(['slim']);
  });
});

describe('variables in the reference', () => {
  const version = new Map([['NODE_VERSION', '20.11.1']]);

  test('keeps the variable in front of the new ending', () => {
    expect(smaller('node:${NODE_VERSION}', version)).toEqual([
      'node:${NODE_VERSION}-alpine',
      'node:${NODE_VERSION}-slim',
    ]);
    expect(smaller('node:$NODE_VERSION-bookworm', version)).toEqual([
      'node:$NODE_VERSION-alpine',
      'node:$NODE_VERSION-bookworm-slim',
    ]);
    expect(smaller('node:${NODE_VERSION:-iron}')).toEqual([
      'node:${NODE_VERSION:-iron}-alpine',
      'node:${NODE_VERSION:-iron}-slim',
    ]);
  });

  test.each([
    ['node:${TAG}', '20-bookworm'],
    ['node:${TAG}', '20-slim'],
    ['node:${TAG}', 'latest'],
    ['node:${TAG}', 'slim'],
    ['node:${TAG}', 'bookworm'],
    ['node:20-${TAG}', 'bookworm'],
    ['node:20${TAG}', '-slim'],
  ])('offers nothing for %s when the variable holds %s', (text, tag) => {
    expect(smaller(text, new Map([['TAG', tag]]))).toEqual([]);
  });

  test('offers nothing when the version has no value', () => {
    expect(smaller('node:${VERSION}-slim')).toEqual([]);
  });
});

test('a candidate reads back as its own variant, of the same major and onto the ladder below', () => {
  const heads = [
    '',
    'latest',
    'lts',
    'current',
    'iron',
    'boron',
    '4',
    '5',
    '6',
    '6.9',
    '8.12.0',
    '10',
    '18.20',
    '20.11.1',
    '26',
  ];
  const endings = [
    '',
    'slim',
    'alpine',
    'alpine3.20',
    'onbuild',
    'bookworm',
    'buster',
    'stretch-slim',
    'jessie',
    'wheezy',
  ];
  let offered = 0;
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.constantFrom(...endings), (head, ending) => {
      const read = reference(`node:${[head, ending].filter((part) => part !== '').join('-')}`);
      const image = baseImageOf(read, NO_VARIABLES);
      if (image === null) return;
      const rungs = ['alpine', 'slim', 'full'];
      for (const candidate of smallerBases(read, image, NO_VARIABLES)) {
        offered += 1;
        const again = baseImageOf(reference(candidate.reference), NO_VARIABLES);
        expect(again).toEqual(candidate.image);
        expect(candidate.image).toMatchObject({ variant: candidate.rung, major: image.major });
        expect(rungs.indexOf(candidate.rung)).toBeLessThan(rungs.indexOf(image.variant));
      }
    }),
    { numRuns: 500 },
  );
  expect(offered).toBeGreaterThan(50);
});
