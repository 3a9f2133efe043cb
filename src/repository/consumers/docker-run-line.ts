import type { Consumer } from '../consumer.ts';
import { type CommandLine, pathOfWord } from './command-lines.ts';
import { isContainerProgram } from './docker-build-line.ts';

/** A command line that starts a container. */
export interface RunLine extends Pick<Consumer, 'command' | 'entrypoint' | 'user' | 'healthcheck' | 'mounts'> {
  readonly line: number;
  /** As written. */
  readonly image: string;
}

/** Options of `docker run` and `docker create` that take no value (Docker 28); every other one does. */
const SWITCHES = new Set(
  `--detach --help --init --interactive --no-healthcheck --oom-kill-disable --privileged --publish-all --quiet --read-only --rm --sig-proxy --tty
  --use-api-socket --replace --rmi --tls-verify`.split(/\s+/),
);

/** Reads `docker run` and `docker create` (also podman's); null for any other command. */
export function readRunLine(command: CommandLine, file: string): RunLine | null {
  const words = command.words.filter((word, index) => !(index === 1 && word === 'container'));
  const name = (words[0] ?? '').replace(/^[@-]+/, '').replace(/.*\//, '');
  if ((name !== 'podman' && !isContainerProgram(name)) || !/^(?:run|create)$/.test(words[1] ?? '')) return null;
  const options: (readonly [string, string])[] = [];
  let at = 2;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) break;
    const equals = word.indexOf('=');
    if (word.startsWith('--') && equals !== -1) options.push([word.slice(0, equals), word.slice(equals + 1)]);
    else if (SWITCHES.has(word) || /^-[ditPq]+$/.test(word)) options.push([word, 'true']);
    else if (word.startsWith('--') || word.length === 2 || /^-[ditPq]+[a-zA-Z]$/.test(word)) {
      at += 1;
      options.push([word.startsWith('--') ? word : `-${word.slice(-1)}`, words[at] ?? '']);
    } else options.push([word.slice(0, 2), word.slice(2).replace(/^=/, '')]);
  }
  const image = words[at];
  if (image === undefined) return null;
  const last = (...names: readonly string[]) => options.findLast(([option]) => names.includes(option))?.[1] ?? null;
  const rest = words.slice(at + 1);
  const mounts = options.flatMap(([option, value]) => readMount(option, value, command.cwd, file));
  return {
    line: command.line,
    image,
    command: rest.length === 0 ? null : rest.join(' '),
    entrypoint: last('--entrypoint'),
    user: last('-u', '--user'),
    healthcheck: last('--no-healthcheck') === null ? last('--health-cmd') : 'NONE',
    mounts,
  };
}

function readMount(option: string, value: string, cwd: string | null, file: string): Consumer['mounts'] {
  if (option === '-v' || option === '--volume') {
    const parts = value.match(/(?:\$[({][^)}]*[)}]|^[A-Za-z]:(?=[\\/])|[^:])+/g) ?? [value];
    const [first = '', target] = parts;
    if (target === undefined) return [{ kind: 'volume', source: null, target: first }];
    // A name without a path separator is a named volume.
    if (/^[A-Za-z0-9][\w.-]*$/.test(first)) return [{ kind: 'volume', source: null, target }];
    return [{ kind: 'bind', source: pathOfWord(first, cwd, file), target }];
  }
  if (option !== '--mount') return [];
  const fields = new Map(
    value.split(',').map((field) => [field.split('=')[0] ?? '', field.slice(field.indexOf('=') + 1)]),
  );
  const target = fields.get('target') ?? fields.get('dst') ?? fields.get('destination');
  const source = fields.get('source') ?? fields.get('src');
  const kind = fields.get('type') ?? 'volume';
  if (target === undefined || (kind !== 'bind' && kind !== 'volume')) return [];
  return [{ kind, source: kind === 'bind' && source !== undefined ? pathOfWord(source, cwd, file) : null, target }];
}
