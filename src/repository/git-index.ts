import { execFileSync } from 'node:child_process';
import { env } from 'node:process';

/** What git's index says of one path. */
export interface IndexEntry {
  readonly kind: 'file' | 'executable' | 'symlink' | 'submodule';
}

const KINDS: Readonly<Record<string, IndexEntry['kind']>> = {
  '100644': 'file',
  '100664': 'file',
  '100755': 'executable',
  '120000': 'symlink',
  '160000': 'submodule',
};

/**
 * The tracked paths of the repository at `root` that are on disk, with their kind. Null when git cannot be asked: it is not installed, it refuses the
 * folder (`safe.directory`), or the repository is damaged.
 */
export function readGitIndex(root: string): ReadonlyMap<string, IndexEntry> | null {
  const staged = git(root, ['ls-files', '-z', '--cached', '--stage']);
  const deleted = git(root, ['ls-files', '-z', '--deleted']);
  if (staged === null || deleted === null) return null;
  const gone = new Set(deleted.split('\0'));
  const entries = new Map<string, IndexEntry>();
  for (const record of staged.split('\0')) {
    const tab = record.indexOf('\t');
    const path = record.slice(tab + 1);
    const kind = KINDS[record.slice(0, 6)];
    if (tab !== -1 && kind !== undefined && !gone.has(path)) entries.set(path, { kind });
  }
  return entries;
}

/** A hook exports these; they would make git answer for another repository than the one at hand. */
const INHERITED = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR'];

function git(root: string, args: readonly string[]): string | null {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !INHERITED.includes(name)));
  try {
    // A repository's own configuration may name an fsmonitor program: reading someone's repository must not start it.
    return execFileSync('git', ['-c', 'core.fsmonitor=false', ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { ...own, GIT_OPTIONAL_LOCKS: '0' },
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return null;
  }
}
