import type { Transform } from '../../transform.ts';
import type { Paint } from '../color.ts';
import type { Settings } from '../invocation.ts';
import type { FileResult } from '../result.ts';
import { decisionLines } from './decisions.ts';
import { patchOf } from './diff.ts';
import { type ReportName, reportText } from './index.ts';
import { printable } from './printable.ts';
import { problemLine } from './problem.ts';
import { proofLines } from './proof.ts';
import { type ReportedFile, reportedFile } from './reported.ts';
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
  readonly transforms: readonly Transform[];
  readonly version: string;
  readonly debug: boolean;
}

/** What is shown after each file, and at the end. */
export interface Reporter {
  readonly file: (result: FileResult) => void;
  readonly end: () => void;
  /** The text of a report over all files so far; only those that the settings name. */
  readonly report: (name: ReportName) => string;
}

/** Printed file by file; nothing of them is kept. */
const STREAMED: readonly Settings['format'][] = ['diff', 'text', 'jsonl', 'github'];

export function reporterOf(display: Display): Reporter {
  const { settings, stdout, stderr, transforms, version } = display;
  const { format } = settings;
  const say = (line: string) => stderr.write(`${line}\n`);
  const sayWhy = !settings.quiet && (format === 'diff' || format === 'text');
  const frame = { transforms, version, written: settings.write };
  const keepsAll = settings.reports.length > 0 || !STREAMED.includes(format);
  const statuses: Pick<FileResult, 'status'>[] = [];
  const kept: ReportedFile[] = [];
  const said = new Set<string>();
  return {
    file: (result) => {
      statuses.push({ status: result.status });
      if (keepsAll) kept.push(reportedFile(result));
      if (format === 'diff' && !settings.write)
        for (const edit of result.edits) stdout.write(patchOf(edit, stdout.paint));
      if (format === 'text') stdout.write(newText(result));
      if (format === 'jsonl' || format === 'github') stdout.write(reportText(format, [reportedFile(result)], frame));
      if (sayWhy) decisionLines(result, settings.verbose, stderr.paint).forEach(say);
      if (sayWhy && result.proof) proofLines(result.proof, result.status === 'changed', stderr.paint).forEach(say);
      if (format === 'text') otherFiles(result).forEach(say);
      if (result.problem && isNews(result, said)) say(problemLine(result.problem, stderr.paint));
      if (display.debug && result.stack !== null) say(result.stack);
    },
    end: () => {
      if (format !== 'diff' && format !== 'text' && format !== 'jsonl' && format !== 'github')
        stdout.write(reportText(format, kept, frame));
      if (sayWhy) say(summaryLine(countsOf(statuses), settings.write));
      if (statuses.some(({ status }) => status === 'fault')) say(faultNote(version));
    },
    report: (name) => reportText(name, kept, frame),
  };
}

/** A fault of a configuration file holds for every Dockerfile below it, and is said once. */
function isNews({ shown, problem }: FileResult, said: Set<string>): boolean {
  if (problem === null || problem.path === shown) return true;
  const key = JSON.stringify(problem);
  return said.has(key) ? false : said.add(key).has(key);
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
