import { describe, expect, it } from 'vitest';
import { type Files, migrated } from './project.ts';

const cleaned = (lines: readonly string[], files: Files = {}) =>
  migrated([...lines, ''].join('\n'), { 'a.txt': '', ...files }, { only: ['clean-packages'] });

const without = (codes: readonly string[]) =>
  codes.map((code) => code.replace('clean-packages/', '')).filter((code) => code !== 'recommends-installed');

describe('the package index is removed', () => {
  it.each<[string, string, string]>([
    ['debian:12', 'RUN apt-get update && apt-get install -y curl', ' && rm -rf /var/lib/apt/lists/*\n'],
    ['acme/base', 'RUN apt update; apt install -y curl', '; apt install -y curl && rm -rf /var/lib/apt/lists/*\n'],
    [
      'debian:12',
      'RUN apt-get update \\\n && apt-get install -y \\\n    curl',
      '    curl \\\n && rm -rf /var/lib/apt/lists/*\n',
    ],
    [
      'debian:12',
      'RUN apt-get update && \\\n    apt-get install -y curl',
      'curl && \\\n    rm -rf /var/lib/apt/lists/*\n',
    ],
    [
      'debian:12',
      'RUN apt-get update && apt-get install -y curl && apt-get clean',
      'clean && rm -rf /var/lib/apt/lists/*\n',
    ],
    ['alpine:3.20', 'RUN apk update && apk add curl', ' && rm -rf /var/cache/apk/*\n'],
    ['alpine:3.20', 'RUN apk add --update curl', ' && rm -rf /var/cache/apk/*\n'],
    ['fedora:40', 'RUN dnf install -y curl', ' && dnf clean all\n'],
    ['centos:7', 'RUN yum install -y curl', ' && yum clean all\n'],
    ['ubi9-minimal', 'RUN microdnf install -y curl', ' && microdnf clean all\n'],
  ])('on %s behind «%s»', (base, run, end) => {
    const found = cleaned([`FROM ${base}`, run, 'CMD ["x"]']);
    expect(without(found.codes)).toEqual(['index-removed']);
    expect(found.text).toContain(end);
  });

  it('in every RUN that updates before it installs', () => {
    const run = 'RUN apt-get update && apt-get install -y';
    expect(without(cleaned(['FROM debian:12', `${run} a`, `${run} b`]).codes)).toEqual([
      'index-removed',
      'index-removed',
    ]);
  });
});

describe('the package index stays', () => {
  const RUN = 'RUN apt-get update && apt-get install -y --no-install-recommends curl';

  it.each<[string, readonly string[], Files]>([
    ['nothing-left', ['FROM alpine', 'RUN apk add --no-cache curl'], {}],
    ['nothing-left', ['FROM debian:12', `${RUN} && rm -rf /var/lib/apt/lists/*`], {}],
    ['nothing-left', ['FROM debian:12', `${RUN} && apt-get distclean`], {}],
    ['nothing-left', ['FROM debian:12', `${RUN} && rm -rf $TMP /var/lib/apt/lists/*`], {}],
    ['nothing-left', ['FROM centos:7', 'RUN rpm -Uvh http://example.org/a.rpm'], {}],
    ['nothing-left', ['FROM debian:12', `RUN --mount=type=cache,target=/var/lib/apt ${RUN.slice(4)}`], {}],
    ['nothing-left', ['FROM debian:12 AS b', RUN, 'FROM debian:12', 'COPY --from=b /x /x'], {}],
    ['nothing-left', ['FROM debian:12', 'RUN apt-get update'], {}],
    ['nothing-left', ['FROM fedora', 'RUN dnf install -y curl && dnf clean all'], {}],
    ['index-used-later', ['FROM debian:12', RUN, 'RUN apt-get install -y --no-install-recommends git'], {}],
    ['index-used-later', ['FROM debian:12', RUN, 'RUN ./install.sh'], {}],
    ['index-used-later', ['FROM debian:12', RUN, 'RUN if true; then'], {}],
    ['index-used-later', ['FROM debian:12', RUN, 'CMD apt-get install -y $EXTRA && exec app'], {}],
    [
      'index-used-later',
      ['FROM debian:12', RUN, 'COPY start.sh /', 'ENTRYPOINT ["/start.sh"]'],
      { 'start.sh': 'apt-get install -y x\n' },
    ],
    ['not-root', ['FROM debian:12', 'USER app', RUN], {}],
    ['run-not-extendable', ['FROM debian:12', `${RUN} &`], {}],
  ])('%s: %o', (code, lines, files) => {
    const found = cleaned(lines, files);
    expect(without(found.codes)).toEqual([code]);
    expect(found.status).toBe('unchanged');
  });
});

describe('recommended packages', () => {
  it('are told of without naming packages: a line that was rewritten names others than its author', () => {
    const run = 'RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*';
    const { decisions } = migrated(`FROM debian:12\n${run}\n`, {}, { only: ['clean-packages'] });
    expect(decisions[0]?.data.command).toBe('apt-get install -y');
  });

  it('are told of, and stay', () => {
    const found = cleaned([
      'FROM debian:12',
      'RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*',
    ]);
    expect(found.codes).toEqual(['clean-packages/recommends-installed']);
    expect(found.status).toBe('unchanged');
  });

  it('need no word where the file leaves them out', () => {
    const run = 'apt-get install -y -o APT::Install-Recommends=false git';
    expect(cleaned(['FROM debian:12', `RUN ${run}`]).codes).toEqual(['clean-packages/nothing-left']);
  });
});
