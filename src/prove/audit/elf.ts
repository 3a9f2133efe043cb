/** A version of a library's symbols that a file asks for. */
export interface RequiredVersion {
  /** The library, as in {@link Elf.needed}: `libc.so.6`. */
  readonly library: string;
  /** `GLIBC_2.34`, `GLIBCXX_3.4.30`. */
  readonly version: string;
  /** The loader only warns where it is not there. */
  readonly weak: boolean;
}

/** What an ELF file says of itself to the dynamic loader. Lists are empty for a statically linked one. */
export interface Elf {
  readonly bits: 32 | 64;
  /** `e_machine`: 62 is x86-64, 183 AArch64. */
  readonly machine: number;
  /** The loader that starts it; null: a library, or statically linked. */
  readonly interpreter: string | null;
  readonly needed: readonly string[];
  /** Folders of DT_RPATH and DT_RUNPATH, as written: `$ORIGIN/../lib`. */
  readonly rpath: readonly string[];
  readonly runpath: readonly string[];
  readonly requires: readonly RequiredVersion[];
  /** Versions that it defines for others. */
  readonly defines: readonly string[];
}

const MAGIC = 0x7f454c46;
const [PT_LOAD, PT_DYNAMIC, PT_INTERP] = [1, 2, 3];
const DT = {
  NEEDED: 1,
  STRTAB: 5,
  RPATH: 15,
  RUNPATH: 29,
  VERDEF: 0x6ffffffc,
  VERDEFNUM: 0x6ffffffd,
  VERNEED: 0x6ffffffe,
  VERNEEDNUM: 0x6fffffff,
} as const;
/** A file that claims more entries than this is damaged. */
const MOST = 100_000;
const VER_FLG_WEAK = 2;

export function isElf(head: Uint8Array): boolean {
  return head.length >= 20 && Buffer.from(head.buffer, head.byteOffset, 4).readUInt32BE(0) === MAGIC;
}

/**
 * Reads an ELF file's dynamic section by its program headers, as the loader does; section headers may be stripped. Null: it is none, or
 * damaged. Source: System V ABI, «Program Loading and Dynamic Linking»; Linux Standard Base, «Symbol Versioning».
 */
export function readElf(bytes: Uint8Array): Elf | null {
  if (!isElf(bytes)) return null;
  try {
    return parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    // Buffer's own answer to an offset outside the file.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
}

/** Numbers in the file's own width and byte order. */
function readerOf(bytes: Buffer) {
  const wide = bytes[4] === 2;
  const little = bytes[5] === 1;
  const u16 = (at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const u64 = (at: number) => Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  const word = (at: number) => (wide ? u64(at) : u32(at));
  return { wide, u16, u32, word };
}

function parse(bytes: Buffer): Elf {
  const { wide, u16, u32, word } = readerOf(bytes);
  const [programHeaders, headerSize, headerCount] = wide ? [word(32), u16(54), u16(56)] : [word(28), u16(42), u16(44)];
  const segments: readonly Segment[] = Array.from({ length: headerCount }, (_, index) => {
    const at = programHeaders + index * headerSize;
    return wide
      ? { type: u32(at), offset: word(at + 8), address: word(at + 16), fileSize: word(at + 32) }
      : { type: u32(at), offset: word(at + 4), address: word(at + 8), fileSize: word(at + 16) };
  });
  const fileOffset = (address: number) => {
    const segment = segments.find(
      ({ type, address: start, fileSize }) => type === PT_LOAD && address >= start && address < start + fileSize,
    );
    if (segment === undefined) throw new RangeError('an address outside the file');
    return address - segment.address + segment.offset;
  };
  const text = (at: number) => {
    const end = bytes.indexOf(0, at);
    if (at >= bytes.length || end === -1) throw new RangeError('a text outside the file');
    return bytes.toString('utf8', at, end);
  };

  const interp = segments.find(({ type }) => type === PT_INTERP);
  const dynamic = dynamicEntries(
    segments.find(({ type }) => type === PT_DYNAMIC),
    wide,
    word,
  );
  const first = (tag: number) => dynamic.find((entry) => entry.tag === tag)?.value;
  const table = first(DT.STRTAB);
  const strings = table === undefined ? 0 : fileOffset(table);
  const texts = (tag: number) => dynamic.filter((entry) => entry.tag === tag).map(({ value }) => text(strings + value));
  const folders = (tag: number) => texts(tag).flatMap((list) => list.split(':').filter((folder) => folder !== ''));
  return {
    bits: wide ? 64 : 32,
    machine: u16(18),
    interpreter: interp === undefined ? null : text(interp.offset),
    needed: texts(DT.NEEDED),
    rpath: folders(DT.RPATH),
    runpath: folders(DT.RUNPATH),
    requires: requiredVersions(),
    defines: definedVersions(),
  };

  /** Verneed: version, cnt (u16), file, aux, next (u32); Vernaux: hash (u32), flags, other (u16), name, next (u32). */
  function requiredVersions(): readonly RequiredVersion[] {
    const found: RequiredVersion[] = [];
    const start = first(DT.VERNEED);
    if (start === undefined) return found;
    let at = fileOffset(start);
    for (let index = 0; index < Math.min(first(DT.VERNEEDNUM) ?? 0, MOST); index += 1) {
      const library = text(strings + u32(at + 4));
      let aux = at + u32(at + 8);
      for (let each = 0; each < u16(at + 2); each += 1) {
        found.push({ library, version: text(strings + u32(aux + 8)), weak: (u16(aux + 4) & VER_FLG_WEAK) !== 0 });
        aux += u32(aux + 12);
      }
      at += u32(at + 12);
    }
    return found;
  }

  /** Verdef: version, flags, ndx, cnt (u16), hash, aux, next (u32); Verdaux: name, next (u32), of which the first is its own name. */
  function definedVersions(): readonly string[] {
    const found: string[] = [];
    const start = first(DT.VERDEF);
    if (start === undefined) return found;
    let at = fileOffset(start);
    for (let index = 0; index < Math.min(first(DT.VERDEFNUM) ?? 0, MOST); index += 1) {
      found.push(text(strings + u32(at + u32(at + 12))));
      at += u32(at + 16);
    }
    return found;
  }
}

function dynamicEntries(
  segment: Segment | undefined,
  wide: boolean,
  word: (at: number) => number,
): readonly { readonly tag: number; readonly value: number }[] {
  if (segment === undefined) return [];
  const width = wide ? 8 : 4;
  const entries: { readonly tag: number; readonly value: number }[] = [];
  for (let at = segment.offset; at < segment.offset + segment.fileSize; at += 2 * width) {
    const tag = word(at);
    if (tag === 0 || entries.length >= MOST) break;
    entries.push({ tag, value: word(at + width) });
  }
  return entries;
}
