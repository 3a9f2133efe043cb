import { posix } from 'node:path';
import { type Elf, isElf, readElf } from './elf.ts';
import { readTar, type TarEntry } from './tar.ts';

/** What an image's file system holds, as far as an audit asks. Paths are absolute. */
export interface ImageFiles {
  /** Where a path leads once every symlink in it is followed; null: there is nothing, or a loop. */
  readonly resolve: (path: string) => string | null;
  /** ELF files by their own path; the same file by another name (a hard link) is here too. */
  readonly elves: ReadonlyMap<string, Elf>;
  /** Executable files that begin with `#!`, and what follows it. */
  readonly scripts: ReadonlyMap<string, string>;
  readonly links: ReadonlyMap<string, string>;
  /** Text files that say where libraries are looked for, and which packages are installed. */
  readonly texts: ReadonlyMap<string, string>;
  /** Names directly in a folder, sorted. The folder is given as it really is. */
  readonly list: (folder: string) => readonly string[];
  readonly paths: () => Iterable<string>;
  /** How many files there are, folders and links left out. */
  readonly count: number;
}

/** Files of which the text is kept. */
const TEXTS =
  /^\/(?:etc\/ld\.so\.conf(?:\.d\/[^/]+\.conf)?|etc\/ld-musl-[^/]+\.path|var\/lib\/dpkg\/status(?:\.d\/[^/]+)?|(?:lib|usr\/lib)\/apk\/db\/installed)$/;
/** Linux follows no more, one after the other. */
const MOST_LINKS = 40;

/**
 * Reads what `docker export` writes.
 *
 * @throws Error where it is no tar archive, or ends in the middle
 */
export async function readImageFiles(stream: AsyncIterable<Uint8Array>): Promise<ImageFiles> {
  const nodes = new Map<string, TarEntry>();
  const elves = new Map<string, Elf>();
  const scripts = new Map<string, string>();
  const texts = new Map<string, string>();
  const wants = (entry: TarEntry, head: Buffer) => {
    const path = `/${entry.path}`;
    if ((entry.mode & 0o111) !== 0 && head.toString('latin1', 0, 2) === '#!') {
      scripts.set(path, (head.toString('utf8', 2).split('\n')[0] ?? '').trim());
    }
    return isElf(head) || TEXTS.test(path);
  };
  for await (const { entry, content } of readTar(stream, wants)) {
    const path = `/${entry.path}`;
    const first = entry.kind === 'hard-link' ? `/${entry.target.replace(/^(?:\.?\/)+/, '')}` : path;
    nodes.set(path, entry);
    if (content !== null) {
      const elf = readElf(content);
      if (elf !== null) elves.set(path, elf);
      else if (TEXTS.test(path)) texts.set(path, content.toString('utf8'));
    } else if (first !== path) {
      const [elf, script] = [elves.get(first), scripts.get(first)];
      if (elf !== undefined) elves.set(path, elf);
      if (script !== undefined) scripts.set(path, script);
    }
  }
  return filesOf(nodes, elves, scripts, texts);
}

function filesOf(
  nodes: ReadonlyMap<string, TarEntry>,
  elves: ReadonlyMap<string, Elf>,
  scripts: ReadonlyMap<string, string>,
  texts: ReadonlyMap<string, string>,
): ImageFiles {
  const children = new Map<string, string[]>();
  for (const path of nodes.keys()) {
    const folder = posix.dirname(path);
    const names = children.get(folder) ?? [];
    names.push(posix.basename(path));
    children.set(folder, names);
  }
  const kinds = [...nodes.values()].map(({ kind }) => kind);
  return {
    resolve: (path) => resolveIn(nodes, children, path),
    elves,
    scripts,
    texts,
    links: new Map([...nodes].flatMap(([path, { kind, target }]) => (kind === 'symlink' ? [[path, target]] : []))),
    list: (folder) => [...(children.get(folder) ?? [])].sort(),
    paths: () => nodes.keys(),
    count: kinds.filter((kind) => kind === 'file' || kind === 'hard-link').length,
  };
}

function resolveIn(
  nodes: ReadonlyMap<string, TarEntry>,
  children: ReadonlyMap<string, readonly string[]>,
  path: string,
): string | null {
  let links = 0;
  let rest = posix.normalize(path).split('/').filter(isPart);
  let at = '';
  while (rest.length > 0) {
    const [name = '', ...others] = rest;
    rest = others;
    if (name === '..') {
      at = posix.dirname(at === '' ? '/' : at).replace(/^\/$/, '');
      continue;
    }
    const next = `${at}/${name}`;
    const node = nodes.get(next);
    if (node?.kind === 'symlink') {
      links += 1;
      if (links > MOST_LINKS) return null;
      rest = [...node.target.split('/').filter(isPart), ...rest];
      if (node.target.startsWith('/')) at = '';
      continue;
    }
    // An archive need not name the folders above its files.
    if (node === undefined && !children.has(next)) return null;
    at = next;
  }
  return at === '' ? '/' : at;
}

const isPart = (part: string) => part !== '' && part !== '.';
