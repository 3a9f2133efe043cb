import { posix } from 'node:path';
import type { Elf } from './elf.ts';
import type { ImageFiles } from './image-files.ts';

/** How an image's loader finds libraries. */
export interface LibrarySearch {
  /** The C libraries that are there. An image with `gcompat`, or none at all, can have both or neither. */
  readonly libc: { readonly glibc: boolean; readonly musl: boolean };
  /** Where the loader finds a library for a file (its real path), or null. */
  readonly find: (name: string, file: string, elf: Elf) => string | null;
}

/** GNU's triplets and `$LIB`, by `e_machine`. Source: Debian, «Multiarch/Tuples»; ld.so(8). */
const MACHINES: Readonly<Record<number, { readonly triplets: readonly string[]; readonly platform: string }>> = {
  3: { triplets: ['i386-linux-gnu'], platform: 'i686' },
  22: { triplets: ['s390x-linux-gnu'], platform: 's390x' },
  21: { triplets: ['powerpc64le-linux-gnu'], platform: 'powerpc64le' },
  40: { triplets: ['arm-linux-gnueabihf', 'arm-linux-gnueabi'], platform: 'armv7l' },
  62: { triplets: ['x86_64-linux-gnu'], platform: 'x86_64' },
  183: { triplets: ['aarch64-linux-gnu'], platform: 'aarch64' },
  243: { triplets: ['riscv64-linux-gnu'], platform: 'riscv64' },
};

/** musl's built-in path; glibc's built-in folders, after what `/etc/ld.so.conf` names. */
const MUSL_FOLDERS = ['/lib', '/usr/local/lib', '/usr/lib'];
const GLIBC_FOLDERS = ['/lib64', '/usr/lib64', '/lib', '/usr/lib', '/usr/local/lib'];

/**
 * Knows where the loader of an image looks: RPATH or RUNPATH with `$ORIGIN`, `LD_LIBRARY_PATH`, the folders of its configuration, the
 * built-in ones. Source: ld.so(8), «DESCRIPTION»; musl, ldso/dynlink.c.
 */
export function librarySearch(files: ImageFiles, environment: Readonly<Record<string, string>>): LibrarySearch {
  const loaders = [...files.paths()].map((path) => /\/(ld-musl-[^/]+\.so\.1|libc\.so\.6)$/.exec(path)?.[1]);
  const libc = {
    glibc: loaders.some((name) => name === 'libc.so.6'),
    musl: loaders.some((name) => name?.startsWith('ld-musl-')),
  };
  const configured = configuredFolders(files);
  const variable = (environment.LD_LIBRARY_PATH ?? '').split(/[:;]/).filter((folder) => folder !== '');
  const find = (name: string, file: string, elf: Elf): string | null => {
    const fits = (path: string) => {
      const real = files.resolve(path);
      const found = real === null ? undefined : files.elves.get(real);
      return real !== null && found?.machine === elf.machine && found.bits === elf.bits ? real : null;
    };
    if (name.includes('/')) return fits(name);
    const triplets = MACHINES[elf.machine]?.triplets ?? [];
    const folders = [
      ...(elf.runpath.length > 0 && libc.glibc ? [] : elf.rpath).map((folder) => expand(folder, file, elf)),
      ...variable,
      ...elf.runpath.map((folder) => expand(folder, file, elf)),
      ...configured,
      ...triplets.flatMap((triplet) => [`/lib/${triplet}`, `/usr/lib/${triplet}`]),
      ...(libc.musl && !libc.glibc ? MUSL_FOLDERS : GLIBC_FOLDERS),
    ];
    for (const folder of folders) {
      const found = fits(posix.join(folder, name));
      if (found !== null) return found;
    }
    return null;
  };
  return { libc, find };
}

function expand(folder: string, file: string, elf: Elf): string {
  return folder
    .replace(/\$(?:ORIGIN\b|\{ORIGIN\})/g, posix.dirname(file))
    .replace(/\$(?:LIB\b|\{LIB\})/g, elf.bits === 64 ? 'lib64' : 'lib')
    .replace(/\$(?:PLATFORM\b|\{PLATFORM\})/g, MACHINES[elf.machine]?.platform ?? '');
}

/** A line of `ld.so.conf` is a folder or `include PATTERN`; all that is included stands in `ld.so.conf.d` everywhere. */
function configuredFolders(files: ImageFiles): readonly string[] {
  return [...files.texts]
    .filter(([path]) => path.startsWith('/etc/ld'))
    .flatMap(([, text]) => text.split(/[\n:]/))
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line.startsWith('/'));
}
