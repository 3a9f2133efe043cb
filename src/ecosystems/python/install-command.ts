import { posix } from 'node:path';
import type { CommandReading, Paths } from '../../command-reading.ts';
import type { Command } from '../../shell/command.ts';
import type { CommandPlace } from '../ecosystem.ts';
import type { Known } from '../known.ts';
import { known, notKnown } from './known.ts';
import { locationOf } from './locations.ts';
import { poetrySettings } from './manifests.ts';
import { hiddenIn, type PipInstall, pythonToolOf, readPipInstall, verbOf } from './pip-words.ts';
import { normalised, readRequirements, requirementOf } from './requirements.ts';
import { rootAround } from './roots.ts';

/** Tools that install; what they bring nothing of the program needs. */
export const INSTALLERS: ReadonlySet<string> = new Set(
  'pip setuptools wheel poetry poetry-core pipenv uv pdm pip-tools virtualenv build hatch poetry-plugin-export'.split(
    ' ',
  ),
);

/** What one command installs and reads, whichever tool it calls. */
interface Installing {
  /** Absolute paths that it reads, `anything` where a word holds a variable. */
  readonly reads: Paths;
  /** The same as context paths; not known: it reads sources, or a file that no COPY brought. */
  readonly contextReads: Known<readonly string[]>;
  /** It may write in its own folder (`.`: build folders; `-e`: egg-info; poetry: .venv). */
  readonly writesHere: boolean;
  /** Lockfiles that it brings up to date. */
  readonly rewrites: readonly string[];
  readonly packages: readonly string[];
  readonly production: boolean;
}

/** `pip install`, `uv sync`, `poetry install`, `pipenv install`, `pdm install`, `python setup.py install` at a place. */
export function installOf(command: Command, place: CommandPlace): CommandReading {
  const { folder } = place;
  const bare = (writes: Paths, reads: Paths): CommandReading => ({
    command,
    role: 'install-dependencies',
    writes,
    reads,
    evidence: [],
    detail: { kind: 'none' },
  });
  if (folder === null) return bare('anything', 'anything');
  const found = installing(command, place, folder);
  const located = locationOf(bare([], []), {
    folder,
    env: place.env,
    home: place.home,
    before: place.before ?? [],
    own: poetrySettings(place.context, place.contextPath?.(posix.join(folder, 'poetry.toml')) ?? ''),
  });
  const places = !located.known
    ? ['/usr/local']
    : located.value.kind === 'system'
      ? ['/usr/local']
      : [located.value.path];
  const caches = place.home === null ? [] : [posix.join(place.home, '.cache')];
  const writes = [...places, ...caches, ...(found.writesHere ? [folder] : []), ...found.rewrites];
  const first = found.contextReads.known ? found.contextReads.value[0] : undefined;
  const around = first === undefined ? place.contextFolder : posix.dirname(first) === '.' ? '' : posix.dirname(first);
  const project = rootAround(place.context, around ?? '');
  return {
    ...bare(writes, found.reads),
    detail: {
      kind: 'install',
      ecosystem: 'python',
      project,
      folder,
      production: found.production,
      frozen: true,
      packages: found.packages,
      carriedFlags: [],
      ignoresScripts: false,
      contextReads: found.contextReads,
    },
  };
}

function installing(command: Command, place: CommandPlace, folder: string): Installing {
  const tool = pythonToolOf(command.words);
  const { verb, rest } = verbOf(tool?.args ?? []);
  switch (tool?.tool) {
    case 'pip':
      return ofPip(readPipInstall(rest), place, folder, textOf(command));
    case 'uv':
      return verb === 'pip'
        ? ofPip(readPipInstall(verbOf(rest).rest), place, folder, textOf(command))
        : ofProject(command, place, folder, ['pyproject.toml', 'uv.lock', 'uv.toml', ...VERSION_FILES]);
    case 'poetry':
      return ofProject(command, place, folder, ['pyproject.toml', 'poetry.lock', 'poetry.toml']);
    case 'pipenv':
      return ofProject(command, place, folder, ['Pipfile', 'Pipfile.lock']);
    case 'pdm':
      return ofProject(command, place, folder, [
        'pyproject.toml',
        'pdm.lock',
        'pdm.toml',
        '.pdm-python',
        ...VERSION_FILES,
      ]);
    default:
      return readsSources(folder, textOf(command));
  }
}

/** Files that say which interpreter uv and pdm take (uv-python, version_files.rs). */
const VERSION_FILES = ['.python-version', '.python-versions'];

function readsSources(folder: string, text: string): Installing {
  return {
    reads: [folder],
    contextReads: notKnown('python-install-reads-source', { command: text }, []),
    writesHere: true,
    rewrites: [],
    packages: [],
    production: true,
  };
}

