import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemErrorCode } from './problems.ts';
import type { ReportedFile } from './reporters/reported.ts';

/** Reads the JSON documents and JSON lines of several runs; a file of a repository that is in two of them counts once, as the last one says. */
export function mergedReports(
  paths: readonly string[],
  cwd: string,
): readonly ReportedFile[] | { readonly misuse: string } {
  const files = new Map<string, ReportedFile>();
  for (const path of paths) {
    const read = readReport(path, cwd);
    if ('misuse' in read) return read;
    for (const file of read) files.set(`${file.repository ?? ''}\0${file.path}`, file);
  }
  return [...files.values()];
}

function readReport(path: string, cwd: string): readonly ReportedFile[] | { readonly misuse: string } {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    return { misuse: `${path} cannot be read (${systemErrorCode(error)})` };
  }
  try {
    const data: unknown = path.endsWith('.jsonl') ? { version: 1, files: linesOf(text) } : JSON.parse(text);
    if (isReport(data)) return data.files;
  } catch {
    // It is said below what it is not.
  }
  return { misuse: `${path} is no report of msb-migrate; write it with --report FILE.json or FILE.jsonl` };
}

function linesOf(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function isReport(data: unknown): data is { readonly files: readonly ReportedFile[] } {
  if (typeof data !== 'object' || data === null || !('version' in data) || data.version !== 1) return false;
  return (
    'files' in data &&
    Array.isArray(data.files) &&
    data.files.every(
      (file) => typeof file?.path === 'string' && Array.isArray(file.edits) && Array.isArray(file.decisions),
    )
  );
}
