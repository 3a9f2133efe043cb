import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeAll } from '../../src/cli/write.ts';
import { openRepository } from '../../src/repository/disk.ts';
import { folderWith, git, gitFolderWith, msbMigrate } from './desk.ts';
import { pins } from './stand-ins.ts';

const OLD = 'FROM node:latest\nRUN npm ci\n';

/** Runs work as somebody who is not root, because permissions do not bind root. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('paths', () => {
  it('are the current folder when there are none', async () => {
    const folder = gitFolderWith({ 'a/Dockerfile': OLD, 'b/web.Dockerfile': OLD, 'c/README.md': '' });
    const { stderr, code } = await msbMigrate(folder, []);
    expect(stderr).toContain('a/Dockerfile: would change');
    expect(stderr).toContain('b/web.Dockerfile: would change');
    expect(stderr).toContain('2 files: 2 would change');
    expect(code).toBe(0);
  });

  it('may be files of any name, folders and globs, each file once and in the order of the paths', async () => {
    const folder = gitFolderWith({
      'z/Dockerfile': OLD,
      'a/Dockerfile': OLD,
      'm/build.txt': OLD,
      'node_modules/x/Dockerfile': OLD,
    });
    symlinkSync('Dockerfile', join(folder, 'z/link'));
    const { stderr } = await msbMigrate(folder, [
      'm/build.txt',
      'z/link',
      './z',
      '*/Dockerfile',
      '**/Dockerfile',
      join(folder, 'a'),
    ]);
    expect(stderr.match(/^\S+: would change/gm)).toEqual([
      'm/build.txt: would change',
      'z/link: would change',
      'a/Dockerfile: would change',
    ]);
  });

  it('that exist are never taken for patterns or commands', async () => {
    const folder = gitFolderWith({ '[id]/Dockerfile': OLD, i: OLD, list: OLD });
    expect((await msbMigrate(folder, ['[id]'])).stderr).toContain('[id]/Dockerfile: would change');
    expect((await msbMigrate(folder, ['./list'])).stderr).toContain('list: would change');
    expect((await msbMigrate(folder, ['--', 'i'])).stderr).toContain('i: would change');
  });

  it('after --max-failures that cannot be used are not looked at, and the others keep their results', async () => {
    const folder = gitFolderWith({ a: OLD, b: '', c: OLD, d: '', e: OLD });
    const said = await msbMigrate(folder, ['a', 'b', 'c', 'd', 'e', '--max-failures', '2']);
    expect(said.stderr).toContain('4 files: 2 would change, 2 refused\nstopped after 2 failures');
    expect(said.stderr).toContain('1 files were not looked at');
    expect(said.code).toBe(2);
    const all = await msbMigrate(folder, ['a', 'b', 'c', 'd', 'e', '--max-failures', '3']);
    expect(all.stderr).toContain('5 files: 3 would change, 2 refused\n');
    expect((await msbMigrate(folder, ['a', '--max-failures', '0'])).code).toBe(2);
  });

  it('tell the library where the file stands in its repository', async () => {
    const folder = gitFolderWith({ 'services/api/Dockerfile': OLD, 'docker/x/Dockerfile': OLD });
    const seen: unknown[] = [];
    const run: typeof pins = (input) => {
      seen.push([input.repository.root, input.dockerfile, input.context]);
      return pins(input);
    };
    await msbMigrate(join(folder, 'services'), ['.', '../docker/x/Dockerfile'], { run });
    await msbMigrate(folder, ['docker/x/Dockerfile', '--context', 'services/api'], { run });
    await msbMigrate(folder, ['docker/x/Dockerfile', '--context', '.'], { run });
    expect(seen).toEqual([
      [folder, 'services/api/Dockerfile', null],
      [folder, 'docker/x/Dockerfile', null],
      [folder, 'docker/x/Dockerfile', 'services/api'],
      [folder, 'docker/x/Dockerfile', ''],
    ]);
  });

  it('open a repository once, however many paths lead into it, and each other one too', async () => {
    const folder = gitFolderWith({
      'a/Dockerfile': OLD,
      'b/Dockerfile': OLD,
      'c/d/Dockerfile': OLD,
      '.gitignore': 'ignored',
    });
    const nested = join(folder, 'ignored');
    mkdirSync(nested);
    writeFileSync(join(nested, 'Dockerfile'), OLD);
    const opened: string[] = [];
    const open = (start: string) => {
      const repository = openRepository(start);
      opened.push(repository.root);
      return repository;
    };
    const { code } = await msbMigrate(folder, ['a', 'b/Dockerfile', 'c', '*/d/*', 'ignored'], { openRepository: open });
    expect(opened).toEqual([folder, nested]);
    expect(code).toBe(0);
  });

  it('find a repository that holds both file and context without git', async () => {
    const folder = folderWith({ 'docker/Dockerfile': OLD, 'app/package.json': '{}' });
    const seen: unknown[] = [];
    const run: typeof pins = (input) => {
      seen.push([input.repository.root, input.dockerfile, input.context]);
      return pins(input);
    };
    await msbMigrate(folder, ['docker/Dockerfile', '--context', '.'], { run });
    await msbMigrate(folder, ['docker/Dockerfile', '--context', 'app'], { run });
    expect(seen).toEqual([
      [folder, 'docker/Dockerfile', ''],
      [folder, 'docker/Dockerfile', 'app'],
    ]);
  });

  it('refuses a context elsewhere', async () => {
    const [folder, other] = [folderWith({ Dockerfile: OLD }), folderWith({})];
    const { stderr, code } = await msbMigrate(folder, ['Dockerfile', '--context', other]);
    expect(stderr).toContain('are not in one repository. Run from a folder that holds both.');
    expect(code).toBe(2);
  });

  it('passes over a tracked Dockerfile that was deleted', async () => {
    const folder = gitFolderWith({ 'a/Dockerfile': OLD, 'b/Dockerfile': OLD });
    rmSync(join(folder, 'a'), { recursive: true });
    const { stderr, code } = await msbMigrate(folder, ['.']);
    expect(stderr).toContain('1 file: 1 would change');
    expect(code).toBe(0);
  });
});

