import { posix } from 'node:path';
import type { BuildContext } from '../../repository/repository.ts';

/** One thing that a requirements file asks for. */
export interface Requirement {
  /** Normalised name (PEP 503); null for a path or URL without `#egg=` and without `name @`. */
  readonly name: string | null;
  /** Line as written, without options and comment. */
  readonly text: string;
  /** `registry`: by name; `local`: a file or folder of the context; `vcs`: `git+https://…`; `url`: an archive somewhere. */
  readonly source: 'registry' | 'local' | 'vcs' | 'url';
  readonly editable: boolean;
  /** Context path of a local requirement; null when it leaves the context or holds a variable. */
  readonly path: string | null;
  /** Where it stands: context path of the file and its line, counted from 1. */
  readonly file: string;
  readonly line: number;
}

/** Requirements files as pip reads them, with all that they include. */
export interface RequirementFiles {
  /** Context paths of the files, those that are included behind those that include them. */
  readonly files: readonly string[];
  /** Named, but not in the build context. */
  readonly missing: readonly string[];
  readonly requirements: readonly Requirement[];
  /** `--index-url`, `--extra-index-url`, `--find-links` with their values. */
  readonly indexes: readonly string[];
}

/** Reads requirements files and what they include with `-r` and `-c`; paths are relative to the including file, as for pip. */
export function readRequirements(context: BuildContext, paths: readonly string[]): RequirementFiles {
  const files: string[] = [];
  const missing: string[] = [];
  const requirements: Requirement[] = [];
  const indexes: string[] = [];
  const visit = (path: string, constraints: boolean): void => {
    if (files.includes(path)) return;
    const text = context.read(path);
    if (text === null) {
      missing.push(path);
      return;
    }
    files.push(path);
    for (const { text: line, number } of logicalLines(text)) {
      const option = /^(-r|--requirement|-c|--constraint)(?:\s*=\s*|\s+|(?=[^-\s]))(\S.*)$/.exec(line);
      if (option !== null) {
        const target = relativeTo(path, option[2] ?? '');
        if (target === null) missing.push(option[2] ?? '');
        else visit(target, constraints || option[1] === '-c' || option[1] === '--constraint');
        continue;
      }
      if (/^(?:-i|--index-url|--extra-index-url|-f|--find-links)\b/.test(line)) {
        indexes.push(line);
        continue;
      }
      const requirement = constraints ? null : requirementOf(line, path, number);
      if (requirement !== null) requirements.push(requirement);
    }
  };
  for (const path of paths) visit(path, false);
  return { files, missing, requirements, indexes };
}

interface LogicalLine {
  readonly text: string;
  readonly number: number;
}

/** Continued lines together, comments and blank lines away. A file saved as UTF-16 keeps NULs where it was read as bytes: they go. */
function logicalLines(text: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = [];
  let open = '';
  let first = 0;
  text
    .replace(/^\uFEFF/, '')
    .replaceAll('\u0000', '')
    .split(/\r?\n/)
    .forEach((raw, index) => {
      if (open === '') first = index + 1;
      const part = raw.replace(/(^|\s)#.*$/, '$1');
      if (part.endsWith('\\')) {
        open += part.slice(0, -1);
        return;
      }
      const whole = (open + part).trim();
      open = '';
      if (whole !== '') lines.push({ text: whole, number: first });
    });
  if (open.trim() !== '') lines.push({ text: open.trim(), number: first });
  return lines;
}

/** One requirement as it may stand in a file or on a command line; null for options that name nothing (`--no-binary`, `--pre`). */
export function requirementOf(line: string, file: string, number: number): Requirement | null {
  const editable = /^(?:-e|--editable)(?:\s*=\s*|\s+|(?=[^-\s]))/.exec(line);
  const rest = editable === null ? line : line.slice(editable[0].length);
  if (editable === null && line.startsWith('-')) return null;
  const text = rest.replace(/\s+--(?:hash|config-settings?|global-option|install-option)\b.*$/, '').trim();
  const of = { text, editable: editable !== null, file, line: number };
  const direct = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*@\s*(\S+)/.exec(text);
  const target = direct?.[2] ?? text.split(/\s*;\s/)[0] ?? text;
  const egg = /[#&]egg=([A-Za-z0-9][\w.-]*)/.exec(target)?.[1];
  const name = direct?.[1] ?? egg ?? null;
  if (/^(?:git|hg|svn|bzr)\+/.test(target))
    return { ...of, name: name === null ? null : normalised(name), source: 'vcs', path: null };
  if (/^https?:\/\//.test(target))
    return { ...of, name: name === null ? null : normalised(name), source: 'url', path: null };
  if (isPath(target))
    return {
      ...of,
      name: name === null ? wheelName(target) : normalised(name),
      source: 'local',
      path: relativeTo(file, target.replace(/^file:(?:\/\/)?/, '').replace(/\[[^\]]*\]$/, '')),
    };
  const bare = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?/.exec(text)?.[0];
  return { ...of, name: bare === undefined ? null : normalised(bare), source: 'registry', path: null };
}

function isPath(target: string): boolean {
  return /^(?:\.{1,2}(?:$|[/[])|\/|file:)/.test(target) || /\.(?:whl|tar\.gz|zip|tar\.bz2)$/.test(target);
}

function wheelName(target: string): string | null {
  const name = /([^/]+?)-[^/]*\.(?:whl|tar\.gz|zip)$/.exec(target)?.[1];
  return name === undefined ? null : normalised(name);
}

/** A path of a requirements file as a context path; null when it leaves the context, is absolute or holds a variable. */
function relativeTo(file: string, target: string): string | null {
  const written = target.trim().replace(/^(['"])(.*)\1$/, '$2');
  if (written.startsWith('/') || written.includes('$') || /^[a-z]+:/.test(written)) return null;
  const path = posix.join(posix.dirname(file), written).replace(/\/+$/, '');
  if (path === '.' || path === '') return '';
  return path === '..' || path.startsWith('../') ? null : path;
}

/** A distribution's name as indexes compare it (PEP 503). */
export function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
