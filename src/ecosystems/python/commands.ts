import { posix } from 'node:path';
import type { CommandReading, Paths, Role } from '../../command-reading.ts';
import type { Command } from '../../shell/command.ts';
import type { CommandPlace } from '../ecosystem.ts';
import { installOf } from './install-command.ts';
import { type PythonTool, pythonToolOf, verbOf, type Word, withoutInterpreterOptions } from './pip-words.ts';
import { rootAround } from './roots.ts';
import { moduleAt } from './start-command.ts';

/** Programs of packages that run while an image is built, and what they may write: the project's folder, or anything. */
const PROGRAMS: Readonly<Record<string, { readonly role: Role; readonly anywhere: boolean }>> = {
  alembic: { role: 'codegen', anywhere: true },
  black: { role: 'test', anywhere: false },
  coverage: { role: 'test', anywhere: false },
  'django-admin': { role: 'codegen', anywhere: false },
  flake8: { role: 'test', anywhere: false },
  flask: { role: 'codegen', anywhere: false },
  huggingface_cli: { role: 'codegen', anywhere: true },
  mypy: { role: 'test', anywhere: false },
  pybabel: { role: 'codegen', anywhere: false },
  pylint: { role: 'test', anywhere: false },
  pytest: { role: 'test', anywhere: false },
  ruff: { role: 'test', anywhere: false },
  spacy: { role: 'codegen', anywhere: true },
  tox: { role: 'test', anywhere: true },
};

/** `manage.py` commands that write below the project (STATIC_ROOT, *.mo, a SQLite file). */
const MANAGE = new Set([
  'collectstatic',
  'compilemessages',
  'compilescss',
  'compress',
  'migrate',
  'makemigrations',
  'check',
  'test',
  'createcachetable',
  'loaddata',
  'tailwind',
]);

/** What a command of a RUN is for; null when it is none of Python's. */
export function readPythonCommand(command: Command, place: CommandPlace): CommandReading | null {
  const tool = pythonToolOf(command.words);
  if (tool === null) return ofProgram(command, place, command.words);
  if (tool.args.length === 0)
    return tool.tool === 'python'
      ? reading(command, 'unknown', 'anything', 'anything')
      : reading(command, 'nothing', [], []);
  if (tool.args.length === 1 && /^(?:-V|-VV|--version|-h|--help|version)$/.test(tool.args[0]?.text ?? ''))
    return reading(command, 'nothing', [], []);
  switch (tool.tool) {
    case 'pip':
      return ofPip(command, tool, place);
    case 'uv':
    case 'poetry':
    case 'pipenv':
    case 'pdm':
      return ofManager(command, tool, place);
    case 'conda':
    case 'easy_install':
      return installOf(command, place);
    case 'venv':
      return ofVenv(command, tool.args, place);
    case 'python':
      return ofPython(command, tool.args, place);
  }
}

function ofPip(command: Command, tool: PythonTool, place: CommandPlace): CommandReading {
  const { verb } = verbOf(tool.args);
  switch (verb) {
    case 'install':
    case 'uninstall':
      return installOf(command, place);
    case 'list':
    case 'freeze':
    case 'show':
    case 'check':
    case 'debug':
    case 'help':
      return reading(command, 'nothing', [], ['/usr/local']);
    case 'cache':
      return reading(command, 'cleanup', place.home === null ? [] : [posix.join(place.home, '.cache/pip')], []);
    case 'config':
      return reading(
        command,
        'install-dependencies',
        place.home === null ? 'anything' : [posix.join(place.home, '.config/pip')],
        [],
      );
    default:
      return reading(command, 'unknown', 'anything', 'anything');
  }
}

function ofManager(command: Command, tool: PythonTool, place: CommandPlace): CommandReading {
  const { verb, rest } = verbOf(tool.args);
  const home = (path: string): Paths => (place.home === null ? 'anything' : [posix.join(place.home, path)]);
  switch (verb) {
    case 'install':
    case 'sync':
      return installOf(command, place);
    case 'pip':
      return ['install', 'uninstall', 'sync'].includes(verbOf(rest).verb ?? '')
        ? installOf(command, place)
        : reading(command, 'nothing', [], ['/usr/local']);
    case 'venv':
      return ofVenv(command, rest, place);
    // Settings of the tool are for the installs behind it, and the tool may not be in the image that runs.
    case 'config':
      return reading(
        command,
        'install-dependencies',
        home(tool.tool === 'poetry' ? '.config/pypoetry' : '.config/pdm'),
        [],
      );
    case 'cache':
      return reading(command, 'cleanup', home('.cache'), []);
    case 'run': {
      const inner = rest.slice(rest.findIndex((word) => !word.text.startsWith('-')));
      const called = pythonToolOf(inner);
      return called?.tool === 'python'
        ? ofPython(command, called.args, place)
        : (ofProgram(command, place, inner) ?? runs(command, place, 'codegen', 'anything'));
    }
    case 'check':
    case 'show':
    case 'env':
    case 'about':
      return reading(command, 'nothing', [], []);
    case 'lock':
    case 'export':
    case 'requirements':
      return place.folder === null
        ? reading(command, 'unknown', 'anything', 'anything')
        : reading(command, 'file-setup', [place.folder], [place.folder]);
    default:
      return reading(command, 'unknown', 'anything', 'anything');
  }
}

