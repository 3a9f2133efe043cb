import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inOrder } from '../../src/transform.ts';
import { folderWith, gitFolderWith, msbMigrate } from './desk.ts';
import { migration, nativeCode, pins, splitDone, splitUnneeded, TRANSFORMS } from './stand-ins.ts';

const OLD = 'FROM node:latest\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm test\nRUN npm run build\n';
const NEW = OLD.replace(':latest', ':1');

describe('the reasons on stderr', () => {
  it('are a sentence with its lines for each decision, advice for what was declined, and a summary', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD, 'a/Dockerfile': NEW });
    const { stderr, stdout } = await msbMigrate(folder, ['.']);
    expect(stderr).toBe(
      [
        'Dockerfile: would change',
        '  ✓ split-stages     node_modules is installed in a stage of its own (line 4)',
        '  ✗ swap-base-image  kept node:20, because the lockfile holds native code (lines 1, 4-6)',
        '    → Use --base slim.',
        'a/Dockerfile: unchanged',
        '2 files: 1 would change, 1 unchanged',
        '',
      ].join('\n'),
    );
    expect(stdout.startsWith('diff --git a/Dockerfile b/Dockerfile\n')).toBe(true);
  });

  it('with --verbose hold what there was nothing to do for, and the evidence', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD, 'a/Dockerfile': NEW });
    const { stderr } = await msbMigrate(folder, ['-v']);
    expect(stderr).toContain('  · split-stages  nothing is installed\n');
    expect(stderr).toContain('(line 4)\n      package.json: scripts.build = "tsc"\n');
  });

  it('with --quiet are errors only', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD, 'a/Dockerfile': '' });
    const { stderr, stdout } = await msbMigrate(folder, ['-q']);
    expect(stderr).toBe('a/Dockerfile: the file is empty. Write a Dockerfile first, or name another file.\n');
    expect(stdout).toContain('+FROM node:1');
  });

  it('keep a sentence in its line', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD });
    const run: typeof pins = (input) => migration(input, [], [{ ...splitDone, data: { what: 'a\nb\u001b[31m' } }]);
    expect((await msbMigrate(folder, [], { run })).stderr).toContain('a\\x0ab\\x1b[31m is installed');
  });
});

