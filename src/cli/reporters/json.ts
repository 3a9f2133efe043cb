import type { JsonReport, ReportedFile } from './reported.ts';
import { countsOf } from './summary.ts';

/** One JSON document, with a final newline. */
export function jsonReport(files: readonly ReportedFile[]): string {
  const report: JsonReport = { version: 1, files, summary: countsOf(files) };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** One line of a report that is read while it is written. */
export function jsonLine(file: ReportedFile): string {
  return `${JSON.stringify(file)}\n`;
}
