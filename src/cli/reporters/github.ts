import { fullName, type ReportedFile } from './reported.ts';

/**
 * Workflow commands that GitHub Actions shows beside the lines of a pull request
 * (docs.github.com, «Workflow commands for GitHub Actions»). A change is a warning, because there is something to do; a refusal a notice.
 */
export function annotations(file: ReportedFile): string {
  const lines: string[] = [];
  if (file.problem) {
    const { line, cause, remedy } = file.problem;
    lines.push(
      command(
        'error',
        file,
        line === undefined ? null : { first: line, last: line },
        'msb-migrate',
        `${cause}. ${remedy}`,
      ),
    );
    return lines.join('');
  }
  for (const { verdict, transform, code, sentence, advice, at } of file.decisions) {
    if (verdict === 'unneeded') continue;
    const level = verdict === 'changed' && !file.written ? 'warning' : 'notice';
    const message = `${sentence}${advice === null ? '' : `. ${advice}`}`;
    lines.push(command(level, file, at[0] ?? { first: 1, last: 1 }, `${transform}/${code}`, message));
  }
  return lines.join('');
}

function command(
  level: 'error' | 'warning' | 'notice',
  file: ReportedFile,
  at: { readonly first: number; readonly last: number } | null,
  title: string,
  message: string,
): string {
  const properties = {
    file: fullName(file),
    ...(at === null ? {} : { line: String(at.first), endLine: String(at.last) }),
    title,
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
  return `::${level} ${written.join(',')}::${data(message)}\n`;
}

/** What the runner takes for its own is written as its percent codes. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
