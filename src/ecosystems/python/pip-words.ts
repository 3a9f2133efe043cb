import { posix } from 'node:path';

/** A word of a command; `value` is null when it holds an expansion. */
export interface Word {
  readonly text: string;
  readonly value: string | null;
  /** What it is where no file matches its pattern. */
  readonly unmatched?: string;
}

/** A Python installer as a command calls it. */
export interface PythonTool {
  readonly tool: 'pip' | 'uv' | 'poetry' | 'pipenv' | 'pdm' | 'conda' | 'easy_install' | 'venv' | 'python';
  /** Folder of the program, as in `/opt/venv/bin/pip`; null when PATH decides. */
  readonly folder: string | null;
  /** What follows the program. */
  readonly args: readonly Word[];
}

const PYTHON = /^(?:python|pypy)(?:\d(?:\.\d+)?)?$/;
const TOOLS = new Map<string, PythonTool['tool']>([
  ['uv', 'uv'],
  ['poetry', 'poetry'],
  ['pipenv', 'pipenv'],
  ['pdm', 'pdm'],
  ['conda', 'conda'],
  ['mamba', 'conda'],
  ['micromamba', 'conda'],
  ['easy_install', 'easy_install'],
  ['virtualenv', 'venv'],
]);

/** Which of Python's programs a command starts; `python -m pip` is pip. Null: none of them. */
export function pythonToolOf(words: readonly Word[]): PythonTool | null {
  const program = words[0]?.value ?? null;
  if (program === null) return null;
  const name = posix.basename(program);
  const folder = program.includes('/') ? posix.dirname(program) : null;
  const args = words.slice(1);
  if (/^pip(?:\d(?:\.\d+)?)?$/.test(name)) return { tool: 'pip', folder, args };
  const tool = TOOLS.get(name);
  if (tool !== undefined) return { tool, folder, args };
  if (!PYTHON.test(name)) return null;
  const [flag, module] = withoutInterpreterOptions(args);
  const called = flag?.value === '-m' ? (module?.value ?? null) : null;
  const rest = called === null ? [] : args.slice(args.indexOf(module as Word) + 1);
  if (called === 'pip') return { tool: 'pip', folder, args: rest };
  if (called === 'venv' || called === 'virtualenv') return { tool: 'venv', folder, args: rest };
  const wrapped = called === null ? undefined : TOOLS.get(called);
  if (wrapped !== undefined) return { tool: wrapped, folder, args: rest };
  return { tool: 'python', folder, args };
}

/** `-u`, `-O`, `-X dev`, `-W ignore` stand before the script or `-m`. */
export function withoutInterpreterOptions(args: readonly Word[]): readonly Word[] {
  let at = 0;
  while (at < args.length) {
    const value = args[at]?.value ?? '';
    if (/^-[XW]$/.test(value)) at += 2;
    else if (/^-[bBdEiIOPqsSuvx]+$/.test(value) || /^-[XW]./.test(value)) at += 1;
    else break;
  }
  return args.slice(at);
}

/** What `pip install` or `uv pip install` was told. */
export interface PipInstall {
  /** Requirements and constraints files as written. */
  readonly requirements: readonly string[];
  readonly constraints: readonly string[];
  readonly editables: readonly string[];
  /** Names, paths and URLs. */
  readonly targets: readonly string[];
  /** `--target`, `--prefix`, `--root` with their value, `--user`, `--system`. */
  readonly options: ReadonlyMap<string, string>;
  /** Of the targets, those that a file of the folder takes the place of, if one matches: extras without quotes (`uvicorn[standard]`). */
  readonly patterns: readonly string[];
  /** A word that holds a variable, or a pattern of files: what is installed is not fully known. */
  readonly unknown: readonly string[];
}

/** Options of `pip install` that take a value (pip 24 `pip install --help`, uv 0.5 `uv pip install --help`). */
const TAKES_VALUE = new Set(
  (
    '-r --requirement --requirements -c --constraint --constraints -e --editable -t --target --prefix --root -i --index-url --extra-index-url -f ' +
    '--find-links --default-index --index --timeout --retries --proxy --trusted-host --cert --client-cert --cache-dir --log --platform --python-version ' +
    '--implementation --abi --only-binary --no-binary --progress-bar --upgrade-strategy --src --exists-action --global-option --install-option ' +
    '--build-option --config-settings --config-setting -C --python -p --extra --report --root-user-action --use-feature --use-deprecated --keyring-provider ' +
    '--overrides --build-constraints -b --build-constraint --group --index-strategy --resolution --prerelease --link-mode --no-build-package ' +
    '--no-binary-package --reinstall-package --upgrade-package -P --exclude-newer --torch-backend --directory --project --allow-insecure-host --build'
  ).split(' '),
);

