import type { SystemFile } from '../../base-images/base-image.ts';
import { systemFileAt } from '../../system-packages/system-files.ts';
import { GUESSES_MEDIA_TYPES } from './media-types.ts';

/** What one Python source shows, with the line that shows it. */
export interface Finding {
  readonly line: number;
  readonly says: string;
}

export interface SourceScan {
  /** Programs that it starts by a literal name. */
  readonly runs: readonly (Finding & { readonly program: string })[];
  /** It starts a program, or loads a library, whose name no literal says. */
  readonly runsUnknown: readonly Finding[];
  /** Absolute paths that it writes, as literals say. */
  readonly writes: readonly (Finding & { readonly path: string })[];
  readonly handlesSigterm: boolean;
  /** Files of the system that it reads, or that a module of Python reads for it. */
  readonly systemFiles: readonly (Finding & { readonly file: SystemFile })[];
  /** Top-level modules that it imports. */
  readonly imports: readonly string[];
}

const STRING = String.raw`[rRbBuU]{0,2}(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')`;
const FORMAT = String.raw`[fF][rR]?(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')`;

/** Calls whose first argument is a program: a list of words, or a line for the shell. */
const STARTS =
  /(?<![\w.])(?:subprocess\.(?:run|call|Popen|check_call|check_output|getoutput|getstatusoutput)|os\.(?:system|popen|exec[lv]p?e?|spawn[lv]p?e?)|(?:asyncio\.)?create_subprocess_(?:exec|shell)|Popen|check_output|check_call|getoutput|pexpect\.spawn)\s*\(\s*/g;

/** Calls that make or write what their first argument names. */
const WRITES = [
  new RegExp(String.raw`(?<![\w.])open\s*\(\s*${STRING}\s*,\s*(?:mode\s*=\s*)?["'][^"']*[wax+]`, 'g'),
  new RegExp(
    String.raw`\b(?:makedirs|mkdir|\w*FileHandler|sqlite3\.connect|shelve\.open|TinyDB)\s*\(\s*(?:filename\s*=\s*)?${STRING}`,
    'g',
  ),
  new RegExp(String.raw`\bPath\s*\(\s*${STRING}\s*\)\s*\.\s*(?:mkdir|write_text|write_bytes|touch)`, 'g'),
  // LOGIN_URL and MEDIA_URL name paths of the site, not folders.
  new RegExp(
    String.raw`\b(?![A-Z_]*(?:URLS?|URIS?|PREFIX|ENDPOINT|ROUTE)\b)(?:[A-Z]*_)*(?:UPLOADS?|MEDIA|LOG(?:S|GING)?|DATA(?:BASE)?|CACHE|STORAGE|OUTPUTS?)(?:FOLDER|DIR|ROOT|PATH|FILE)?(?:_[A-Z]+)*\s*=\s*${STRING}`,
    'g',
  ),
];
const SYSTEM_PATH = /["'](\/(?:etc|usr\/share)\/[\w./-]+)["']/g;
const SQLITE = /sqlite(?:\+\w+)?:\/\/\/(\/[^"'\s?]+)/g;

/** Reads a source by its text alone: comments are no code, strings are taken as they stand. */
export function scanSource(text: string): SourceScan {
  const code = withoutComments(text);
  const lineOf = lineFinder(code);
  const runs: (Finding & { program: string })[] = [];
  const runsUnknown: Finding[] = [];
  for (const match of code.matchAll(STARTS)) {
    const at = match.index + match[0].length;
    const finding = found(code, match.index, lineOf);
    const programs = programsAt(code.slice(at, at + 400)) ?? programsOfName(code, code.slice(at, at + 60));
    if (programs === null) runsUnknown.push(finding);
    else for (const program of programs) runs.push({ ...finding, program });
  }
  for (const match of code.matchAll(new RegExp(String.raw`\bwhich\s*\(\s*${STRING}`, 'g')))
    runs.push({ ...found(code, match.index, lineOf), program: match[1] ?? match[2] ?? '' });
  for (const match of code.matchAll(/\b(?:find_library|CDLL|LoadLibrary|dlopen)\s*\(\s*[^)\s]/g))
    runsUnknown.push(found(code, match.index, lineOf));
  const writes = [
    ...WRITES.flatMap((pattern) =>
      [...code.matchAll(pattern)].map((match) => ({ match, path: match[1] ?? match[2] ?? '' })),
    ),
    ...[...code.matchAll(SQLITE)].map((match) => ({ match, path: match[1] ?? '' })),
  ]
    .filter(({ path }) => /^\/[\w.]/.test(path))
    .map(({ match, path }) => ({ ...found(code, match.index, lineOf), path: path.replace(/(.)\/+$/, '$1') }));
  return {
    runs: runs.filter(({ program }) => program !== ''),
    runsUnknown,
    writes,
    handlesSigterm: /\bSIGTERM\b/.test(code) && /\bsignal\s*\(|add_signal_handler/.test(code),
    systemFiles: systemFilesOf(code, lineOf),
    imports: importsOf(code),
  };
}

function systemFilesOf(code: string, lineOf: ReturnType<typeof lineFinder>): SourceScan['systemFiles'] {
  const guesses = [...code.matchAll(GUESSES_MEDIA_TYPES)].map((match) => ({ match, file: 'media-types' as const }));
  const named = [...code.matchAll(SYSTEM_PATH)].flatMap((match) => {
    const file = systemFileAt(match[1] ?? '');
    return file === null ? [] : [{ match, file }];
  });
  // Pillow looks for a font without a path in the system's folders; DejaVu is what the full image has there.
  const fonts = [...code.matchAll(/["']DejaVu\w*(?:-\w+)?\.ttf["']/g)].map((match) => ({
    match,
    file: 'fonts' as const,
  }));
  return [...guesses, ...named, ...fonts].map(({ match, file }) => ({ ...found(code, match.index, lineOf), file }));
}

/** The programs that the first argument names; null where it is no literal. */
function programsAt(rest: string): readonly string[] | null {
  const list = /^(?:\[|\()\s*/.exec(rest);
  const inner = list === null ? rest : rest.slice(list[0].length);
  if (/^sys\.executable\b/.test(inner)) return [];
  const split = /^shlex\.split\s*\(\s*/.exec(inner);
  const text = split === null ? inner : inner.slice(split[0].length);
  const literal = new RegExp(`^${STRING}`).exec(text);
  if (literal !== null) {
    const value = literal[1] ?? literal[2] ?? '';
    return list === null ? programsOfLine(value) : [baseName(value)];
  }
  const format = new RegExp(`^${FORMAT}`).exec(text);
  const value = format === null ? null : (format[1] ?? format[2] ?? '');
  // `f"convert {a} {b}"`: the program stands before the first value.
  const first = value === null ? null : /^\s*([\w./-]+)(?:\s|$)/.exec(value);
  if (value === null || first?.[1] === undefined || /[|;&`]|\$\(/.test(value)) return null;
  return [baseName(first[1])];
}

/**
 * `cmd = ["az", "login"]` … `subprocess.run(cmd)`: every value that the file gives to the name; null where one of them is no literal, or where the name
 * comes from elsewhere (a parameter, a loop).
 */
function programsOfName(code: string, rest: string): readonly string[] | null {
  const name = /^([A-Za-z_]\w*)\s*[,)]/.exec(rest)?.[1];
  if (name === undefined) return null;
  const comesFromElsewhere = new RegExp(
    String.raw`\bdef\s+\w+\s*\([^)]*\b${name}\b|\b(?:for|as|global|nonlocal|lambda)\s+[^\n:]*\b${name}\b|\b${name}\s*:=|^[ \t(]*${name}\s*,[\w \t,*]*\)?[ \t]*=(?!=)|,\s*${name}\s*=(?!=)`,
    'm',
  );
  if (comesFromElsewhere.test(code)) return null;
  const values = [...code.matchAll(new RegExp(String.raw`^[ \t]*${name}\s*(?::[^=\n]+)?=(?!=)\s*`, 'gm'))].map(
    (match) => code.slice(match.index + match[0].length, match.index + match[0].length + 400),
  );
  if (values.length === 0) return null;
  // `cmd = cmd + [...]` adds arguments to what it was.
  const programs = values.map((value) => (new RegExp(`^${name}\\s*\\+`).test(value) ? [] : programsAt(value)));
  return programs.includes(null) ? null : [...new Set(programs.flatMap((one) => one ?? []))];
}

/** The first word of each command of a shell line. */
function programsOfLine(line: string): readonly string[] {
  return line
    .split(/\|\|?|&&|;|\n/)
    .map((part) => part.trim().replace(/^(?:\w+=\S*\s+)+/, ''))
    .map((part) => baseName(part.split(/\s/)[0] ?? ''))
    .filter((name) => name !== '' && name !== 'cd');
}

function baseName(path: string): string {
  return path.split('/').at(-1) ?? path;
}

function importsOf(code: string): readonly string[] {
  const modules = [
    ...code.matchAll(/^[ \t]*(?:from[ \t]+([A-Za-z_]\w*)[\w.]*[ \t]+import\b|import[ \t]+([^\n;#]+))/gm),
  ].flatMap((match) =>
    match[1] !== undefined ? [match[1]] : (match[2] ?? '').split(',').map((one) => one.trim().split(/[.\s]/)[0] ?? ''),
  );
  return [...new Set(modules)].filter((name) => name !== '');
}

function found(code: string, index: number, lineOf: (index: number) => number): Finding {
  const from = code.lastIndexOf('\n', index) + 1;
  const end = code.indexOf('\n', index);
  const says = code.slice(from, end === -1 ? undefined : end).trim();
  return { line: lineOf(index), says: says.length > 100 ? `${says.slice(0, 97)}…` : says };
}

function lineFinder(code: string): (index: number) => number {
  const ends = [...code.matchAll(/\n/g)].map((match) => match.index);
  return (index) => ends.filter((end) => end < index).length + 1;
}

/** Whole comment lines and docstrings' content away, line by line, so that places stay. */
function withoutComments(text: string): string {
  return text
    .replace(/^[ \t]*#.*$/gm, '')
    .replace(/^([ \t]*)[rRuU]?("""|''')[\s\S]*?\2/gm, (match) => match.replace(/[^\n]/g, ' '));
}
