import { describe, expect, it } from 'vitest';
import { readTar } from '../../../src/prove/audit/tar.ts';
import { inChunks, tarOf } from './image.ts';

const LONG = `${'a-long-folder-name/'.repeat(12)}file`;

async function read(bytes: Uint8Array, chunk: number) {
  const found: Record<string, string> = {};
  for await (const { entry, content } of readTar(inChunks(bytes, chunk), (each) => each.size < 2000)) {
    if (entry.kind !== 'folder')
      found[entry.path] = `${entry.kind} ${entry.target}${content?.toString().slice(0, 5) ?? ''}`;
  }
  return found;
}

describe('readTar', () => {
  it.each([
    ['--format=pax', 512],
    ['--format=gnu', 7],
    ['--format=ustar', 10_240],
  ])('reads %s in chunks of %i bytes', async (format, chunk) => {
    const long = format.endsWith('ustar') ? `${LONG.slice(0, 120)}/x` : LONG;
    const files = { 'a/b': 'hello', big: 'x'.repeat(5000), [long]: 'long', link: { link: 'a/b' }, ünï: 'utf8!' };
    expect(await read(tarOf(files, format), chunk)).toEqual({
      'a/b': 'file hello',
      big: 'file ',
      [long]: 'file long',
      link: 'symlink a/b',
      ünï: 'file utf8!',
    });
  });

  it('says that an archive is cut, or is none', async () => {
    const bytes = tarOf({ file: 'x'.repeat(3000) });
    await expect(read(bytes.subarray(0, 2000), 512)).rejects.toThrow('inside');
    await expect(read(Buffer.alloc(1024, 'x'), 512)).rejects.toThrow('no tar archive');
    expect(await read(new Uint8Array(), 512)).toEqual({});
  });
});
