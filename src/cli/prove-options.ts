import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Proof } from '../prove/compare.ts';
import { refusedRunArgument } from '../prove/run-arguments.ts';

/** What the user asked of a proof, checked as far as that goes without looking at the disk. */
export interface ProveSettings {
  /** The proofs that count. */
  readonly accept: readonly Proof[];
  /** Null: the root and what the health check asks for. */
  readonly probe: readonly string[] | null;
  /** `NAME=value` or `NAME`. */
  readonly env: readonly string[];
  readonly envFiles: readonly string[];
  readonly buildArgs: readonly string[];
  readonly volumes: readonly string[];
  /** More arguments of `docker run`, one each. */
  readonly runArgs: readonly string[];
  /** A command line in place of the image's CMD. */
  readonly command: string | null;
  readonly seconds: number | null;
  /** The engine's client; null: the first that works. */
  readonly engine: string | null;
  readonly keep: boolean;
  readonly smoke: string | null;
  /** A source file to change before a second build; as the user wrote it. */
  readonly touch: string | null;
}

/** The options as commander has them. */
export interface ProveFlags {
  readonly prove?: true;
  readonly accept?: readonly string[];
  readonly probe?: readonly string[];
  readonly env?: readonly string[];
  readonly envFile?: readonly string[];
  readonly buildArg?: readonly string[];
  readonly volume?: readonly string[];
  readonly runArg?: readonly string[];
  readonly cmd?: string;
  readonly timeout?: number;
  readonly engine?: string;
  readonly keep?: true;
  readonly smoke?: string;
  readonly touch?: string;
}

/** What `--write --prove` writes by itself: that it does the same was seen. */
const PROVEN: readonly Proof[] = ['same-answers', 'same-exit-0'];
const OTHERS: readonly Proof[] = ['only-built', 'both-fail', 'differs', 'was-broken'];

const GROUP = 'Options for --prove:';

/** Adds `--prove` and the options that belong to it. */
export function addProveOptions(command: Command): Command {
  const several = (value: string, earlier: readonly string[] = []) => [...earlier, value];
  const list = (value: string, earlier: readonly string[] = []) => [
    ...earlier,
    ...value.split(',').map((name) => name.trim()),
  ];
  const option = (flags: string, description: string) => new Option(flags, description).helpGroup(GROUP);
  return command
    .addOption(
      new Option(
        '--prove',
        'build and start each file before and after, with a container engine, and keep only what is proven to do the same',
      ),
    )
    .addOption(option('--accept <proofs>', `count these proofs too (comma list): ${OTHERS.join(', ')}`).argParser(list))
    .addOption(
      option(
        '--probe <path>',
        'ask every port for this path (may be repeated; default: / and the health check’s)',
      ).argParser(several),
    )
    .addOption(
      option(
        '--env <name=value>',
        'a variable for both containers (may be repeated; NAME alone takes yours)',
      ).argParser(several),
    )
    .addOption(option('--env-file <file>', 'variables, a line for each (may be repeated)').argParser(several))
    .addOption(
      option('--build-arg <name=value>', 'a build argument for both builds (may be repeated)').argParser(several),
    )
    .addOption(
      option(
        '--volume <volume>',
        'a folder or a volume for both containers, as docker run takes it (may be repeated)',
      ).argParser(several),
    )
    .addOption(
      option(
        '--run-arg <argument>',
        'an argument of docker run for both containers: --run-arg=--network=NAME (may be repeated)',
      ).argParser(several),
    )
    .addOption(option('--cmd <command>', 'start both with this in place of the image’s CMD'))
    .addOption(
      option('--timeout <seconds>', 'how long to wait until a container listens or ends (default: 30)').argParser(
        secondsOf,
      ),
    )
    .addOption(
      option(
        '--smoke <command>',
        'your own check, run by a shell beside each container, which is at $MSB_HOST:$MSB_PORT',
      ),
    )
    .addOption(
      option(
        '--engine <name>',
        'the engine’s client, a name or a path (default: the first docker, then podman, on PATH that builds)',
      ),
    )
    .addOption(option('--touch <file>', 'also build both again after a change in this source file (in a copy)'))
    .addOption(option('--keep', 'leave the images and the logs, and say what they are called'));
}

function secondsOf(value: string): number {
  const seconds = Number(value);
  if (!(seconds > 0 && seconds <= 3600)) throw new InvalidArgumentError('It is a number of seconds, up to 3600.');
  return seconds;
}

/** The settings; null where nothing is to be proven. Calls `fail`, which does not return, on wrong usage. */
export function proveSettings(
  flags: ProveFlags,
  stdin: boolean,
  fail: (message: string) => never,
): ProveSettings | null {
  if (flags.prove !== true) {
    const given = (
      [
        'accept',
        'probe',
        'env',
        'envFile',
        'buildArg',
        'volume',
        'runArg',
        'cmd',
        'timeout',
        'engine',
        'keep',
        'smoke',
        'touch',
      ] as const
    ).find((name) => flags[name] !== undefined);
    if (given !== undefined) fail(`--${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} needs --prove`);
    return null;
  }
  if (stdin) fail('--prove cannot be used with - (stdin): name the file');
  const accept = (flags.accept ?? []).map((name) => {
    const proof = [...PROVEN, ...OTHERS].find((known) => known === name);
    return proof ?? fail(`--accept: there is no proof «${name}» (${[...PROVEN, ...OTHERS].join(', ')})`);
  });
  const refused = refusedRunArgument(flags.runArg ?? []);
  if (refused !== undefined)
    fail(`--run-arg: ${refused} cannot be given, because the container is looked at until it is removed`);
  if (flags.cmd?.trim() === '') fail('--cmd is empty');
  const path = flags.probe?.find((each) => !/^\/\S*$/.test(each));
  if (path !== undefined) fail(`--probe: «${path}» is no path; it begins with a slash`);
  for (const [option, variables] of [
    ['--env', flags.env],
    ['--build-arg', flags.buildArg],
  ] as const) {
    // Not repeated in the message: what stands there may be a secret.
    if (variables?.some((each) => !/^[^\s=]+(=|$)/.test(each)))
      fail(`${option} is NAME=value, or the NAME of one of your variables`);
  }
  return {
    accept: [...PROVEN, ...accept],
    probe: flags.probe ?? null,
    env: flags.env ?? [],
    envFiles: flags.envFile ?? [],
    buildArgs: flags.buildArg ?? [],
    volumes: flags.volume ?? [],
    runArgs: flags.runArg ?? [],
    command: flags.cmd ?? null,
    seconds: flags.timeout ?? null,
    engine: flags.engine ?? null,
    keep: flags.keep === true,
    smoke: flags.smoke ?? null,
    touch: flags.touch ?? null,
  };
}
