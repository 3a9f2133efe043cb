import type { Paint } from '../color.ts';
import type { Settings } from '../invocation.ts';
import type { FileResult } from '../result.ts';
import { decisionLines } from './decisions.ts';
import { patchOf } from './diff.ts';
import { jsonReport } from './json.ts';
import { printable } from './printable.ts';
import { problemLine } from './problem.ts';
import { proofLines } from './proof.ts';
import { countsOf, faultNote, summaryLine } from './summary.ts';

/** A stream and its colours. */
interface Page {
  readonly write: (text: string) => void;
  readonly paint: Paint;
}

/** How results are to be shown. */
export interface Display {
  readonly settings: Settings;
  /** For the result alone. */
  readonly stdout: Page;
  /** For everything that is said about it. */
  readonly stderr: Page;
  readonly version: string;
  readonly debug: boolean;
}

/** What is shown after each file, and at the end. */
export interface Reporter {
  readonly file: (result: FileResult) => void;
  readonly end: (results: readonly FileResult[]) => void;
}

export function reporterOf(display: Display): Reporter {
  const { settings, stdout, stderr } = display;
  const say = (line: string) => stderr.write(`${line}\n`);
  const sayWhy = !settings.quiet && settings.format !== 'json';
  return {
    file: (result) => {
      if (settings.format === 'diff' && !settings.write)
        for (const edit of result.edits) stdout.write(patchOf(edit, stdout.paint));
      if (settings.format === 'text') stdout.write(newText(result));
      if (sayWhy) decisionLines(result, settings.verbose, stderr.paint).forEach(say);
      if (sayWhy && result.proof) proofLines(result.proof, result.status === 'changed', stderr.paint).forEach(say);
      if (settings.format === 'text') otherFiles(result).forEach(say);
      if (result.problem) say(problemLine(result.problem, stderr.paint));
      if (display.debug && result.stack !== null) say(result.stack);
    },
    end: (results) => {
      if (settings.format === 'json') stdout.write(jsonReport(results));
      if (sayWhy) say(summaryLine(countsOf(results), settings.write));
      if (results.some(({ status }) => status === 'fault')) say(faultNote(display.version));
    },
  };
}

/** The one file as it would be; nothing where it could not be used, so that no half result goes down a pipe. */
function newText(result: FileResult): string {
  if (result.problem) return '';
  return result.edits.find(({ isDockerfile }) => isDockerfile)?.after ?? result.source ?? '';
}

function otherFiles(result: FileResult): readonly string[] {
  return result.edits
    .filter(({ isDockerfile }) => !isDockerfile)
    .map(
      ({ shown, isNew }) => `${printable(shown)}: would ${isNew ? 'be new' : 'change'} too, and is not printed here.`,
    );
}