describe('colours', () => {
  const folder = () => gitFolderWith({ Dockerfile: OLD });
  it.each([
    ['a terminal', [], {}, true, true],
    ['no terminal', [], {}, false, false],
    ['a dumb terminal', [], { TERM: 'dumb' }, true, false],
    ['NO_COLOR on a terminal', [], { NO_COLOR: '1' }, true, false],
    ['an empty NO_COLOR on a terminal', [], { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR=0 on a terminal', [], { FORCE_COLOR: '0' }, true, false],
    ['NO_COLOR and FORCE_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['--color before NO_COLOR', ['--color'], { NO_COLOR: '1' }, false, true],
    ['--no-color before FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, true, false],
  ])('%s', async (_, argv, env, isTTY, expected) => {
    const { stdout, stderr } = await msbMigrate(folder(), argv, { env, isTTY });
    expect([stdout.includes('\u001b['), stderr.includes('\u001b[')]).toEqual([expected, expected]);
    const list = await msbMigrate('/', ['list', ...argv], { env, isTTY });
    expect(list.stdout.includes('\u001b[')).toBe(expected);
  });
});

describe('--json', () => {
  it('is one document with everything in a stable order, and errors still on stderr', async () => {
    const folder = gitFolderWith({ 'a/Dockerfile': OLD, 'b/Dockerfile': NEW, 'c/Dockerfile': 'FROM a\nRUM b\n' });
    const first = await msbMigrate(folder, ['--json']);
    expect(JSON.parse(first.stdout)).toEqual({
      version: 1,
      files: [
        {
          path: 'a/Dockerfile',
          status: 'changed',
          written: false,
          edits: [{ path: 'a/Dockerfile', isNew: false, before: OLD, after: NEW }],
          decisions: [
            {
              verdict: 'changed',
              transform: 'split-stages',
              code: 'split-done',
              sentence: 'node_modules is installed in a stage of its own',
              advice: null,
              at: [{ first: 4, last: 4 }],
              evidence: [{ source: 'package.json', says: 'scripts.build = "tsc"' }],
              changes: [],
              data: { what: 'node_modules' },
            },
            {
              verdict: 'declined',
              transform: 'swap-base-image',
              code: 'native-code',
              sentence: 'kept node:20, because the lockfile holds native code',
              advice: 'Use --base slim.',
              at: [
                { first: 1, last: 1 },
                { first: 4, last: 6 },
              ],
              evidence: [],
              changes: [],
              data: { image: 'node:20' },
            },
          ],
          problem: null,
        },
        {
          path: 'b/Dockerfile',
          status: 'unchanged',
          written: false,
          edits: [],
          decisions: [expect.objectContaining({ verdict: 'unneeded', code: 'split-unneeded' })],
          problem: null,
        },
        {
          path: 'c/Dockerfile',
          status: 'refused',
          written: false,
          edits: [],
          decisions: [],
          problem: {
            path: 'c/Dockerfile',
            code: 'unknown-instruction',
            line: 2,
            cause: '«RUM» is not an instruction',
            remedy: expect.any(String),
          },
        },
      ],
      summary: { changed: 1, unchanged: 1, refused: 1, faults: 0 },
    });
    expect(first.stderr).toMatch(/^c\/Dockerfile:2: «RUM» is not an instruction\. .*\n$/);
    expect(first.code).toBe(2);
    expect((await msbMigrate(folder, ['--json'])).stdout).toBe(first.stdout);
  });

  it('says with --write what was written', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD });
    const { stdout } = await msbMigrate(folder, ['--json', '-w']);
    expect(JSON.parse(stdout).files[0].written).toBe(true);
    expect(readFileSync(`${folder}/Dockerfile`, 'utf8')).toBe(NEW);
  });

  it('is documented: every key', async () => {
    const readme = readFileSync(new URL('../../src/cli/README.md', import.meta.url), 'utf8');
    const { stdout } = await msbMigrate(gitFolderWith({ Dockerfile: OLD, b: 'RUM', 'b.Dockerfile': '' }), [
      '--json',
      '.',
      'b',
    ]);
    const keys = new Set(
      [...stdout.replace(/"data": \{[^}]*\}/g, '"data":').matchAll(/"(\w+)":/g)].map(([, key]) => key),
    );
    expect(keys.size).toBeGreaterThan(20);
    for (const key of keys) expect(readme).toContain(`\`${key}\``);
  });
});

describe('--stdout', () => {
  it('is the new text of the one file, byte for byte', async () => {
    const folder = gitFolderWith({ Dockerfile: `\ufeff${OLD.replaceAll('\n', '\r\n').trimEnd()}` });
    const { stdout, stderr } = await msbMigrate(folder, ['--stdout', '.']);
    expect(stdout).toBe(`\ufeff${NEW.replaceAll('\n', '\r\n').trimEnd()}`);
    expect(stderr).toContain('1 file: 1 would change');
  });

  it('is the text as it is where nothing changes, and nothing where the file cannot be used', async () => {
    const folder = gitFolderWith({ a: NEW, b: 'RUM x\n' });
    expect((await msbMigrate(folder, ['--stdout', 'a'])).stdout).toBe(NEW);
    expect(await msbMigrate(folder, ['--stdout', 'b'])).toMatchObject({ stdout: '', code: 2 });
  });

  it('refuses several files', async () => {
    const folder = gitFolderWith({ 'a/Dockerfile': OLD, 'b/Dockerfile': OLD });
    expect(await msbMigrate(folder, ['--stdout', '.'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: --stdout prints exactly one file, and the paths name 2\n',
    });
  });

  it('says that another file would change too', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD });
    const run: typeof pins = (input) => {
      const pinned = pins(input);
      return { ...pinned, edits: [...pinned.edits, { path: '.dockerignore', before: '', after: '.git\n' }] };
    };
    const { stdout, stderr } = await msbMigrate(folder, ['--stdout', '-q'], { run });
    expect([stdout, stderr]).toEqual([NEW, '.dockerignore: would be new too, and is not printed here.\n']);
  });
});