function ofPip(install: PipInstall, place: CommandPlace, folder: string, text: string): Installing {
  const absolute = (path: string) => posix.resolve(folder, path);
  const named = [...install.requirements, ...install.constraints].filter((path) => !/^https?:/.test(path));
  const targets = [...install.targets, ...install.editables].map((target) => requirementOf(target, 'x', 0));
  const localTargets = [...install.targets, ...install.editables].filter(
    (_, index) => targets[index]?.source === 'local',
  );
  const packages = targets.flatMap((target) =>
    target?.source === 'registry' && target.name !== null ? [target.name] : [],
  );
  const files = named.map((path) => place.contextPath?.(absolute(path)) ?? null);
  const local = localTargets.map((path) => place.contextPath?.(absolute(path.replace(/\[[^\]]*\]$/, ''))) ?? null);
  const read = readRequirements(
    place.context,
    files.filter((path) => path !== null),
  );
  const inside = read.requirements.filter((one) => one.source === 'local');
  const isSource = (path: string | null) => path === null || path === '' || place.context.kind(path) !== 'file';
  const source =
    install.editables.length > 0 || local.some(isSource) || inside.some((one) => one.editable || isSource(one.path));
  const hidden = hiddenIn(install) ?? install.patterns.find((pattern) => matchesFile(pattern, place));
  const lost = named.filter((_, index) => files[index] === null);
  const contextReads: Known<readonly string[]> =
    hidden !== undefined
      ? notKnown(
          'python-install-not-understood',
          {
            command: text,
            why: `«${hidden}» ${/[$`]/.test(hidden) ? 'holds a variable' : 'is a pattern that files may match'}`,
          },
          [],
        )
      : source
        ? notKnown('python-install-reads-source', { command: text }, [])
        : lost.length > 0 || read.missing.length > 0
          ? notKnown(
              'python-install-not-understood',
              {
                command: text,
                why: `${[...lost, ...read.missing].join(', ')} is not in the build context`,
              },
              [],
            )
          : known([
              ...new Set([
                ...read.files,
                ...local.filter((path) => path !== null),
                ...inside.flatMap((one) => one.path ?? []),
              ]),
            ]);
  const folders = named.map((path) => posix.dirname(absolute(path)));
  return {
    reads:
      hidden === undefined
        ? [
            ...named.map(absolute),
            ...localTargets.map(absolute),
            ...(read.files.length > named.length || source ? folders : []),
          ]
        : 'anything',
    contextReads,
    writesHere: source,
    rewrites: [],
    packages: packages.map(normalised),
    production: true,
  };
}

/** A file of the folder that a shell puts in the place of extras: `uvicorn[standard]` may be a file `uvicorns`. */
function matchesFile(pattern: string, { context, contextFolder }: CommandPlace): boolean {
  if (contextFolder === null) return false;
  const found = context.matches(posix.join(contextFolder, pattern));
  return found === 'unknown' || found.length > 0;
}

/** Managers that read the manifest of their folder. What is built from the project itself needs its sources. */
function ofProject(command: Command, place: CommandPlace, folder: string, names: readonly string[]): Installing {
  const words = command.words.map((word) => word.value ?? word.text);
  const has = (...flags: readonly string[]) => words.some((word) => flags.includes(word.split('=')[0] ?? ''));
  const sourcesOf = names.flatMap((name) => {
    const path = place.contextPath?.(posix.join(folder, name)) ?? null;
    return path !== null && place.context.kind(path) === 'file' ? [path] : [];
  });
  const manifest = sourcesOf.find((path) => posix.basename(path) === names[0]);
  const isSelfless =
    has('--no-root', '--no-install-project', '--no-self', '--no-install-workspace', '--only-root') ||
    names[0] === 'Pipfile' ||
    !buildsItself(place, manifest);
  const locals = place.context.read(sourcesOf.find((path) => /lock$/.test(path)) ?? '') ?? '';
  const needsSources =
    !isSelfless || /^(?:type = "directory"|source = \{ (?:directory|editable) = "(?!\.")|path = "\.)/m.test(locals);
  const text = textOf(command);
  return {
    reads: [...names.map((name) => posix.join(folder, name)), ...(needsSources ? [folder] : [])],
    contextReads: needsSources
      ? notKnown('python-install-reads-source', { command: text }, [])
      : manifest === undefined && !sourcesOf.some((path) => path.endsWith('lock'))
        ? notKnown('python-install-not-understood', { command: text, why: `no ${names[0]} lies in its folder` }, [])
        : known(sourcesOf),
    writesHere: needsSources,
    rewrites: has('--frozen', '--locked', '--deploy', '--ignore-pipfile')
      ? []
      : names.filter((name) => name.endsWith('lock')).map((name) => posix.join(folder, name)),
    packages: [],
    production: has(
      '--no-dev',
      '--only',
      '--without',
      '--prod',
      '--production',
      '--no-default-groups',
      '--deploy',
      '--system',
    ),
  };
}

/** uv and poetry install the project as well, unless the manifest says that it is none. */
function buildsItself(place: CommandPlace, manifest: string | undefined): boolean {
  if (manifest === undefined) return true;
  const text = place.context.read(manifest) ?? '';
  if (/^\s*(?:package-mode|package|distribution)\s*=\s*false\b/m.test(text)) return false;
  return /^\s*\[tool\.poetry\]/m.test(text) || /^\s*\[build-system\]/m.test(text);
}

function textOf(command: Command): string {
  return command.words.map((word) => word.text).join(' ');
}
