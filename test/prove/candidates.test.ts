import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../src/options.ts';
import { candidates } from '../../src/prove/candidates.ts';

const labels = (options: Parameters<typeof candidates>[0]) => candidates(options).map(({ label }) => label);

describe('candidates', () => {
  it('begin with what only a proof can know, go down the bases, then without a user, then without stages', () => {
    expect(labels(DEFAULTS)).toEqual([
      'unknown native code left to the audit',
      '',
      '--base slim',
      '--base keep',
      '--skip add-non-root-user',
      '--base keep --skip add-non-root-user',
      '--skip split-stages',
      '--base keep --skip split-stages',
      '--skip add-non-root-user,split-stages',
      '--base keep --skip add-non-root-user,split-stages',
    ]);
  });

  it('begin with the base that was asked for, and never take a smaller one', () => {
    expect(candidates({ ...DEFAULTS, base: 'slim' }).map(({ options }) => options.base)).not.toContain('alpine');
    expect(labels({ ...DEFAULTS, base: 'slim' }).slice(1, 3)).toEqual(['', '--base keep']);
    expect(
      candidates({ ...DEFAULTS, base: 'alpine' })
        .slice(1, 4)
        .map(({ options }) => options.base),
    ).toEqual(['alpine', 'slim', 'keep']);
  });

  it('keep to what the user asked to run', () => {
    expect(labels({ ...DEFAULTS, skip: ['swap-base-image', 'split-stages'] })).toEqual([
      '',
      '--skip add-non-root-user',
    ]);
    expect(candidates({ ...DEFAULTS, only: ['split-stages'] })).toEqual([
      { label: '', options: { ...DEFAULTS, only: ['split-stages'] } },
      { label: '--skip split-stages', options: { ...DEFAULTS, only: [], skip: ['split-stages'] } },
    ]);
  });
});
