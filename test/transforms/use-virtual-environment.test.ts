import { describe, expect, it } from 'vitest';
import { type Files, migrated } from './project.ts';

const FILES: Files = {
  'requirements.txt': 'flask==3.0.3\ngunicorn==22.0.0\n',
  'main.py': 'from flask import Flask\n\napp = Flask(__name__)\n',
};

function moved(lines: readonly string[], files: Files = {}, start = 'CMD ["gunicorn", "main:app"]') {
  const source = [
    'FROM python:3.11',
    'WORKDIR /code',
    'COPY requirements.txt .',
    ...lines,
    'COPY main.py .',
    start,
    '',
  ];
  const { text, codes, status } = migrated(source.join('\n'), { ...FILES, ...files }, { venv: '/opt/venv' });
  return { text, status, said: codes.filter((code) => code.startsWith('use-virtual')) };
}

const INSTALL = 'RUN pip install -r requirements.txt';

describe('use-virtual-environment', () => {
  it('carries the environment alone, and puts it first on PATH on both sides', () => {
    const { text, status } = moved([INSTALL]);
    expect(status).toBe('changed');
    expect(text.match(/PATH="\/opt\/venv\/bin:\$PATH"/g)).toHaveLength(2);
    expect(text).toContain('COPY --from=deps /opt/venv /opt/venv');
    expect(text).not.toContain('/usr/local');
  });

  it('is made before the first of several installs, and before what runs with them', () => {
    const { text } = moved(['RUN pip install --upgrade pip', INSTALL]);
    expect(text.indexOf('-m venv')).toBeLessThan(text.indexOf('--upgrade pip'));
  });

  it.each([
    ['RUN pip install --user -r requirements.txt'],
    ['RUN pip install --target /deps -r requirements.txt'],
    ['RUN pip install poetry && poetry install'],
    ['RUN useradd -m me\nUSER me\nRUN pip install -r requirements.txt'],
  ])('is not made for «%s»', (line) => {
    expect(moved([line]).said).toEqual(['use-virtual-environment/environment-not-made']);
    expect(moved([line]).text).not.toContain('-m venv');
  });

  it('is not made where PATH is set anew behind it', () => {
    expect(moved([INSTALL, 'ENV PATH=/usr/local/bin:/usr/bin:/bin']).said).toEqual([
      'use-virtual-environment/place-written-out',
    ]);
  });

  it('is not made where a script or compose names the interpreter by its place', () => {
    const script = { 'run.sh': '#!/bin/sh\nexec /usr/local/bin/gunicorn main:app\n' };
    expect(moved([INSTALL], script).said).toEqual(['use-virtual-environment/environment-not-made']);
    const compose = 'services:\n  a:\n    build: .\n    command: /usr/local/bin/gunicorn main:app\n';
    expect(moved([INSTALL], { 'compose.yaml': compose }).said).toEqual(['use-virtual-environment/place-written-out']);
  });

  it('is not made unasked', () => {
    const source = [
      'FROM python:3.11',
      'COPY requirements.txt .',
      INSTALL,
      'COPY main.py .',
      'CMD ["python", "main.py"]',
      '',
    ];
    expect(migrated(source.join('\n'), FILES).text).not.toContain('-m venv');
  });
});
