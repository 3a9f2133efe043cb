import { readArguments } from './arguments.ts';
import type { ArgumentReader } from './footprint.ts';
import { pathsOf } from './paths.ts';

/** Prints, waits, or sets something of the shell. */
const silent: ArgumentReader = () => ({ role: 'nothing', writes: [], reads: [] });

/** Prints something about its operands after the first `skip` ones; `short` options take a value. */
function looksAt(skip: number, short: string): ArgumentReader {
  return (words, place) => {
    const { operands } = readArguments(words, { short, long: [] });
    return { role: 'nothing', writes: [], reads: pathsOf(operands.slice(skip), place) };
  };
}

/** `cd x` needs the folder to be there. */
const cd: ArgumentReader = (words, place) => ({ role: 'nothing', writes: [], reads: pathsOf(words.slice(-1), place) });

/** `[ -f x ]` asks of a path, `[ -z "$X" ]` of a text. What stands in `[[ … ]]` comes without its operators. */
const test: ArgumentReader = (words, place) => {
  const operands = words.filter((_, at) => /^-[abcdefghkprsuwxLOGSN]$/.test(words[at - 1]?.text ?? ''));
  return { role: 'nothing', writes: [], reads: pathsOf(operands, place) };
};
const doubleTest: ArgumentReader = (words, place) => {
  const operands = words.filter(({ value }) => value === null || value.includes('/'));
  return { role: 'nothing', writes: [], reads: pathsOf(operands, place) };
};

/** `env` alone prints; what it starts is taken off, or the options were not understood. */
const env: ArgumentReader = (words) => (words.length === 0 ? { role: 'nothing', writes: [], reads: [] } : null);

/** `sort -o file` writes. */
const sort: ArgumentReader = (words, place) => {
  const { options, operands } = readArguments(words, { short: 'koStT', long: ['key', 'output', 'field-separator'] });
  const files = options.flatMap(({ name, value }) => (/^-(?:o|-output)$/.test(name) && value !== null ? [value] : []));
  const writes = pathsOf(files, place);
  return { role: files.length > 0 ? 'file-setup' : 'nothing', writes, reads: pathsOf(operands, place) };
};

/** `command -v x` and the like. `command x` never comes here: it is taken off. */
const asks: ArgumentReader = (words) =>
  words[0]?.value === '-v' || words[0]?.value === '-V' ? { role: 'nothing', writes: [], reads: [] } : null;

/** Sourced files that only set variables of their shell. */
const SOURCED = /(?:^|\/)(?:activate|os-release|envvars|\.bashrc|\.profile|bashrc|profile|cargo\/env|\.cargo\/env)$/;
const source: ArgumentReader = (words, place) => {
  const [file] = words;
  return file !== undefined && words.length === 1 && SOURCED.test(file.text)
    ? { role: 'nothing', writes: [], reads: pathsOf([file], place) }
    : null;
};

/** awk whose program neither writes nor starts anything. */
const awk: ArgumentReader = (words, place) => {
  const { options, operands } = readArguments(words, { short: 'Fvf', long: [] });
  const program = operands[0]?.value ?? null;
  if (
    program === null ||
    options.some(({ name }) => name === '-f' || name === '-i') ||
    /system\s*\(|[>|]|getline/.test(program)
  )
    return null;
  return { role: 'nothing', writes: [], reads: pathsOf(operands.slice(1), place) };
};

const SILENT = [
  ':',
  'arch',
  'basename',
  'break',
  'continue',
  'dpkg-architecture',
  'dpkg-query',
  'getconf',
  'date',
  'df',
  'dirname',
  'echo',
  'exit',
  'export',
  'declare',
  'false',
  'free',
  'getent',
  'groups',
  'hash',
  'hostname',
  'id',
  'locale',
  'lsb_release',
  'nproc',
  'printenv',
  'printf',
  'ps',
  'pwd',
  'readonly',
  'return',
  'seq',
  'set',
  'shopt',
  'sleep',
  'true',
  'tty',
  'type',
  'ulimit',
  'umask',
  'uname',
  'unset',
  'uptime',
  'wait',
  'which',
  'who',
  'whoami',
  'yes',
  '((',
  'expr',
  'let',
  'local',
  'read',
  'shift',
  'tr',
];

const FILTERS: Readonly<Record<string, ArgumentReader>> = {
  cat: looksAt(0, ''),
  cmp: looksAt(0, ''),
  cut: looksAt(0, 'bcdf'),
  diff: looksAt(0, ''),
  du: looksAt(0, 'd'),
  egrep: looksAt(1, 'ABCm'),
  fgrep: looksAt(1, 'ABCm'),
  file: looksAt(0, ''),
  grep: looksAt(1, 'ABCm'),
  head: looksAt(0, 'nc'),
  ldd: looksAt(0, ''),
  ls: looksAt(0, ''),
  md5sum: looksAt(0, ''),
  readlink: looksAt(0, ''),
  realpath: looksAt(0, ''),
  sha1sum: looksAt(0, ''),
  sha256sum: looksAt(0, ''),
  sha512sum: looksAt(0, ''),
  stat: looksAt(0, 'c'),
  tail: looksAt(0, 'nc'),
  tree: looksAt(0, 'LIP'),
  uniq: looksAt(0, ''),
  wc: looksAt(0, ''),
};

export const NOTHING: Readonly<Record<string, ArgumentReader>> = {
  ...Object.fromEntries(SILENT.map((name) => [name, silent])),
  ...FILTERS,
  '.': source,
  '[': test,
  '[[': doubleTest,
  awk,
  cd,
  popd: silent,
  pushd: cd,
  command: asks,
  env,
  gawk: awk,
  mawk: awk,
  sort,
  source,
  test,
};

/** Programs that print their version for these arguments and do nothing else. */
const VERSIONED = [
  'bash',
  'bun',
  'bundle',
  'cargo',
  'cmake',
  'composer',
  'convert',
  'curl',
  'deno',
  'dotnet',
  'ffmpeg',
  'g++',
  'gcc',
  'gem',
  'git',
  'go',
  'java',
  'javac',
  'make',
  'mvn',
  'node',
  'nodejs',
  'npm',
  'npx',
  'openssl',
  'perl',
  'php',
  'pip',
  'pip3',
  'pnpm',
  'poetry',
  'psql',
  'python',
  'python2',
  'python3',
  'ruby',
  'rustc',
  'rustup',
  'ssh',
  'tsc',
  'uv',
  'wget',
  'yarn',
];
const VERSION_ARGUMENTS = ['--version', '-v', '-V', '-version', 'version'];

/** `node -v`: the only argument asks for the version. `-v` alone makes some programs talk and work all the same, so only these are listed. */
export function asksForVersion(name: string, words: readonly { readonly value: string | null }[]): boolean {
  return words.length === 1 && VERSIONED.includes(name) && VERSION_ARGUMENTS.includes(words[0]?.value ?? '');
}
