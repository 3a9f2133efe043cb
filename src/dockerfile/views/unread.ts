import type { UnreadView } from '../view.ts';

function because(sentence: string): UnreadView {
  return { kind: 'unread', because: sentence };
}

/** Why an instruction is not read. Docker refuses most of them too; each clause reads after «because». */
export const unread = {
  notOne: () => because('it is not exactly one instruction'),
  notStrings: () => because('its JSON array holds something else than strings'),
  shellNotJson: () => because('SHELL takes a JSON array of strings'),
  from: () => because('FROM takes an image, and AS with a name'),
  stageName: (name: string) => because(`«${name}» is no name for a stage`),
  flags: (keyword: string, flag: string) => because(`${keyword} knows no flag --${flag}`),
  noCommand: (keyword: string) => because(`${keyword} names no command`),
  oneValue: (keyword: string) => because(`${keyword} needs a name and a value`),
  noEquals: (word: string) => because(`«${word}» has no equals sign`),
  quotes: (word: string) => because(`a quote or a brace in «${word}» does not close`),
  destination: (keyword: string) => because(`${keyword} needs a source and a destination`),
  heredocPlace: (keyword: string) => because(`${keyword} has a heredoc where Docker reads none`),
  healthcheck: (word: string) => because(`HEALTHCHECK takes CMD or NONE, not «${word}»`),
  interpreter: (line: string) => because(`its heredoc starts with «${line}», so no shell runs it`),
  carriageReturn: () => because('a heredoc of several ends with a carriage return'),
  split: () => because('a backslash at a line end splits a word in two'),
  onbuild: (word: string) => because(`ONBUILD cannot put off «${word}»`),
} as const;
