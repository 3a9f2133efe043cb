import { describe, expect, it } from 'vitest';
import { receivedSince, volumeDifferences } from '../../src/prove/volume-content.ts';

describe('receivedSince', () => {
  it('leaves out what the image had put there, and takes dates out of names', () => {
    const before = [{ volume: '/data', paths: ['seed.json'] }];
    const now = [{ volume: '/data', paths: ['seed.json', 'log-2026-11-27.txt', 'log-2026-11-28.txt'] }];
    expect(receivedSince(before, now)).toEqual([{ volume: '/data', paths: ['log-<date>.txt'] }]);
  });

  it('knows nothing where a look failed', () => {
    expect(receivedSince([{ volume: '/data' }], [{ volume: '/data', paths: ['a'] }])).toEqual([{ volume: '/data' }]);
  });
});

describe('volumeDifferences', () => {
  it('names what is missing and what is new', () => {
    const differences = volumeDifferences([{ volume: '/d', paths: ['a', 'b'] }], [{ volume: '/d', paths: ['b', 'c'] }]);
    expect(differences).toEqual([
      'the volume /d receives a before, and not after',
      'the volume /d receives c after, and not before',
    ]);
  });

  it('says nothing of a volume that one side does not know', () => {
    expect(volumeDifferences([{ volume: '/d', paths: ['a'] }], [{ volume: '/d' }])).toEqual([]);
    expect(volumeDifferences([{ volume: '/d', paths: ['a'] }], [])).toEqual([]);
  });
});
