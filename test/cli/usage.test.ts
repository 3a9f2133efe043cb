import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/nearest.ts';
import { DEFAULTS } from '../../src/options.ts';
import { gitFolderWith, msbMigrate } from './desk.ts';
import { pins } from './stand-ins.ts';

const OLD = 'FROM node:latest\n';
const HINT = 'Run msb-migrate --help for the options.\n';

describe('options', () => {
  it('reach the library', async () => {
    const folder = gitFolderWith({ Dockerfile: OLD });
    const seen: unknown[] = [];
    const run: typeof pins = (input) => {
      seen.push(input.options);
      return pins(input);
    };
    await msbMigrate(folder, [], { run });
    await msbMigrate(folder, ['--only', 'split-stages, swap-base-image', '--base', 'slim'], { run });
    await msbMigrate(
      folder,
      ['--skip', 'split-stages', '--skip=swap-base-image', '--cache-mounts=always', '--user', '2000', '.'],
      {
        run,
      },
    );
    expect(seen).toEqual([
      DEFAULTS,
      { ...DEFAULTS, only: ['split-stages', 'swap-base-image'], base: 'slim' },
      {
        ...DEFAULTS,
        skip: ['split-stages', 'swap-base-image'],
        cacheMounts: 'always',
        user: { kind: 'ids', uid: 2000, gid: 2000 },
      },
    ]);
  });

  it.each([
    [
      ['--only', 'split-stage'],
      '--only: there is no transform «split-stage»; did you mean split-stages? (msb-migrate list prints them)',
    ],
    [
      ['--skip', 'split-stages,swap-base'],
      '--skip: there is no transform «swap-base»; did you mean swap-base-image? (msb-migrate list prints them)',
    ],
    [['--user', 'root'], '--user takes a name, or UID[:GID], and not root'],
    [['--skip', 'xyzzy'], '--skip: there is no transform «xyzzy» (msb-migrate list prints them)'],
    [['--only', ''], '--only has an empty name in its list'],
    [['--only', 'split-stages', '--skip', 'split-stages'], 'split-stages is named by --only and by --skip'],
    [
      ['--base', 'tiny'],
      "option '--base <base>' argument 'tiny' is invalid. Allowed are auto, scratch, static, distroless, alpine, slim, jre, keep, and an image reference.",
    ],
    [['--write', '--check'], "option '-w, --write' cannot be used with option '--check'"],
    [['--write', '--stdout'], "option '-w, --write' cannot be used with option '--stdout'"],
    [['--json', '--stdout'], "option '--json' cannot be used with option '--stdout'"],
    [['-q', '-v'], "option '-q, --quiet' cannot be used with option '-v, --verbose'"],
    [['--wirte'], "unknown option '--wirte'\n(Did you mean --write?)"],
    [['--context'], "option '--context <dir>' argument missing"],
  ])('%j is wrong usage', async (argv, message) => {
    const folder = gitFolderWith({ Dockerfile: OLD });
    expect(await msbMigrate(folder, argv)).toEqual({ code: 2, stdout: '', stderr: `error: ${message}\n${HINT}` });
  });

  it.each(['nowhere', 'Dockerfile', ''])('--context «%s» is wrong usage', async (context) => {
    const folder = gitFolderWith({ Dockerfile: OLD });
    expect(await msbMigrate(folder, ['--context', context])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: --context: «${context}» is no folder\n`,
    });
  });

  it('--help names every exit code and option, on stdout', async () => {
    const { code, stdout, stderr } = await msbMigrate('/', ['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const line of [
      '  0  ',
      '  1  with --check',
      '  2  wrong usage',
      '  3  a fault of msb-migrate',
      '--no-color',
      'explain [',
      'NO_COLOR',
      'MSB_DEBUG',
    ]) {
      expect(stdout).toContain(line);
    }
    expect((await msbMigrate('/', ['explain', '--help'])).stdout).toContain('msb-migrate explain');
  });

  it('--version is that of the package', async () => {
    expect((await msbMigrate('/', ['-V'])).stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });
});

describe('the nearest name', () => {
  const names = ['split-stages', 'swap-base-image', 'reorder-copy'];
  it.each([
    ['spilt-stages', 'split-stages'],
    ['Split-Stages', 'split-stages'],
    ['reorder', 'reorder-copy'],
    ['swap-image', 'swap-base-image'],
    ['zzzzzzzzzzzz', null],
    ['', null],
  ])('of «%s» is %s', (word, name) => {
    expect(nearest(word, names)).toBe(name);
  });
});
