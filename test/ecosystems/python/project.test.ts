import { describe, expect, it } from 'vitest';
import { baseImageOf } from '../../../src/base-images/knowledge-of.ts';
import type { CommandReading } from '../../../src/command-reading.ts';
import { readImageReference } from '../../../src/dockerfile/image-reference.ts';
import { pythonEcosystem } from '../../../src/ecosystems/python/index.ts';
import { commandsOf, contextOf, type Files } from './context.ts';

function projects(files: Files) {
  return pythonEcosystem.detect(contextOf(files)).map(({ root, manager }) => [root, manager]);
}

describe('Python projects', () => {
  it.each([
    [{ 'requirements.txt': '' }, [['', 'pip']]],
    [{ 'requirements/prod.txt': '', 'requirements/dev.txt': '' }, [['', 'pip']]],
    [{ 'api/requirements.txt': '', 'web/package.json': '{}' }, [['api', 'pip']]],
    [{ 'pyproject.toml': '[project]\nname = "x"\n', 'uv.lock': '' }, [['', 'uv']]],
    [{ 'pyproject.toml': '[tool.poetry]\nname = "x"\n' }, [['', 'poetry']]],
    [{ Pipfile: '' }, [['', 'pipenv']]],
    [{ 'environment.yml': '' }, [['', 'conda']]],
    [{ 'setup.py': '' }, [['', 'pip']]],
    [{ 'bot.py': '' }, [['', 'pip']]],
    [{ 'package.json': '{}' }, []],
  ])('%j are %j', (files, found) => {
    expect(projects(files as Files)).toEqual(found);
  });
});

const REQUIREMENTS = { 'requirements.txt': 'flask\n', 'app.py': '' };

/** What the runtime receives when these commands install on an image. */
function dependencies(
  script: string,
  { image = 'python:3.11', files = REQUIREMENTS as Files, env = {} as Readonly<Record<string, string>> } = {},
) {
  const context = contextOf(files);
  const [project] = pythonEcosystem.detect(context);
  const base = baseImageOf(readImageReference(image), new Map());
  if (project === undefined || base === null) throw new Error(image);
  const place = {
    folder: '/app',
    contextFolder: '',
    env: new Map(Object.entries(env)),
    home: '/root',
    runtimeMajor: 3,
    context,
  };
  const readings = commandsOf(script).flatMap((command): readonly CommandReading[] => {
    const reading = pythonEcosystem.readCommand(command, {
      ...place,
      contextPath: (path) => (path.startsWith('/app/') ? path.slice(5) : path === '/app' ? '' : null),
    });
    return reading === null ? [] : [reading];
  });
  const installs = readings.filter(({ detail }) => detail.kind === 'install');
  const start = project.start(null, { form: 'exec', words: ['python', 'app.py'], start: 0, end: 0 }, new Map(), {
    folder: '',
    contextAt: '/app',
  });
  if (!start.known) throw new Error(start.because.code);
  return project.dependencies(installs, { ...place, base, builds: [], start: start.value, commands: readings });
}

function value(...args: Parameters<typeof dependencies>) {
  const found = dependencies(...args);
  if (!found.known) throw new Error(found.because.code);
  return {
    ...found.value,
    carried: found.value.carried.map(({ source }) => source),
    words: found.value.rewritten.map(({ words }) => words),
    cleared: found.value.cleared?.command,
  };
}