/** A name or a folder with extras: the shell takes them for a pattern, and leaves them as they are where no file matches. */
const EXTRAS = /^[^*?[\]]+\[[\w.,-]+\][^*?[\]]*$/;

/** A package of a version that a variable holds: the package is known (`poetry==$POETRY_VERSION`). */
const OF_A_VERSION = /^"?([A-Za-z0-9][\w.-]*(?:\[[\w.,-]+\])?)[=~!]=\$(?:\w+|\{\w+\})"?$/;

function literalOf(word: Word | undefined): string | null {
  if (word === undefined) return null;
  if (word.value !== null) return word.value;
  if (word.unmatched !== undefined && EXTRAS.test(word.unmatched)) return word.unmatched;
  return OF_A_VERSION.exec(word.text)?.[1] ?? null;
}

/** Reads what follows `pip install`. */
export function readPipInstall(args: readonly Word[]): PipInstall {
  const requirements: string[] = [];
  const constraints: string[] = [];
  const editables: string[] = [];
  const targets: string[] = [];
  const options = new Map<string, string>();
  const patterns: string[] = [];
  const unknown: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at];
    if (word === undefined) break;
    const text = literalOf(word);
    if (text === null) {
      unknown.push(word.text);
      if (word.text.startsWith('-') && !word.text.includes('=') && TAKES_VALUE.has(word.text)) at += 1;
      continue;
    }
    if (text === word.unmatched) patterns.push(text);
    if (!text.startsWith('-') || text === '-') {
      targets.push(text);
      continue;
    }
    const { name, attached } = optionOf(text);
    let value = attached;
    if (value === null && TAKES_VALUE.has(name)) {
      const next = args[++at];
      value = literalOf(next);
      if (value === null) unknown.push(`${name} ${next?.text ?? ''}`);
      else if (value === next?.unmatched) patterns.push(value);
      value ??= '';
    }
    switch (name) {
      case '-r':
      case '--requirement':
      case '--requirements':
        if (value) requirements.push(value);
        break;
      case '-c':
      case '--constraint':
      case '--constraints':
        if (value) constraints.push(value);
        break;
      case '-e':
      case '--editable':
        if (value) editables.push(value);
        break;
      default:
        options.set(name === '-t' ? '--target' : name, value ?? '');
    }
  }
  return { requirements, constraints, editables, targets, options, patterns, unknown };
}

/** The first word that hides what is installed: an index or a proxy does not. */
export function hiddenIn({ unknown }: PipInstall): string | undefined {
  return unknown.find((word) => !/^--(?:index-url|extra-index-url|trusted-host|proxy|find-links)|^-i\b/.test(word));
}

/** `--x=y`, `-rfile`, `-Ur file` as the option that takes the value. */
function optionOf(text: string): { readonly name: string; readonly attached: string | null } {
  if (text.startsWith('--')) {
    const at = text.indexOf('=');
    return at === -1 ? { name: text, attached: null } : { name: text.slice(0, at), attached: text.slice(at + 1) };
  }
  for (let letter = 1; letter < text.length; letter += 1) {
    const name = `-${text[letter]}`;
    if (!TAKES_VALUE.has(name)) continue;
    const rest = text.slice(letter + 1);
    return { name, attached: rest === '' ? null : rest.replace(/^=/, '') };
  }
  return { name: text, attached: null };
}

/** The subcommand and what follows it; options before it are left out. */
export function verbOf(args: readonly Word[]): { readonly verb: string | null; readonly rest: readonly Word[] } {
  let at = 0;
  while (at < args.length && args[at]?.text.startsWith('-')) {
    at += TAKES_VALUE.has(args[at]?.text ?? '') ? 2 : 1;
  }
  return { verb: args[at]?.value ?? null, rest: args.slice(at + 1) };
}
