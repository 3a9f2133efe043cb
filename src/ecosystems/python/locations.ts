import { posix } from 'node:path';
import type { CommandReading } from '../../command-reading.ts';
import type { Known } from '../known.ts';
import { known, notKnown } from './known.ts';
import { type PythonTool, pythonToolOf, readPipInstall, verbOf } from './pip-words.ts';

/** Where an install puts what it installs. `system`: into the interpreter's own folders. */
export type Location =
  | { readonly kind: 'system' }
  | { readonly kind: 'environment'; readonly path: string }
  | { readonly kind: 'user'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string };

/** What an install's destination depends on beside its own words. */
export interface LocationPlace {
  /** Absolute folder that it runs in. */
  readonly folder: string;
  readonly env: ReadonlyMap<string, string>;
  readonly home: string | null;
  /** Commands that ran before it, settings of poetry among them. */
  readonly before: Iterable<CommandReading>;
  /** Settings that a file of the project has for poetry; left out: there is none. */
  readonly own?: ReadonlyMap<string, string>;
}

/** Folders whose `bin` holds the system's own programs: no virtual environment. */
const SYSTEM_BIN = /^(?:\/usr(?:\/local)?\/s?bin|\/s?bin|\/(?:root|home\/[^/]+)\/\.local\/bin|\/snap\/bin)$/;

/** Where `install` puts things; not known where its own words hold variables or where a setting cannot be read. */
export function locationOf(install: CommandReading, place: LocationPlace): Known<Location> {
  const { command } = install;
  const tool = pythonToolOf(command.words);
  const env = new Map(place.env);
  for (const { name, value } of command.assignments) if (value !== null) env.set(name, value);
  const at = { ...place, env };
  switch (tool?.tool) {
    case 'pip':
      return ofPip(install, tool, verbOf(tool.args), at);
    case 'uv':
      return verbOf(tool.args).verb === 'pip' ? ofUvPip(install, tool, at) : ofUv(at);
    case 'poetry':
      return ofPoetry(at);
    case 'pipenv':
      return ofPipenv(install, tool, at);
    case 'pdm':
      return known(activeEnvironment(at) ?? { kind: 'environment', path: posix.join(at.folder, '.venv') });
    case 'python':
    case 'easy_install':
      return known(activeEnvironment(at) ?? { kind: 'system' });
    default:
      return notKnown(
        'python-install-not-understood',
        { command: textOf(install), why: 'it is no installer that is known' },
        [],
      );
  }
}

function ofPip(
  install: CommandReading,
  tool: PythonTool,
  { rest }: ReturnType<typeof verbOf>,
  place: LocationPlace,
): Known<Location> {
  const { options } = readPipInstall(rest);
  const path = (value: string) => posix.resolve(place.folder, value);
  const refuse = (why: string) => notKnown('python-install-not-understood', { command: textOf(install), why }, []);
  const target = options.get('--target') ?? place.env.get('PIP_TARGET');
  if (target !== undefined)
    return target === '' ? refuse('its target holds a variable') : known({ kind: 'folder', path: path(target) });
  const prefix = options.get('--prefix') ?? place.env.get('PIP_PREFIX');
  if (prefix !== undefined)
    return prefix === '' ? refuse('its prefix holds a variable') : known({ kind: 'folder', path: path(prefix) });
  const root = options.get('--root') ?? place.env.get('PIP_ROOT');
  if (root !== undefined)
    return root === ''
      ? refuse('its root holds a variable')
      : known({ kind: 'folder', path: posix.join(path(root), 'usr/local') });
  if (options.has('--python')) return refuse('it installs for another interpreter');
  const own = environmentOf(tool.folder);
  if (own !== null) return known({ kind: 'environment', path: path(own) });
  const active = activeEnvironment(place);
  if (active !== null && tool.folder === null) return known(active);
  const isUser = options.has('--user') || /^(?:1|true|yes|on)$/i.test(place.env.get('PIP_USER') ?? '');
  if (isUser || (place.home !== null && place.home !== '/root'))
    return place.home === null ? ofUnknownUser(textOf(install)) : known({ kind: 'user', path: userBase(place) });
  return place.home === null ? ofUnknownUser(textOf(install)) : known({ kind: 'system' });
}

/** Who may not write among the interpreter's packages gets them into a home folder. */
function ofUnknownUser(command: string): ReturnType<typeof notKnown> {
  return notKnown('python-installs-as-user', { command }, []);
}

function userBase({ env, home }: LocationPlace): string {
  return env.get('PYTHONUSERBASE') ?? posix.join(home ?? '/root', '.local');
}

