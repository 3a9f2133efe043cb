import { availableParallelism } from 'node:os';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { nearest } from '../nearest.ts';
import {
  BASE_WORDS,
  type BaseWish,
  DEFAULTS,
  DEV_SERVERS,
  isEnvironmentFolder,
  type Options,
  readBaseWish,
  STATIC_SERVERS,
} from '../options.ts';
import { readRequestedUser } from '../requested-user.ts';
import type { Transform } from '../transform.ts';
import { addBulk, bulkSettings } from './bulk-options.ts';
import { EXIT_CODES } from './exit-code.ts';
import type { Format, Invocation, Settings } from './invocation.ts';
import { addProveOptions, type ProveFlags, proveSettings } from './prove-options.ts';
import { REPORTS, reportEndings, reportOfFile } from './reporters/index.ts';

/** Where help and usage errors go. */
export interface Speech {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

interface Flags extends ProveFlags {
  readonly write?: true;
  readonly check?: true;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly context?: string;
  readonly base: Options['base'];
  readonly cacheMounts: Options['cacheMounts'];
  readonly config?: string | boolean;
  readonly jobs?: number;
  readonly maxFailures?: number;
  readonly staticServer: Options['staticServer'];
  readonly devServer: Options['devServer'];
  readonly editConsumers?: boolean;
  readonly crossCompile?: boolean;
  readonly venv?: string;
  readonly strip?: boolean;
  readonly user?: string;
  readonly json?: true;
  readonly format?: Format;
  readonly report?: readonly string[];
  readonly stdout?: true;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly color?: boolean;
}

/** Reads the command line. Never throws and never ends the process: help and usage errors are said and come back as `done`. */
export function readArguments(
  argv: readonly string[],
  transforms: readonly Transform[],
  version: string,
  speech: Speech,
): Invocation {
  const program = describe(version, speech);
  let invocation: Invocation | null = null;
  program.action((paths: readonly string[], flags: Flags) => {
    invocation = {
      kind: 'migrate',
      paths,
      settings: settingsOf(program, paths, flags, transforms),
      color: flags.color,
    };
  });
  program
    .command('list')
    .description('print the transforms in the order in which they run')
    .action(() => {
      invocation = { kind: 'list', color: program.opts<Flags>().color };
    });
  program
    .command('explain')
    .description('print what a transform does and why it is safe, or what the code of a decision means')
    .argument('[name]', 'a transform, or a code as --json shows it; left out: every transform')
    .action((name: string | undefined) => {
      invocation = { kind: 'explain', name: name ?? null, color: program.opts<Flags>().color };
    });
  addBulk(program, (list, own) => {
    const fail = failOf(program);
    const settings = settingsOf(program, [], program.opts<Flags>(), transforms);
    if (settings.check || settings.format !== 'diff')
      fail('bulk prints a line for each repository; --report FILE has the rest');
    if (settings.context !== null) fail('--context cannot be used with bulk: every repository has its own');
    invocation = { kind: 'bulk', settings, bulk: bulkSettings(list, own, fail) };
  });
  program
    .command('report')
    .description('make other reports of those that earlier runs wrote')
    .command('merge')
    .description('join reports (.json, .jsonl), of shards for example, and write the --report files')
    .argument('<files...>', 'reports of earlier runs')
    .action((paths: readonly string[]) => {
      const settings = settingsOf(program, [], program.opts<Flags>(), transforms);
      if (settings.reports.length === 0) failOf(program)('report merge needs --report FILE: what to write');
      invocation = { kind: 'merge', paths, settings };
    });
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: 'done', exitCode: error.exitCode === 0 ? 0 : EXIT_CODES.badInput.code };
  }
  return invocation ?? { kind: 'done', exitCode: 0 };
}

