import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ImageFiles, readImageFiles } from '../../../src/prove/audit/image-files.ts';

/** What stands at a path: bytes, a script or a text (executable), or where a symlink leads. */
export type Content = Uint8Array | string | { readonly link: string };

/** The archive of a small image, made by tar. */
export function tarOf(files: Readonly<Record<string, Content>>, ...options: readonly string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'msb-audit-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      if (typeof content === 'object' && 'link' in content) symlinkSync(content.link, file);
      else writeFileSync(file, content, { mode: 0o755 });
    }
    return execFileSync('tar', [...options, '-cf', '-', '.'], { cwd: folder, maxBuffer: 1e9 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In chunks whose borders fall everywhere. */
export async function* inChunks(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export function imageOf(files: Readonly<Record<string, Content>>): Promise<ImageFiles> {
  return readImageFiles(inChunks(tarOf(files), 65_536));
}
