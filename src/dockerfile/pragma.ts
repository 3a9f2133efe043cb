import type { Escape } from './logical-line.ts';
import type { PhysicalLine } from './physical-lines.ts';

/** The parser directives at the very top of a file. */
export interface Pragmas {
  readonly escape: Escape;
  /** The value of `# syntax=` up to its first blank. */
  readonly syntax: string | null;
  /** How many of the first lines are directives (or the `#!` line before them). */
  readonly lines: number;
  readonly fault: PragmaFault | null;
}

/** BuildKit refuses the file for either. `line` is 1-based. */
export type PragmaFault =
  | { readonly kind: 'repeated'; readonly name: string; readonly line: number }
  | { readonly kind: 'escape'; readonly value: string; readonly line: number };

const DIRECTIVE = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;
const KNOWN: ReadonlySet<string> = new Set(['syntax', 'escape', 'check']);

/**
 * Reads directives as BuildKit does (frontend/dockerfile/parser/directives.go): they end at the first line that is none, an
 * unknown name included; names know no case. After a `#!` line only `# syntax=` still counts.
 */
export function readPragmas(source: string, lines: readonly PhysicalLine[]): Pragmas {
  const seen = new Set<string>();
  let escapeToken: Escape = '\\';
  let syntax: string | null = null;
  const shebang = textOfLine(source, lines[0]).startsWith('#!');
  let at = shebang ? 1 : 0;
  for (; at < lines.length; at++) {
    const raw = textOfLine(source, lines[at]);
    const match = DIRECTIVE.exec(raw.trimStart());
    const name = match?.[1]?.toLowerCase();
    const value = match?.[2];
    if (name === undefined || value === undefined || !KNOWN.has(name)) break;
    if (seen.has(name) && shebang) break;
    if (seen.has(name))
      return { escape: escapeToken, syntax, lines: at, fault: { kind: 'repeated', name, line: at + 1 } };
    seen.add(name);
    if (name === 'syntax' && raw.startsWith('#')) syntax = value.split(' ')[0] ?? value;
    if (name !== 'escape' || shebang) continue;
    if (value !== '\\' && value !== '`')
      return { escape: escapeToken, syntax, lines: at, fault: { kind: 'escape', value, line: at + 1 } };
    escapeToken = value;
  }
  return { escape: escapeToken, syntax, lines: at, fault: null };
}

function textOfLine(source: string, line: PhysicalLine | undefined): string {
  return line ? source.slice(line.start, line.end) : '';
}
