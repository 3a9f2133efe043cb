import { posix } from 'node:path';
import { isBelow } from './cite.ts';
import type { LineWord, SimpleCommand } from './script-line.ts';
import { contextPath, type Trail } from './start-trail.ts';
import { startedByTimeout } from './timeout.ts';

/** What a command of the system leaves behind and needs, when a start command runs it before the program. */
export interface Traces {
  /** Programs that must be there. */
  readonly tools: readonly string[];
  /** Context files and folders that its words name. */
  readonly alsoReads: readonly string[];
  /** Absolute image paths outside the project that it writes. */
  readonly writes: readonly string[];
}

export type Step =
  | { readonly kind: 'traces'; readonly traces: Traces }
  | { readonly kind: 'refused'; readonly why: string };

/** The shell's own, which change nothing in the image. */
const BUILTINS = new Set(
  (
    ': [ [[ alias break cd command continue declare echo exit export false getopts hash kill let local printf pwd read readonly ' +
    'return set shift shopt test times trap true type typeset ulimit umask unset wait sleep'
  ).split(' '),
);

/** Programs of the system that only look, wait or print. */
const LOOKING = new Set(
  (
    'arch awk base64 basename cat clear cmp comm curl cut date df diff dirname du egrep env expr fgrep file find free getent ' +
    'gettext grep head hostname id jq ls md5sum mktemp mysql mysqladmin nc netcat nproc nslookup numfmt openssl pg_isready ' +
    'ping printenv ps psql readlink realpath redis-cli sed seq sha256sum sort ss stat tail timeout tr tty uname uniq uptime ' +
    'wc wget which who whoami xargs'
  ).split(' '),
);

/** Programs that write what their operands name; the names that only the last operand is written by come second. */
const WRITING = new Set('chgrp chmod chown ln mkdir rm rmdir tee touch truncate install'.split(' '));
const WRITING_LAST = new Set(['cp', 'mv']);

/** Programs that read standard input or named files, and write where a redirection says. */
const FILTERING = new Set(['envsubst', 'gzip', 'gunzip', 'tar']);

/** A command of the system, read for what it needs; null: it is none that the tables know. */
export function systemStep(trail: Trail, command: SimpleCommand): Step | null {
  const { name } = command;
  if (name === null) return null;
  const program = posix.basename(name);
  const inPlace = program === 'sed' && command.words.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word.text));
  const runsMore =
    program === 'xargs' || (program === 'find' && command.words.some((word) => word.text.startsWith('-exec')));
  const isWriter = WRITING.has(program) || WRITING_LAST.has(program) || inPlace;
  const isKnown = BUILTINS.has(program) || LOOKING.has(program) || FILTERING.has(program) || isWriter;
  if (!isKnown || runsMore || startedByTimeout(command) !== null) return null;
  if (program === 'tar') return null;
  const operands = command.words.slice(1).filter((word) => !/^-/.test(word.text));
  const written = WRITING_LAST.has(program)
    ? operands.slice(-1)
    : inPlace
      ? operands.slice(-1)
      : WRITING.has(program)
        ? operands.filter((word) => !isMode(program, word, operands))
        : [];
  const redirected = command.redirections.flatMap(({ operator, target }) =>
    operator.startsWith('>') || operator.startsWith('&>') ? [target] : [],
  );
  const targets = [...written, ...redirected.filter((target) => target !== null && !/^&?\d$/.test(target.text))];
  const writes: string[] = [];
  for (const target of targets) {
    if (target === null) continue;
    const place = writtenAt(trail, command, target);
    if (place === null)
      return {
        kind: 'refused',
        why: `${command.words.map((word) => word.text).join(' ')} writes to a path that is not known`,
      };
    writes.push(...place);
  }
  const named = [...operands, ...command.redirections.flatMap(({ target }) => (target === null ? [] : [target]))];
  const tools = BUILTINS.has(program) && program !== '[' ? [] : [program];
  return {
    kind: 'traces',
    traces: {
      tools: name.includes('/') && trail.copiedFrom(name) !== null ? [] : tools.filter((tool) => !BUILTINS.has(tool)),
      alsoReads: named.flatMap((word) => readAt(trail, command, word)),
      writes,
    },
  };
}

/** `chmod 755 x`, `chown node x`: the first operand is no path. */
function isMode(program: string, word: LineWord, operands: readonly LineWord[]): boolean {
  return ['chmod', 'chown', 'chgrp'].includes(program) && word === operands[0];
}

/** Absolute paths that a word writes outside the project: none inside it; null when the word is not known. */
function writtenAt(trail: Trail, command: SimpleCommand, word: LineWord): readonly string[] | null {
  const { value } = word;
  if (value === null || command.cwd === null) return null;
  const path = value.startsWith('/') ? posix.normalize(value) : posix.join(command.cwd, value);
  if (!path.startsWith('/')) return path.startsWith('..') ? null : [];
  if (/^\/(?:tmp|var\/tmp|dev|proc)(?:\/|$)/.test(path)) return [];
  if (trail.contextAt !== null && isBelow(path, trail.contextAt)) return [];
  return [path];
}

function readAt(trail: Trail, command: SimpleCommand, word: LineWord): readonly string[] {
  if (word.value === null || command.cwd === null || !/[./\w]/.test(word.value)) return [];
  const path = contextPath(trail, word.value.startsWith('/') ? word.value : posix.join(command.cwd, word.value));
  return path !== null && path !== '' && trail.context.kind(path) !== null ? [path] : [];
}
