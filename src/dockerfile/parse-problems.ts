import type { Problem } from '../problem.ts';
import type { PragmaFault } from './pragma.ts';

/** A problem without the name of its file. BuildKit refuses the file too, except for bytes that are no text inside a comment. */
export type Fault = Omit<Problem, 'path'>;

export function empty(): Fault {
  return { code: 'empty-file', cause: 'the file is empty', remedy: 'Write a Dockerfile first, or name another file.' };
}

export function noInstructions(): Fault {
  return {
    code: 'no-instructions',
    cause: 'the file holds comments only',
    remedy: 'Write a Dockerfile first, or name another file.',
  };
}

export function noFrom(): Fault {
  return {
    code: 'no-from',
    cause: 'there is no FROM, so there is no image to build',
    remedy: 'Add a FROM line, or name another file.',
  };
}

export function notText(nul: boolean, line: number): Fault {
  return nul
    ? {
        code: 'binary-file',
        line,
        cause: 'the file holds a NUL byte',
        remedy: 'Save it as UTF-8 text, or name another file.',
      }
    : {
        code: 'not-utf8',
        line,
        cause: 'the file is not UTF-8 text',
        remedy: 'Save it as UTF-8, so that nothing is lost when it is written.',
      };
}

export function lineTooLong(line: number): Fault {
  return {
    code: 'line-too-long',
    line,
    cause: 'the line is longer than the 65,535 bytes that Docker reads',
    remedy: 'Move its content to a file and COPY it.',
  };
}

export function pragma(fault: PragmaFault): Fault {
  return fault.kind === 'repeated'
    ? {
        code: 'repeated-directive',
        line: fault.line,
        cause: `«# ${fault.name}=» stands twice`,
        remedy: 'Keep one of the two.',
      }
    : {
        code: 'bad-escape',
        line: fault.line,
        cause: `«# escape=${fault.value}» is neither a backslash nor a backtick`,
        remedy: 'Write «# escape=`», or delete the line.',
      };
}

export function unknownInstruction(word: string, line: number): Fault {
  return {
    code: 'unknown-instruction',
    line,
    cause: `«${word}» is not an instruction`,
    remedy: 'Correct its spelling, or end the line above with a backslash where this line belongs to it.',
  };
}

export function noArguments(keyword: string, line: number): Fault {
  return {
    code: 'no-arguments',
    line,
    cause: `${keyword} has no arguments`,
    remedy: 'Give it one, or delete the line.',
  };
}

export function beforeFrom(keyword: string, line: number): Fault {
  return {
    code: 'before-from',
    line,
    cause: `${keyword} stands before the first FROM, where only ARG may`,
    remedy: 'Move it below FROM.',
  };
}

export function unterminatedHeredoc(delimiter: string, line: number): Fault {
  return {
    code: 'unterminated-heredoc',
    line,
    cause: `the heredoc «${delimiter}» does not end`,
    remedy: `Write «${delimiter}» alone on a line where it should end.`,
  };
}