function describe(version: string, speech: Speech): Command {
  const names = (value: string, earlier: readonly string[] = []) => [
    ...earlier,
    ...value.split(',').map((name) => name.trim()),
  ];
  return addProveOptions(new Command('msb-migrate'))
    .description(
      'Rewrites single-stage Dockerfiles into small, cached, unprivileged multi-stage ones, and says why each change is safe.\n' +
        'Prints a patch to stdout and the reasons to stderr; without --write no file is touched.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: speech.out,
      writeErr: speech.err,
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    })
    .showHelpAfterError('Run msb-migrate --help for the options.')
    .helpCommand(false)
    .argument(
      '[paths...]',
      'Dockerfiles, folders to search for Dockerfiles, globs, or - for stdin (default: the current folder)',
    )
    .addOption(new Option('-w, --write', 'rewrite the files in place').conflicts(['check', 'stdout']))
    .addOption(new Option('--check', 'exit with 1 when a file would change'))
    .option('--only <names>', 'run only these transforms (comma list; may be repeated)', names)
    .option('--skip <names>', 'leave out these transforms (comma list; may be repeated)', names)
    .option('--context <dir>', 'the build context, where it cannot be found by evidence')
    .addOption(
      new Option('--base <base>', `the runtime base: ${BASE_WORDS.join(', ')}, or an image; auto: by evidence`)
        .argParser(baseWish)
        .default(DEFAULTS.base),
    )
    .addOption(
      new Option('--cache-mounts <when>', 'cache mounts for installs; auto: where something shows that BuildKit builds')
        .choices(['auto', 'always', 'never'])
        .default(DEFAULTS.cacheMounts),
    )
    .addOption(
      new Option('--static-server <server>', 'what serves a built site: the file’s own server, or nginx')
        .choices(STATIC_SERVERS)
        .default(DEFAULTS.staticServer),
    )
    .addOption(
      new Option(
        '--dev-server <what>',
        'a development server in the start command: keep it, or replace it by a built site or server',
      )
        .choices(DEV_SERVERS)
        .default(DEFAULTS.devServer),
    )
    .option(
      '--edit-consumers',
      'give compose services that need development tools a stage of their own, and name it in the compose file',
    )
    .option(
      '--cross-compile',
      'build Go programs on the platform of the machine that builds, for the one that is asked for',
    )
    .addOption(
      new Option(
        '--venv <folder>',
        'install Python packages into a virtual environment in this folder of the image, for example /opt/venv',
      ).argParser((text) => {
        if (!isEnvironmentFolder(text)) throw new InvalidArgumentError('It takes an absolute folder, as in /opt/venv.');
        return text;
      }),
    )
    .option('--strip', 'leave symbol table and debug information out of compiled programs')
    .option('--user <who>', 'NAME or UID[:GID] that the container runs as (default: the base image’s own, else app)')
    .option('--config <file>', 'read this configuration file and no other')
    .option('--no-config', 'read no configuration file')
    .addOption(new Option('-j, --jobs <count>', 'threads at most (default: one for each core)').argParser(countOf))
    .addOption(
      new Option('--max-failures <count>', 'stop after this many files that cannot be used (default: never)').argParser(
        countOf,
      ),
    )
    .addOption(
      new Option('--format <name>', 'what to print to stdout (default: diff)')
        .choices(['diff', ...Object.keys(REPORTS)])
        .conflicts(['stdout', 'json']),
    )
    .addOption(new Option('--json', 'the same as --format json').conflicts('stdout'))
    .option(
      '--report <file>',
      `write a report too (may be repeated); its ending says which: ${reportEndings().join(', ')}`,
      (value: string, earlier: readonly string[] = []) => [...earlier, value],
    )
    .addOption(new Option('--stdout', 'print the new text of exactly one file instead of a patch'))
    .addOption(new Option('-q, --quiet', 'only the result and errors').conflicts('verbose'))
    .option('-v, --verbose', 'also say what there was nothing to do for, and the evidence')
    .option('--color', 'colours even where the output is no terminal')
    .option('--no-color', 'no colours')
    .version(version, '-V, --version', 'print the version')
    .addHelpText('after', `\n${helpTail()}`);
}

function baseWish(text: string): BaseWish {
  const wish = readBaseWish(text);
  if (wish === null) throw new InvalidArgumentError(`Allowed are ${BASE_WORDS.join(', ')}, and an image reference.`);
  return wish;
}

