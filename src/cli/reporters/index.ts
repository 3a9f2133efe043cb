import type { Transform } from '../../transform.ts';
import { annotations } from './github.ts';
import { htmlReport } from './html.ts';
import { jsonLine, jsonReport } from './json.ts';
import { markdownReport } from './markdown.ts';
import type { ReportedFile } from './reported.ts';
import { sarifReport } from './sarif.ts';

/** Reports that `--format` prints and `--report` writes, by name, with the ending of their files. */
export const REPORTS = {
  json: '.json',
  jsonl: '.jsonl',
  sarif: '.sarif',
  markdown: '.md',
  html: '.html',
  github: null,
} as const;
export type ReportName = keyof typeof REPORTS;

/** What a report knows beside the files. */
export interface ReportFrame {
  readonly transforms: readonly Transform[];
  readonly version: string;
  readonly written: boolean;
}

/** The whole text of a report. */
export function reportText(name: ReportName, files: readonly ReportedFile[], frame: ReportFrame): string {
  switch (name) {
    case 'json':
      return jsonReport(files);
    case 'jsonl':
      return files.map(jsonLine).join('');
    case 'sarif':
      return sarifReport(files, frame.transforms, frame.version);
    case 'markdown':
      return markdownReport(files, frame.written);
    case 'html':
      return htmlReport(files, frame);
    case 'github':
      return files.map(annotations).join('');
  }
}

/** The report that a file's ending asks for; null: none. */
export function reportOfFile(path: string): ReportName | null {
  for (const name of Object.keys(REPORTS) as ReportName[]) {
    const ending = REPORTS[name];
    if (ending !== null && path.endsWith(ending)) return name;
  }
  return null;
}

/** The endings of report files, for messages. */
export function reportEndings(): readonly string[] {
  return Object.values(REPORTS).filter((ending) => ending !== null);
}
