import { type Reason, shown } from '../../src/decision.ts';

/** Every circumstance that strip-symbols can meet. */
export const reasons = {
  stripped: {
    verdict: 'changed',
    title: 'The build leaves out what only debuggers read.',
    sentence: (data) =>
      `«${shown(data, 'before')}» becomes «${shown(data, 'after')}», as asked for: the symbol table and the debug information are not in the file any more. Stack traces of a crash stay`,
    explanation:
      'A third of a Go program, roughly. A debugger, and profilers that read the file itself, find no names in it.',
  },
  'not-stripped': {
    verdict: 'declined',
    title: 'The build’s own flags could not be added to.',
    sentence: (data) => `«${shown(data, 'before')}» stays as it is, because ${shown(data, 'why')}`,
    advice: 'Add the flags by hand, for example -ldflags "-s -w".',
    explanation: 'What a variable holds, or what is quoted in several parts, is not taken apart.',
  },
} satisfies Record<string, Reason>;
