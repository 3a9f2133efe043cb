/** Options of `docker run` that would leave us without a container to look at, or under another name. */
const OURS = /^(?:--rm|--name|-d|--detach|-i|--interactive|-t|--tty|-it|-ti|--cidfile)(?:=|$)/;

/** The first of the user's own arguments that cannot be passed on, or undefined. */
export function refusedRunArgument(args: readonly string[]): string | undefined {
  return args.find((arg) => OURS.test(arg));
}

const NETWORK = /^--net(?:work)?(?:=|$)/;

/** The user's own arguments without the network that they name: Docker refuses one that is named twice. */
export function withoutNetwork(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg) => NETWORK.test(arg));
  return at === -1 ? args : args.toSpliced(at, args[at]?.includes('=') === true ? 1 : 2);
}

/** The network that the user's own arguments ask for, or undefined. */
export function askedNetwork(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => NETWORK.test(arg));
  const [, value] = /=(.*)$/.exec(args[at] ?? '') ?? [];
  return at === -1 ? undefined : (value ?? args[at + 1]);
}

/** Values of variables among the user's own arguments: `--env=NAME=value`, `-e`, `NAME=value`. */
export function valuesIn(args: readonly string[]): readonly string[] {
  return args.flatMap((arg) => /^(?:--(?:env|label)=|-e)?[A-Za-z_]\w*=(.+)$/s.exec(arg)?.[1] ?? []);
}

/** The words of a command line, quotes taken off: no shell reads it. */
export function wordsOf(commandLine: string): readonly string[] {
  const words = commandLine.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g, (_, double?: string, single?: string, escaped?: string) =>
      double === undefined ? (single ?? escaped ?? '') : double.replace(/\\(["\\$`])/g, '$1'),
    ),
  );
}