/** `python -m venv /opt/venv` makes the folder that later installs fill. */
function ofVenv(command: Command, args: readonly Word[], place: CommandPlace): CommandReading {
  const folders = args.filter((word) => !word.text.startsWith('-'));
  const paths = folders.map((word) => word.value ?? expanded(word.text, place.env));
  if (place.folder === null || paths.some((path) => path === null))
    return reading(command, 'unknown', 'anything', 'anything');
  const written = paths.length === 0 ? ['.venv'] : paths.filter((path) => path !== null);
  return reading(
    command,
    'install-dependencies',
    written.map((path) => posix.resolve(place.folder ?? '/', path)),
    [],
  );
}

/** `$VIRTUAL_ENV` and `${VENV}/x` with the values in force; null where one is not known. */
function expanded(text: string, env: ReadonlyMap<string, string>): string | null {
  let lost = false;
  const result = text.replace(/^"(.*)"$/, '$1').replace(/\$\{?([A-Za-z_]\w*)\}?/g, (_, name: string) => {
    const value = env.get(name);
    if (value === undefined) lost = true;
    return value ?? '';
  });
  return lost || /[`$*?]/.test(result) ? null : result;
}

function ofPython(command: Command, args: readonly Word[], place: CommandPlace): CommandReading {
  const [first, second, third] = withoutInterpreterOptions(args);
  const script = first?.value ?? null;
  if (script !== null && posix.basename(script) === 'setup.py') {
    if (['install', 'develop'].includes(second?.value ?? '')) return installOf(command, place);
    return reading(command, 'unknown', 'anything', 'anything');
  }
  if (script !== null && posix.basename(script) === 'manage.py') return ofManage(command, second?.value ?? null, place);
  if (script === '-m') {
    const module = second?.value ?? '';
    if (module === 'compileall')
      return runs(command, place, 'codegen', within(place, third?.value?.startsWith('/') ? third.value : null));
    if (module === 'ensurepip') return installOf(command, place);
    const known = Object.hasOwn(PROGRAMS, module) ? PROGRAMS[module] : undefined;
    if (known !== undefined) return runs(command, place, known.role, known.anywhere ? 'anything' : within(place, null));
  }
  if (script === '-m') {
    const folder = place.contextFolder ?? rootAround(place.context, '');
    const own = moduleAt({ context: place.context, folder }, second?.value ?? '', true);
    // A module of an installed package (`nltk.downloader`) is not told by the sources what to do.
    if (own === null) return { ...runs(command, place, 'codegen', 'anything'), reads: ['/usr/local'] };
  }
  return runs(command, place, 'codegen', 'anything');
}

function ofManage(command: Command, verb: string | null, place: CommandPlace): CommandReading {
  const known = verb !== null && MANAGE.has(verb);
  return runs(
    command,
    place,
    verb === 'test' || verb === 'check' ? 'test' : 'codegen',
    known ? within(place, null) : 'anything',
  );
}

function ofProgram(command: Command, place: CommandPlace, words: readonly Word[]): CommandReading | null {
  const name = words[0]?.value ?? null;
  if (name === null) return null;
  if (posix.basename(name) === 'manage.py') return ofManage(command, words[1]?.value ?? null, place);
  const bare = posix.basename(name);
  const known = Object.hasOwn(PROGRAMS, bare) ? PROGRAMS[bare] : undefined;
  if (known === undefined) return null;
  if (words.length === 2 && /^--version$/.test(words[1]?.text ?? '')) return reading(command, 'nothing', [], []);
  return runs(command, place, known.role, known.anywhere ? 'anything' : within(place, null));
}

function within(place: CommandPlace, path: string | null): Paths {
  if (path !== null) return [path];
  return place.folder === null ? 'anything' : [place.folder];
}

/** A command that runs the project's or a package's code: it reads the sources and what is installed. */
function runs(command: Command, place: CommandPlace, role: Role, writes: Paths): CommandReading {
  const { folder, contextFolder } = place;
  return {
    ...reading(command, role, writes, folder === null ? 'anything' : [...sourcesAt(folder, place), '/usr/local']),
    detail:
      folder === null
        ? { kind: 'none' }
        : {
            kind: 'build',
            ecosystem: 'python',
            project: rootAround(place.context, contextFolder ?? ''),
            folder,
            script: command.words.map((word) => word.text).join(' '),
          },
  };
}

/** Where the sources lie: in a folder of their own, or, where that is the root of the image, in the entries that the context brings there. */
function sourcesAt(folder: string, { context, contextFolder }: CommandPlace): readonly string[] {
  if (folder !== '/' || contextFolder === null) return [folder];
  const prefix = contextFolder === '' ? '' : `${contextFolder}/`;
  const entries = context.files().flatMap((path) => {
    const entry = path.startsWith(prefix) ? path.slice(prefix.length).split('/')[0] : undefined;
    return entry === undefined ? [] : [`/${entry}`];
  });
  return [...new Set(entries)];
}

function reading(command: Command, role: Role, writes: Paths, reads: Paths): CommandReading {
  return { command, role, writes, reads, evidence: [], detail: { kind: 'none' } };
}
