import { readFileSync, realpathSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readElf } from '../../../src/prove/audit/elf.ts';
import { auditImage, findingLines, newFindings } from '../../../src/prove/audit/findings.ts';
import { type Content, imageOf } from './image.ts';

const TRUE = readFileSync(realpathSync('/bin/true'));
const LOADER = readElf(TRUE)?.interpreter ?? '';
const FOLDERS = ['/lib/x86_64-linux-gnu', '/lib/aarch64-linux-gnu', '/lib64', '/usr/lib64'];

/** A library of this machine, wherever it stands. */
function library(name: string): Buffer {
  for (const folder of FOLDERS) {
    try {
      return readFileSync(`${folder}/${name}`);
    } catch {
      // The next folder.
    }
  }
  throw new Error(`${name} is not on this machine`);
}

/** The same bytes with a text replaced by one that is no longer. */
function patched(bytes: Uint8Array, from: string, to: string): Buffer {
  const copy = Buffer.from(bytes);
  let count = 0;
  for (let at = copy.indexOf(from); at !== -1; at = copy.indexOf(from, at + 1)) {
    copy.fill(0, at, at + from.length);
    copy.write(to, at);
    count += 1;
  }
  if (count === 0) throw new Error(`there is no ${from}`);
  return copy;
}

const LIBC = library('libc.so.6');
/** Program, loader and library as a distribution has them, with /lib as a symlink. */
const SYSTEM: Readonly<Record<string, Content>> = {
  [`usr${LOADER}`]: readFileSync(LOADER),
  'usr/lib/libc.so.6': LIBC,
  ...(LOADER.startsWith('/lib64') ? { lib64: { link: 'usr/lib64' } } : {}),
  lib: { link: 'usr/lib' },
  'bin/sh': TRUE,
};
const MUSL: Readonly<Record<string, Content>> = {
  'lib/ld-musl-x86_64.so.1': readFileSync(LOADER),
  'bin/busybox': patched(patched(TRUE, LOADER, '/lib/ld-musl-x86_64.so.1'), 'libc.so.6', 'libc.so'),
};

type Config = Parameters<typeof auditImage>[1];
const CONFIG: Config = { env: { PATH: '/usr/local/bin:/bin' }, entrypoint: [], cmd: [], workingDir: '/app' };
const audit = async (files: Readonly<Record<string, Content>>, config: Partial<Config> = {}) =>
  auditImage(await imageOf(files), { ...CONFIG, ...config });
const lines = async (files: Readonly<Record<string, Content>>, config?: Partial<Config>) =>
  findingLines((await audit(files, config)).findings);

describe('the audit', () => {
  it('finds nothing where everything is there', async () => {
    expect(await lines({ ...SYSTEM, 'app/program': TRUE })).toEqual([]);
  });

  it('names a loader that is not there', async () => {
    expect(await lines({ 'usr/lib/libc.so.6': LIBC, 'app/program': TRUE })).toContain(
      `/app/program is started by ${LOADER}, which is not there`,
    );
  });

  it('names a library that is not there, unless a folder of its own, or a configured one, has it', async () => {
    const program = patched(TRUE, 'libc.so.6', 'libz.so.6');
    const expected = ['/app/program needs libz.so.6, which is not there'];
    expect(await lines({ ...SYSTEM, 'app/program': program })).toEqual(expected);
    expect(await lines({ ...SYSTEM, 'app/program': program, 'opt/z/libz.so.6': LIBC })).toEqual(expected);
    const conf = { 'etc/ld.so.conf': 'include ld.so.conf.d/*.conf\n', 'etc/ld.so.conf.d/z.conf': '# z\n/opt/z\n' };
    expect(await lines({ ...SYSTEM, 'app/program': program, 'opt/z/libz.so.6': LIBC, ...conf })).toEqual([]);
    const env = { env: { PATH: '/bin', LD_LIBRARY_PATH: '/opt/z' } };
    expect(await lines({ ...SYSTEM, 'app/program': program, 'opt/z/libz.so.6': LIBC }, env)).toEqual([]);
  });

  it('takes no library for another processor', async () => {
    const foreign = Buffer.from(LIBC);
    foreign.writeUInt16LE(183 === LIBC.readUInt16LE(18) ? 62 : 183, 18);
    const program = patched(TRUE, 'libc.so.6', 'libz.so.6');
    expect(await lines({ ...SYSTEM, 'app/program': program, 'usr/lib/libz.so.6': foreign })).toEqual([
      '/app/program needs libz.so.6, which is not there',
    ]);
    // And says nothing of the foreign one: it never ran here.
    expect(await lines({ ...SYSTEM, 'app/prebuilds/other/x.node': foreign })).toEqual([]);
  });

  it('names a version that the library does not have, and the highest that it has', async () => {
    const wanted = readElf(TRUE)?.requires.find(({ version }) => /\.\d\d$/.test(version))?.version ?? '';
    const program = patched(TRUE, wanted, wanted.replace(/\d\d$/, '99'));
    const [line] = await lines({ ...SYSTEM, 'app/program': program });
    expect(line).toMatch(
      /^\/app\/program needs GLIBC_2\.99, and \/usr\/lib\/libc\.so\.6 has nothing above GLIBC_2\.\d\d$/,
    );
  });

  it('names what is linked to glibc on musl, and the reverse', async () => {
    expect(await lines({ ...MUSL, 'app/addon.node': TRUE })).toEqual([
      '/app/addon.node is linked to glibc, and the image has musl',
    ]);
    expect(await lines({ ...SYSTEM, 'app/addon.node': MUSL['bin/busybox'] ?? '' })).toEqual([
      '/app/addon.node is linked to musl, and the image has glibc',
    ]);
    expect(await lines(MUSL)).toEqual([]);
  });

  it.each([
    ['m/prebuilds/linux-x64/bcrypt.glibc.node', 'm/prebuilds/linux-x64/bcrypt.musl.node'],
    ['@img/sharp-linux-x64/lib/sharp-linux-x64.node', '@img/sharp-linuxmusl-x64/lib/sharp-linuxmusl-x64.node'],
    ['rollup-linux-x64-gnu/rollup.linux-x64-gnu.node', 'rollup-linux-x64-musl/rollup.linux-x64-musl.node'],
  ])('lets %s be where a build for the other C library is beside it', async (glibc, musl) => {
    const at = (path: string) => `app/node_modules/${path}`;
    expect(await lines({ ...MUSL, [at(glibc)]: TRUE, [at(musl)]: MUSL['bin/busybox'] ?? '' })).toEqual([]);
    expect(await lines({ ...MUSL, [at(glibc)]: TRUE })).toHaveLength(1);
  });

  it('names extensions for another Python', async () => {
    const files = { ...SYSTEM, 'usr/bin/python3.11': TRUE, 'app/x.cpython-311-x86_64-linux-gnu.so': TRUE };
    expect(await lines({ ...files, 'app/y.cpython-312-x86_64-linux-gnu.so': TRUE })).toEqual([
      '/app/y.cpython-312-x86_64-linux-gnu.so is built for Python 3.12, and the image has 3.11',
    ]);
  });

  it('names scripts that are started and whose interpreter is not there', async () => {
    const scripts = {
      'app/start.sh': '#!/bin/bash -e\n',
      'usr/local/bin/tool': '#!/usr/bin/env -S node --flag\n',
      'usr/local/bin/fine': '#!/bin/sh\n',
      'app/node_modules/x/build.sh': '#!/bin/bash\n',
      'usr/bin/env': TRUE,
    };
    expect(await lines({ ...SYSTEM, ...scripts }, { entrypoint: ['./start.sh'] })).toEqual([
      '/app/start.sh is run by /bin/bash, which is not there',
      '/usr/local/bin/tool is run by node, which is not there',
    ]);
  });

  it('survives links that lead in a circle, and out of the image', async () => {
    const files = {
      'app/a': { link: 'b' },
      'app/b': { link: 'a' },
      'app/out': { link: '../../../../etc' },
      'app/log': { link: '/dev/stdout' },
    };
    expect([...(await audit(files)).dangling].sort()).toEqual(['/app/a', '/app/b', '/app/out']);
  });

  it('counts files and packages', async () => {
    const status = 'Package: a\nStatus: install ok installed\n\nPackage: b\nStatus: deinstall ok config-files\n';
    expect(await audit({ 'var/lib/dpkg/status': status, 'app/x': '' })).toMatchObject({ files: 2, packages: 1 });
    expect(await audit({ 'lib/apk/db/installed': 'P:a\nV:1\n\nP:b\n' })).toMatchObject({ packages: 2 });
    expect(await audit({ 'app/x': '' })).toMatchObject({ packages: null });
  });
});

