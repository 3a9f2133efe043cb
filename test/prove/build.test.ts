import { describe, expect, it } from 'vitest';
import { withoutSyntax } from '../../src/prove/build.ts';

describe('withoutSyntax', () => {
  it('takes out the directive and keeps the others in the first lines', () => {
    expect(withoutSyntax('#syntax = docker/dockerfile:1\n# escape=`\nFROM a\n')).toBe('# escape=`\nFROM a\n');
  });

  it('keeps a comment of the same words further down', () => {
    const text = 'FROM a\n# syntax=docker/dockerfile:1\n';
    expect(withoutSyntax(text)).toBe(text);
    const after = '# a comment\n# syntax=docker/dockerfile:1\nFROM a\n';
    expect(withoutSyntax(after)).toBe(after);
  });

  it('keeps BOM and CRLF', () => {
    expect(withoutSyntax('\uFEFF# syntax=x\r\nFROM a\r\n')).toBe('\uFEFFFROM a\r\n');
  });
});
