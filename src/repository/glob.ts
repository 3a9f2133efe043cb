/**
 * A Go glob as a regular expression over a whole path; null when Go calls the pattern malformed.
 * - `copy`: `filepath.Match`, what COPY and ADD use: `*`, `?`, `[a-z]`, `[^a]`, `\x`; none of them crosses a `/`.
 * - `ignore-file`: the same plus `**` for any number of folders (moby/patternmatcher).
 */
export function translateGlob(pattern: string, dialect: 'copy' | 'ignore-file'): RegExp | null {
  let expression = '';
  for (let at = 0; at < pattern.length; ) {
    const char = pattern.charAt(at);
    if (dialect === 'ignore-file' && pattern.startsWith('**', at)) {
      at += pattern.charAt(at + 2) === '/' ? 3 : 2;
      expression += at >= pattern.length ? '.*' : '(?:.*/)?';
    } else if (char === '*' || char === '?') {
      expression += char === '*' ? '[^/]*' : '[^/]';
      at += 1;
    } else if (char === '[') {
      const set = /^\[(\^?)((?:\\[\s\S]|[^\]\\])+)\]/.exec(pattern.slice(at));
      if (set === null) return null;
      const members = (set[2] ?? '').replace(/\\?[\s\S]/g, (member) =>
        member === '-' ? member : quoted(member.slice(-1)),
      );
      expression += `(?!/)[${set[1]}${members}]`;
      at += set[0].length;
    } else if (char === '\\') {
      if (at + 1 === pattern.length) return null;
      expression += quoted(pattern.charAt(at + 1));
      at += 2;
    } else {
      expression += quoted(char);
      at += 1;
    }
  }
  try {
    return new RegExp(`^${expression}$`, 's');
  } catch {
    return null;
  }
}

function quoted(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}

/** Whether COPY treats the source as a glob (BuildKit's `containsWildcards`). */
export function hasWildcards(source: string): boolean {
  return /[*?[]/.test(source.replace(/\\[\s\S]/g, ''));
}

/** A source without wildcards, its escapes removed. */
export function withoutEscapes(source: string): string {
  return source.replace(/\\([\s\S])/g, '$1');
}
