/** One entry of a tar archive. */
export interface TarEntry {
  /** As written, without a leading `./` or `/` and without a final slash. */
  readonly path: string;
  readonly kind: 'file' | 'hard-link' | 'symlink' | 'folder' | 'other';
  /** Where a link leads, as written. */
  readonly target: string;
  readonly mode: number;
  /** Bytes of content. */
  readonly size: number;
}

const BLOCK = 512;
/** How much of a file `wants` is shown before it decides. */
const HEAD = 256;
/** A header's own text (a long name, a record of attributes) is never larger. */
const LARGEST_TEXT = 1_000_000;

/**
 * Reads a tar stream as `docker export` writes it: ustar, with names too long for it in pax records (`x`) or GNU's `L` and `K` entries.
 * Of each file, the first bytes are shown to `wants`, and the whole content is given only where it asks for it, so that an image of many
 * gigabytes passes through a little memory. Ends quietly where the stream does.
 * Source: POSIX.1-2017, pax, «ustar Interchange Format»; GNU tar, «Basic Tar Format».
 *
 * @throws Error where the stream is no tar archive, or ends inside an entry
 */
export async function* readTar(
  stream: AsyncIterable<Uint8Array>,
  wants: (entry: TarEntry, head: Buffer) => boolean,
): AsyncGenerator<{ readonly entry: TarEntry; readonly content: Buffer | null }> {
  const bytes = byteReader(stream);
  let next: { readonly path?: string; readonly target?: string; readonly size?: number } = {};
  for (;;) {
    const header = await bytes.read(BLOCK);
    if (header.length === 0) return;
    if (header.length < BLOCK) throw new Error('the archive ends inside a header');
    // Two empty blocks end it; whatever fills the last record follows.
    if (header[0] === 0) continue;
    if (header.toString('latin1', 257, 262) !== 'ustar') throw new Error('it is no tar archive');
    const type = String.fromCharCode(header[156] ?? 0);
    const size = next.size ?? numberAt(header, 124, 12);
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if ('xgLK'.includes(type)) {
      if (size > LARGEST_TEXT) throw new Error('a header is too large');
      const text = (await bytes.exactly(size)).toString('utf8');
      await bytes.skip(padding);
      if (type === 'x') next = { ...next, ...paxRecords(text) };
      if (type === 'L') next = { ...next, path: untilNul(text) };
      if (type === 'K') next = { ...next, target: untilNul(text) };
      continue;
    }
    const entry: TarEntry = {
      path: clean(next.path ?? nameIn(header)),
      kind: KINDS[type] ?? 'other',
      target: next.target ?? textAt(header, 157, 100),
      mode: numberAt(header, 100, 8),
      size,
    };
    next = {};
    const head = await bytes.exactly(Math.min(size, HEAD));
    const wanted = entry.kind === 'file' && wants(entry, head);
    const content = wanted ? Buffer.concat([head, await bytes.exactly(size - head.length)]) : null;
    await bytes.skip(padding + (wanted ? 0 : size - head.length));
    yield { entry, content };
  }
}

const KINDS: Readonly<Record<string, TarEntry['kind']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'hard-link',
  '2': 'symlink',
  '5': 'folder',
};

/** Takes so many bytes from a stream of chunks, whatever their borders. */
function byteReader(stream: AsyncIterable<Uint8Array>) {
  const iterator = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const refill = async () => {
    const { done, value } = await iterator.next();
    if (done === true) return false;
    rest = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return true;
  };
  /** Fewer only at the end. */
  const read = async (count: number): Promise<Buffer> => {
    const parts: Buffer[] = [];
    let missing = count;
    while (missing > 0) {
      if (rest.length === 0 && !(await refill())) break;
      const part = rest.subarray(0, missing);
      rest = rest.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  };
  const exactly = async (count: number): Promise<Buffer> => {
    const bytes = await read(count);
    if (bytes.length < count) throw new Error('the archive ends inside an entry');
    return bytes;
  };
  const skip = async (count: number): Promise<void> => {
    let missing = count;
    while (missing > 0) {
      if (rest.length === 0 && !(await refill())) throw new Error('the archive ends inside an entry');
      const skipped = Math.min(rest.length, missing);
      rest = rest.subarray(skipped);
      missing -= skipped;
    }
  };
  return { read, exactly, skip };
}

/** `LENGTH KEY=VALUE\n`, where LENGTH counts the whole record in bytes. */
function paxRecords(text: string): { readonly path?: string; readonly target?: string; readonly size?: number } {
  const records = new Map<string, string>();
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.toString('latin1', at, at + 20), 10);
    if (!(length > 0)) break;
    const record = bytes.toString('utf8', at, at + length - 1);
    const [, key = '', value = ''] = /^\d+ ([^=]*)=([\s\S]*)$/.exec(record) ?? [];
    records.set(key, value);
    at += length;
  }
  const [path, target, size] = [records.get('path'), records.get('linkpath'), records.get('size')];
  return {
    ...(path === undefined ? {} : { path }),
    ...(target === undefined ? {} : { target }),
    ...(size === undefined ? {} : { size: Number(size) }),
  };
}

function nameIn(header: Buffer): string {
  const prefix = textAt(header, 345, 155);
  const name = textAt(header, 0, 100);
  // GNU's own format («ustar  ») keeps times where ustar has the prefix.
  return prefix === '' || header[263] === 0x20 ? name : `${prefix}/${name}`;
}

function clean(path: string): string {
  return path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
}

function untilNul(text: string): string {
  return text.split('\0')[0] ?? '';
}

function textAt(header: Buffer, start: number, length: number): string {
  return untilNul(header.toString('utf8', start, start + length));
}

/** Octal digits, or, with the first bit set, a number in the bytes themselves (sizes above 8 GB). */
function numberAt(header: Buffer, start: number, length: number): number {
  if (((header[start] ?? 0) & 0x80) !== 0) return header.readUIntBE(start + length - 6, 6);
  return Number.parseInt(textAt(header, start, length).trim() || '0', 8);
}
