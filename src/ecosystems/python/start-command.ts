import { posix } from 'node:path';
import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import type { Known } from '../known.ts';
import { known, notKnown } from './known.ts';
import { pythonToolOf, type Word, withoutInterpreterOptions } from './pip-words.ts';

/** One command that starts something. */
export interface StartCommand {
  /** Context paths of sources that it names, where they are in the context. */
  readonly entries: readonly string[];
  /** Programs that it calls by name, beside the interpreter. */
  readonly tools: readonly string[];
  /** Installed packages that it needs by name. */
  readonly packages: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** Programs that start others from a file of their own, or that belong to another language. */
const OTHERS = new Set(
  'supervisord honcho circusd foreman overmind make npm npx node yarn pnpm java ruby bundle php go cargo dotnet nginx apache2ctl systemctl'.split(
    ' ',
  ),
);

/** Shells and prompts that wait for somebody who types. */
const INTERACTIVE = new Set('bash sh ash dash zsh ipython'.split(' '));

/** Programs of installed packages, by the package that brings them; others are taken for one of the same name. */
const PROGRAM_OF: Readonly<Record<string, string>> = {
  'django-admin': 'django',
  'jupyter-lab': 'jupyterlab',
  'jupyter-notebook': 'notebook',
  'waitress-serve': 'waitress',
  flask: 'flask',
  fastapi: 'fastapi-cli',
};

/** Programs of the system that an image may have beside Python. */
const SYSTEM = new Set(
  'nc netcat curl wget git psql pg_isready mysql mysqladmin redis-cli gettext msgfmt ffmpeg convert openssl ssh ssh-keygen gosu su su-exec sudo timeout cron crond sshd busybox dockerize wait-for-it wait-for'.split(
    ' ',
  ),
);

/** Reads one command of a start line; its folder is the context folder in which it runs. */
export function readStartCommand(
  context: BuildContext,
  folder: string,
  contextAt: string | null,
  words: readonly Word[],
): Known<StartCommand> {
  const program = words[0]?.value ?? '';
  const name = posix.basename(program);
  const text = words.map((word) => word.text).join(' ');
  if (INTERACTIVE.has(name)) return known({ entries: [], tools: [], packages: [], evidence: [] });
  const refuse = (why: string) => notKnown('python-start-not-understood', { command: text, why }, []);
  const tool = pythonToolOf(words);
  const at = { context, folder, contextAt };
  if (tool?.tool === 'python') return ofPython(at, tool.args, text);
  if (tool !== null && ['poetry', 'pipenv', 'uv', 'pdm'].includes(tool.tool)) {
    const rest = afterRun(tool.args);
    if (rest === null) return refuse(`${tool.tool} does more than run a program`);
    const inner = readStartCommand(context, folder, contextAt, startsFile(rest) ? [PYTHON, ...rest] : rest);
    return inner.known ? known({ ...inner.value, tools: [tool.tool, ...inner.value.tools] }) : inner;
  }
  if (tool?.tool === 'conda') return refuse('conda starts it');
  if (tool !== null) return refuse('it installs when it starts');
  if (OTHERS.has(name)) return refuse(`${name} starts other programs`);
  if (name === 'service')
    return known({ entries: [], tools: [name, words[1]?.value ?? name], packages: [], evidence: [] });
  if (SYSTEM.has(name)) return known({ entries: [], tools: [name], packages: [], evidence: [] });
  const entries = modulesNamed(at, words.slice(1));
  if (program.includes('/')) {
    const own = pathInContext(at, program);
    if (own !== null && context.kind(own) === 'file') {
      const interpreter = /^#!\s*(?:\/usr\/bin\/env\s+)?(\S+)/.exec(context.read(own) ?? '')?.[1] ?? '';
      if (!/python/.test(interpreter)) return refuse(`${own} is no Python script`);
      return known({
        entries: [own],
        tools: [posix.basename(interpreter)],
        packages: [],
        evidence: [cited(context, own, text)],
      });
    }
  }
  return known({
    entries,
    tools: program.includes('/') && !/^\/(?:usr\/local\/|usr\/)?s?bin\//.test(program) ? [] : [name],
    packages: [PROGRAM_OF[name] ?? name],
    evidence: entries.map((entry) => cited(context, entry, `is started by «${text}»`)),
  });
}

const PYTHON: Word = { text: 'python', value: 'python' };

/** `uv run main.py`. */
function startsFile(words: readonly Word[]): boolean {
  return words[0]?.value?.endsWith('.py') ?? false;
}

interface At {
  readonly context: BuildContext;
  readonly folder: string;
  readonly contextAt: string | null;
}

function cited(context: BuildContext, path: string, says: string): Evidence {
  return { source: posix.join(context.folder, path), says };
}

function ofPython(at: At, args: readonly Word[], text: string): Known<StartCommand> {
  const rest = withoutInterpreterOptions(args);
  const [first, second] = rest;
  if (first === undefined) return known({ entries: [], tools: [], packages: [], evidence: [] });
  if (first.value === '-c') return known({ entries: [], tools: ['python'], packages: [], evidence: [] });
  const says = (path: string) => [cited(at.context, path, `is started by «${text}»`)];
  if (first.value === '-m') {
    const module = second?.value ?? null;
    if (module === null)
      return notKnown('python-start-not-understood', { command: text, why: 'the module’s name holds a variable' }, []);
    const path = moduleAt(at, module, true);
    if (path !== null) return known({ entries: [path], tools: ['python'], packages: [], evidence: says(path) });
    const entries = modulesNamed(at, rest.slice(2));
    return known({
      entries,
      tools: ['python'],
      packages: [module.split('.')[0] ?? module],
      evidence: entries.flatMap(says),
    });
  }
  if (first.value === null)
    return notKnown('python-start-not-understood', { command: text, why: 'the script’s name holds a variable' }, []);
  const path = pathInContext(at, first.value);
  const file = path === null ? null : fileAt(at.context, path);
  if (file === null) return known({ entries: [], tools: ['python'], packages: [], evidence: [] });
  return known({ entries: [file], tools: ['python'], packages: [], evidence: says(file) });
}

/** `python app` runs `app/__main__.py`. */
function fileAt(context: BuildContext, path: string): string | null {
  if (context.kind(path) === 'file') return path;
  const main = path === '' ? '__main__.py' : `${path}/__main__.py`;
  return context.kind(main) === 'file' ? main : null;
}

function pathInContext({ folder, contextAt }: At, path: string): string | null {
  if (path.startsWith('/')) {
    if (contextAt === null) return null;
    const below = posix.relative(contextAt, path);
    return below.startsWith('..') ? null : below;
  }
  const result = posix.join(folder === '' ? '.' : folder, path).replace(/\/+$/, '');
  return result.startsWith('..') ? null : result === '.' ? '' : result;
}

/** The source of a dotted module below the working directory (or `src`); with `main`, a package is its `__main__.py`. */
export function moduleAt(
  { context, folder }: Pick<At, 'context' | 'folder'>,
  module: string,
  main = false,
): string | null {
  if (!/^[A-Za-z_][\w.]*$/.test(module)) return null;
  const path = module.replaceAll('.', '/');
  for (const base of [folder, posix.join(folder === '' ? '.' : folder, 'src')]) {
    const at = posix.join(base === '' ? '.' : base, path);
    const candidates = main ? [`${at}.py`, `${at}/__main__.py`] : [`${at}.py`, `${at}/__init__.py`];
    const found = candidates.find((candidate) => context.kind(candidate) === 'file');
    if (found !== undefined) return found;
    if (!main && context.kind(at) === 'directory') return at;
  }
  return null;
}

/** `app.main:app`, `-A proj`, `--app app`, `script.py`: sources of the context that a server is told to load. */
function modulesNamed(at: At, args: readonly Word[]): readonly string[] {
  const found = args.flatMap(({ value }) => {
    if (value === null || value.startsWith('-')) return [];
    const path = value.endsWith('.py') || value.endsWith('.ini') ? pathInContext(at, value) : null;
    if (path !== null && at.context.kind(path) === 'file') return [path];
    const module = moduleAt(at, value.split(':')[0] ?? '');
    return module === null ? [] : [module];
  });
  return [...new Set(found)];
}

/** What follows `poetry run`, `uv run --no-sync`; null for other verbs. */
function afterRun(args: readonly Word[]): readonly Word[] | null {
  const at = args.findIndex((word) => !word.text.startsWith('-'));
  if (args[at]?.value !== 'run') return null;
  let rest = args.slice(at + 1);
  while (rest[0]?.text.startsWith('-'))
    rest = rest.slice(/^--(?:with|extra|group|env-file|python|package)$/.test(rest[0].text) ? 2 : 1);
  return rest.length === 0 ? null : rest;
}
