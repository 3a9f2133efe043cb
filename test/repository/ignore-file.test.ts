import dockerignore from '@balena/dockerignore';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readIgnoreFile } from '../../src/repository/ignore-file.ts';

const ROOT = 'node_modules/ms/index.js';
const NESTED = 'packages/api/node_modules/ms/index.js';

describe('an ignore file', () => {
  test.each([
    ['node_modules', true, false],
    ['node_modules/', true, false],
    ['/node_modules', true, false],
    ['/node_modules/', true, false],
    ['./node_modules', true, false],
    ['  node_modules  ', true, false],
    ['**/node_modules', true, true],
    ['*/node_modules', false, false],
    ['*/*/node_modules', false, true],
  ])('with %j hides the root node_modules: %s, the nested one: %s', (line, root, nested) => {
    const rules = readIgnoreFile(`${line}\n`);
    expect([rules.ignores(ROOT), rules.ignores(NESTED)]).toEqual([root, nested]);
  });

  test.each([
    ['*.md', 'README.md', true],
    ['*.md', 'docs/guide.md', false],
    ['**/*.md', 'README.md', true],
    ['**/*.md', 'docs/guide.md', true],
    ['.env', '.env', true],
    ['.env', 'api/.env', false],
    ['**/.env', 'api/.env', true],
    ['dist/*', 'dist', false],
    ['dist/*', 'dist/a/b.js', true],
    ['dist/**', 'dist/a/b.js', true],
    ['dist', 'distribution/a.js', false],
    ['temp?', 'tempa/x', true],
    ['file[0-9].txt', 'file7.txt', true],
    ['file[^0-9].txt', 'file7.txt', false],
    ['a//b/../c', 'a/c', true],
    ['../x', 'x', false],
  ])('with %j: %s is ignored: %s', (line, path, ignored) => {
    expect(readIgnoreFile(line).ignores(path)).toBe(ignored);
  });

  test.each([
    '!dist\n!package.json',
    '!dist/\n!/package.json',
    '! dist\n!./package.json',
  ])('keeps exactly what %j brings back', (exceptions) => {
    const rules = readIgnoreFile(`*\n${exceptions}\n`);
    const paths = [
      'dist/a.js',
      'dist/sub/b.js',
      'package.json',
      'src/a.ts',
      'Dockerfile',
      '.dockerignore',
      'src/package.json',
    ];
    expect(paths.filter((path) => !rules.ignores(path))).toEqual(['dist/a.js', 'dist/sub/b.js', 'package.json']);
  });

  test('brings a whole subtree back with one exception', () => {
    const rules = readIgnoreFile('**\n!packages/api');
    expect(rules.ignores('packages/api/node_modules/ms/index.js')).toBe(false);
    expect(rules.ignores('packages/web/index.js')).toBe(true);
  });

  test('lets the last line that matches win', () => {
    expect(readIgnoreFile('dist\n!dist').ignores('dist/a.js')).toBe(false);
    expect(readIgnoreFile('!dist\ndist').ignores('dist/a.js')).toBe(true);
  });

  test('takes # for a comment in the first column only', () => {
    expect(readIgnoreFile('#dist').ignores('#dist')).toBe(false);
    expect(readIgnoreFile(' #dist').ignores('#dist')).toBe(true);
    expect(readIgnoreFile('dist # build output').ignores('dist')).toBe(false);
  });

  test('reads a first line behind a BOM, and CRLF', () => {
    const rules = readIgnoreFile('\uFEFFnode_modules\r\ndist\r\n');
    expect([rules.ignores(ROOT), rules.ignores('dist/a.js')]).toEqual([true, true]);
  });

  test('tells upper from lower case, as Docker on Linux does', () => {
    expect(readIgnoreFile('dist').ignores('Dist/a.js')).toBe(false);
  });

  test('takes regular expression characters for themselves', () => {
    expect(readIgnoreFile('app/(auth').ignores('app/(auth/page.tsx')).toBe(true);
    expect(readIgnoreFile('routes/+page.ts').ignores('routes/+page.ts')).toBe(true);
    expect(readIgnoreFile('a.c').ignores('abc')).toBe(false);
    expect(readIgnoreFile('a|b').ignores('a')).toBe(false);
  });

  test('leaves out lines that Docker calls malformed', () => {
    expect(readIgnoreFile('[\n!\ndist').ignores('dist')).toBe(true);
  });

  test('agrees with @balena/dockerignore on any plain file', () => {
    const segment = fc.constantFrom('a', 'b', 'ab', '.c', 'a.b');
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
    const globbed = fc.array(fc.oneof(segment, fc.constantFrom('*', '**', 'a*', '?', '*.b')), {
      minLength: 1,
      maxLength: 3,
    });
    const line = fc
      .tuple(fc.constantFrom('', '!', '/', '!/'), globbed)
      .map(([prefix, segments]) => prefix + segments.join('/'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), path, (lines, file) => {
        const theirs = dockerignore.default({ ignorecase: false }).add([...lines]);
        expect(readIgnoreFile(lines.join('\n')).ignores(file)).toBe(theirs.ignores(file));
      }),
      { numRuns: 2000 },
    );
  });
});
