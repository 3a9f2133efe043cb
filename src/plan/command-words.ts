import type { CommandReading } from '../command-reading.ts';
import type { Document } from '../dockerfile/document.ts';
import type { StageState } from '../dockerfile/state.types.ts';
import type { RunView } from '../dockerfile/view.ts';
import { type Item, scriptOf, viewOf } from '../facts.ts';
import type { Command } from '../shell/command.ts';
import { type Step, textOf } from './plan.ts';

/** Where a command's words stand in an instruction, and how another command is written there. */
export interface WordsPlace {
  readonly start: number;
  readonly end: number;
  write(command: string): string;
}

/** The place of the program and its arguments, without variables in front; the whole array of an exec-form RUN, whose words have no places. */
export function wordsOf(
  { view }: Pick<Item, 'view'>,
  { command }: Pick<CommandReading, 'command'>,
  text: string,
): WordsPlace {
  if (view.kind === 'run' && view.form === 'exec') return wordsOfArray(view, command, text);
  return {
    start: command.words[0]?.start ?? command.start,
    end: command.words.at(-1)?.end ?? command.end,
    write: (line) => line,
  };
}

function wordsOfArray(view: RunView, command: Command, text: string): WordsPlace {
  const before = view.form === 'exec' ? view.words.slice(0, view.words.length - command.words.length) : [];
  return {
    start: text.indexOf('[', view.scriptStart),
    end: text.lastIndexOf(']') + 1,
    write: (line) => `[${[...before, ...line.split(' ')].map((word) => JSON.stringify(word)).join(', ')}]`,
  };
}

/** The text of a RUN, or of a part of one, with other words in the place of a command's; null: the command is not in it. */
export function withCommand(
  step: Step,
  state: StageState,
  document: Document,
  command: Command,
  words: string,
): string | null {
  const place = placeIn(step, state, document, command);
  const text = textOf(step);
  return place && text.slice(0, place.start) + place.write(words) + text.slice(place.end);
}

/** The same with variables set for a command, which stays as it is written. */
export function withVariables(
  step: Step,
  state: StageState,
  document: Document,
  command: Command,
  variables: Readonly<Record<string, string>>,
): string | null {
  const place = placeIn(step, state, document, command);
  if (place === null) return null;
  const text = textOf(step);
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const inArray = text[place.start] === '[';
  const at = inArray ? place.start + 1 : place.start;
  const added = inArray
    ? ['env', ...settings].map((word) => `${JSON.stringify(word)}, `).join('')
    : settings.map((setting) => `${setting} `).join('');
  return text.slice(0, at) + added + text.slice(at);
}

function placeIn(step: Step, state: StageState, document: Document, command: Command): WordsPlace | null {
  const view = viewOf(step, document);
  const script = view.kind === 'run' ? scriptOf(view, state, document) : null;
  if (script?.kind !== 'commands') return null;
  const same = script.commands.find((other) => wordsText(other) === wordsText(command));
  return same ? wordsOf({ view }, { command: same }, textOf(step)) : null;
}

function wordsText({ words }: Command): string {
  return words.map((word) => word.text).join(' ');
}