describe('stdin', () => {
  it('is read as the Dockerfile of the context, in pieces, and its new text is printed', async () => {
    const folder = gitFolderWith({ 'app/package.json': '{}' });
    const bytes = Buffer.from(`\ufeff# größe\n${OLD}`);
    const seen: unknown[] = [];
    const run: typeof pins = (input) => {
      seen.push([input.repository.root, input.dockerfile, input.context]);
      return pins(input);
    };
    const said = await msbMigrate(folder, ['-', '--context', 'app'], {
      run,
      stdin: [bytes.subarray(0, 8), bytes.subarray(8)],
    });
    expect(said.stdout).toBe(`\ufeff# größe\n${NEW}`);
    expect(said.stderr).toContain('<stdin>: would change');
    expect(seen).toEqual([[folder, 'app/Dockerfile', 'app']]);
  });

  it('with --check and --json is like a file', async () => {
    const folder = folderWith({});
    expect((await msbMigrate(folder, ['-', '--context', '.', '--check'], { stdin: [OLD] })).code).toBe(1);
    const { stdout } = await msbMigrate(folder, ['-', '--context', '.', '--json'], { stdin: [OLD] });
    expect(JSON.parse(stdout).files[0]).toMatchObject({
      path: '<stdin>',
      edits: [{ path: '<stdin>', isNew: false, after: NEW }],
    });
  });

  it.each([
    ['nothing', [''], '<stdin>: the file is empty.'],
    ['a wrong line', ['FROM a\n', 'RUM b\n'], '<stdin>:2: «RUM» is not an instruction.'],
    ['a NUL byte', ['FROM a\n\0'], '<stdin>:2: the file holds a NUL byte.'],
    ['more than 5 MB', ['#\n'.repeat(1_500_000), '#\n'.repeat(1_500_000)], '<stdin>: the file is larger than 5 MB'],
  ])('is refused in one line: %s', async (_, stdin, line) => {
    const said = await msbMigrate(folderWith({}), ['-', '--context', '.'], { stdin });
    expect(said).toMatchObject({ code: 2, stdout: '' });
    expect(said.stderr).toContain(line);
  });

  it.each([
    [['-'], '- (stdin) needs --context: say which folder docker build is given'],
    [['-', 'a', '--context', '.'], '- (stdin) cannot be given together with other paths'],
    [['-', '--write', '--context', '.'], '--write cannot be used with - (stdin): there is no file to write'],
  ])('%j is wrong usage', async (argv, message) => {
    const { code, stderr } = await msbMigrate('/', argv);
    expect([code, stderr]).toEqual([2, `error: ${message}\nRun msb-migrate --help for the options.\n`]);
  });
});

