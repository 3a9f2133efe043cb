import { describe, expect, it } from 'vitest';
import { pythonToolOf, readPipInstall, verbOf } from '../../../src/ecosystems/python/pip-words.ts';
import { commandsOf, words } from './context.ts';

describe('the programs of Python', () => {
  it.each([
    ['pip install x', 'pip', null],
    ['pip3.11 install x', 'pip', null],
    ['/opt/venv/bin/pip install x', 'pip', '/opt/venv/bin'],
    ['python -m pip install x', 'pip', null],
    ['python3.9 -u -m pip install x', 'pip', null],
    ['/opt/venv/bin/python3 -m pip install x', 'pip', '/opt/venv/bin'],
    ['uv pip install x', 'uv', null],
    ['python -m poetry install', 'poetry', null],
    ['python3 -m venv /opt/venv', 'venv', null],
    ['virtualenv venv', 'venv', null],
    ['micromamba install x', 'conda', null],
    ['python app.py', 'python', null],
    ['python -m http.server', 'python', null],
  ])('«%s» is %s', (line, tool, folder) => {
    expect(pythonToolOf(words(line))).toMatchObject({ tool, folder });
  });

  it.each(['pipx install x', 'node a.js', 'python-config --libs', '$PYTHON app.py'])('«%s» is none', (line) => {
    expect(pythonToolOf(words(line))).toBeNull();
  });
});

describe('pip install', () => {
  const read = (line: string) => readPipInstall(verbOf(words(line).slice(1)).rest);

  it('tells files, names and options apart', () => {
    const found = read(
      'pip --no-cache-dir install -U -r a.txt -rb.txt --requirement=c.txt -c d.txt gunicorn --index-url https://i.example -e .',
    );
    expect(found.requirements).toEqual(['a.txt', 'b.txt', 'c.txt']);
    expect(found.constraints).toEqual(['d.txt']);
    expect(found.targets).toEqual(['gunicorn']);
    expect(found.editables).toEqual(['.']);
    expect(found.unknown).toEqual([]);
  });

  it('reads bundled short options', () => {
    expect(read('pip install -Ur requirements.txt').requirements).toEqual(['requirements.txt']);
  });

  it('says where it installs', () => {
    expect(read('pip install -t /deps x').options.get('--target')).toBe('/deps');
    expect(read('pip install --prefix=/install x').options.get('--prefix')).toBe('/install');
    expect(read('pip install --user x').options.has('--user')).toBe(true);
  });

  it('names words that hold a variable', () => {
    expect(read('pip install -r $FILE x').unknown).toEqual(['-r $FILE']);
    expect(read('pip install x $MORE').unknown).toEqual(['$MORE']);
    expect(read('pip install x$MORE').unknown).toEqual(['x$MORE']);
  });

  it('knows a package whose version a variable holds', () => {
    expect(read('pip install x==$VERSION "y[z]==${VERSION}"')).toMatchObject({ targets: ['x', 'y[z]'], unknown: [] });
  });

  it('takes extras without quotes for what they are, and other patterns for files that are not known', () => {
    const [command] = commandsOf('pip install uvicorn[standard] -e .[dev,test] wheels/*.whl lib[0-9]*.whl');
    const found = readPipInstall(verbOf(command?.words.slice(1) ?? []).rest);
    expect(found.targets).toEqual(['uvicorn[standard]']);
    expect(found.editables).toEqual(['.[dev,test]']);
    expect(found.patterns).toEqual(['uvicorn[standard]', '.[dev,test]']);
    expect(found.unknown).toEqual(['wheels/*.whl', 'lib[0-9]*.whl']);
  });
});
