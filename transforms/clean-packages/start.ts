import { posix } from 'node:path';
import type { StageState } from '../../src/dockerfile/state.types.ts';
import type { Invocation } from '../../src/dockerfile/view.ts';
import type { Facts } from '../../src/facts.ts';

const INSTALLS = /\b(?:apt|apt-get|apk|aptitude)\b/;

/** What starts with the container and may install packages: the command itself, a script that it names, a consumer's own command. */
export function installerAtStart(end: StageState, facts: Facts): string | null {
  const words = [end.entrypoint, end.cmd].flatMap((invocation) => (invocation === null ? [] : wordsOf(invocation)));
  if (words.some((word) => INSTALLS.test(word))) return 'the start command';
  const consumer = facts.consumers.find(
    ({ dockerfile, command, entrypoint }) =>
      dockerfile === facts.path && INSTALLS.test(`${command ?? ''} ${entrypoint ?? ''}`),
  );
  if (consumer) return consumer.file;
  const names = words.map((word) => posix.basename(word)).filter((name) => /\.(?:sh|bash)$|entrypoint/.test(name));
  const files = facts.context.files().filter((path) => names.includes(posix.basename(path)));
  const script = files.find((path) => INSTALLS.test(facts.context.read(path) ?? ''));
  return script ?? null;
}

function wordsOf(invocation: Invocation): readonly string[] {
  return invocation.form === 'exec' ? invocation.words : invocation.script.split(/[\s;&|]+/);
}
