import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inShard, readList, readShard } from '../../src/bulk/list.ts';
import { GIT_ENV, git, makeMany, remove, wrongStates } from './many.ts';
import { killAndResume } from './run-many.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'msb-bulk-'));
const program = join(place, 'package/dist/bin/msb-migrate.cjs');

beforeAll(() => {
  execFileSync(process.execPath, ['build.mjs', join(place, 'package/dist')], { cwd: root });
  cpSync(join(root, 'package.json'), join(place, 'package/package.json'));
});
afterAll(() => remove(place), 60_000);

function run(cwd: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...argv], {
    cwd,
    encoding: 'utf8',
    env: { ...GIT_ENV, HOME: place, ...env },
  });
  return { code: status, stdout, stderr };
}

const folderFor = (name: string) => {
  const folder = join(place, name);
  mkdirSync(folder);
  return folder;
};
const branchesOf = (remote: string) => git(remote, 'for-each-ref', '--format=%(refname:short)').split('\n');

describe('a list of repositories', () => {
  it('is read line by line, without comments and each once', () => {
    expect(readList('# all\na\n\n  b  # why\na\r\nhttps://x/y#z.git\n').map(({ name }) => name)).toEqual([
      'a',
      'b',
      'https://x/y#z.git',
    ]);
  });

  it('gives every repository a folder of its own', () => {
    const slugs = readList(
      'https://one.example/team/api.git\nhttps://two.example/team/api.git\n../team/api\n..\n-x\n',
    ).map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(5);
    for (const slug of slugs) expect(slug).toMatch(/^[\w][\w.-]*$/);
  });

  it('is divided into parts that are the whole together', () => {
    const all = [...Array(10).keys()];
    const parts = [1, 2, 3].map((index) => inShard(all, { index, count: 3 }));
    expect(parts.flat().sort((a, b) => a - b)).toEqual(all);
    expect(['0/3', '4/3', '1', 'x/2', '1/0'].map(readShard)).toEqual([null, null, null, null, null]);
  });
});

