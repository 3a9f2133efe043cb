import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Git without the machine's own settings, and with somebody to commit as. */
export const GIT_ENV = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Bulk',
  GIT_AUTHOR_EMAIL: 'bulk@example.org',
  GIT_COMMITTER_NAME: 'Bulk',
  GIT_COMMITTER_EMAIL: 'bulk@example.org',
};

export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd, env: GIT_ENV, encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** What a repository of the test is like: what becomes of it is known. */
export type Kind =
  | 'changes'
  | 'shares-ignore-file'
  | 'nothing-to-do'
  | 'no-dockerfile'
  | 'branch-taken'
  | 'local-clone';
const KINDS: readonly Kind[] = [
  'changes',
  'changes',
  'local-clone',
  'nothing-to-do',
  'changes',
  'shares-ignore-file',
  'no-dockerfile',
  'changes',
  'local-clone',
  'branch-taken',
];

export interface Made {
  readonly kind: Kind;
  /** The line of the list. */
  readonly name: string;
  /** The bare repository that it is pushed to. */
  readonly remote: string;
  /** Somebody's own clone, for `local-clone`. */
  readonly clone: string | null;
}

const MANIFEST = (index: number) =>
  JSON.stringify({ name: `service-${index}`, version: '1.0.0', dependencies: { ms: '2.1.3' } });
const LOCK = (index: number) =>
  JSON.stringify({
    name: `service-${index}`,
    version: '1.0.0',
    lockfileVersion: 3,
    packages: {
      '': { name: `service-${index}`, version: '1.0.0', dependencies: { ms: '2.1.3' } },
      'node_modules/ms': {
        version: '2.1.3',
        resolved: 'https://registry.npmjs.org/ms/-/ms-2.1.3.tgz',
        integrity: 'sha512-x',
      },
    },
  });
const DOCKERFILE = (index: number) =>
  `FROM node:20\nWORKDIR /app\nCOPY package.json package-lock.json ./\nCOPY . .\nRUN npm ci\nEXPOSE ${3000 + index}\nCMD ["node", "server.js"]\n`;

function filesOf(kind: Kind, index: number): Readonly<Record<string, string>> {
  const application = {
    'package.json': MANIFEST(index),
    'package-lock.json': LOCK(index),
    'server.js': `require('http').createServer((_, answer) => answer.end('${index}')).listen(${3000 + index});\n`,
  };
  switch (kind) {
    case 'changes':
    case 'branch-taken':
    case 'local-clone':
      return { ...application, Dockerfile: DOCKERFILE(index) };
    case 'shares-ignore-file':
      return { ...application, Dockerfile: DOCKERFILE(index), 'worker.Dockerfile': DOCKERFILE(index + 1) };
    case 'nothing-to-do':
      return { Dockerfile: 'FROM scratch\nCOPY x /x\n', x: String(index) };
    case 'no-dockerfile':
      return { 'README.md': `${index}\n` };
  }
}

/** Makes bare repositories (and clones) below a folder; fast: they are written by git's own import. */
export function makeMany(folder: string, count: number): readonly Made[] {
  const made: Made[] = [];
  for (let index = 0; index < count; index++) {
    const kind = KINDS[index % KINDS.length] ?? 'changes';
    const remote = join(folder, 'remotes', `${String(index).padStart(4, '0')}.git`);
    mkdirSync(remote, { recursive: true });
    git(remote, 'init', '-q', '--bare', '--initial-branch', 'main');
    const blobs = Object.entries(filesOf(kind, index)).map(
      ([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
    );
    const commit = (branch: string, from: string, changes: string) =>
      `commit refs/heads/${branch}\ncommitter T <t@example.org> 1700000000 +0000\ndata 5\nstart\n${from}${changes}`;
    const other =
      kind === 'branch-taken'
        ? commit('msb-migrate', 'from refs/heads/main\n', 'M 100644 inline mine\ndata 2\n1\n\n')
        : '';
    execFileSync('git', ['fast-import', '--quiet'], {
      cwd: remote,
      env: GIT_ENV,
      input: `${commit('main', '', blobs.join(''))}\n${other}`,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const clone = kind === 'local-clone' ? join(folder, 'clones', String(index)) : null;
    if (clone !== null) {
      mkdirSync(dirname(clone), { recursive: true });
      git(folder, 'clone', '-q', remote, clone);
      // Its owner is at work on it: another branch, a changed and a staged file.
      git(clone, 'switch', '-q', '-c', 'mine');
      writeFileSync(join(clone, 'Dockerfile'), 'FROM mine\n');
      writeFileSync(join(clone, 'new'), 'new\n');
      git(clone, 'add', 'new');
    }
    made.push({ kind, name: clone ?? `file://${remote}`, remote, clone });
  }
  writeFileSync(join(folder, 'list.txt'), `# repositories of the test\n${made.map(({ name }) => name).join('\n')}\n`);
  return made;
}

/** What is wrong with the outcome: one line for each repository that is not in its right state. */
export function wrongStates(made: readonly Made[]): readonly string[] {
  return made.flatMap((each) => whatIsWrong(each));
}

function whatIsWrong({ kind, name, remote, clone }: Made): readonly string[] {
  const wrong = (what: string) => [`${name} (${kind}): ${what}`];
  const branches = git(remote, 'for-each-ref', '--format=%(refname:short) %(objectname)', 'refs/heads');
  const heads = new Map(
    branches.split('\n').map((line): [string, string] => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']),
  );
  if (git(remote, 'rev-list', '--count', 'main') !== '1') return wrong('its default branch was written');
  if (clone !== null) {
    const status = git(clone, 'status', '--porcelain', '--branch');
    if (!/^## mine\n\s?M Dockerfile\nA {2}new$/.test(status))
      return wrong(`its owner's files are not as they were: ${status}`);
  }
  const migrated = heads.get('msb-migrate');
  switch (kind) {
    case 'nothing-to-do':
    case 'no-dockerfile':
      return heads.size === 1 ? [] : wrong('a branch was made');
    case 'branch-taken':
      return migrated !== undefined && git(remote, 'log', '-1', '--format=%s', migrated) === 'start'
        ? []
        : wrong('its branch was overwritten');
    case 'changes':
    case 'local-clone':
    case 'shares-ignore-file': {
      if (migrated === undefined || heads.size !== 2) return wrong('it was not pushed');
      if (git(remote, 'rev-list', '--count', `main..msb-migrate`) !== '1')
        return wrong('it has not exactly one commit');
      const changed = git(remote, 'diff', '--name-only', 'main', 'msb-migrate').split('\n');
      const expected =
        kind === 'shares-ignore-file'
          ? ['.dockerignore', 'Dockerfile', 'worker.Dockerfile']
          : ['.dockerignore', 'Dockerfile'];
      if (changed.join() !== expected.join()) return wrong(`it changes ${changed.join()}`);
      return git(remote, 'show', 'msb-migrate:Dockerfile').includes('USER node') ? [] : wrong('it is not migrated');
    }
  }
}

export const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });
