import { describe, expect, test } from 'vitest';
import type { BaseImage } from '../../src/base-images/base-image.ts';
import { compatible, lacks } from '../../src/base-images/compatible.ts';
import { baseImageOf } from '../../src/base-images/knowledge-of.ts';
import { npmMajorOf } from '../../src/base-images/npm-versions.ts';
import { reference } from './reference.ts';

function known(text: string): BaseImage {
  const image = baseImageOf(reference(text), new Map());
  if (image === null) throw new Error(`${text} is not known`);
  return image;
}

describe('moving from one base to another', () => {
  test('takes a tag and its slim twin to share the release', () => {
    for (const [from, to] of [
      ['node:22', 'node:22-slim'],
      ['node', 'node:slim'],
      ['node:8', 'node:8-slim'],
      ['node:20-bookworm', 'node:20-bookworm-slim'],
    ] as const) {
      expect(compatible(known(from), known(to))).toEqual({
        libcChanges: false,
        releaseMayDiffer: false,
        glibcMayBeOlder: false,
        differences: [],
      });
    }
  });

  test('sees the versions whose slim image followed later to the new suite', () => {
    expect(compatible(known('node:10.13.0'), known('node:10.13.0-slim')).releaseMayDiffer).toBe(true);
    expect(compatible(known('node:10.15.0'), known('node:10.15.0-slim')).releaseMayDiffer).toBe(false);
  });

  test('does not take open releases of different families or lines to be the same', () => {
    expect(compatible(known('node:22'), known('node:24-slim')).releaseMayDiffer).toBe(true);
    expect(compatible(known('debian:stable'), known('node:slim')).releaseMayDiffer).toBe(true);
  });

  test.each([
    ['golang:latest', 'debian:stable-slim', false],
    ['golang:1', 'debian:stable-slim', false],
    ['golang:1.22', 'debian:stable-slim', true],
    ['golang:latest', 'debian:bookworm-slim', true],
    ['debian:stable', 'golang:latest', true],
  ])('from %s to %s may meet an older glibc: %s', (from, to, older) => {
    expect(compatible(known(from), known(to)).glibcMayBeOlder).toBe(older);
  });

  test('names what musl and BusyBox change', () => {
    const { libcChanges, releaseMayDiffer, differences } = compatible(known('node:20'), known('node:20-alpine'));
    expect({ libcChanges, releaseMayDiffer }).toEqual({ libcChanges: true, releaseMayDiffer: true });
    for (const word of ['name lookup', 'locale', 'stack', 'BusyBox']) {
      expect(differences.filter((difference) => difference.includes(word))).toHaveLength(1);
    }
  });

  test('names the missing shell', () => {
    const { differences } = compatible(known('node:22-slim'), known('gcr.io/distroless/nodejs22-debian12'));
    expect(differences).toEqual(['there is no shell: only exec form runs']);
  });
});

describe('programs that the smaller base lacks', () => {
  test('slim lacks compilers and fetchers, and keeps what Node brings', () => {
    const missing = lacks(known('node:20'), known('node:20-slim'));
    expect(missing).toEqual(
      expect.arrayContaining(['git', 'curl', 'wget', 'python3', 'gcc', 'make', 'openssl', 'ssh', 'ps']),
    );
    for (const kept of ['node', 'npm', 'npx', 'yarn', 'bash', 'perl', 'apt-get']) expect(missing).not.toContain(kept);
  });

  test('Alpine lacks bash and curl, and has wget and ps from BusyBox', () => {
    const missing = lacks(known('node:20'), known('node:20-alpine'));
    expect(missing).toEqual(expect.arrayContaining(['bash', 'curl', 'git', 'apt-get', 'useradd', 'python3']));
    for (const kept of ['wget', 'ps', 'unzip', 'node']) expect(missing).not.toContain(kept);
  });

  test('an old slim image had curl', () => {
    expect(lacks(known('node:8.9.0'), known('node:8.9.0-slim'))).not.toContain('curl');
  });

  test('nothing is missing from itself', () => {
    expect(lacks(known('node:20'), known('node:20'))).toEqual([]);
  });
});

describe('npm by Node line', () => {
  test.each([
    [4, 2],
    [6, 3],
    [8, 6],
    [10, 6],
    [12, 6],
    [14, 6],
    [16, 8],
    [18, 10],
    [20, 10],
    [22, 10],
    [24, 11],
  ])('Node %i came to npm %i', (node, npm) => {
    expect(npmMajorOf(node)?.latest).toBe(npm);
  });

  test('tells where a line began with an older npm', () => {
    expect(npmMajorOf(18)).toEqual({ earliest: 8, latest: 10 });
    expect(npmMajorOf(20)).toEqual({ earliest: 9, latest: 10 });
    expect(npmMajorOf(16)).toEqual({ earliest: 7, latest: 8 });
  });

  test('knows nothing of lines outside the table', () => {
    expect(npmMajorOf(0)).toBeNull();
    expect(npmMajorOf(99)).toBeNull();
  });
});
