import { describe, expect, it } from 'vitest';
import { redactorOf } from '../../src/prove/secrets.ts';

describe('the redactor', () => {
  it.each([
    ['s3cret', 'token s3cret.', 'token ***.'],
    ['a"b/c', 'as JSON {"t":"a\\"b/c"}, in a URL ?t=a%22b%2Fc', 'as JSON {"t":"***"}, in a URL ?t=***'],
    ['-----BEGIN\nabcdef\n', 'line: abcdef', 'line: ***'],
    ['12-34', 'pin 12-34', 'pin ***'],
    ['fish', 'password fish of fisher, not fishing: fish_1', 'password *** of fisher, not fishing: ***_1'],
  ])('takes %j out', (secret, text, expected) => {
    expect(redactorOf([secret])(text)).toBe(expected);
  });

  it('takes the longer value out before the shorter one that it contains', () => {
    expect(redactorOf(['pass', 'password1'])('password1 pass')).toBe('*** ***');
  });

  it.each(['3000', 'true', 'production', 'prod', 'localhost', '', '/'])('leaves the commonplace «%s»', (value) => {
    const text = `port 3000 true production localhost /`;
    expect(redactorOf([value])(text)).toBe(text);
  });
});
