import { spawn } from 'node:child_process';

/** What git answered: its output without the last newline, or the last line of what it complained about. */
export type GitAnswer =
  | { readonly kind: 'done'; readonly out: string }
  | { readonly kind: 'failed'; readonly because: string };

/** Runs git in a folder. */
export type Git = (cwd: string, ...args: readonly string[]) => Promise<GitAnswer>;

/** A hook exports these; they would make git work on another repository than the one at hand. */
const INHERITED = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
];

/**
 * Git that asks nothing, runs no hook and no file system monitor of a repository, changes no line ends and fetches no large files: what is committed is
 * exactly what was written.
 */
export function gitWith(env: Readonly<Record<string, string | undefined>>): Git {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !INHERITED.includes(name)));
  const settings = [
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    'core.autocrlf=false',
    'core.safecrlf=false',
    'gc.auto=0',
    'advice.detachedHead=false',
  ];
  const before = settings.flatMap((setting) => ['-c', setting]);
  return (cwd, ...args) =>
    command('git', [...before, ...args], cwd, {
      ...own,
      GIT_TERMINAL_PROMPT: '0',
      GIT_LFS_SKIP_SMUDGE: '1',
      LC_ALL: 'C',
    });
}

/** Runs a command without a shell and without input. */
export function command(
  name: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<GitAnswer> {
  return new Promise((resolve) => {
    const child = spawn(name, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      texts.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      texts.err = (texts.err + text).slice(-4000);
    });
    child.on('error', (error) => resolve({ kind: 'failed', because: `${name} cannot be run (${error.message})` }));
    child.on('close', (code, signal) => {
      if (code === 0) resolve({ kind: 'done', out: texts.out.replace(/\n$/, '') });
      else resolve({ kind: 'failed', because: lastLine(texts.err) ?? `${name} ended with ${signal ?? code}` });
    });
  });
}

/** The line that says what is wrong; an address may hold a password. */
function lastLine(text: string): string | null {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line = lines.find((each) => /^(?:fatal|error|remote: error|! \[)/.test(each)) ?? lines.at(-1);
  return line === undefined ? null : line.replace(/(\w+:\/\/)[^/\s@]+@/g, '$1***@');
}