describe('msb-migrate bulk', () => {
  it('brings every repository to its right state, killed halfway and taken up again, and none twice', async () => {
    const folder = folderFor('kill');
    const made = makeMany(folder, 20);
    const result = await killAndResume(program, folder, made);
    expect(result.wrong).toEqual([]);
    expect(result.summary).toBe('20 repositories: 4 nothing to do, 14 pushed, 2 failed');
    expect(result.resumed).toBe(result.finishedBeforeKill);
    const { files } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    expect(files.filter((file: { status: string }) => file.status === 'changed')).toHaveLength(18);
    expect(existsSync(join(folder, 'work/lock'))).toBe(false);
  }, 120_000);

  it('takes a push that was made just before a kill as its own', () => {
    const folder = folderFor('after-push');
    const made = makeMany(folder, 3);
    run(folder, ['bulk', 'list.txt', '--push', '--workspace', 'work']);
    const pushed = made.map(({ remote }) => git(remote, 'rev-parse', 'msb-migrate'));
    for (const name of readdirSync(join(folder, 'work'))) {
      const file = join(folder, 'work', name, 'state.json');
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), stand: 'begun' }));
    }
    const again = run(folder, ['bulk', 'list.txt', '--push', '--workspace', 'work']);
    expect(again.stdout).toContain('3 repositories: 3 pushed');
    expect(made.map(({ remote }) => git(remote, 'rev-parse', 'msb-migrate'))).toEqual(pushed);
    expect(wrongStates(made)).toEqual([]);
  }, 60_000);

  it('only looks with --dry-run, and shows what a pull request would say', () => {
    const folder = folderFor('dry');
    const made = makeMany(folder, 4);
    const said = run(folder, ['bulk', 'list.txt', '--dry-run', '--report', 'r.html', '--report', 'r.md']);
    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toContain('4 repositories: 1 nothing to do, 3 would change\n');
    for (const { remote } of made) expect(branchesOf(remote)).toEqual(['main']);
    const bodies = readdirSync(join(folder, '.msb-bulk')).map((name) =>
      join(folder, '.msb-bulk', name, 'pull-request.md'),
    );
    expect(bodies.filter(existsSync)).toHaveLength(3);
    expect(readFileSync(bodies.find(existsSync) ?? '', 'utf8')).toContain('## Dockerfile\n');
    expect(readFileSync(join(folder, 'r.html'), 'utf8')).toContain('<!doctype html>');
    const clone = made.find(({ kind }) => kind === 'local-clone')?.clone ?? '';
    expect(git(clone, 'worktree', 'list').split('\n')).toHaveLength(1);
  }, 60_000);

  it('commits without a push, with a message that says why', () => {
    const folder = folderFor('commit');
    const [made] = makeMany(folder, 3).filter(({ kind }) => kind === 'local-clone');
    writeFileSync(join(folder, 'list.txt'), `${made?.name}\n`);
    expect(run(folder, ['bulk', 'list.txt', '--report', 'r.md']).stdout).toContain('committed');
    expect(readFileSync(join(folder, 'r.md'), 'utf8')).toContain('1 file: 1 changed.');
    const message = git(made?.clone ?? '', 'log', '-1', '--format=%B', 'msb-migrate');
    expect(message).toMatch(/^(?:Build|Base|Run) Dockerfile /);
    expect(message).toContain('Dockerfile:\n- ');
    expect(Math.max(...message.split('\n').map((line) => line.length))).toBeLessThan(100);
    expect(branchesOf(made?.remote ?? '')).toEqual(['main']);
  }, 60_000);

  it('never works on a default branch, and refuses names that are none', () => {
    const folder = folderFor('default');
    const [made] = makeMany(folder, 1);
    git(made?.remote ?? '', 'branch', '-m', 'main', 'release');
    git(made?.remote ?? '', 'symbolic-ref', 'HEAD', 'refs/heads/release');
    const before = git(made?.remote ?? '', 'rev-parse', 'release');
    for (const branch of ['release', 'main', 'master']) {
      const said = run(folder, ['bulk', 'list.txt', '--push', '--branch', branch]);
      expect(said.stdout).toContain(`«${branch}» is a default branch of it`);
      expect(said.code).toBe(2);
    }
    expect(git(made?.remote ?? '', 'rev-parse', 'release')).toBe(before);
    for (const branch of ['-f', 'a b', 'a..b', 'x.lock'])
      expect(run(folder, ['bulk', 'list.txt', `--branch=${branch}`]).code).toBe(2);
  }, 60_000);

  it.each(['gh', 'glab'] as const)('opens one pull request with %s, also when it is run again', (name) => {
    const folder = folderFor(`open-${name}`);
    const [made] = makeMany(folder, 1);
    const bin = folderFor(`bin-${name}`);
    // Remembers what it was called with, and knows a request once it was opened.
    writeFileSync(
      join(bin, name),
      `#!/bin/sh\nprintf '%s\\n' "$*" >>"${bin}/calls"\ncase "$2" in\n  list) test ! -e "${bin}/opened" || echo https://host.example/7 ;;\n  create) touch "${bin}/opened"; echo https://host.example/7 ;;\nesac\n`,
    );
    chmodSync(join(bin, name), 0o755);
    const env = { PATH: `${bin}:${process.env.PATH}` };
    expect(run(folder, ['bulk', 'list.txt', '--open', name], env).stdout).toMatch(
      /^opened .*https:\/\/host\.example\/7\n/,
    );
    const calls = readFileSync(join(bin, 'calls'), 'utf8');
    expect(calls).toContain(
      name === 'gh'
        ? '--head msb-migrate --base main --title Base'
        : '--source-branch msb-migrate --target-branch main --title Base',
    );
    const [slug = ''] = readdirSync(join(folder, '.msb-bulk'));
    const file = join(folder, '.msb-bulk', slug, 'state.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), stand: 'begun' }));
    expect(run(folder, ['bulk', 'list.txt', '--open', name], env).stdout).toMatch(/^opened /);
    expect(readFileSync(join(bin, 'calls'), 'utf8').match(/^(?:pr|mr) create /gm)).toHaveLength(1);
    expect(wrongStates(made ? [made] : [])).toEqual([]);
  }, 60_000);

  it('says of each repository that fails why, and does the others', () => {
    const folder = folderFor('fails');
    const [made] = makeMany(folder, 1);
    writeFileSync(join(folder, 'list.txt'), `${folder}/nowhere\nfile://${folder}/gone.git\n${made?.name}\n`);
    const said = run(folder, ['bulk', 'list.txt', '--push']);
    expect(said.code).toBe(2);
    expect(said.stdout).toMatch(/failed {8}\S+\/nowhere: \S+ is no folder\. Check the list\.\n/);
    expect(said.stdout).toContain('gone.git: it cannot be cloned (');
    expect(said.stdout).toContain('3 repositories: 1 pushed, 2 failed\n');
    expect(run(folder, ['bulk', 'none.txt']).stderr).toContain('none.txt: no such file');
  }, 60_000);

  it('writes nothing outside of the repository, wherever its symlinks lead', () => {
    const folder = folderFor('symlink');
    const [made] = makeMany(folder, 1);
    const outside = join(folder, 'outside');
    writeFileSync(outside, git(made?.remote ?? '', 'show', 'main:Dockerfile'));
    const before = readFileSync(outside, 'utf8');
    const clone = join(folder, 'edit');
    git(folder, 'clone', '-q', made?.remote ?? '', clone);
    execFileSync('ln', ['-sf', outside, join(clone, 'Dockerfile')]);
    git(clone, 'add', '-A');
    git(clone, 'commit', '-qm', 'link');
    git(clone, 'push', '-q', 'origin', 'main');
    const said = run(folder, ['bulk', 'list.txt', '--push']);
    expect(readFileSync(outside, 'utf8')).toBe(before);
    expect(said.stdout).toContain('1 repository: 1 nothing to do\n');
  }, 60_000);

  it('divides the list into shards, whose reports are merged', () => {
    const folder = folderFor('shards');
    makeMany(folder, 6);
    for (const shard of ['1/2', '2/2'])
      run(folder, [
        'bulk',
        'list.txt',
        '--dry-run',
        '--shard',
        shard,
        '--workspace',
        `w${shard[0]}`,
        '--report',
        `r${shard[0]}.json`,
      ]);
    run(folder, ['bulk', 'list.txt', '--dry-run', '--workspace', 'w', '--report', 'all.json']);
    const merged = run(folder, [
      'report',
      'merge',
      'r1.json',
      'r2.json',
      '--report',
      'merged.json',
      '--report',
      'merged.html',
    ]);
    expect(merged).toMatchObject({ code: 0, stderr: '' });
    const filesOf = (name: string): readonly { readonly repository: string }[] =>
      JSON.parse(readFileSync(join(folder, name), 'utf8')).files;
    const sorted = (name: string) =>
      [...filesOf(name)].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    expect(sorted('merged.json')).toEqual(sorted('all.json'));
    expect(filesOf('merged.json').length).toBeGreaterThan(5);
    expect(run(folder, ['report', 'merge', 'list.txt', '--report', 'x.json']).stderr).toContain(
      'is no report of msb-migrate',
    );
  }, 60_000);

  it('does not share a workspace with another run', () => {
    const folder = folderFor('lock');
    makeMany(folder, 1);
    mkdirSync(join(folder, 'work'));
    writeFileSync(join(folder, 'work/lock'), String(process.pid));
    expect(run(folder, ['bulk', 'list.txt', '--workspace', 'work']).stderr).toContain(
      'another run works on this workspace',
    );
    writeFileSync(join(folder, 'work/lock'), '999999999');
    expect(run(folder, ['bulk', 'list.txt', '--workspace', 'work']).code).toBe(0);
  }, 60_000);
});
