import { buildContext } from '../../../src/repository/build-context.ts';
import { type MemoryFile, memoryRepository } from '../../../src/repository/memory.ts';
import type { BuildContext } from '../../../src/repository/repository.ts';
import type { Command } from '../../../src/shell/command.ts';
import { readScript } from '../../../src/shell/read-script.ts';

export type Files = Readonly<Record<string, MemoryFile>>;

export function contextOf(files: Files): BuildContext {
  return buildContext(memoryRepository(files), '', 'Dockerfile', 'the test');
}

/** The commands of a RUN. */
export function commandsOf(script: string): readonly Command[] {
  const read = readScript({ kind: 'run', flags: [], form: 'shell', words: [], script, scriptStart: 0 });
  if (read.kind !== 'commands') throw new Error(read.because);
  return read.commands;
}

/** Words as in an exec form. */
export function words(text: string) {
  return text.split(' ').map((word) => ({ text: word, value: /[$*]/.test(word) ? null : word }));
}
