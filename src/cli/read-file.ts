import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { notText } from '../dockerfile/parse-problems.ts';
import { type Fault, isFolder, LARGEST, notAFile, systemErrorCode, tooLarge, unreadable } from './problems.ts';

export type Text =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'problem'; readonly problem: Fault };

/** Reads one regular file as UTF-8 text, BOM included. Never blocks on a pipe or a device, and reads nothing of a file above {@link LARGEST}. */
export function readText(path: string): Text {
  try {
    const wrong = refused(statSync(path));
    if (wrong) return { kind: 'problem', problem: wrong };
    // Should the path have become a pipe since, opening it must not wait for a writer.
    const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const swapped = refused(fstatSync(descriptor));
      return swapped ? { kind: 'problem', problem: swapped } : decode(readAll(descriptor, fstatSync(descriptor).size));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return { kind: 'problem', problem: unreadable(systemErrorCode(error)) };
  }
}

/** Reads stdin to its end, or until it is larger than {@link LARGEST}. */
export async function readStream(stream: AsyncIterable<Uint8Array | string>): Promise<Text> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      size += bytes.length;
      if (size > LARGEST) return { kind: 'problem', problem: tooLarge };
      chunks.push(bytes);
    }
  } catch (error) {
    return { kind: 'problem', problem: unreadable(systemErrorCode(error)) };
  }
  return decode(Buffer.concat(chunks));
}

function refused(stats: { isFile(): boolean; isDirectory(): boolean; readonly size: number }): Fault | null {
  if (stats.isDirectory()) return isFolder;
  if (!stats.isFile()) return notAFile;
  return stats.size > LARGEST ? tooLarge : null;
}

/** At most one byte more than {@link LARGEST}: a file may grow while it is read, and some have no size before they are. */
function readAll(descriptor: number, size: number): Uint8Array {
  let buffer = Buffer.alloc(Math.min(size, LARGEST) + 1);
  let length = 0;
  while (length < buffer.length) {
    const read = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (read === 0) break;
    length += read;
    if (length === buffer.length && length <= LARGEST) buffer = Buffer.concat([buffer], LARGEST + 1);
  }
  return buffer.subarray(0, length);
}

function decode(bytes: Uint8Array): Text {
  if (bytes.length > LARGEST) return { kind: 'problem', problem: tooLarge };
  const nul = bytes.indexOf(0);
  if (nul >= 0) return { kind: 'problem', problem: notText(true, lineAt(bytes, nul)) };
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  // What does not decode without loss could not be written back as it was.
  const lost = Buffer.from(text).compare(bytes) === 0 ? -1 : firstLoss(text, bytes);
  return lost < 0 ? { kind: 'text', text } : { kind: 'problem', problem: notText(false, lineAt(bytes, lost)) };
}

function firstLoss(text: string, bytes: Uint8Array): number {
  return Buffer.from(text).findIndex((byte, index) => byte !== bytes[index]);
}

function lineAt(bytes: Uint8Array, offset: number): number {
  return bytes.subarray(0, offset).filter((byte) => byte === 10).length + 1;
}
