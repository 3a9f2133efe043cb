import { readFileSync, realpathSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readElf } from '../../../src/prove/audit/elf.ts';

const TRUE = readFileSync(realpathSync('/bin/true'));

describe('readElf', () => {
  it('reads a program of this machine', () => {
    const elf = readElf(TRUE);
    expect(elf?.bits).toBe(64);
    expect(elf?.interpreter).toMatch(/^\/lib\d*\/ld-(?:linux|musl)/);
    expect(elf?.needed.join(' ')).toMatch(/libc\./);
  });

  it('reads what Node.js asks of its libraries', () => {
    const elf = readElf(readFileSync(process.execPath));
    const versions = elf?.requires.filter(({ library }) => library === 'libstdc++.so.6').map(({ version }) => version);
    expect(elf?.needed).toContain('libstdc++.so.6');
    expect(versions?.join(' ')).toMatch(/\bGLIBCXX_3\.4\.\d+/);
  });

  it('reads what a library defines', () => {
    const interpreter = readElf(TRUE)?.interpreter ?? '';
    const loader = readElf(readFileSync(interpreter));
    expect(loader?.defines.join(' ')).toMatch(/GLIBC_2\./);
    expect(loader?.interpreter).toBeNull();
  });

  it('takes nothing else for one, and no damaged one', () => {
    expect(readElf(Buffer.from('#!/bin/sh\n'))).toBeNull();
    expect(readElf(Buffer.alloc(0))).toBeNull();
    for (let length = 0; length < TRUE.length; length += 97) {
      const elf = readElf(TRUE.subarray(0, length));
      if (elf !== null) expect(elf.bits).toBe(64);
    }
    for (let at = 16; at < 1024; at += 1) {
      const damaged = Buffer.from(TRUE);
      damaged[at] = 0xff;
      expect(() => readElf(damaged)).not.toThrow();
    }
  });
});
