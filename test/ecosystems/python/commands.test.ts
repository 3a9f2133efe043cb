import { describe, expect, it } from 'vitest';
import { readPythonCommand } from '../../../src/ecosystems/python/commands.ts';
import { commandsOf, contextOf, type Files } from './context.ts';

const FILES: Files = {
  'requirements.txt': '-r base.txt\n',
  'base.txt': 'flask\n',
  'pyproject.toml': '[project]\nname = "x"\n[build-system]\nrequires = []\n',
  'uv.lock': 'version = 1\n',
  'app.py': '',
  'tool/__init__.py': '',
  'wheels/lib-1.0-py3-none-any.whl': '',
};

/** Reads the first command of a RUN in /app, to which the whole context was copied. */
function read(
  line: string,
  env: Readonly<Record<string, string>> = {},
  home: string | null = '/root',
  files: Files = FILES,
) {
  const [command] = commandsOf(line);
  if (command === undefined) throw new Error(line);
  return readPythonCommand(command, {
    folder: '/app',
    contextFolder: '',
    env: new Map(Object.entries(env)),
    home,
    runtimeMajor: 3,
    context: contextOf(files),
    contextPath: (path) => (path === '/app' ? '' : path.startsWith('/app/') ? path.slice(5) : null),
  });
}

function installOf(line: string, env?: Readonly<Record<string, string>>, files?: Files) {
  const reading = read(line, env, '/root', files);
  if (reading?.detail.kind !== 'install') throw new Error(`${line} is ${reading?.role}`);
  return { ...reading, reads: reading.detail.contextReads, packages: reading.detail.packages };
}

describe('an install', () => {
  it('reads the files that it names, and those that they include', () => {
    expect(installOf('pip install -r requirements.txt').reads).toEqual({
      known: true,
      value: ['requirements.txt', 'base.txt'],
    });
    expect(installOf('python -m pip install flask "x[y]>=1"')).toMatchObject({
      reads: { known: true, value: [] },
      packages: ['flask', 'x'],
    });
    expect(installOf('pip install uvicorn[standard] x==$VERSION')).toMatchObject({
      reads: { known: true, value: [] },
      packages: ['uvicorn', 'x'],
    });
    expect(installOf('pip install ./wheels/lib-1.0-py3-none-any.whl').reads).toEqual({
      known: true,
      value: ['wheels/lib-1.0-py3-none-any.whl'],
    });
  });

  it.each([
    'pip install .',
    'pip install -e .',
    'pip install ./tool',
    'python setup.py install',
    'uv sync',
    'poetry install',
  ])('«%s» reads the sources', (line) => {
    expect(installOf(line).reads).toMatchObject({ known: false, because: { code: 'python-install-reads-source' } });
  });

  it.each([
    'uv sync --frozen --no-install-project',
    'pdm install --no-self',
  ])('«%s» reads the file that chooses the interpreter', (line) => {
    const read = installOf(line, {}, { ...FILES, '.python-version': '3.12\n', 'pdm.lock': '' }).reads;
    expect(read?.known === true && read.value.filter((path) => !path.endsWith('.lock'))).toEqual([
      'pyproject.toml',
      '.python-version',
    ]);
  });

  it('is hidden by a variable, or by a file that the shell puts in the place of extras', () => {
    const why = (line: string) => {
      const { reads } = installOf(line);
      return reads?.known === false ? reads.because.data.why : null;
    };
    expect(why('pip install $PACKAGES')).toBe('«$PACKAGES» holds a variable');
    expect(why('pip install app.p[xyz]')).toBe('«app.p[xyz]» is a pattern that files may match');
    expect(why('pip install app.p[xz]')).toBeNull();
  });

  it('of a manager without the project itself reads manifest and lockfile', () => {
    expect(installOf('uv sync --frozen --no-install-project').reads).toEqual({
      known: true,
      value: ['pyproject.toml', 'uv.lock'],
    });
  });

  it.each([
    'pip install -r missing.txt',
    'pip install -r /elsewhere/requirements.txt',
    'pip install $PACKAGES',
    'pip install app.p[y]',
    'pip install wheels/*.whl',
  ])('«%s» is not known to read what the context has', (line) => {
    expect(installOf(line).reads).toMatchObject({ known: false, because: { code: 'python-install-not-understood' } });
  });

  it.each([
    ['pip install x', {}, '/usr/local'],
    ['pip install --user x', {}, '/root/.local'],
    ['pip install -t lib x', {}, '/app/lib'],
    ['pip install --root=/install x', {}, '/install/usr/local'],
    ['/opt/venv/bin/pip install x', {}, '/opt/venv'],
    ['pip install x', { PATH: '/opt/venv/bin:/usr/local/bin' }, '/opt/venv'],
    ['uv pip install --system x', {}, '/usr/local'],
    ['uv sync --no-install-project', {}, '/app/.venv'],
    ['uv sync', { UV_PROJECT_ENVIRONMENT: '/usr/local' }, '/usr/local'],
    ['pipenv install --system', {}, '/usr/local'],
    ['pipenv install', { PIPENV_VENV_IN_PROJECT: '1' }, '/app/.venv'],
    ['poetry install', { POETRY_VIRTUALENVS_CREATE: 'false' }, '/usr/local'],
  ])('«%s» with %j fills %s', (line, env, path) => {
    expect(installOf(line, env).writes).toContain(path);
  });
});

describe('another command of Python', () => {
  it.each([
    ['pip --version', 'nothing'],
    ['pip freeze', 'nothing'],
    ['pip cache purge', 'cleanup'],
    ['poetry config virtualenvs.create false', 'install-dependencies'],
    ['python -m venv /opt/venv', 'install-dependencies'],
    ['python manage.py collectstatic --noinput', 'codegen'],
    ['python manage.py test', 'test'],
    ['pytest -q', 'test'],
    ['python seed.py', 'codegen'],
    ['flask translate compile', 'codegen'],
    ['poetry run python manage.py migrate', 'codegen'],
    ['poetry add x', 'unknown'],
    ['python setup.py build_ext --inplace', 'unknown'],
  ])('«%s» is %s', (line, role) => {
    expect(read(line)?.role).toBe(role);
  });

  it('writes the project’s folder, or anything', () => {
    expect(read('python manage.py collectstatic')?.writes).toEqual(['/app']);
    expect(read('python -m compileall /app')?.writes).toEqual(['/app']);
    expect(read('python seed.py')?.writes).toBe('anything');
  });

  it('makes an environment where a variable says', () => {
    expect(read('python3 -m venv "$VENV"', { VENV: '/opt/venv' })?.writes).toEqual(['/opt/venv']);
    expect(read('python3 -m venv $VENV')?.writes).toBe('anything');
  });

  it.each(['curl x', 'npm ci', 'make', 'alembicx'])('«%s» is none', (line) => {
    expect(read(line)).toBeNull();
  });
});