function ofUvPip(install: CommandReading, tool: PythonTool, place: LocationPlace): Known<Location> {
  const { options } = readPipInstall(verbOf(verbOf(tool.args).rest).rest);
  const target = options.get('--target') ?? options.get('--prefix');
  if (target !== undefined && target !== '')
    return known({ kind: 'folder', path: posix.resolve(place.folder, target) });
  if (options.has('--python') || options.has('-p'))
    return notKnown(
      'python-install-not-understood',
      { command: textOf(install), why: 'it installs for another interpreter' },
      [],
    );
  const isSystem = options.has('--system') || /^(?:1|true)$/i.test(place.env.get('UV_SYSTEM_PYTHON') ?? '');
  if (isSystem) return known({ kind: 'system' });
  return known(activeEnvironment(place) ?? { kind: 'environment', path: posix.join(place.folder, '.venv') });
}

function ofUv({ env, folder }: LocationPlace): Known<Location> {
  const own = env.get('UV_PROJECT_ENVIRONMENT') ?? '.venv';
  const path = posix.resolve(folder, own);
  return known(path === '/usr/local' || path === '/usr' ? { kind: 'system' } : { kind: 'environment', path });
}

/** poetry's settings: variables first, then the project's own, then `poetry config` of an earlier command; else an environment in its cache. */
function ofPoetry(place: LocationPlace): Known<Location> {
  const setting = (name: string): string | null =>
    place.env.get(`POETRY_${name.replace(/[.-]/g, '_').toUpperCase()}`) ??
    place.own?.get(name) ??
    configured(place.before, name);
  const active = activeEnvironment(place);
  if (active !== null) return known(active);
  if (setting('virtualenvs.create') === 'false')
    return place.home === '/root' ? known({ kind: 'system' }) : ofUnknownUser('poetry install');
  if (setting('virtualenvs.in-project') === 'true')
    return known({ kind: 'environment', path: posix.join(place.folder, '.venv') });
  const path =
    setting('virtualenvs.path') ?? (place.home === null ? null : posix.join(place.home, '.cache/pypoetry/virtualenvs'));
  return path === null || path.includes('{')
    ? notKnown(
        'python-install-not-understood',
        { command: 'poetry install', why: 'where poetry keeps its environment is not known' },
        [],
      )
    : known({ kind: 'environment', path });
}

function configured(before: Iterable<CommandReading>, name: string): string | null {
  const values = [...before].flatMap(({ command }) => {
    const tool = pythonToolOf(command.words);
    if (tool?.tool !== 'poetry') return [];
    const words = tool.args.map((word) => word.value).filter((word) => word !== null && !word.startsWith('-'));
    return words[0] === 'config' && words[1] === name && words[2] !== undefined ? [words[2]] : [];
  });
  return values.at(-1) ?? null;
}

function ofPipenv(install: CommandReading, tool: PythonTool, place: LocationPlace): Known<Location> {
  const active = activeEnvironment(place);
  if (active !== null) return known(active);
  if (tool.args.some((word) => word.value === '--system')) return known({ kind: 'system' });
  if (/^(?:1|true)$/i.test(place.env.get('PIPENV_VENV_IN_PROJECT') ?? ''))
    return known({ kind: 'environment', path: posix.join(place.folder, '.venv') });
  return place.home === null
    ? notKnown(
        'python-install-not-understood',
        { command: textOf(install), why: 'the home folder of its user is not known' },
        [],
      )
    : known({ kind: 'environment', path: posix.join(place.home, '.local/share/virtualenvs') });
}

/** `/opt/venv/bin/pip` installs into `/opt/venv`. */
function environmentOf(folder: string | null): string | null {
  if (folder === null || posix.basename(folder) !== 'bin' || SYSTEM_BIN.test(folder)) return null;
  return posix.dirname(folder);
}

/** The virtual environment that PATH or VIRTUAL_ENV puts before the system. */
export function activeEnvironment({ env }: Pick<LocationPlace, 'env'>): Location | null {
  const [first] = (env.get('PATH') ?? '').split(':');
  const own = first === undefined ? null : environmentOf(first);
  if (own?.startsWith('/') && /venv|env|virtualenv/i.test(own)) return { kind: 'environment', path: own };
  const variable = env.get('VIRTUAL_ENV');
  return variable?.startsWith('/') && first === `${variable}/bin` ? { kind: 'environment', path: variable } : null;
}

function textOf({ command }: CommandReading): string {
  return command.words.map((word) => word.text).join(' ');
}