describe('bad input', () => {
  it.each([
    ['no such file', {}, 'nothing', 'nothing: no such file or folder. Check the path.'],
    ['a file taken for a folder', { Dockerfile: OLD }, 'Dockerfile/x', 'Dockerfile/x: no such file or folder.'],
    ['a name that is too long', {}, 'x'.repeat(300), `${'x'.repeat(300)}: no such file or folder.`],
    ['a folder without a Dockerfile', { 'a/x': '' }, 'a', 'a: there is no Dockerfile in this folder or below it.'],
    [
      'a folder called Dockerfile',
      { 'Dockerfile/x': '' },
      'Dockerfile',
      'Dockerfile: there is no Dockerfile in this folder',
    ],
    ['a glob that matches nothing', {}, '**/*.Dockerfile', '**/*.Dockerfile: the pattern matches no file.'],
    [
      'no FROM',
      { Dockerfile: 'ARG A\n' },
      '.',
      'Dockerfile: there is no FROM, so there is no image to build. Add a FROM line',
    ],
    [
      'an unknown instruction',
      { Dockerfile: 'FROM a\nRUM b\n' },
      '.',
      'Dockerfile:2: «RUM» is not an instruction. Correct',
    ],
    [
      'a NUL byte',
      { Dockerfile: 'FROM a\nRUN \0b\n' },
      '.',
      'Dockerfile:2: the file holds a NUL byte. Save it as UTF-8',
    ],
    [
      'UTF-16',
      { Dockerfile: Buffer.from('\ufeffFROM a\n', 'utf16le') },
      '.',
      'Dockerfile:1: the file holds a NUL byte.',
    ],
    [
      'Latin-1',
      { Dockerfile: Buffer.from('FROM a\n# gr\u00fcn\n', 'latin1') },
      '.',
      'Dockerfile:2: the file is not UTF-8 text.',
    ],
    ['an empty file', { Dockerfile: '' }, '.', 'Dockerfile: the file is empty. Write a Dockerfile first'],
    ['6 MB', { Dockerfile: OLD.padEnd(6_000_000, '#\n') }, '.', 'Dockerfile: the file is larger than 5 MB, which no'],
  ])('is one clear line: %s', async (_, files, path, line) => {
    const folder = folderWith({ 'good/Dockerfile': OLD, ...files });
    const { stderr, stdout, code } = await msbMigrate(folder, [path === '.' ? 'Dockerfile' : path, 'good/Dockerfile']);
    expect(stderr.split('\n').filter((text) => text.includes(line))).toHaveLength(1);
    expect(stderr.match(/^.*\. .*$/gm)).toHaveLength(1);
    expect(stdout).toContain('+++ b/good/Dockerfile');
    expect(stderr).toContain('2 files: 1 would change, 1 refused');
    expect(code).toBe(2);
    for (const [name, content] of Object.entries(files)) {
      expect(readFileSync(join(folder, name)).equals(Buffer.from(content))).toBe(true);
    }
  });

  it('is one clear line: a file of exactly 5 MB is still read', async () => {
    const folder = folderWith({ Dockerfile: OLD.padEnd(5 * 1024 * 1024, '#\n') });
    expect((await msbMigrate(folder, ['Dockerfile'])).code).toBe(0);
  });

  it('is one clear line: pipes and devices, which it never waits for', async () => {
    const folder = folderWith({});
    execFileSync('mkfifo', [join(folder, 'Dockerfile')]);
    const { stderr, code } = await msbMigrate(folder, ['Dockerfile', '/dev/zero']);
    expect(stderr).toContain('Dockerfile: it is a pipe, a socket or a device. To read a pipe, give - and --context.');
    expect(stderr).toMatch(/dev\/zero: it is a pipe, a socket or a device\./);
    expect(code).toBe(2);
  });

  it('is one clear line: symlinks that lead nowhere or to themselves', async () => {
    const folder = folderWith({});
    symlinkSync('gone', join(folder, 'a'));
    symlinkSync('b', join(folder, 'b'));
    const { stderr } = await msbMigrate(folder, ['a', 'b']);
    expect(stderr).toContain('a: no such file or folder.');
    expect(stderr).toContain('b: the symlink leads back to itself.');
  });

  it('is one clear line: no permission to read the file, or its folder', async () => {
    const folder = folderWith({ Dockerfile: OLD, 'closed/Dockerfile': OLD });
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'Dockerfile'), 0o000);
    chmodSync(join(folder, 'closed'), 0o000);
    const { stderr, code } = await asNobody(() => msbMigrate(folder, ['Dockerfile', 'closed/Dockerfile']));
    chmodSync(join(folder, 'closed'), 0o755);
    expect(stderr).toContain(
      'Dockerfile: there is no permission to read it. Change its permissions, or run as its owner.',
    );
    expect(stderr).toContain('closed/Dockerfile: there is no permission to read it.');
    expect(code).toBe(2);
  });

  it('keeps what a hostile name or file holds from reaching the terminal', async () => {
    const folder = folderWith({ 'a\u001b[2Jb': 'FROM a\n\u001b[31mX\u202e y\n' });
    const { stderr } = await msbMigrate(folder, ['a\u001b[2Jb', '--no-color']);
    expect(stderr).toContain('a\\x1b[2Jb:2: «\\x1b[31mX\\u202e» is not an instruction');
    expect(stderr).not.toContain('\u001b');
  });
});