function countOf(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It is a whole number, 1 or more.');
  return count;
}

function helpTail(): string {
  return [
    'Exit codes:',
    ...Object.values(EXIT_CODES).map(({ code, means }) => `  ${code}  ${means}`),
    '',
    'Environment:',
    '  NO_COLOR, FORCE_COLOR  never or always colours',
    '  MSB_ENGINE             the container engine’s client, as --engine names it',
    '  MSB_DEBUG=1            show the stack of an internal fault',
    '',
    'Examples:',
    '  msb-migrate                           look at every Dockerfile below the current folder',
    '  msb-migrate services/api | git apply  take the patch (from the root of the repository)',
    '  msb-migrate --write Dockerfile        rewrite one file',
    '  msb-migrate --prove --write .         write only what was built, started and does the same',
    '  msb-migrate --check .                 in CI: fail when a file would change',
    '  msb-migrate - --context . <Dockerfile',
    '  msb-migrate ./list                    a file that is called like a command',
  ].join('\n');
}

const NO_USER = '--user takes a name, or UID[:GID], and not root';

/** Options that configuration files set too. */
const GIVEN = [
  'base',
  'cacheMounts',
  'crossCompile',
  'devServer',
  'editConsumers',
  'staticServer',
  'strip',
  'user',
  'venv',
] as const;

function failOf(program: Command): (message: string) => never {
  return (message) => program.error(`error: ${message}`, { exitCode: EXIT_CODES.badInput.code });
}

function settingsOf(
  program: Command,
  paths: readonly string[],
  flags: Flags,
  transforms: readonly Transform[],
): Settings {
  const fail = failOf(program);
  const known = transforms.map(({ name }) => name);
  for (const [option, names] of [
    ['--only', flags.only],
    ['--skip', flags.skip],
  ] as const) {
    for (const name of names ?? []) {
      if (known.includes(name)) continue;
      if (name === '') fail(`${option} has an empty name in its list`);
      const near = nearest(name, known);
      fail(
        `${option}: there is no transform «${name}»${near === null ? '' : `; did you mean ${near}?`} (msb-migrate list prints them)`,
      );
    }
  }
  const both = flags.only?.find((name) => flags.skip?.includes(name));
  if (both !== undefined) fail(`${both} is named by --only and by --skip`);
  const stdin = paths.includes('-');
  if (stdin && paths.length > 1) fail('- (stdin) cannot be given together with other paths');
  if (stdin && flags.write) fail('--write cannot be used with - (stdin): there is no file to write');
  if (stdin && flags.context === undefined) fail('- (stdin) needs --context: say which folder docker build is given');
  const unclear = flags.report?.find((path) => reportOfFile(path) === null);
  if (unclear !== undefined) fail(`--report ${unclear}: the file ends with ${reportEndings().join(', ')}`);
  const format: Format = flags.format ?? (flags.json ? 'json' : flags.stdout || stdin ? 'text' : 'diff');
  return {
    write: flags.write === true,
    check: flags.check === true,
    format,
    quiet: flags.quiet === true,
    verbose: flags.verbose === true,
    context: flags.context ?? null,
    jobs: flags.jobs ?? availableParallelism(),
    maxFailures: flags.maxFailures ?? null,
    given: GIVEN.filter((name) => program.getOptionValueSource(name) === 'cli'),
    config: flags.config === false ? false : typeof flags.config === 'string' ? flags.config : null,
    reports: flags.report ?? [],
    prove: proveSettings(flags, stdin, fail),
    options: {
      only: flags.only ?? null,
      skip: flags.skip ?? [],
      base: flags.base,
      cacheMounts: flags.cacheMounts,
      staticServer: flags.staticServer,
      devServer: flags.devServer,
      editConsumers: flags.editConsumers === true,
      crossCompile: flags.crossCompile === true,
      venv: flags.venv ?? null,
      strip: flags.strip === true,
      user: flags.user === undefined ? null : (readRequestedUser(flags.user) ?? fail(NO_USER)),
    },
  };
}
