import { describe, expect, it } from 'vitest';
import type { ImageWish } from '../../src/options.ts';
import { BUILD, dockerfile, migrated, server } from './project.ts';

const MIRROR = { 'mirror.example/library': 'docker.io/library', 'mirror.example/our-node': 'node' };

function asked(base: string, wish: ImageWish, images: Readonly<Record<string, string>> = {}) {
  return migrated(dockerfile(BUILD, { base }), server(), { base: wish, images });
}

describe('an image that is asked for', () => {
  it.each<[string, ImageWish, string]>([
    ['node:20', 'node:20-slim', 'node:20-slim'],
    ['node:20', 'node:20-alpine', 'node:20-alpine'],
    ['mirror.example/library/node:20', 'mirror.example/library/node:20-slim', 'mirror.example/library/node:20-slim'],
    ['mirror.example/library/node:20', 'node:20-slim', 'mirror.example/library/node:20-slim'],
    ['mirror.example/library/node:20', 'node:20-bookworm-slim', 'mirror.example/library/node:20-bookworm-slim'],
    ['mirror.example/our-node:20', 'node:20-slim', 'mirror.example/our-node:20-slim'],
    [
      'mirror.example/our-node:20',
      'mirror.example/our-node:20-bookworm-slim',
      'mirror.example/our-node:20-bookworm-slim',
    ],
  ])('on %s: %s is written %s', (base, wish, written) => {
    expect(asked(base, wish, MIRROR).runtime.split('\n')[0]).toBe(`FROM ${written} AS runtime`);
  });

  it.each<[string, ImageWish]>([
    ['node:20', 'node:22-slim'],
    ['node:20', 'node:20-alpine3.20'],
    ['node:20', 'python:3.12-slim'],
    ['node:20', 'mirror.example/library/node:20-slim'],
    ['node:20', 'cgr.dev/chainguard/node:latest'],
    ['node:20', 'cgr.dev/chainguard/static:latest'],
    ['node:20', 'dhi.io/node:20'],
  ])('on %s is refused where it is not known to run the program: %s', (base, wish) => {
    expect(asked(base, wish).codes).toContain('swap-base-image/image-not-on-ladder');
  });
});