describe('writing', () => {
  const NEW = OLD.replace(':latest', ':1');
  const text = (folder: string, path = 'Dockerfile') => readFileSync(join(folder, path), 'utf8');

  it('rewrites files in place, keeps their mode, prints no patch and leaves nothing behind', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD, 'b/Dockerfile': `\ufeff${OLD.replaceAll('\n', '\r\n')}` });
    chmodSync(join(folder, 'Dockerfile'), 0o640);
    const { stdout, stderr, code } = await msbMigrate(folder, ['--write', '.']);
    expect(text(folder)).toBe(NEW);
    expect(text(folder, 'b/Dockerfile')).toBe(`\ufeff${NEW.replaceAll('\n', '\r\n')}`);
    expect(statSync(join(folder, 'Dockerfile')).mode & 0o7777).toBe(0o640);
    expect(stdout).toBe('');
    expect(stderr).toContain('Dockerfile: changed\n');
    expect(stderr).toContain('2 files: 2 changed');
    expect(code).toBe(0);
    expect(git(folder, 'status', '--porcelain').split('\n').sort()).toEqual(['', ' M Dockerfile', ' M b/Dockerfile']);
  });

  it('rewrites what a symlink leads to, and leaves the link', async () => {
    const folder = folderWith({ 'docker/prod': OLD });
    symlinkSync('docker/prod', join(folder, 'Dockerfile'));
    await msbMigrate(folder, ['-w', 'Dockerfile']);
    expect(text(folder, 'docker/prod')).toBe(NEW);
    expect(execFileSync('readlink', ['Dockerfile'], { cwd: folder, encoding: 'utf8' })).toBe('docker/prod\n');
  });

  it('makes files that are new with the usual mode', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD });
    const run: typeof pins = (input) => {
      const pinned = pins(input);
      return { ...pinned, edits: [...pinned.edits, { path: '.dockerignore', before: '', after: '.git\n' }] };
    };
    await msbMigrate(folder, ['-w'], { run });
    expect(text(folder, '.dockerignore')).toBe('.git\n');
    expect(statSync(join(folder, '.dockerignore')).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  it('says what it cannot write, and goes on', async () => {
    const folder = folderWith({
      'a/Dockerfile': OLD,
      'b/Dockerfile': OLD,
      'c/Dockerfile': OLD,
      'd/Dockerfile': OLD,
      'e/Dockerfile': OLD,
    });
    for (const name of ['', 'b', 'd', 'e']) chmodSync(join(folder, name), 0o777);
    for (const name of ['a', 'b', 'd', 'e']) chmodSync(join(folder, name, 'Dockerfile'), 0o666);
    chmodSync(join(folder, 'a'), 0o555);
    chmodSync(join(folder, 'c'), 0o777);
    chmodSync(join(folder, 'c/Dockerfile'), 0o444);
    const run: typeof pins = (input) => {
      const file = join(folder, input.repository.root.slice(-1), 'Dockerfile');
      if (file.includes('/b/')) rmSync(file);
      if (file.includes('/d/')) execFileSync('sh', ['-c', `echo more >> ${file}`]);
      return pins(input);
    };
    const { stderr, code } = await asNobody(() => msbMigrate(folder, ['-w', 'a', 'b', 'c', 'd', 'e'], { run }));
    expect(stderr).toContain(
      'a/Dockerfile: there is no permission to write the file or its folder. The file is as it was.',
    );
    expect(stderr).toContain('b/Dockerfile: the file vanished after it was read. Run again.');
    expect(stderr).toContain('c/Dockerfile: there is no permission to write the file or its folder.');
    expect(stderr).toContain('d/Dockerfile: the file changed after it was read. Run again.');
    expect(stderr).toContain('5 files: 1 changed, 4 refused');
    expect(code).toBe(2);
    expect(['a', 'c', 'd', 'e'].map((name) => text(folder, `${name}/Dockerfile`))).toEqual([
      OLD,
      OLD,
      `${OLD}more\n`,
      NEW,
    ]);
    expect(execFileSync('find', ['.', '-name', '*.tmp'], { cwd: folder, encoding: 'utf8' })).toBe('');
  });

  it('writes all files of one change or none', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD, '.dockerignore': 'a\n' });
    const run: typeof pins = (input) => {
      const pinned = pins(input);
      return { ...pinned, edits: [...pinned.edits, { path: '.dockerignore', before: 'b\n', after: 'c\n' }] };
    };
    const { stderr, code } = await msbMigrate(folder, ['-w'], { run });
    expect(stderr).toContain('.dockerignore: the file changed after it was read.');
    expect(stderr).not.toContain('✓');
    expect([text(folder), text(folder, '.dockerignore'), code]).toEqual([OLD, 'a\n', 2]);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it.runIf(process.geteuid?.() === 0)('puts the first file back where the second cannot be replaced', async () => {
    const folder = folderWith({ 'open/a': OLD, 'sticky/b': OLD });
    for (const path of ['', 'open', 'open/a', 'sticky/b']) chmodSync(join(folder, path), 0o777);
    // In a sticky folder anyone may make files, and only the owner may replace one.
    chmodSync(join(folder, 'sticky'), 0o1777);
    const rewrites = [
      { path: join(folder, 'open/a'), before: OLD, after: NEW },
      { path: join(folder, 'open/new'), before: null, after: NEW },
      { path: join(folder, 'sticky/b'), before: OLD, after: NEW },
    ];
    const failure = await asNobody(async () => writeAll(rewrites));
    expect(failure).toMatchObject({ path: join(folder, 'sticky/b'), fault: { code: 'not-written' } });
    expect([text(folder, 'open/a'), text(folder, 'sticky/b')]).toEqual([OLD, OLD]);
    expect(readdirSync(join(folder, 'open')).sort()).toEqual(['a']);
    expect(readdirSync(join(folder, 'sticky'))).toEqual(['b']);
  });

  it('keeps an ignore file that two Dockerfiles add to', async () => {
    const folder = gitFolderWith({ 'a.Dockerfile': OLD, 'b.Dockerfile': OLD });
    const run: typeof pins = (input) => {
      const before = input.repository.read('.dockerignore') ?? '';
      const pinned = pins(input);
      return {
        ...pinned,
        edits: [...pinned.edits, { path: '.dockerignore', before, after: `${before}${input.dockerfile}\n` }],
      };
    };
    expect((await msbMigrate(folder, ['-w'], { run })).code).toBe(0);
    expect(text(folder, '.dockerignore')).toBe('a.Dockerfile\nb.Dockerfile\n');
  });

  it('hands every write over as one piece of work that no signal may cut', async () => {
    const folder = gitFolderWith({ 'a/Dockerfile': OLD, 'b/Dockerfile': NEW });
    let pieces = 0;
    const uninterrupted = async <T>(work: () => T): Promise<T> => {
      expect(text(folder, 'a/Dockerfile')).toBe(OLD);
      pieces += 1;
      return work();
    };
    await msbMigrate(folder, ['.', '-w'], { uninterrupted });
    expect([pieces, text(folder, 'a/Dockerfile')]).toEqual([1, NEW]);
  });

  it('touches nothing without being told to', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD });
    for (const flag of ['--check', '--json', '--stdout', '-v', '-q']) await msbMigrate(folder, [flag]);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });
});
