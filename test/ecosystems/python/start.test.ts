import { describe, expect, it } from 'vitest';
import { startOf } from '../../../src/ecosystems/python/start.ts';
import { contextOf, type Files } from './context.ts';

const FILES: Files = {
  'app.py': '',
  'manage.py': '#!/usr/bin/env python\n',
  'shop/wsgi.py': '',
  'shop/__init__.py': '',
  'bot/__main__.py': '',
  'src/api/main.py': '',
  'docker/entrypoint.sh':
    '#!/bin/bash\nset -e\nif [ -n "$WAIT" ]; then\n  until nc -z "$DB" 5432; do sleep 1; done\nfi\npython manage.py migrate\nexec "$@"\n',
  'run.sh': '#!/bin/sh\nexec gunicorn shop.wsgi -b :$PORT\n',
  'loop.sh': '#!/bin/sh\n./loop.sh\n',
};

function start(cmd: string | readonly string[], entrypoint: readonly string[] | null = null) {
  const invocation =
    typeof cmd === 'string'
      ? ({ form: 'shell', script: cmd, start: 0, end: 0 } as const)
      : ({ form: 'exec', words: cmd, start: 0, end: 0 } as const);
  const first = entrypoint === null ? null : ({ form: 'exec', words: entrypoint, start: 0, end: 0 } as const);
  return startOf(contextOf(FILES), '', first, invocation, { folder: '', contextAt: '/app' });
}

function value(...args: Parameters<typeof start>) {
  const found = start(...args);
  if (!found.known) throw new Error(`${found.because.code} ${JSON.stringify(found.because.data)}`);
  if (found.value.kind !== 'program') throw new Error(found.value.kind);
  return found.value;
}

describe('the start of a Python image', () => {
  it.each([
    [['python', 'app.py'], 'app.py'],
    [['python3', '-u', './app.py', '--debug'], 'app.py'],
    [['python', '/app/app.py'], 'app.py'],
    [['python', '-m', 'bot'], 'bot/__main__.py'],
    [['./manage.py', 'runserver'], 'manage.py'],
    [['gunicorn', '-b', ':80', 'shop.wsgi:application'], 'shop/wsgi.py'],
    [['uvicorn', 'api.main:app', '--host', '0.0.0.0'], 'src/api/main.py'],
    [['celery', '-A', 'shop', 'worker'], 'shop/__init__.py'],
    [['python', '-m', 'gunicorn', 'shop.wsgi'], 'shop/wsgi.py'],
    [['streamlit', 'run', 'app.py'], 'app.py'],
    ['gunicorn --bind 0.0.0.0:$PORT app:app', 'app.py'],
    ['cd shop && gunicorn wsgi', 'shop/wsgi.py'],
    [['sh', '-c', 'python manage.py migrate && gunicorn shop.wsgi'], 'manage.py'],
    [['mlflow', 'server'], ''],
  ])('%j is %s', (cmd, entry) => {
    expect(value(cmd)).toMatchObject({ entry });
  });

  it('names the tools that it calls', () => {
    expect(value(['poetry', 'run', 'gunicorn', 'app:app']).tools).toEqual(['poetry', 'gunicorn']);
    expect(value('redis-cli ping && python app.py').tools).toEqual(['sh', 'redis-cli', 'python']);
    expect(value(['app.py'], ['tini', '--', 'python'])).toMatchObject({ entry: 'app.py', tools: ['tini', 'python'] });
  });

  it('is followed through an entrypoint script, wherever that was copied to', () => {
    for (const script of ['/app/docker/entrypoint.sh', 'docker/entrypoint.sh', '/entrypoint.sh'])
      expect(value(['gunicorn', 'shop.wsgi'], [script])).toMatchObject({
        entry: 'manage.py',
        tools: ['bash', 'nc', 'python', 'gunicorn'],
        packages: ['gunicorn'],
      });
    expect(value(['sh', 'run.sh']).tools).toEqual(['sh', 'gunicorn']);
  });

  it.each([
    [['python'], 'python-nothing-to-start'],
    [['bash'], 'python-nothing-to-start'],
    [['supervisord', '-c', 'x.conf'], 'python-start-not-understood'],
    [['./loop.sh'], 'python-entrypoint-not-understood'],
    ['$SERVER app:app', 'python-start-not-understood'],
    ['pip install -r requirements.txt && python app.py', 'python-start-not-understood'],
    [['npm', 'start'], 'python-start-not-understood'],
  ])('%j is not told, because of %s', (cmd, code) => {
    const found = start(cmd);
    expect(found.known ? found.value : found.because.code).toEqual(code);
  });

  it.each<[string | readonly string[], readonly number[]]>([
    [['uvicorn', 'api.main:app', '--host', '0.0.0.0', '--port', '80'], [80]],
    [['flask', 'run', '--port=443'], [443]],
    [['gunicorn', '-b', '0.0.0.0:80', 'shop.wsgi'], [80]],
    [['gunicorn', '--bind=:80', '-w', '4', 'shop.wsgi'], [80]],
    [['python', 'manage.py', 'runserver', '0.0.0.0:80'], [80]],
    [['python', '-m', 'http.server', '8000'], [8000]],
    ['python manage.py migrate && daphne -p 80 shop.asgi:application', [80]],
    ['gunicorn -b :$PORT shop.wsgi', []],
    [['celery', '-A', 'shop', 'worker', '-c', '4'], []],
  ])('%j listens on %j', (cmd, ports) => {
    expect(value(cmd).ports).toEqual(ports);
  });
});