describe('what is new', () => {
  it('leaves out what could not work before either, and plugins that only the new base has', async () => {
    const program = patched(TRUE, 'libc.so.6', 'libz.so.6');
    const before = await audit({
      ...SYSTEM,
      'app/old': program,
      'app/link': { link: 'old' },
      'app/dangles': { link: 'gone' },
    });
    const after = await audit({
      ...SYSTEM,
      'app/old': program,
      'app/new': program,
      'usr/lib/plugin.so': program,
      'app/dangles': { link: 'gone' },
    });
    expect(findingLines(newFindings(before, after))).toEqual(['/app/new needs libz.so.6, which is not there']);
  });

  it('names symlinks that led somewhere', async () => {
    const before = await audit({
      'app/file': '',
      'app/link': { link: 'file' },
      'usr/lib/doc': { link: '../../app/file' },
    });
    const after = await audit({ 'app/link': { link: 'file' }, 'usr/lib/doc': { link: '../../app/file' } });
    expect(findingLines(newFindings(before, after))).toEqual(['/app/link is a symlink that leads nowhere now']);
  });

  it('leaves out the link to the Python that an addon was compiled with', async () => {
    const python = {
      'app/node_modules/bcrypt/build/node_gyp_bins/python3': { link: '/usr/bin/python3' },
      'app/python3': { link: '/usr/bin/python3' },
    };
    const before = await audit({ ...python, 'usr/bin/python3': '' });
    expect(findingLines(newFindings(before, await audit(python)))).toEqual([
      '/app/python3 is a symlink that leads nowhere now',
    ]);
  });

  it('leaves out links that pnpm hoisted to a package and pruned it', async () => {
    const links = {
      'app/node_modules/.pnpm/node_modules/esbuild': { link: '../esbuild@0.25.0/node_modules/esbuild' },
      'app/node_modules/esbuild': { link: '.pnpm/esbuild@0.25.0/node_modules/esbuild' },
    };
    const before = await audit({
      ...links,
      'app/node_modules/.pnpm/esbuild@0.25.0/node_modules/esbuild/package.json': '{}',
    });
    expect(findingLines(newFindings(before, await audit(links)))).toEqual([
      '/app/node_modules/esbuild is a symlink that leads nowhere now',
    ]);
  });

  it('tells the first few and how many more', () => {
    const findings = Array.from({ length: 20 }, (_, index) => ({
      kind: 'library' as const,
      path: `/${index}`,
      says: 'x',
    }));
    expect(findingLines(findings)).toHaveLength(9);
    expect(findingLines(findings).at(-1)).toBe('and 12 more of this kind');
  });
});
