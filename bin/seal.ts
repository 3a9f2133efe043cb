/** How much of the program a run has used: code that is kept after `changed` holds what the others need too. */
export const USED = { nothing: 0, looked: 1, changed: 2 } as const;

/** One of {@link USED}. */
export type Used = (typeof USED)[keyof typeof USED];

/** Behind the code: a word for what is kept, and a sum. */
const SEAL_BYTES = 8;

const MARK = 0x6d7362_00;

/** Words of four bytes from one that is summed to the next: what a disk loses of a file is a sector at least, and mostly a page. */
const STRIDE = 64;

/** Compiled code with a seal that shows whether all of it came back from the disk. */
export function sealed(code: Buffer, used: Used): Buffer {
  const seal = Buffer.alloc(SEAL_BYTES);
  seal.writeUInt32LE(MARK | used, 0);
  seal.writeUInt32LE(sumOf(code), 4);
  return Buffer.concat([code, seal]);
}

/** What was {@link sealed}; null: this is something else, or a part of it. */
export function unsealed(file: Buffer): { readonly code: Buffer; readonly used: Used } | null {
  const length = file.length - SEAL_BYTES;
  if (length <= 0) return null;
  const word = file.readUInt32LE(length);
  const used = Object.values(USED).find((each) => (MARK | each) === word);
  const code = file.subarray(0, length);
  return used === undefined || file.readUInt32LE(length + 4) !== sumOf(code) ? null : { code, used };
}

function sumOf(code: Buffer): number {
  const words = new Uint32Array(code.buffer, code.byteOffset, code.length >> 2);
  let sum = code.length;
  for (let at = 0; at < words.length; at += STRIDE) sum = (Math.imul(sum, 31) + (words[at] ?? 0)) | 0;
  return sum >>> 0;
}
