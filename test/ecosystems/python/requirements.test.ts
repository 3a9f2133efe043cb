import { describe, expect, it } from 'vitest';
import { readRequirements } from '../../../src/ecosystems/python/requirements.ts';
import { contextOf, type Files } from './context.ts';

function read(files: Files, ...paths: readonly string[]) {
  return readRequirements(contextOf(files), paths);
}

function requirement(line: string) {
  const found = read({ 'requirements.txt': `${line}\n` }, 'requirements.txt').requirements;
  expect(found).toHaveLength(1);
  return found[0];
}

describe('requirements files', () => {
  it('are followed through -r and -c, relative to the including file, each once', () => {
    const files = {
      'requirements/prod.txt': '-r base.txt\n--constraint ../pins.txt\ngunicorn==22.0.0\n',
      'requirements/base.txt': '-rcommon.txt\nflask\n',
      'requirements/common.txt': '-r base.txt\nclick\n',
      'pins.txt': 'click==8.1.7\n',
    };
    const found = read(files, 'requirements/prod.txt');
    expect(found.files).toEqual([
      'requirements/prod.txt',
      'requirements/base.txt',
      'requirements/common.txt',
      'pins.txt',
    ]);
    expect(found.requirements.map(({ name }) => name)).toEqual(['click', 'flask', 'gunicorn']);
    expect(found.missing).toEqual([]);
  });

  it('name what is not in the build context', () => {
    expect(read({ 'requirements.txt': '-r base.txt\n' }, 'requirements.txt').missing).toEqual(['base.txt']);
    expect(read({ 'requirements.txt': '-r ../base.txt\n' }, 'requirements.txt').missing).toEqual(['../base.txt']);
  });

  it('keep their indexes apart from what they require', () => {
    const found = read(
      { 'r.txt': '--extra-index-url https://a.example/simple\n-i https://b.example\n--pre\nx\n' },
      'r.txt',
    );
    expect(found.indexes).toEqual(['--extra-index-url https://a.example/simple', '-i https://b.example']);
    expect(found.requirements.map(({ name }) => name)).toEqual(['x']);
  });

  it('join continued lines, and drop hashes and comments', () => {
    const text =
      '# pinned\nflask==3.0.3 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb  # via x\nurl @ https://e.example/a#egg=b\n';
    const found = read({ 'r.txt': text }, 'r.txt').requirements;
    expect(found.map(({ text: line, line: at }) => [line, at])).toEqual([
      ['flask==3.0.3', 2],
      ['url @ https://e.example/a#egg=b', 5],
    ]);
  });

  it('are read when they were saved as UTF-16', () => {
    const text = [...'flask==3.0.3\r\n'].map((letter) => `${letter}\u0000`).join('');
    expect(read({ 'r.txt': text }, 'r.txt').requirements.map(({ name }) => name)).toEqual(['flask']);
  });

  it.each([
    ['Flask_SQLAlchemy>=3 ; python_version > "3.8"', 'flask-sqlalchemy', 'registry', null],
    ['uvicorn[standard]==0.30', 'uvicorn', 'registry', null],
    ['git+https://github.com/a/b.git@main#egg=Some.Thing', 'some-thing', 'vcs', null],
    ['thing @ git+ssh://git@github.com/a/b', 'thing', 'vcs', null],
    ['https://e.example/x-1.0.tar.gz', null, 'url', null],
    ['./wheels/lib_a-1.0-py3-none-any.whl', 'lib-a-1.0-py3-none', 'local', 'wheels/lib_a-1.0-py3-none-any.whl'],
    ['.', null, 'local', ''],
    ['../elsewhere', null, 'local', null],
  ])('«%s» is %s from the %s', (line, name, source, path) => {
    expect(requirement(line)).toMatchObject({ source, path, editable: false, ...(source === 'local' ? {} : { name }) });
  });

  it('know editable requirements', () => {
    expect(requirement('-e ./lib')).toMatchObject({ editable: true, source: 'local', path: 'lib' });
    expect(requirement('--editable=git+https://a.example/b#egg=c')).toMatchObject({
      editable: true,
      source: 'vcs',
      name: 'c',
    });
  });
});
