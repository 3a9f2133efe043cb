import { describe, expect, it } from 'vitest';
import { missingFrom } from '../../src/prove/missing.ts';

describe('missingFrom', () => {
  it.each([
    [
      'Error: connect ECONNREFUSED 127.0.0.1:5432',
      'a server at 127.0.0.1:5432 (PostgreSQL’s port) that does not answer',
    ],
    ['connect ECONNREFUSED ::1:6379', 'a server at ::1:6379 (Redis’s port) that does not answer'],
    [
      'panic: dial tcp 10.0.0.2:3306: connect: connection refused',
      'a server at 10.0.0.2:3306 (MySQL’s port) that does not answer',
    ],
    [
      'connection to server at "db" (1.2.3.4), port 5432 failed: timeout',
      'a server at db:5432 (PostgreSQL’s port) that does not answer',
    ],
    ['Error: getaddrinfo ENOTFOUND mongo', 'a host called mongo'],
    ['dial tcp: lookup postgres on 10.0.0.1:53: no such host', 'a host called postgres'],
    ["KeyError: 'DATABASE_URL'", 'the variable DATABASE_URL'],
    ['Error: Environment variable not found: DATABASE_URL.', 'the variable DATABASE_URL'],
    ['JWT_SECRET is required', 'the variable JWT_SECRET'],
    ['Please set API_KEY before starting', 'the variable API_KEY'],
    ['Missing required environment variable "TOKEN"', 'the variable TOKEN'],
  ])('«%s»', (line, what) => {
    expect(missingFrom(['starting', line]).map((each) => each.what)).toEqual([what]);
  });

  it('names each once, and says how to give it', () => {
    const line = 'DATABASE_URL is not set';
    expect(missingFrom([line, line])).toEqual([
      { what: 'the variable DATABASE_URL', remedy: 'give it with --env DATABASE_URL=VALUE or --env-file FILE' },
    ]);
  });

  it.each([
    'npm ERR! code ELIFECYCLE',
    'TypeError: x is not a function',
    'GET / 500',
    'Error: Cannot find module ./a',
    'required: true',
  ])('takes nothing from «%s»', (line) => {
    expect(missingFrom([line])).toEqual([]);
  });
});
