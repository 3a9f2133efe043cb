import { readView } from '../../src/dockerfile/read-view.ts';
import type { RunView } from '../../src/dockerfile/view.ts';
import type { Script } from '../../src/shell/command.ts';
import { readScript } from '../../src/shell/read-script.ts';

type Commands = Extract<Script, { kind: 'commands' }>;

/** The view of a RUN instruction's text. */
export function runView(text: string): RunView {
  const view = readView(text, 'RUN', '\\');
  if (view.kind !== 'run') throw new Error(`no RUN: ${JSON.stringify(view)}`);
  return view;
}

/** The commands of a RUN instruction's text. */
export function scriptOf(
  text: string,
  shell: readonly string[] | null = null,
  exported: ReadonlySet<string> = new Set(),
  values: Readonly<Record<string, string>> = {},
): Commands {
  const script = readScript(runView(text), shell, exported, new Map(Object.entries(values)));
  if (script.kind !== 'commands') throw new Error(script.because);
  return script;
}

/** Words as the shell sees them, `?` in front of what is not literal. */
export function wordsOf(script: Commands): string[][] {
  return script.commands.map(({ words }) => words.map(({ value, text }) => value ?? `?${text}`));
}