describe('exit codes', () => {
  it('are 1 for --check where a file would change, and 0 where none would', async () => {
    const folder = gitFolderWith({ a: OLD, b: NEW });
    expect((await msbMigrate(folder, ['--check', 'a', 'b'])).code).toBe(1);
    expect((await msbMigrate(folder, ['--check', 'b'])).code).toBe(0);
    expect((await msbMigrate(folder, ['a'])).code).toBe(0);
    expect((await msbMigrate(folder, ['--check', 'a', 'c'])).code).toBe(2);
  });

  it.each<[string, typeof pins, string]>([
    [
      'an exception',
      () => {
        throw new TypeError('x is not a function\nmore');
      },
      'a: msb-migrate met a fault of its own (x is not a function). The file was left as it is.',
    ],
    [
      'a law that is broken',
      (input) => ({
        ...migration(input, []),
        status: 'failed',
        problem: {
          code: 'law-broken',
          path: 'a',
          line: 3,
          cause: 'the planned rewrite breaks the law «order»',
          remedy: 'Report it.',
        },
      }),
      'a:3: the planned rewrite breaks the law «order». Report it.',
    ],
    [
      'a code that no table has',
      (input) => migration(input, [], [{ ...splitDone, code: 'toString' }]),
      'no reason «toString» in the table of «split-stages»',
    ],
    [
      'a transform that nobody knows',
      (input) => migration(input, [], [{ ...nativeCode, transform: 'x' }]),
      'no reason «native-code» in the table of «x»',
    ],
    [
      'an edit of another text',
      (input) => migration(input, [{ path: 'a', before: 'FROM b\n', after: 'FROM c\n' }]),
      'not of the text that was read',
    ],
    ['unchanged, with edits', (input) => ({ ...pins(input), status: 'unchanged' }), 'unchanged, with 1 edits'],
    [
      'failed, with edits',
      (input) => ({ ...pins(input), status: 'failed' }),
      'failed without a problem, or with edits',
    ],
  ])('are 3 for a bug of ours, which never touches the file: %s', async (_, run, line) => {
    const folder = gitFolderWith({ a: OLD, b: OLD });
    const faulty: typeof pins = (input) => (input.dockerfile === 'a' ? run(input) : pins(input));
    const { code, stderr } = await msbMigrate(folder, ['-w', 'a', 'b'], { run: faulty });
    expect(code).toBe(3);
    expect(stderr).toContain(line);
    expect(stderr).toContain('2 files: 1 changed, 1 with a fault of msb-migrate\n');
    expect(stderr).toMatch(
      /This is a bug of msb-migrate \d+\.\d+\.\d+.*, not of your files.*Please report it in the issue tracker/,
    );
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([readFileSync(`${folder}/a`, 'utf8'), readFileSync(`${folder}/b`, 'utf8')]).toEqual([OLD, NEW]);
  });

  it('are 3 for a fault outside of any file, in one line, and its stack for MSB_DEBUG=1', async () => {
    const transforms = [
      {
        ...TRANSFORMS[0],
        get name(): string {
          throw new Error('broken table');
        },
      },
    ] as unknown as typeof TRANSFORMS;
    const { code, stderr } = await msbMigrate('/', ['list'], { transforms });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^msb-migrate: broken table\nThis is a bug of msb-migrate.*\n$/);
    expect((await msbMigrate('/', ['list'], { transforms, env: { MSB_DEBUG: '1' } })).stderr).toMatch(/^\s+at /m);
  });

  it('show the stack of a fault only for MSB_DEBUG=1', async () => {
    const folder = gitFolderWith({ a: OLD });
    const run: typeof pins = () => {
      throw new Error('oh');
    };
    expect((await msbMigrate(folder, ['a'], { run, env: { MSB_DEBUG: '1' } })).stderr).toMatch(/^\s+at /m);
  });
});

describe('list and explain', () => {
  it('list prints the transforms in the order in which they run', async () => {
    expect(await msbMigrate('/', ['list'])).toEqual({
      code: 0,
      stdout: 'split-stages     does split-stages\nswap-base-image  does swap-base-image\n',
      stderr: '',
    });
    expect(inOrder(TRANSFORMS).map(({ name }) => name)).toEqual(['split-stages', 'swap-base-image']);
  });

  it('explain prints summary, safety and reasons of a transform, or of all', async () => {
    const one = await msbMigrate('/', ['explain', 'swap-base-image']);
    expect(one.stdout).toBe(
      'swap-base-image: does swap-base-image\n\nWhy it is safe: swap-base-image keeps every command.\n\n  native-code  declined  Native code keeps its C library.\n',
    );
    const all = await msbMigrate('/', ['explain']);
    expect(all.stdout).toContain('split-stages: does split-stages');
    expect(all.stdout.endsWith(one.stdout)).toBe(true);
  });

  it('explain prints title, explanation and advice of a code', async () => {
    expect((await msbMigrate('/', ['explain', 'native-code'])).stdout).toBe(
      'native-code (swap-base-image, declined)\nNative code keeps its C library.\n\nCompiled for glibc, it does not load on musl.\n\nWhat you can do: Use --base slim.\n',
    );
    expect((await msbMigrate('/', ['explain', 'split-unneeded'])).stdout).not.toContain('What you can do');
  });

  it('explain names the nearest for what it does not know', async () => {
    expect(await msbMigrate('/', ['explain', 'nativ-code'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'error: there is no transform or code «nativ-code»; did you mean native-code? (msb-migrate explain prints them)\n',
    });
    expect((await msbMigrate('/', ['explain', 'toString'])).stderr).not.toContain('did you mean');
  });
});

describe('the unneeded', () => {
  it('alone leaves a heading', async () => {
    const folder = gitFolderWith({ a: OLD });
    const run: typeof pins = (input) => migration(input, [], [splitUnneeded]);
    expect((await msbMigrate(folder, ['a'], { run })).stderr).toBe('a: unchanged\n1 file: 1 unchanged\n');
  });
});
