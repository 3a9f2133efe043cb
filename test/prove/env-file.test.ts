import { describe, expect, it } from 'vitest';
import { parseEnvFile } from '../../src/prove/env-file.ts';

describe('parseEnvFile', () => {
  it('reads what docker run --env-file reads', () => {
    const text = '\uFEFF# a comment\r\nA=1\r\n\r\n  B="two" # kept\nC=\nD=x=y\nHOME\nUNSET\n';
    expect(parseEnvFile(text, { HOME: '/h' })).toEqual({
      variables: { A: '1', B: '"two" # kept', C: '', D: 'x=y', HOME: '/h' },
      wrongLines: [],
    });
  });

  it('names lines that say nothing', () => {
    expect(parseEnvFile('A=1\n=2\nexport B=3\n', {}).wrongLines).toEqual([2, 3]);
  });
});
