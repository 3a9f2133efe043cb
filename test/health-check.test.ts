import { describe, expect, it } from 'vitest';
import { baseImageOf } from '../src/base-images/knowledge-of.ts';
import { readImageReference } from '../src/dockerfile/image-reference.ts';
import type { Invocation } from '../src/dockerfile/view.ts';
import { type HealthCheckThere, healthCheckThere } from '../src/health-check/health-check-there.ts';

function shell(script: string): Invocation {
  return { form: 'shell', script, start: 0, end: 0 };
}

function exec(...words: string[]): Invocation {
  return { form: 'exec', words, start: 0, end: 0 };
}

function there(check: Invocation, reference: string, missing: string | null, programs = {}): HealthCheckThere {
  const image = baseImageOf(readImageReference(reference), new Map());
  if (image === null) throw new Error(reference);
  return healthCheckThere(check, { image, programs, missing });
}

const judged = "r=>process.exit(r.statusCode<400?0:1)).on('error',()=>process.exit(1)).end()";

describe('a health check with curl or wget on an image with node', () => {
  it.each([
    [
      'curl -f http://localhost:3000/health || exit 1',
      `require('http').request('http://localhost:3000/health',${judged}`,
    ],
    ['curl -fsS localhost:3000', `require('http').request('http://localhost:3000',${judged}`],
    [
      'curl --fail --silent "http://127.0.0.1:3000/" > /dev/null 2>&1 || exit 1',
      `require('http').request('http://127.0.0.1:3000/',${judged}`,
    ],
    [
      'curl -f http://localhost:$PORT/health',
      `require('http').request('http://localhost:'+(process.env.PORT||'')+'/health',${judged}`,
    ],
    [
      'curl -f "http://localhost:${PORT:-8080}/health" || exit 1',
      `require('http').request('http://localhost:'+(process.env.PORT||'8080')+'/health',${judged}`,
    ],
    [
      'curl -f -m 2 -o /dev/null http://localhost:3000',
      `require('http').request('http://localhost:3000',{signal:AbortSignal.timeout(2000)},${judged}`,
    ],
    [
      'curl -I --fail http://localhost:3000',
      `require('http').request('http://localhost:3000',{method:'HEAD'},${judged}`,
    ],
    [
      'curl http://localhost:3000',
      "require('http').request('http://localhost:3000',r=>process.exit(0)).on('error',()=>process.exit(1)).end()",
    ],
    [
      'wget -qO- http://localhost:3000 || exit 1',
      "const ask=u=>require('http').request(u,r=>r.statusCode>299&&r.statusCode<400&&r.headers.location?ask(new URL(r.headers.location,u)):process.exit(r.statusCode<400?0:1)).on('error',()=>process.exit(1)).end();ask('http://localhost:3000')",
    ],
  ])('%s', (script, asks) => {
    expect(there(shell(script), 'node:20-slim', 'curl')).toMatchObject({
      kind: 'rewritten',
      words: ['node', '-e', asks],
    });
  });

  it('is read in exec form, and where it names a shell', () => {
    const words = ['node', '-e', `require('http').request('http://localhost:3000/',${judged}`];
    expect(there(exec('curl', '-f', 'http://localhost:3000/'), 'node:20-slim', 'curl')).toMatchObject({ words });
    expect(there(exec('sh', '-c', 'curl -f http://localhost:3000/ || exit 1'), 'node:20-slim', 'curl')).toMatchObject({
      words,
    });
  });

  it.each([
    ['curl -fL http://localhost:3000', 'it follows redirects, which curl judges at their end'],
    ['curl -f https://localhost:3000', 'which certificates are trusted differs'],
    ['curl -f -H "Host: a" http://localhost:3000', 'a header is sent'],
    ['curl -f --retry 3 http://localhost:3000', 'it asks again'],
    ['curl -f http://localhost:3000 | grep ok', 'it reads the answer'],
    ['curl -f http://localhost:3000 && test -f /tmp/ok', 'it checks more'],
    ['curl -f http://`hostname`:3000', 'a command makes the address'],
    ['curl -f http://localhost:3000 http://localhost:3001', 'it asks twice'],
    ['wget -O page.html http://localhost:3000', 'it keeps the answer'],
  ])('%s installs the program: %s', (script) => {
    expect(there(shell(script), 'node:20-slim', script.slice(0, 4))).toEqual({
      kind: 'needs-package',
      name: script.slice(0, 4),
    });
  });

  it('asks at every address of localhost, which node does from 20 on', () => {
    const check = shell('curl -f http://localhost:3000');
    expect(there(check, 'node:18-slim', 'curl')).toEqual({ kind: 'needs-package', name: 'curl' });
    expect(there(shell('curl -f http://127.0.0.1:3000'), 'node:18-slim', 'curl')).toMatchObject({ kind: 'rewritten' });
  });
});

describe('a health check on another image', () => {
  it('stays where nothing is missing', () => {
    expect(there(shell('node check.js || exit 1'), 'node:20-slim', null)).toEqual({ kind: 'as-it-is' });
  });

  it('asks with Python where there is no node', () => {
    expect(there(shell('curl -f "http://localhost:8000/up?a=1" || exit 1'), 'python:3.12-slim', 'curl')).toMatchObject({
      words: [
        'python3',
        '-c',
        "import sys,http.client as h,urllib.parse as p; u=p.urlsplit('http://localhost:8000/up?a=1'); c=h.HTTPConnection(u.netloc); c.request('GET',p.urlunsplit(('','',u.path or '/',u.query,''))); sys.exit(c.getresponse().status>=400)",
      ],
    });
    expect(there(shell('wget -q --spider -T 3 http://localhost:$PORT/'), 'python:3.12-slim', 'wget')).toMatchObject({
      words: [
        'python3',
        '-c',
        "import os,urllib.request as r; r.urlopen(r.Request('http://localhost:'+(os.environ.get('PORT') or '')+'/',method='HEAD'),timeout=3)",
      ],
    });
  });

  it('needs the package of another program where the image cannot ask', () => {
    expect(there(shell('curl -f http://localhost/'), 'debian:bookworm-slim', 'curl')).toEqual({
      kind: 'needs-package',
      name: 'curl',
    });
    expect(there(shell('pg_isready'), 'debian:bookworm-slim', 'pg_isready')).toEqual({
      kind: 'refused',
      program: 'pg_isready',
    });
  });

  it('runs without a shell in exec form, by the path that a program has there', () => {
    const image = 'gcr.io/distroless/nodejs22-debian13';
    const programs = { node: '/nodejs/bin/node' };
    const asked = (check: Invocation) => there(check, image, 'curl', programs);
    expect(asked(shell('node dist/check.js || exit 1'))).toEqual({
      kind: 'rewritten',
      words: ['/nodejs/bin/node', 'dist/check.js'],
      instead: null,
    });
    expect(asked(shell('curl -f http://localhost:3000/'))).toMatchObject({
      words: ['/nodejs/bin/node', '-e', expect.any(String)],
    });
    expect(asked(shell('node check.js $PORT'))).toMatchObject({ kind: 'refused' });
    expect(asked(shell('test -f /tmp/up'))).toMatchObject({ kind: 'refused' });
    expect(there(shell('curl -f http://localhost:3000/'), 'gcr.io/distroless/static-debian13', 'curl')).toEqual({
      kind: 'refused',
      program: 'curl',
    });
  });
});
