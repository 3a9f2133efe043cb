import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/prove/compare.ts';
import { hindranceOf } from '../../src/prove/hindrance.ts';

const failed = (step: string, ...lastLines: readonly string[]): Attempt => ({
  build: { kind: 'failed', step, lastLines, log: 'log' },
});

describe('hindranceOf', () => {
  it('is a registry that does not answer', () => {
    const says = 'dial tcp: lookup registry-1.docker.io: no such host';
    expect(hindranceOf(failed('[internal] load metadata for docker.io/library/node:20', says))).toEqual({
      kind: 'registry-out-of-reach',
      says,
    });
  });

  it('is a full disk, wherever the build met it, and when starting did', () => {
    const says = 'write /app/x: no space left on device';
    expect(hindranceOf(failed('[2/3] RUN npm ci', says, 'ERROR: exit code 1'))).toEqual({ kind: 'disk-full', says });
    const built: Attempt['build'] = { kind: 'built', imageId: 'x', seconds: 1, steps: [], log: 'log' };
    expect(hindranceOf({ build: built, run: { kind: 'not-started', because: says } })?.kind).toBe('disk-full');
  });

  it('is a base image that is private or not there', () => {
    const says = 'pull access denied, repository does not exist or may require authorization';
    expect(hindranceOf(failed('[internal] load metadata for docker.io/team/node:20', says))?.kind).toBe(
      'base-image-refused',
    );
    expect(
      hindranceOf(failed('[1/3] FROM nosuch:1', 'Error: short-name "nosuch:1" did not resolve to an alias'))?.kind,
    ).toBe('base-image-refused');
    expect(hindranceOf(failed('[2/3] RUN npm ci', 'npm error 404 Not Found'))).toBeUndefined();
  });

  it('is no other failure', () => {
    expect(hindranceOf(failed('[2/3] RUN npm ci', 'npm ERR! 404'))).toBeUndefined();
  });
});
