import { describe, expect, it } from 'vitest';
import { readImageReference, withTag } from '../../src/dockerfile/image-reference.ts';

describe('readImageReference', () => {
  it.each([
    ['node', '', 'node', null, null, false],
    ['node:20-alpine', '', 'node', '20-alpine', null, false],
    ['host.example:5000/a/node:20@sha256:ab', 'host.example:5000/a', 'node', '20', 'sha256:ab', false],
    ['host.example:5000/node', 'host.example:5000', 'node', null, null, false],
    ['node@sha256:ab', '', 'node', null, 'sha256:ab', false],
    ['node:${V:-20}-slim', '', 'node', '${V:-20}-slim', null, true],
    ['${R:-host.example:5000/library}/node:$V', '${R:-host.example:5000/library}', 'node', '$V', null, true],
    ['$R/node', '$R', 'node', null, null, true],
    ['${I}', '', '${I}', null, null, true],
    ['"node:20"', '', 'node', '20', null, false],
  ])('takes %s apart', (text, prefix, name, tag, digest, symbolic) => {
    expect(readImageReference(text)).toEqual({ text, prefix, name, tag, digest, symbolic });
  });
});

describe('withTag', () => {
  it.each([
    ['node', 'node:20-slim'],
    ['host.example:5000/a/node:20', 'host.example:5000/a/node:20-slim'],
    ['${R}/node:$V', '${R}/node:20-slim'],
    ['node:20@sha256:ab', 'node:20-slim'],
  ])('gives %s another tag and drops its digest', (text, expected) => {
    expect(withTag(readImageReference(text), '20-slim')).toBe(expected);
  });
});
