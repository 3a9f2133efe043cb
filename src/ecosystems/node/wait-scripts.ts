import { posix } from 'node:path';
import { commandOf, type SimpleCommand } from './script-line.ts';
import { scriptAt, type Trail } from './start-trail.ts';

/** Scripts that wait for a port and then run what stands behind `--`: vishnubob/wait-for-it and eficode/wait-for, under their names. */
const WAIT_SCRIPT = /^wait-for(?:-it)?(?:\.sh)?$/;

/** A call of a script that waits. */
export interface Waiting {
  /** The shell that it is written for, and what it waits with. */
  readonly tools: readonly string[];
  /** Its context path. */
  readonly script: string;
  readonly runs: SimpleCommand | null;
}

/** `./wait-for-it.sh db:5432 -t 60 -- node server.js`; null: it is no such script. */
export function waitingFor(trail: Trail, command: SimpleCommand): Waiting | null {
  const shell = /^(?:ba|da|a)?sh$/.test(command.name ?? '') ? 1 : 0;
  const name = command.words[shell]?.value ?? null;
  if (name === null || !WAIT_SCRIPT.test(posix.basename(name))) return null;
  const script = scriptAt(trail, name);
  if (script === null) return null;
  const tools = [
    /^#!.*\bbash\b/.test(script.text) ? 'bash' : 'sh',
    ...['nc', 'timeout', 'wget'].filter((tool) => new RegExp(`(?:^|[\\s(|])${tool}\\s`, 'm').test(script.text)),
  ];
  const end = command.words.findIndex((word) => word.text === '--');
  const rest = end === -1 ? [] : command.words.slice(end + 1);
  return { tools, script: script.path, runs: rest.length === 0 ? null : commandOf(rest, command) };
}