describe('what the runtime receives', () => {
  it('is one install’s packages alone, put below another root', () => {
    expect(value('pip install --no-cache-dir -r requirements.txt')).toMatchObject({
      carried: ['/install/usr/local'],
      words: ['pip install --root=/install --no-cache-dir -r requirements.txt'],
    });
    expect(value('pip install --upgrade pip && pip install flask').words).toEqual([
      'pip install --root=/install flask',
    ]);
  });

  it.each([
    'pip install flask && pip install gunicorn',
    'pip install -U pip setuptools && pip install -r requirements.txt',
    'pip install pipenv && pipenv install --system',
    'pip install -r requirements.txt && pip uninstall -y flask',
    'uv pip install --system -r requirements.txt',
    'pip install .',
  ])('is all of the interpreter’s folders after «%s»', (script) => {
    expect(value(script)).toMatchObject({ carried: ['/usr/local'], words: [] });
  });

  it('comes after the image’s own setuptools is gone, where another version of it is carried', () => {
    const cleared = (script: string, image = 'python:3.11', requirements = 'flask\n') =>
      value(script, { image, files: { 'requirements.txt': requirements, 'app.py': '' } });
    const pinned = cleared('pip install -r requirements.txt', 'python:3.11', 'flask\nsetuptools==70.0.0\n');
    expect(pinned).toMatchObject({ carried: ['/usr/local'], words: [] });
    expect(pinned.cleared).toMatch(/^rm -rf \/usr\/local\/lib\/python\*\/\*-packages\/setuptools\* .*pkg_resources/);
    expect(pinned.cleared).not.toContain('wheel');
    expect(cleared('pip install -U pip setuptools wheel && pip install -r requirements.txt').cleared).toContain(
      '-packages/wheel*',
    );
    expect(cleared('pip install -r requirements.txt').cleared).toBeUndefined();
    expect(cleared('pip install -r requirements.txt', 'python:3.12', 'setuptools==70.0.0\n').cleared).toBeUndefined();
    expect(cleared('pip install wheel && /opt/venv/bin/pip install flask').cleared).toBeUndefined();
  });

  it.each([
    ['pip install --user flask', {}, ['/root/.local']],
    ['pip install wheel && /opt/venv/bin/pip install flask', {}, ['/opt/venv']],
    ['pip install flask', { PATH: '/opt/venv/bin:/usr/bin' }, ['/opt/venv']],
    ['pip install --target=/deps flask', {}, ['/deps']],
    ['pip install poetry && poetry config virtualenvs.in-project true && poetry install --no-root', {}, ['/app/.venv']],
    ['pip install poetry && poetry config virtualenvs.create false && poetry install --no-root', {}, ['/usr/local']],
    ['pip install poetry && poetry install --no-root', {}, ['/root/.cache/pypoetry/virtualenvs']],
  ])('after «%s» with %j is %j', (script, env, carried) => {
    expect(value(script, { env }).carried).toEqual(carried);
  });

  it.each([
    ['3.11\n', '3.11', {}, true],
    ['# mine\n3\n', '3.11', {}, true],
    ['3.12\n', '3.11', { UV_PYTHON: 'python3.11' }, true],
    ['3.12\n', '3.11', {}, false],
    ['3.11.4\n', '3.11', {}, false],
    ['3.12\n', '3', {}, false],
  ])('.python-version of «%j» on python:%s with %j: the environment can be carried: %s', (pinned, tag, env, can) => {
    const files = {
      'pyproject.toml': '[project]\nname = "x"\n',
      'uv.lock': '',
      'app.py': '',
      '.python-version': pinned,
    };
    const found = dependencies('pip install uv && uv sync --frozen', { files, env, image: `python:${tag}` });
    expect(found.known || found.because.code).toBe(can || 'python-of-another-version');
  });

  it('comes with the libraries that the full image has and the slim one lacks', () => {
    const files = { 'requirements.txt': 'psycopg2==2.9.9\n', 'app.py': '' };
    const names = (image: string) =>
      value('pip install -r requirements.txt', { image, files }).systemPackages?.map(({ name }) => name);
    expect(names('python:3.11')).toEqual(['libpq5']);
    expect(names('python:3.11-slim')).toEqual([]);
  });

  it.each([
    ['lxml==4.5.0', 'python:3.9-bookworm', ['libxml2', 'libxslt1.1']],
    ['lxml==4.5.0', 'python:3.8-bookworm', ['libxml2', 'libxslt1.1']], // a wheel for x86_64 alone
    ['lxml==4.5.2', 'python:3.8-bookworm', []],
    ['lxml==5.2.1', 'python:3.11-bookworm', []],
    ['lxml', 'python:3.13', []],
    ['psycopg2-binary==2.8.6', 'python:3.11', ['libpq5']],
    ['lightgbm==4.7.0', 'python:3.11', ['libgomp1']],
  ])('%s on %s comes with %j: a wheel fits, or it is compiled', (line, image, packages) => {
    const files = { 'requirements.txt': `${line}\n`, 'app.py': '' };
    const found = value('pip install -r requirements.txt', { image, files });
    expect(found.systemPackages?.map(({ name }) => name)).toEqual(packages);
  });

  it.each([
    ['pip install -r requirements.txt', []],
    ['pip install -r requirements.txt -r requirements-dev.txt', ['libpq5', 'git']],
    ['pip install -r all.txt', ['libpq5', 'git']],
    ['pip install -r requirements-db.txt', ['libpq5']],
    ['pip install -r $REQUIREMENTS', ['libpq5', 'git']],
  ])('after «%s» comes with what these requirements need: %j', (script, packages) => {
    const files = {
      'requirements.txt': 'flask\n',
      'requirements-db.txt': 'psycopg2==2.9.9\n',
      'requirements-dev.txt': 'psycopg2==2.9.9\nGitPython\n',
      'all.txt': '-r requirements-dev.txt\n',
      'app.py': '',
    };
    expect(value(script, { files }).systemPackages?.map(({ name }) => name)).toEqual(packages);
  });

  it('comes with the programs that the sources call', () => {
    const files = { 'requirements.txt': 'flask\n', 'app.py': 'import subprocess\nsubprocess.run(["git", "log"])\n' };
    expect(value('pip install -r requirements.txt', { files }).systemPackages?.map(({ name }) => name)).toEqual([
      'git',
    ]);
  });

  it.each([
    ['opencv-python\n', ['libglib2.0-0', 'libsm6', 'libxext6']],
    ['rasterio==1.4\n', ['libexpat1']],
    ['opencv-python-headless\n', []],
    // Not even the full image brings it: who uses it installs it, and that stays.
    ['sounddevice\n', []],
  ])('comes with what the wheels ask for and do not bring: %j', (requirements, names) => {
    const files = { 'requirements.txt': requirements, 'app.py': '' };
    const found = value('pip install -r requirements.txt', { files }).systemPackages;
    expect(found?.map(({ name }) => name)).toEqual(names);
  });

  it.each([
    ['pip install flask mysqlclient==2.2.4', ['libmariadb3']],
    ['pip install -r requirements.txt && pip install psycopg2', ['libpq5', 'libglib2.0-0', 'libsm6', 'libxext6']],
    // What no install reads is not installed.
    ['pip install flask', []],
    ['pip install flask-mysqldb', ['libmariadb3']],
  ])('comes with what packages on the command line ask for: «%s»', (script, names) => {
    const files = { 'requirements.txt': 'ultralytics\n', 'app.py': '' };
    const found = value(script, { files }).systemPackages;
    expect(found?.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  it.each([
    ['pip install -r requirements.txt', 'debian:bookworm', REQUIREMENTS, 'python-of-the-system'],
    ['pip install -e .', 'python:3.11', { 'setup.py': '', 'app.py': '' }, 'python-editable-install'],
    [
      'pip install -r requirements.txt',
      'python:3.11',
      { 'requirements.txt': 'PySide6\n', 'app.py': '' },
      'python-package-needs-the-system',
    ],
  ])('«%s» on %s is not told, because of %3$s', (script, image, files, code) => {
    const found = dependencies(script, { image, files: files as Files });
    expect(found.known ? found.value : found.because.code).toEqual(code);
  });
});
